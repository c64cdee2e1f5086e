//! A job on its way: started, finished, cancelled, interrupted, retried.

use va_core::job::JobStatus;
use va_core::step::{StepEvent, StepState};
use va_core::{ErrorCode, Failure, JobId, Millis};
use va_store::StoreError;
use va_store::catalogue::StepDetails;

use crate::support::{Library, MOTION, SCENES, at};

#[test]
fn a_job_runs_from_queue_to_end_with_its_times() {
    let mut library = Library::new();
    let job = library.add(&[SCENES, MOTION], 10);
    let failure = Failure::new(ErrorCode::DecodeFailed, "no").hint("try");
    let details = StepDetails {
        counts: Some([("scene_detection.shots".to_owned(), 3)].into()),
        took: Some(Millis(1234)),
        ..StepDetails::default()
    };
    let c = &mut library.catalogue;
    let resumed = StepDetails {
        resumed_from: Some(Millis(2000)),
        ..StepDetails::default()
    };
    c.apply(job, &SCENES.into(), StepEvent::Start, &resumed, at(20))
        .unwrap();
    assert_eq!(c.read().job(job).unwrap().status, JobStatus::Running);
    c.apply(
        job,
        &MOTION.into(),
        StepEvent::Start,
        &StepDetails::default(),
        at(21),
    )
    .unwrap();
    c.apply(job, &SCENES.into(), StepEvent::Succeed, &details, at(30))
        .unwrap();
    assert_eq!(
        c.read().job(job).unwrap().completed_at,
        None,
        "one step still runs"
    );
    let failed = StepDetails {
        failure: Some(failure.clone()),
        ..StepDetails::default()
    };
    c.apply(job, &MOTION.into(), StepEvent::Fail, &failed, at(40))
        .unwrap();

    let job = c.read().job(job).unwrap();
    assert_eq!(job.status, JobStatus::Completed, "partial success");
    assert_eq!(job.started_at, Some(at(20)));
    assert_eq!(job.completed_at, Some(at(40)));
    assert_eq!(job.updated_at, at(40));
    let [scenes, motion] = &job.steps[..] else {
        panic!("two steps")
    };
    assert_eq!(scenes.state, StepState::Succeeded);
    assert_eq!(scenes.counts, details.counts.unwrap());
    assert_eq!(scenes.took, Some(Millis(1234)));
    assert_eq!(scenes.resumed_from, Some(Millis(2000)));
    assert_eq!(
        (scenes.started_at, scenes.finished_at),
        (Some(at(20)), Some(at(30)))
    );
    assert_eq!(scenes.attempts, 1);
    assert_eq!(motion.failure.as_ref(), Some(&failure));
}

#[test]
fn cancelling_keeps_finished_steps_and_is_final() {
    let mut library = Library::new();
    let job = library.add(&[SCENES, MOTION, "voice_activity"], 0);
    library.apply(job, SCENES, StepEvent::Start, 1);
    library.apply(job, SCENES, StepEvent::Succeed, 2);
    library.apply(job, MOTION, StepEvent::Start, 3);
    let cancelled = library.catalogue.cancel_job(job, at(4)).unwrap();
    let states: Vec<_> = cancelled.steps.iter().map(|s| s.state).collect();
    assert_eq!(
        states,
        [
            StepState::Succeeded,
            StepState::Cancelled,
            StepState::Cancelled
        ]
    );
    assert_eq!(cancelled.status, JobStatus::Cancelled);
    assert_eq!(
        (cancelled.cancelled_at, cancelled.completed_at),
        (Some(at(4)), Some(at(4)))
    );

    // the worker's last words come late
    let nothing = StepDetails::default();
    let late = library
        .catalogue
        .apply(job, &MOTION.into(), StepEvent::Succeed, &nothing, at(5));
    let refused = late.unwrap_err();
    assert!(
        matches!(refused, StoreError::IllegalTransition { .. }),
        "{refused}"
    );
    assert_eq!(refused.code(), ErrorCode::JobAlreadyCompleted);
    let again = library.catalogue.cancel_job(job, at(6)).unwrap();
    assert_eq!(
        again, cancelled,
        "cancelling twice changes nothing, not even a time"
    );
}

#[test]
fn at_the_start_running_jobs_wait_again_in_their_old_order() {
    let mut library = Library::new();
    let [first, second, third] = [0, 1, 2].map(|ms| library.add(&[SCENES], ms));
    library.apply(first, SCENES, StepEvent::Start, 10);
    assert_eq!(library.catalogue.read().queue().unwrap(), [second, third]);
    let Library {
        folder, catalogue, ..
    } = library;
    let path = catalogue.read().path().to_owned();
    drop(catalogue);
    let mut catalogue = va_store::Catalogue::open(&path).unwrap();
    assert_eq!(catalogue.interrupt_running(at(20)).unwrap(), [first]);
    assert_eq!(catalogue.read().queue().unwrap(), [first, second, third]);
    assert_eq!(catalogue.read().queue_position(third).unwrap(), Some(3));
    assert_eq!(catalogue.read().queue_position(JobId::new()).unwrap(), None);
    let job = catalogue.read().job(first).unwrap();
    assert_eq!(job.status, JobStatus::Pending);
    assert_eq!(job.started_at, Some(at(10)), "it did start");
    assert!(catalogue.interrupt_running(at(21)).unwrap().is_empty());
    drop(folder);
}

#[test]
fn a_retry_queues_the_failed_steps_behind_the_others() {
    let mut library = Library::new();
    let job = library.add(&[SCENES, MOTION], 0);
    let other = library.add(&[SCENES], 1);
    library.apply(job, SCENES, StepEvent::Start, 2);
    library.apply(job, SCENES, StepEvent::Succeed, 3);
    let failure = Failure::new(ErrorCode::WorkerCrashed, "gone");
    let failed = library.catalogue.fail_job(job, &failure, at(4)).unwrap();
    assert_eq!(failed.failure.as_ref(), Some(&failure));
    assert_eq!(
        failed.steps[0].state,
        StepState::Succeeded,
        "what succeeded stays"
    );
    assert_eq!(failed.steps[1].failure.as_ref(), Some(&failure));

    let (job, again) = library.catalogue.retry_job(job, at(9)).unwrap();
    assert_eq!(again, [MOTION.into()]);
    assert_eq!(
        (job.retry_count, job.failure, job.queued_at),
        (1, None, at(9))
    );
    assert_eq!(
        (job.started_at, job.completed_at),
        (None, None),
        "queued before started"
    );
    assert_eq!(job.steps[1].failure, None);
    assert_eq!(library.catalogue.read().queue().unwrap(), [other, job.id]);
    let (job, again) = library.catalogue.retry_job(other, at(10)).unwrap();
    assert!(
        again.is_empty() && job.retry_count == 0,
        "nothing had failed"
    );
}

#[test]
fn a_cancelled_job_is_never_retried() {
    let mut library = Library::new();
    let job = library.add(&[SCENES, MOTION], 0);
    library.apply(job, SCENES, StepEvent::Fail, 1);
    let cancelled = library.catalogue.cancel_job(job, at(2)).unwrap();
    let nothing = StepDetails::default();
    let c = &mut library.catalogue;
    for refused in [
        c.retry_job(job, at(3)).unwrap_err(),
        c.apply(job, &SCENES.into(), StepEvent::Retry, &nothing, at(4))
            .unwrap_err(),
    ] {
        assert!(
            matches!(refused, StoreError::JobCancelled(id) if id == job),
            "{refused}"
        );
    }
    assert_eq!(c.read().job(job).unwrap(), cancelled);
    assert!(c.read().queue().unwrap().is_empty());
}
