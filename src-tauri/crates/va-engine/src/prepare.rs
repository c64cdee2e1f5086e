//! Makes new jobs ready, after their submission was answered: the job's folder, and what the probe finds.
//! Threads of their own take one job after the other, wait while somebody submits, and let ffprobe run only
//! where nothing else needs the processor. Never touches the catalogue: the outcome goes to the owner.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, sync_channel};
use std::time::Duration;

use crossbeam_channel::{Receiver, unbounded};
use va_core::Failure;
use va_core::job_config::DeviceConfig;
use va_core::media::MediaFacts;
use va_store::catalogue::NewRecording;

use crate::error::EngineError;
use crate::lull::Lull;
use crate::message::Message;
use crate::submit::{job_file, make_folder};
use crate::toolbox::Toolbox;

/// How long a probe may take. A job that has waited so long starts without one, too: its worker sees for
/// itself.
pub(crate) const PROBE_PATIENCE: Duration = Duration::from_mins(1);

/// How long a job waits for a lull while others go on submitting.
const LULL_PATIENCE: Duration = Duration::from_millis(250);

/// Where new jobs are handed in. Dropping it ends the threads after what they do now.
#[derive(Debug)]
pub(crate) struct Preparer {
    work: crossbeam_channel::Sender<NewRecording>,
    stopping: Arc<AtomicBool>,
}

/// What a thread needs.
#[derive(Clone)]
struct Lane {
    toolbox: Toolbox,
    lull: Arc<Lull>,
    mailbox: Sender<Message>,
    stopping: Arc<AtomicBool>,
}

impl Preparer {
    /// Starts the threads: one for two cores, so that whoever goes on submitting is not kept waiting.
    pub(crate) fn start(
        toolbox: &Toolbox,
        lull: &Arc<Lull>,
        mailbox: &Sender<Message>,
    ) -> std::io::Result<Self> {
        let (work, inbox) = unbounded();
        let stopping = Arc::new(AtomicBool::new(false));
        let lane = Lane {
            toolbox: toolbox.clone(),
            lull: Arc::clone(lull),
            mailbox: mailbox.clone(),
            stopping: Arc::clone(&stopping),
        };
        let lanes = std::thread::available_parallelism().map_or(1, |cores| cores.get() / 2);
        for _ in 0..lanes.max(1) {
            let (lane, inbox) = (lane.clone(), inbox.clone());
            let thread = std::thread::Builder::new().name("prepare".into());
            thread.spawn(move || lane.work(&inbox))?;
        }
        Ok(Self { work, stopping })
    }

    /// Takes a new job up; the outcome comes as [`Message::Prepared`].
    pub(crate) fn take(&self, new: NewRecording) {
        // the threads live as long as this handle
        drop(self.work.send(new));
    }
}

impl Drop for Preparer {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::Release);
    }
}

impl Lane {
    fn work(&self, inbox: &Receiver<NewRecording>) {
        for new in inbox {
            self.lull.wait(LULL_PATIENCE);
            if self.stopping.load(Ordering::Acquire) {
                return;
            }
            let id = new.job.id;
            let outcome = Box::new(self.make_ready(new));
            if self.mailbox.send(Message::Prepared(id, outcome)).is_err() {
                return tracing::debug!(%id, "the engine has stopped before a job was ready");
            }
        }
    }

    fn make_ready(&self, new: NewRecording) -> Result<Option<MediaFacts>, Failure> {
        let NewRecording {
            path, facts, job, ..
        } = new;
        let file = job_file(job.id, &path, job.steps, DeviceConfig::of(&job.config));
        make_folder(&job.folder, &file).map_err(|error| error.failure())?;
        if facts.is_some() {
            return Ok(None);
        }
        let (found, probed) = sync_channel(1);
        let toolbox = self.toolbox.clone();
        let probe = move || {
            step_back();
            let tools = toolbox.media().map_err(|e| e.failure());
            let probe = tools.and_then(|t| va_media::probe(&t, &path).map_err(|e| e.failure()));
            // whoever waited may have given up
            drop(found.send(probe.map(|probe| probe.facts)));
        };
        let thread = std::thread::Builder::new().name("probe".into());
        if let Err(error) = thread.spawn(probe) {
            tracing::warn!(%error, "a recording can't be probed before its job starts");
            return Ok(None);
        }
        match probed.recv_timeout(PROBE_PATIENCE) {
            Ok(probe) => probe.map(Some),
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => Ok(None),
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => {
                Err(EngineError::Stopped.failure())
            }
        }
    }
}

/// This thread and the processes that it starts give way to everything else.
#[cfg(target_os = "linux")]
fn step_back() {
    // Linux counts this for each thread; where it is refused, the probe is only less polite
    let _ = rustix::process::setpriority_process(None, 19);
}

/// Elsewhere the priority is the whole program's.
#[cfg(not(target_os = "linux"))]
fn step_back() {}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use va_core::JobId;
    use va_store::catalogue::NewJob;

    use super::*;

    fn new(folder: &std::path::Path) -> NewRecording {
        let id = JobId::new();
        NewRecording {
            path: folder.join("no such file.mp4"),
            size_bytes: 1,
            facts: None,
            job: NewJob {
                id,
                video: 1,
                config: serde_json::Value::Null,
                requested: None,
                steps: Vec::new(),
                folder: folder.join(id.to_string()),
                warnings: Vec::new(),
            },
        }
    }

    #[test]
    fn a_job_is_made_ready_while_others_go_on_submitting_but_after_their_answers() {
        let folder = tempfile::tempdir().unwrap();
        let lull = Arc::new(Lull::default());
        let (mailbox, inbox) = std::sync::mpsc::channel();
        let toolbox = Toolbox::new(&[], None);
        let preparer = Preparer::start(&toolbox, &lull, &mailbox).unwrap();
        let others = lull.busy();
        let begun = Instant::now();
        let job = new(folder.path());
        preparer.take(job.clone());
        let Message::Prepared(id, outcome) = inbox.recv().unwrap() else {
            panic!("another message");
        };
        assert_eq!(id, job.job.id);
        assert!(outcome.is_err(), "there is no such file");
        assert!(job.job.folder.join("job.json").is_file());
        assert!(begun.elapsed() >= LULL_PATIENCE, "somebody was waiting");
        drop(others);
    }

    #[test]
    fn an_engine_that_has_stopped_makes_no_folders() {
        let folder = tempfile::tempdir().unwrap();
        let lull = Arc::new(Lull::default());
        let (mailbox, inbox) = std::sync::mpsc::channel();
        let preparer = Preparer::start(&Toolbox::new(&[], None), &lull, &mailbox).unwrap();
        drop(mailbox);
        let others = lull.busy();
        (0..5).for_each(|_| preparer.take(new(folder.path())));
        drop(preparer);
        drop(others);
        // the threads are gone when nobody can send any more
        while inbox.recv().is_ok() {}
        let made = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(made, 0, "they came too late");
    }
}
