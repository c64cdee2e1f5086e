//! The owner against workers that are only messages: whatever they say and whenever, what the user decided
//! stays, and failures are counted as they should be.

use std::path::Path;

use proptest::prelude::*;
use serde_json::json;
use tokio::runtime::Runtime;
use va_core::job_config::StepConfig;
use va_core::step::StepState;
use va_core::worker::{StepProgress, WorkerEvent};
use va_core::{ErrorCode, Millis, PipelineId};
use va_store::catalogue::{NewJob, NewRecording};

use super::*;
use crate::location::{Location, Place, StorageSource};
use crate::worker::{Exit, Notice};

const STEPS: [&str; 2] = ["scene_detection", "voice_activity"];

/// An owner without a thread, in a folder of its own.
struct Bench {
    _folder: tempfile::TempDir,
    _runtime: Runtime,
    owner: Owner,
    _inbox: Receiver<Message>,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let runtime = Runtime::new().unwrap();
        let (owner, inbox) = Self::open(folder.path(), &runtime);
        Self {
            _folder: folder,
            _runtime: runtime,
            owner,
            _inbox: inbox,
        }
    }

    fn open(root: &Path, runtime: &Runtime) -> (Owner, Receiver<Message>) {
        let _inside = runtime.enter();
        let (mailbox, inbox) = std::sync::mpsc::channel();
        let place = Place {
            root: root.to_owned(),
            source: StorageSource::Environment,
        };
        let fixed = [
            ("MAX_CONCURRENT_JOBS", "1".to_owned()),
            ("MAX_JOB_RETRIES", "2".to_owned()),
            ("RETRY_BASE_DELAY", "100".to_owned()),
            ("RETRY_JITTER", "0".to_owned()),
        ];
        let owner = Owner::open(
            DataFolder::open(root).unwrap(),
            Toolbox::new(&[], Some(root)),
            (
                Arc::new(Hub::new(1000, 1)),
                Arc::new(Desk::new(Location::of_this_user(), place)),
            ),
            root.join("no worker"),
            Arc::new(Settings::new(&fixed)),
            mailbox,
        );
        let mut owner = owner.unwrap();
        // there is no worker program: nothing is started unless a test wants that
        owner.paused = true;
        (owner, inbox)
    }

    /// A job that waits.
    fn add(&mut self) -> JobId {
        let id = JobId::new();
        let step = |name: &str| StepConfig {
            pipeline: name.into(),
            settings: va_core::schema::Settings::default(),
            needed_by: None,
        };
        let job = NewJob {
            id,
            video: 0,
            config: json!({}),
            requested: None,
            steps: STEPS.map(step).to_vec(),
            folder: self.owner.folder.job(id),
            warnings: Vec::new(),
        };
        let new = NewRecording {
            path: "/videos/a.mp4".into(),
            size_bytes: 1,
            facts: None,
            job,
        };
        self.owner.catalogue.insert_all(&mut [new], now()).unwrap();
        self.owner.announce(id).unwrap();
        id
    }

    /// The job gets a worker that only says what a test lets it say.
    fn run(&mut self, id: JobId) {
        let running = Running {
            control: WorkerControl::of_nobody(),
            device: Device::Cpu,
            live: Live::default(),
            mark: Mark::default(),
            setback: None,
            leaving: false,
            delete: None,
        };
        self.owner.queue.remove(id);
        self.owner.running.insert(id, running);
    }

    fn say(&mut self, id: JobId, event: WorkerEvent) {
        let event = Notice::Event(Box::new(event));
        self.owner.handle(Message::Worker(id, event));
    }

    fn gone(&mut self, id: JobId, asked: bool, code: Option<ErrorCode>) {
        let exit = Exit {
            status: "signal: 9 (SIGKILL)".to_owned(),
            asked,
            killed: asked,
            failure: code.map(|code| Failure::new(code, "it is gone")),
        };
        self.owner.handle(Message::Worker(id, Notice::Gone(exit)));
    }

    fn start_both(&mut self, id: JobId) {
        for step in STEPS {
            self.say(id, started(step));
        }
    }

    fn row(&self, id: JobId) -> JobRow {
        self.owner.row(id).unwrap()
    }
}

fn started(step: &str) -> WorkerEvent {
    WorkerEvent::StepStarted {
        pipeline: step.into(),
        resumed_from: None,
    }
}

fn succeeded(step: &str) -> WorkerEvent {
    WorkerEvent::StepSucceeded {
        pipeline: step.into(),
        counts: [("a.b".to_owned(), 3)].into(),
        took: Millis(1000),
    }
}

fn failed(step: &str, code: ErrorCode) -> WorkerEvent {
    WorkerEvent::StepFailed {
        pipeline: step.into(),
        failure: Failure::new(code, "it did not work"),
    }
}

fn progress(done: i64) -> WorkerEvent {
    let step = |name: &str| StepProgress {
        pipeline: name.into(),
        done: Millis(done),
        total: Some(Millis(60_000)),
        frames_per_second: None,
        speed: Some(2.0),
    };
    WorkerEvent::Progress {
        steps: STEPS.map(step).to_vec(),
        memory_bytes: 1000,
    }
}

/// What a worker may say or do.
#[derive(Clone, Debug)]
enum Word {
    Say(Box<WorkerEvent>),
    Leave(bool, Option<ErrorCode>),
}

fn word() -> impl Strategy<Value = Word> {
    let mut words = vec![
        Word::Leave(false, Some(ErrorCode::WorkerCrashed)),
        Word::Leave(false, None),
        Word::Leave(true, None),
    ];
    let mut events = vec![progress(5_000), WorkerEvent::Alive];
    for step in STEPS {
        let pipeline = || PipelineId::new(step);
        let reason = || Failure::new(ErrorCode::NoAudioStream, "no sound");
        events.extend([
            started(step),
            succeeded(step),
            failed(step, ErrorCode::DecodeFailed),
            failed(step, ErrorCode::ModelMissing),
            WorkerEvent::StepSkipped {
                pipeline: pipeline(),
                reason: reason(),
            },
            WorkerEvent::StepCancelled {
                pipeline: pipeline(),
                counts: [].into(),
                took: Millis(1),
            },
        ]);
    }
    for code in [ErrorCode::DatabaseFailed, ErrorCode::MediaMissing] {
        let failure = Failure::new(code, "no");
        events.push(WorkerEvent::JobFailed { failure });
    }
    events.push(WorkerEvent::Finished {
        files: Vec::new(),
        cancelled: false,
    });
    words.extend(events.into_iter().map(|e| Word::Say(Box::new(e))));
    prop::sample::select(words)
}

fn speak(bench: &mut Bench, id: JobId, words: Vec<Word>) {
    for word in words {
        match word {
            Word::Say(event) => bench.say(id, *event),
            Word::Leave(asked, code) => bench.gone(id, asked, code),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_a_worker_says_after_a_cancel_changes_the_job(
        before in prop::collection::vec(word(), 0..6),
        after in prop::collection::vec(word(), 1..8),
        all in any::<bool>(),
    ) {
        let mut bench = Bench::new();
        let id = bench.add();
        bench.run(id);
        speak(&mut bench, id, before);
        let ended = bench.row(id).status.is_final();
        let cancelled = if all {
            bench.owner.cancel_all().is_ok_and(|n| n == 1)
        } else {
            bench.owner.cancel(id).is_ok()
        };
        prop_assert_eq!(cancelled, !ended);
        prop_assume!(cancelled);
        let decided = bench.row(id);
        prop_assert_eq!(decided.status, JobStatus::Cancelled);
        prop_assert!(decided.cancelled_at.is_some() && decided.next_try_at.is_none());
        speak(&mut bench, id, after);
        prop_assert_eq!(bench.row(id), decided);
        prop_assert_eq!(bench.owner.queue.place(id), None, "it never starts again");
        prop_assert!(bench.owner.retries.is_empty());
    }

    #[test]
    fn no_job_without_a_worker_is_left_running(words in prop::collection::vec(word(), 1..10)) {
        let mut bench = Bench::new();
        let id = bench.add();
        bench.run(id);
        speak(&mut bench, id, words);
        bench.gone(id, false, Some(ErrorCode::WorkerCrashed));
        let job = bench.row(id);
        prop_assert_ne!(job.status, JobStatus::Running);
        let waits = bench.owner.queue.place(id).is_some();
        prop_assert_eq!(waits, job.status == JobStatus::Pending);
        prop_assert!(bench.owner.running.is_empty());
    }
}

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
        bench.owner.schedule();
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
        _inbox: inbox,
    };
    let id = bench.add();
    bench.run(id);
    bench.gone(id, false, Some(ErrorCode::WorkerCrashed));
    let planned = bench.row(id).next_try_at;
    // as if the clock had been a year ahead when the try was planned
    let ahead = WallTime(now().0 + 365 * 86_400_000);
    let failure = Failure::new(ErrorCode::WorkerCrashed, "gone");
    let other = bench.add();
    let catalogue = &mut bench.owner.catalogue;
    catalogue
        .try_again_at(other, &failure, (1, ahead), now())
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
    assert!(job.next_try_at.is_some());
}

#[test]
fn what_cannot_pass_fails_at_once_and_is_not_tried_again() {
    let mut bench = Bench::new();
    let id = bench.add();
    bench.run(id);
    bench.start_both(id);
    let failure = Failure::new(ErrorCode::MediaMissing, "the drive is gone");
    bench.say(id, WorkerEvent::JobFailed { failure });
    bench.gone(id, false, None);
    let job = bench.row(id);
    assert_eq!((job.status, job.retry_count), (JobStatus::Failed, 0));
    assert!(bench.owner.retries.is_empty());
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
    bench.owner.schedule();
    let job = bench.row(id);
    assert_eq!(job.status, JobStatus::Failed, "{:?}", job.failure);
    let code = job.failure.unwrap().code;
    assert!(!code.heals(), "{code}");
}

#[test]
fn cancelling_one_step_leaves_the_others_and_ends_a_job_that_has_no_other() {
    let mut bench = Bench::new();
    let id = bench.add();
    bench.run(id);
    bench.start_both(id);
    bench.say(id, progress(9_000));
    let job = bench.owner.cancel_step(id, &STEPS[0].into()).unwrap();
    assert_eq!(job.status, JobStatus::Running);
    let cut_off = job.step(STEPS[0]).unwrap();
    assert_eq!(cut_off.state, StepState::Cancelled);
    assert_eq!(cut_off.live.unwrap().done, Millis(9_000));
    bench.say(id, succeeded(STEPS[0]));
    assert_eq!(bench.row(id).steps[0].state, StepState::Cancelled);
    let again = bench.owner.cancel_step(id, &STEPS[0].into());
    assert!(again.is_ok(), "twice is fine");
    bench.say(id, succeeded(STEPS[1]));
    let refused = bench.owner.cancel_step(id, &STEPS[1].into()).unwrap_err();
    assert_eq!(refused.failure().code, ErrorCode::StepAlreadyEnded);
    let refused = bench.owner.cancel_step(id, &"other".into()).unwrap_err();
    assert_eq!(refused.failure().code, ErrorCode::StepNotFound);
    let waiting = bench.add();
    for step in STEPS {
        bench.owner.cancel_step(waiting, &step.into()).unwrap();
    }
    assert_eq!(bench.row(waiting).status, JobStatus::Cancelled);
    assert_eq!(bench.owner.queue.place(waiting), None);
}

#[test]
fn only_failed_pipelines_are_tried_again_by_the_user() {
    let mut bench = Bench::new();
    let id = bench.add();
    let code = |refused: Result<Arc<JobView>, EngineError>| refused.unwrap_err().failure().code;
    assert_eq!(code(bench.owner.retry(id)), ErrorCode::JobNotFailed);
    bench.run(id);
    bench.start_both(id);
    bench.say(id, succeeded(STEPS[0]));
    bench.say(id, failed(STEPS[1], ErrorCode::ModelMissing));
    assert_eq!(
        code(bench.owner.retry(id)),
        ErrorCode::JobNotFailed,
        "its worker is not gone"
    );
    bench.gone(id, false, None);
    assert_eq!(bench.row(id).status, JobStatus::Completed);
    let job = bench.owner.retry(id).unwrap();
    assert_eq!(
        (job.status, job.queue_position),
        (JobStatus::Pending, Some(1))
    );
    assert_eq!(job.step(STEPS[0]).unwrap().state, StepState::Succeeded);
    bench.owner.cancel(id).unwrap();
    assert_eq!(code(bench.owner.retry(id)), ErrorCode::JobNotFailed);
    let failed_then_cancelled = bench.add();
    bench.run(failed_then_cancelled);
    bench.start_both(failed_then_cancelled);
    bench.say(
        failed_then_cancelled,
        failed(STEPS[0], ErrorCode::ModelMissing),
    );
    bench.owner.cancel(failed_then_cancelled).unwrap();
    bench.gone(failed_then_cancelled, true, None);
    let refused = bench.owner.retry(failed_then_cancelled);
    assert_eq!(code(refused), ErrorCode::JobCancelled);
}

#[test]
fn moved_jobs_start_in_their_new_order_and_only_waiting_ones_move() {
    let mut bench = Bench::new();
    let ids = [bench.add(), bench.add(), bench.add()];
    let running = bench.add();
    bench.run(running);
    bench.start_both(running);
    let order = |queue: crate::queue::QueueView| -> Vec<JobId> {
        queue.waiting.iter().map(|w| w.id).collect()
    };
    let moved = bench.owner.reorder(ids[2], Some(ids[0])).unwrap();
    assert_eq!(order(moved), [ids[2], ids[0], ids[1]]);
    let moved = bench.owner.reorder(ids[2], None).unwrap();
    assert_eq!(order(moved), [ids[0], ids[1], ids[2]]);
    let refused = bench.owner.reorder(running, None).unwrap_err();
    assert_eq!(refused.failure().code, ErrorCode::JobNotWaiting);
    let refused = bench.owner.reorder(ids[0], Some(running)).unwrap_err();
    assert_eq!(refused.failure().code, ErrorCode::JobNotWaiting);
    bench.owner.reorder(ids[1], Some(ids[0])).unwrap();
    let stored: Vec<_> = bench.owner.catalogue.read().queue().unwrap();
    assert_eq!(stored, [ids[1], ids[0], ids[2]], "also after a restart");
}
