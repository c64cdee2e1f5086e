//! The state machine as the database keeps it, against random events.

use proptest::prelude::*;
use rusqlite::Connection;
use va_core::job::JobStatus;
use va_core::step::{StepEvent, StepState};
use va_store::StoreError;
use va_store::catalogue::StepDetails;

use crate::support::{Library, MOTION, SCENES, at};

fn event() -> impl Strategy<Value = StepEvent> {
    use StepEvent::{Cancel, Fail, Interrupt, Retry, Skip, Start, Succeed};
    prop::sample::select(vec![
        Start, Start, Succeed, Fail, Cancel, Skip, Interrupt, Retry,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_events_follow_the_state_machine_and_never_leave_a_final_state(
        events in prop::collection::vec((any::<bool>(), event()), 1..30)
    ) {
        let mut library = Library::new();
        let job = library.add(&[SCENES, MOTION], 0);
        let mut model = [StepState::Queued; 2];
        for (n, (second, event)) in events.into_iter().enumerate() {
            let (which, name) = (usize::from(second), if second { MOTION } else { SCENES });
            let before = library.catalogue.read().job(job).unwrap();
            let seen = library.catalogue.read().events_since(0, 1000).unwrap().len();
            let done = library.catalogue.apply(
                job, &name.into(), event, &StepDetails::default(), at(n as i64 + 1));
            let after = library.catalogue.read().job(job).unwrap();
            let now = library.catalogue.read().events_since(0, 1000).unwrap().len();
            let retries_cancelled =
                event == StepEvent::Retry && model.contains(&StepState::Cancelled);
            match model[which].on(event) {
                Ok(_) if retries_cancelled => {
                    let refused = matches!(done, Err(StoreError::JobCancelled(_)));
                    prop_assert!(refused);
                    prop_assert_eq!(&before, &after);
                }
                Ok(state) => {
                    prop_assert_eq!(done.unwrap(), state);
                    model[which] = state;
                    prop_assert_eq!(now, seen + 1);
                }
                Err(_) => {
                    let refused = matches!(done, Err(StoreError::IllegalTransition { .. }));
                    prop_assert!(refused);
                    prop_assert_eq!(&before, &after, "a refusal writes nothing");
                    prop_assert_eq!(now, seen);
                }
            }
            let states: Vec<_> = after.steps.iter().map(|s| s.state).collect();
            prop_assert_eq!(&states[..], &model[..]);
            prop_assert_eq!(after.status, JobStatus::of(&model));
            prop_assert_eq!(after.completed_at.is_some(), after.status.is_final());
            prop_assert_eq!(after.cancelled_at.is_some(), after.status == JobStatus::Cancelled);
            for step in &after.steps {
                prop_assert_eq!(step.finished_at.is_some(), step.state.is_final());
            }
            let waits = library.catalogue.read().queue().unwrap().contains(&job);
            prop_assert_eq!(waits, after.status == JobStatus::Pending);
        }
    }
}

#[test]
fn the_status_of_the_queries_is_the_status_of_the_domain() {
    use StepState::{Cancelled, Failed, Queued, Running, Skipped, Succeeded};
    const STATES: [StepState; 6] = [Queued, Running, Succeeded, Failed, Cancelled, Skipped];
    let mut library = Library::new();
    let job = library.add(&["a", "b", "c"], 0);
    let database = Connection::open(library.catalogue.read().path()).unwrap();
    let set = |pipeline: &str, state: StepState| {
        let word = serde_json::to_value(state).unwrap();
        let finished = state.is_final().then_some(1);
        let sql = "UPDATE step SET state = ?2, finished_at = ?3 WHERE pipeline = ?1";
        let row = (pipeline, word.as_str().unwrap(), finished);
        database.execute(sql, row).unwrap();
    };
    for a in STATES {
        set("a", a);
        for b in STATES {
            set("b", b);
            for c in STATES {
                set("c", c);
                let expected = JobStatus::of(&[a, b, c]);
                let page = library
                    .catalogue
                    .read()
                    .list_jobs(Some(expected), 1, 10)
                    .unwrap();
                assert_eq!(page.total, 1, "{a:?} {b:?} {c:?} must be {expected:?}");
                assert_eq!((page.jobs[0].id, page.jobs[0].status), (job, expected));
            }
        }
    }
}
