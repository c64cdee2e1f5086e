//! The owner against workers that are only messages: whatever they say and whenever, what the user decided
//! stays, and failures are counted as they should be.

mod actions;
mod late_words;
mod tries;

use std::path::Path;

use serde_json::{Value, json};
use tokio::runtime::Runtime;
use va_core::job_config::StepConfig;
use va_core::worker::{StepProgress, WorkerEvent};
use va_core::{ErrorCode, Millis};
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
    inbox: Receiver<Message>,
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
            inbox,
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
            ("MAX_CONCURRENT_GPU_JOBS", "1".to_owned()),
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
                &Arc::default(),
            ),
            root.join("no worker"),
            (Arc::new(Settings::new(&fixed)), Arc::default()),
            mailbox,
        );
        let mut owner = owner.unwrap();
        // there is no worker program: nothing is started unless a test wants that
        owner.paused = true;
        (owner, inbox)
    }

    /// A job that waits.
    fn add(&mut self) -> JobId {
        self.add_steps(&STEPS, &[], json!({}))
    }

    fn add_steps(&mut self, names: &[&str], switches: &[(&str, bool)], config: Value) -> JobId {
        let id = JobId::new();
        let settings = switches
            .iter()
            .map(|(key, on)| ((*key).to_owned(), json!(on)));
        let step = |name: &&str| StepConfig {
            pipeline: (*name).into(),
            settings: va_core::schema::Settings(settings.clone().collect()),
            needed_by: None,
        };
        let job = NewJob {
            id,
            video: 0,
            config,
            requested: None,
            steps: names.iter().map(step).collect(),
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
            device: self.row(id).device,
            live: Live::default(),
            mark: Mark::default(),
            reached: Mark::default(),
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

    /// Lets the jobs start that may, and waits until what they need was looked after.
    fn schedule(&mut self) {
        self.owner.schedule();
        while !self.owner.starting.is_empty() {
            let message = self.inbox.recv_timeout(Duration::from_secs(30)).unwrap();
            self.owner.handle(message);
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
