//! What becomes of a job whose worker is gone: which failures are counted, and when it is tried again.

use va_core::media::MediaFacts;
use va_core::step::StepState;
use va_store::catalogue::NextTry;

use super::*;

#[test]
fn a_crash_waits_for_its_next_try_and_the_last_one_fails_the_job() {
    let mut bench = Bench::new();
    let id = bench.add();
    for (crashes, delay) in [(1, 100_000), (2, 200_000)] {
        bench.run(id);
        bench.start_both(id);
        bench.say(id, progress(7_000));
        let before = now().0;
        bench.gone(id, false, Some(ErrorCode::WorkerCrashed));
        let job = bench.row(id);
        assert_eq!((job.status, job.crashes), (JobStatus::Pending, crashes));
        assert_eq!(job.retry_count, crashes);
        assert_eq!(job.failure.unwrap().code, ErrorCode::WorkerCrashed);
        let wait = job.next_try_at.unwrap().0 - before;
        assert!((delay..delay + 10_000).contains(&wait), "{wait}");
        assert_eq!(job.steps[0].done, Some(Millis(7_000)), "how far it had got");
        assert_eq!(bench.owner.queue.place(id), Some(1), "it keeps its place");
        bench.owner.paused = false;
        bench.schedule();
        assert_eq!(bench.row(id).crashes, crashes, "not before its time");
        bench.owner.paused = true;
    }
    bench.run(id);
    bench.start_both(id);
    let job = bench.row(id);
    assert_eq!((job.failure, job.next_try_at), (None, None), "it runs");
    bench.gone(id, false, Some(ErrorCode::WorkerCrashed));
    let job = bench.row(id);
    assert_eq!(job.status, JobStatus::Failed);
    let failure = job.failure.unwrap();
    assert_eq!(failure.code, ErrorCode::WorkerCrashed);
    assert!(failure.message.contains("tried 3 times"), "{failure}");
}

#[test]
fn a_restart_does_not_reset_the_wait_and_a_clock_set_back_does_not_prolong_it() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = Runtime::new().unwrap();
    let (owner, inbox) = Bench::open(folder.path(), &runtime);
    let mut bench = Bench {
        _folder: tempfile::tempdir().unwrap(),
        _runtime: runtime,
        owner,
        inbox,
    };
    let id = bench.add();
    bench.run(id);
    bench.gone(id, false, Some(ErrorCode::WorkerCrashed));
    let planned = bench.row(id).next_try_at;
    // as if the clock had been a year ahead when the try was planned
    let ahead = WallTime(now().0 + 365 * 86_400_000);
    let failure = Failure::new(ErrorCode::WorkerCrashed, "gone");
    let other = bench.add();
    let planned_then = NextTry {
        at: ahead,
        crashes: 1,
        counts: true,
    };
    let catalogue = &mut bench.owner.catalogue;
    catalogue
        .try_again(other, &failure, planned_then, now())
        .unwrap();
    let Bench {
        owner,
        _runtime: runtime,
        ..
    } = bench;
    drop(owner);
    let (owner, _inbox) = Bench::open(folder.path(), &runtime);
    let row = owner.row(id).unwrap();
    assert_eq!((row.next_try_at, row.crashes), (planned, 1));
    let left = |id| owner.retries[&id].saturating_duration_since(Instant::now());
    assert!(left(id) > Duration::from_secs(90), "{:?}", left(id));
    assert!(left(other) <= Duration::from_secs(100), "{:?}", left(other));
}

#[test]
fn a_step_that_may_recover_is_tried_again_while_the_others_keep_their_results() {
    let mut bench = Bench::new();
    let id = bench.add();
    bench.run(id);
    bench.start_both(id);
    bench.say(id, failed(STEPS[0], ErrorCode::GpuOutOfMemory));
    let job = bench.row(id);
    assert_eq!(job.status, JobStatus::Running, "the other step goes on");
    assert_eq!(job.steps[0].state, StepState::Queued);
    let shown = job.steps[0].failure.as_ref().map(|f| f.code);
    assert_eq!(shown, Some(ErrorCode::GpuOutOfMemory));
    bench.say(id, succeeded(STEPS[1]));
    bench.gone(id, false, None);
    let job = bench.row(id);
    assert_eq!((job.status, job.crashes), (JobStatus::Pending, 1));
    assert_eq!(job.failure.unwrap().code, ErrorCode::GpuOutOfMemory);
    assert_eq!(job.steps[1].state, StepState::Succeeded);
}

#[test]
fn a_full_disk_is_not_held_against_the_job() {
    let mut bench = Bench::new();
    let id = bench.add();
    for _ in 0..5 {
        bench.run(id);
        bench.start_both(id);
        bench.say(id, failed(STEPS[0], ErrorCode::StorageFull));
        bench.say(id, failed(STEPS[1], ErrorCode::StorageFull));
        bench.gone(id, false, None);
    }
    let job = bench.row(id);
    assert_eq!((job.status, job.crashes), (JobStatus::Pending, 0));
    assert_eq!(job.retry_count, 0);
    assert!(job.next_try_at.is_some());
}

#[test]
fn a_job_that_cannot_be_written_while_its_data_folder_is_well_is_not_tried_for_ever() {
    let mut bench = Bench::new();
    let id = bench.add();
    bench.run(id);
    bench.start_both(id);
    bench.say(id, failed(STEPS[0], ErrorCode::StorageNotWritable));
    bench.say(id, failed(STEPS[1], ErrorCode::StorageNotWritable));
    bench.gone(id, false, None);
    assert_eq!(bench.row(id).status, JobStatus::Failed);
    assert!(bench.owner.retries.is_empty());
}

#[test]
fn what_cannot_pass_fails_at_once_and_is_not_tried_again() {
    let mut bench = Bench::new();
    let id = bench.add();
    bench.run(id);
    bench.start_both(id);
    let failure = Failure::new(ErrorCode::MediaUnreadable, "this is no video");
    bench.say(id, WorkerEvent::JobFailed { failure });
    bench.gone(id, false, None);
    let job = bench.row(id);
    assert_eq!((job.status, job.retry_count), (JobStatus::Failed, 0));
    assert!(bench.owner.retries.is_empty());
}

#[test]
fn a_recording_that_was_there_may_come_back_and_one_that_never_was_does_not() {
    let gone = || Failure::new(ErrorCode::MediaMissing, "the drive is gone");
    let mut bench = Bench::new();
    let id = bench.add();
    bench.run(id);
    bench.say(id, WorkerEvent::JobFailed { failure: gone() });
    bench.gone(id, false, None);
    assert_eq!(
        bench.row(id).status,
        JobStatus::Failed,
        "nobody ever saw it"
    );
    let id = bench.add();
    let facts = MediaFacts {
        container: "mp4".to_owned(),
        size_bytes: 1,
        start: Millis(0),
        duration: Some(Millis(60_000)),
        video: None,
        audio: Vec::new(),
        warnings: Vec::new(),
    };
    let video = bench.row(id).video;
    bench.owner.catalogue.set_facts(video, &facts).unwrap();
    for crashes in [1, 2] {
        bench.run(id);
        bench.say(id, WorkerEvent::JobFailed { failure: gone() });
        bench.gone(id, false, None);
        let job = bench.row(id);
        assert_eq!((job.status, job.crashes), (JobStatus::Pending, crashes));
        assert!(job.next_try_at.is_some(), "it waits for its next try");
    }
    bench.run(id);
    bench.say(id, WorkerEvent::JobFailed { failure: gone() });
    bench.gone(id, false, None);
    let job = bench.row(id);
    assert_eq!(job.status, JobStatus::Failed);
    let failure = job.failure.unwrap();
    assert_eq!(failure.code, ErrorCode::MediaMissing);
    assert!(failure.message.contains("tried 3 times"), "{failure}");
    assert!(
        failure.hint.unwrap().contains("drive"),
        "it says what to do"
    );
}

#[test]
fn a_worker_that_was_asked_to_leave_is_no_crash() {
    let mut bench = Bench::new();
    let id = bench.add();
    for _ in 0..9 {
        bench.run(id);
        bench.start_both(id);
        bench.gone(id, true, None);
    }
    let job = bench.row(id);
    assert_eq!((job.status, job.crashes), (JobStatus::Pending, 0));
    assert_eq!((job.retry_count, job.next_try_at), (0, None));
}

#[test]
fn a_missing_worker_program_fails_the_job_with_its_own_code() {
    let mut bench = Bench::new();
    let id = bench.add();
    bench.owner.paused = false;
    bench.schedule();
    let job = bench.row(id);
    assert_eq!(job.status, JobStatus::Failed, "{:?}", job.failure);
    let code = job.failure.unwrap().code;
    assert!(!code.heals(), "{code}");
}

#[test]
fn a_step_that_reads_from_one_that_may_recover_waits_with_it() {
    let mut bench = Bench::new();
    let id = bench.add_steps(
        &["scene_detection", "motion_energy"],
        &[("gate_cuts", true)],
        json!({}),
    );
    bench.run(id);
    bench.say(id, started("scene_detection"));
    bench.say(id, started("motion_energy"));
    bench.say(id, failed("scene_detection", ErrorCode::DecodeFailed));
    bench.say(id, failed("motion_energy", ErrorCode::PipelineUnavailable));
    bench.gone(id, false, None);
    let job = bench.row(id);
    assert_eq!(job.status, JobStatus::Pending);
    assert!(job.steps.iter().all(|s| s.state == StepState::Queued));
    assert_eq!(
        job.failure.unwrap().code,
        ErrorCode::DecodeFailed,
        "the cause"
    );
}
