//! The decision: may this job be removed now? A pure function of the job, its folder and the clock.

use va_core::job::JobStatus;
use va_store::WallTime;
use va_store::catalogue::JobRow;

use crate::removal::Standing;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// A job whose result was looked at so lately is somebody's work.
const OPENED_LATELY_MS: i64 = 7 * DAY_MS;

/// How old is old enough, and what time it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Days after its end after which a job is removed; at least 1.
    pub days: u32,
    /// Now.
    pub now: WallTime,
}

impl Rule {
    /// Jobs that ended before this are old enough.
    pub fn before(self) -> WallTime {
        WallTime(
            self.now
                .0
                .saturating_sub(i64::from(self.days).saturating_mul(DAY_MS)),
        )
    }
}

/// What the decision needs to know of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Its status.
    pub status: JobStatus,
    /// When it ended.
    pub completed_at: Option<WallTime>,
    /// Whether the user wants it kept.
    pub pinned: bool,
    /// When its result was last looked at.
    pub opened_at: Option<WallTime>,
    /// Whether its folder is the one that the engine made for it.
    pub own_folder: bool,
    /// Whether it was imported from another program: its age is not that of its place in this library.
    pub imported: bool,
    /// Where its folder lies.
    pub standing: Standing,
}

impl Ended {
    /// A job with what was found out about its folder.
    pub fn of(job: &JobRow, own_folder: bool, standing: Standing) -> Self {
        Self {
            status: job.status,
            completed_at: job.completed_at,
            pinned: job.pinned,
            opened_at: job.opened_at,
            own_folder,
            imported: job.origin.is_some(),
            standing,
        }
    }
}

/// What is to become of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It has not ended, or not long enough ago.
    NotDue,
    /// It may be old enough, but stays for this reason.
    Skip(&'static str),
    /// It goes.
    Remove,
}

/// Decides. A job goes only if every single thing says so.
pub fn decide(rule: Rule, job: &Ended) -> Decision {
    let (true, Some(ended)) = (job.status.is_final(), job.completed_at) else {
        return Decision::NotDue;
    };
    if ended > rule.now {
        return Decision::Skip("it ended in the future: the clock was changed");
    }
    if rule.days == 0 || ended >= rule.before() {
        return Decision::NotDue;
    }
    if job.pinned {
        return Decision::Skip("it is pinned");
    }
    if job.imported {
        return Decision::Skip("it was imported; delete it yourself if it may go");
    }
    // a time in the future is as good as now: the clock went back
    let lately = rule.now.0.saturating_sub(OPENED_LATELY_MS);
    if job.opened_at.is_some_and(|opened| opened.0 > lately) {
        return Decision::Skip("its result was opened in the last 7 days");
    }
    match job.standing {
        Standing::Inside if job.own_folder => Decision::Remove,
        Standing::Inside => Decision::Skip("its folder was not made by this library"),
        Standing::Gone | Standing::Outside | Standing::Linked | Standing::NotAFolder => {
            Decision::Skip(job.standing.reason())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn status() -> impl Strategy<Value = JobStatus> {
        prop::sample::select(vec![
            JobStatus::Pending,
            JobStatus::Running,
            JobStatus::Completed,
            JobStatus::Failed,
            JobStatus::Cancelled,
        ])
    }

    fn standing() -> impl Strategy<Value = Standing> {
        prop::sample::select(vec![
            Standing::Inside,
            Standing::Gone,
            Standing::Outside,
            Standing::Linked,
            Standing::NotAFolder,
        ])
    }

    /// Times around the limits, and any at all.
    fn time(now: i64, days: u32) -> impl Strategy<Value = i64> {
        let limit = now.saturating_sub(i64::from(days) * DAY_MS);
        let lately = now.saturating_sub(OPENED_LATELY_MS);
        prop_oneof![
            any::<i64>(),
            (-3_i64..3).prop_map(move |d| limit.saturating_add(d)),
            (-3_i64..3).prop_map(move |d| now.saturating_add(d)),
            (-3_i64..3).prop_map(move |d| lately.saturating_add(d)),
        ]
    }

    prop_compose! {
        fn case()(now in prop_oneof![any::<i64>(), 0_i64..4_102_444_800_000], days in 0_u32..40_000)(
            now in Just(now),
            days in Just(days),
            status in status(),
            completed in prop::option::weighted(0.9, time(now, days)),
            pinned in any::<bool>(),
            opened in prop::option::of(time(now, days)),
            own_folder in any::<bool>(),
            imported in any::<bool>(),
            standing in standing(),
        ) -> (Rule, Ended) {
            let rule = Rule { days, now: WallTime(now) };
            let ended = Ended {
                status,
                completed_at: completed.map(WallTime),
                pinned,
                opened_at: opened.map(WallTime),
                own_folder,
                imported,
                standing,
            };
            (rule, ended)
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn whatever_goes_is_final_old_unpinned_unopened_and_inside((rule, job) in case()) {
            let now = i128::from(rule.now.0);
            let age = |at: Option<WallTime>| at.map(|at| now - i128::from(at.0));
            let old = age(job.completed_at)
                .is_some_and(|age| age > i128::from(rule.days) * i128::from(DAY_MS));
            let opened = age(job.opened_at).is_some_and(|age| age < i128::from(OPENED_LATELY_MS));
            let may_go = matches!(
                job.status,
                JobStatus::Completed | JobStatus::Failed | JobStatus::Cancelled
            ) && rule.days > 0
                && old
                && !job.pinned
                && !job.imported
                && !opened
                && job.own_folder
                && job.standing == Standing::Inside;
            prop_assert!(decide(rule, &job) != Decision::Remove || may_go, "{:?}", job);
        }

        #[test]
        fn a_job_that_goes_also_goes_a_day_later((rule, job) in case()) {
            let later = Rule { now: WallTime(rule.now.0.saturating_add(DAY_MS)), ..rule };
            if decide(rule, &job) == Decision::Remove {
                prop_assert_eq!(decide(later, &job), Decision::Remove);
            }
        }

        #[test]
        fn a_shorter_time_removes_at_least_as_much((rule, job) in case()) {
            if decide(rule, &job) == Decision::Remove && rule.days > 1 {
                let shorter = Rule { days: rule.days - 1, ..rule };
                prop_assert_eq!(decide(shorter, &job), Decision::Remove);
            }
        }
    }

    const RULE: Rule = Rule {
        days: 30,
        now: WallTime(100 * DAY_MS),
    };
    const OLD: Ended = Ended {
        status: JobStatus::Failed,
        completed_at: Some(WallTime(70 * DAY_MS - 1)),
        pinned: false,
        opened_at: Some(WallTime(93 * DAY_MS)),
        own_folder: true,
        imported: false,
        standing: Standing::Inside,
    };

    fn stays(expected: &str, change: impl FnOnce(&mut Ended)) {
        let mut job = OLD;
        change(&mut job);
        match decide(RULE, &job) {
            Decision::NotDue => assert_eq!(expected, "not due", "{job:?}"),
            Decision::Skip(reason) => assert!(reason.contains(expected), "{job:?}: {reason}"),
            Decision::Remove => panic!("{job:?} would go"),
        }
    }

    #[test]
    fn an_old_ordinary_job_goes_and_each_single_thing_keeps_it() {
        assert_eq!(decide(RULE, &OLD), Decision::Remove);
        assert_eq!(
            decide(Rule { days: 0, ..RULE }, &OLD),
            Decision::NotDue,
            "off"
        );
        let at = |ms| Some(WallTime(ms));
        stays("not due", |job| job.status = JobStatus::Running);
        stays("not due", |job| job.completed_at = None);
        stays("not due", |job| job.completed_at = at(70 * DAY_MS));
        stays("clock", |job| job.completed_at = at(100 * DAY_MS + 1));
        stays("pinned", |job| job.pinned = true);
        stays("opened", |job| job.opened_at = at(93 * DAY_MS + 1));
        stays("opened", |job| job.opened_at = at(200 * DAY_MS));
        stays("not made", |job| job.own_folder = false);
        stays("symbolic link", |job| job.standing = Standing::Linked);
        stays("outside", |job| job.standing = Standing::Outside);
        stays("not there", |job| job.standing = Standing::Gone);
    }
}
