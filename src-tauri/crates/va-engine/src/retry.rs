//! Whether and when a failed try is followed by another: exponential backoff with jitter. Pure arithmetic
//! on what it is given; which errors can pass is [`ErrorCode::heals`](va_core::ErrorCode::heals).

use std::time::Duration;

use va_core::app_settings::AppValues;
use va_core::{ErrorCode, Failure};
use va_store::WallTime;

/// How tries follow each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Policy {
    /// Tries after the first one.
    max: u32,
    /// Seconds before the first retry.
    base: f64,
    /// Most seconds between two tries, before jitter.
    longest: f64,
    /// Share of the delay by which it is varied.
    jitter: f64,
}

/// What becomes of a job whose try has failed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// It is tried again after a delay; so many tries have failed since it last got further.
    Again {
        /// Failed tries, this one included.
        crashes: u32,
        /// How long it waits.
        after: Duration,
    },
    /// It fails, with this.
    GiveUp(Failure),
}

impl From<&AppValues> for Policy {
    fn from(values: &AppValues) -> Self {
        Self {
            max: values.retry_max,
            base: values.retry_base_delay_s,
            longest: values.retry_max_delay_s,
            jitter: values.retry_jitter,
        }
    }
}

impl Policy {
    /// Seconds after the n-th failed try in a row: `min(longest, base * 2^(n - 1))`.
    fn delay(&self, crashes: u32) -> f64 {
        // 2^63 seconds is longer than any limit; more would become infinite
        let doubled = self.base * 2f64.powi(crashes.clamp(1, 64) as i32 - 1);
        doubled.min(self.longest)
    }

    /// Judges a failure. `before` counts the tries that failed before this one; `progressed` says whether
    /// this one got further than they did, which makes it the first of a new row. `chance` from 0 to 1
    /// places the delay within its jitter.
    pub(crate) fn judge(
        &self,
        failure: Failure,
        before: u32,
        progressed: bool,
        chance: f64,
    ) -> Verdict {
        let crashes = if progressed {
            1
        } else {
            before.saturating_add(1)
        };
        if !may_pass(failure.code) {
            return Verdict::GiveUp(failure);
        }
        if crashes > self.max {
            return Verdict::GiveUp(counted(failure, crashes));
        }
        let varied = self.delay(crashes) * (1.0 + self.jitter * (2.0 * chance - 1.0));
        let after = Duration::try_from_secs_f64(varied).unwrap_or_default();
        Verdict::Again { crashes, after }
    }

    /// How long a planned try has to wait yet, after a restart. Never longer than its delay can have been,
    /// so that a clock that was set back does not hold it.
    pub(crate) fn left(&self, crashes: u32, planned: WallTime, now: WallTime) -> Duration {
        let longest = self.delay(crashes) * (1.0 + self.jitter);
        let longest = Duration::try_from_secs_f64(longest).unwrap_or_default();
        let left = u64::try_from(planned.0 - now.0).unwrap_or(0);
        Duration::from_millis(left).min(longest)
    }
}

/// Whether another try may help. A recording that is missing is tried again only where the caller knows that
/// it was there before.
fn may_pass(code: ErrorCode) -> bool {
    code.heals() || code == ErrorCode::MediaMissing
}

/// Says how often it was tried.
fn counted(failure: Failure, tries: u32) -> Failure {
    if tries < 2 {
        return failure;
    }
    let message = format!("{}; it was tried {tries} times", failure.message);
    let counted = Failure { message, ..failure };
    if counted.code == ErrorCode::MediaMissing {
        return counted.hint("connect the drive that the recording lies on, then retry the job");
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: Policy = Policy {
        max: 4,
        base: 2.0,
        longest: 10.0,
        jitter: 0.1,
    };

    fn crash() -> Failure {
        Failure::new(ErrorCode::WorkerCrashed, "the worker is gone")
    }

    fn after(before: u32, progressed: bool, chance: f64) -> (u32, f64) {
        match POLICY.judge(crash(), before, progressed, chance) {
            Verdict::Again { crashes, after } => (crashes, after.as_secs_f64()),
            Verdict::GiveUp(failure) => panic!("{failure}"),
        }
    }

    #[test]
    fn delays_double_up_to_the_longest_and_vary_by_the_jitter() {
        let delays: Vec<_> = (0..4).map(|n| after(n, false, 0.5)).collect();
        assert_eq!(delays, [(1, 2.0), (2, 4.0), (3, 8.0), (4, 10.0)]);
        assert_eq!(after(0, false, 0.0), (1, 1.8));
        assert_eq!(after(0, false, 1.0), (1, 2.2));
    }

    #[test]
    fn progress_makes_a_crash_the_first_again() {
        assert_eq!(after(4, true, 0.5), (1, 2.0));
    }

    #[test]
    fn the_last_try_fails_with_its_code_and_the_number_of_tries() {
        let Verdict::GiveUp(failure) = POLICY.judge(crash(), 4, false, 0.5) else {
            panic!("the fifth failure in a row is the last")
        };
        assert_eq!(failure.code, ErrorCode::WorkerCrashed);
        assert!(failure.message.contains("tried 5 times"), "{failure}");
    }

    #[test]
    fn what_cannot_pass_is_never_tried_again() {
        for code in ErrorCode::ALL.iter().filter(|code| !may_pass(**code)) {
            let verdict = POLICY.judge(Failure::new(*code, "no"), 0, true, 0.5);
            assert_eq!(verdict, Verdict::GiveUp(Failure::new(*code, "no")));
        }
        for code in [
            ErrorCode::Cancelled,
            ErrorCode::StorageFull,
            ErrorCode::MediaUnreadable,
            ErrorCode::InvalidConfig,
            ErrorCode::ModelMissing,
        ] {
            assert!(!code.heals(), "{code}");
        }
        for code in [
            ErrorCode::WorkerCrashed,
            ErrorCode::GpuLost,
            ErrorCode::GpuOutOfMemory,
            ErrorCode::DatabaseFailed,
        ] {
            assert!(code.heals(), "{code}");
        }
    }

    #[test]
    fn without_retries_the_first_failure_is_told_as_it_is() {
        let never = Policy { max: 0, ..POLICY };
        let verdict = never.judge(crash(), 0, false, 0.5);
        assert_eq!(verdict, Verdict::GiveUp(crash()));
    }

    #[test]
    fn a_clock_that_jumps_never_holds_a_try_for_longer_than_its_delay() {
        let left = |planned, now| POLICY.left(2, WallTime(planned), WallTime(now)).as_millis();
        assert_eq!(left(5_000, 3_000), 2_000);
        assert_eq!(
            left(5_000, 9_000),
            0,
            "the time has passed while it was off"
        );
        assert_eq!(left(5_000, -1_000_000_000_000), 4_400, "set back by years");
        assert_eq!(left(i64::MAX, 0), 4_400);
    }

    #[test]
    fn a_hundred_failures_do_not_overflow() {
        let patient = Policy {
            max: 1000,
            longest: 86_400.0,
            ..POLICY
        };
        let verdict = patient.judge(crash(), 900, false, 0.5);
        let after = Duration::from_hours(24);
        assert_eq!(
            verdict,
            Verdict::Again {
                crashes: 901,
                after
            }
        );
    }
}
