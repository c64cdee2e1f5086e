//! The part of the owner that takes jobs in. A submission costs one transaction, shared by everybody who
//! submits at the same time; folder and probe follow after the answer, and the job starts after them.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use va_core::job_config::JobConfig;
use va_core::media::MediaFacts;
use va_core::{Failure, JobId};
use va_store::catalogue::{JobWarning, NewJob, NewRecording};

use crate::adopt::adopt;
use crate::error::EngineError;
use crate::job_folder::{self, JobFile, names, software};
use crate::message::{CheckedJob, Message, Reply};
use crate::owner::{Owner, answer, now};
use crate::view::JobView;

/// Recordings of new jobs that are probed at the same time: half of the cores, so that whoever goes on
/// submitting is not kept waiting by them.
pub(crate) fn probes_at_once() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).max(1))
}

/// How long a job waits for a turn to be probed, and for the probe, before it starts without one.
const PROBE_PATIENCE: Duration = Duration::from_mins(1);

/// Submissions that share one transaction at most.
const TOGETHER: usize = 64;

/// A job to be added, and who waits for it.
pub(crate) type Submission = (Box<CheckedJob>, Reply<Arc<JobView>>);

impl Owner {
    /// Adds a job together with those that wait behind it in the inbox. Returns the first message that is
    /// something else.
    pub(crate) fn insert_with_others(
        &mut self,
        first: Submission,
        inbox: &Receiver<Message>,
    ) -> Option<Message> {
        let mut submissions = vec![first];
        let mut next = None;
        while submissions.len() < TOGETHER && next.is_none() {
            match inbox.try_recv() {
                Ok(Message::Insert(job, reply)) => submissions.push((job, reply)),
                Ok(other) => next = Some(other),
                Err(_) => break,
            }
        }
        self.insert_all(submissions);
        next
    }

    /// Adds jobs in one transaction, or each in its own if that fails, so that one bad path is the trouble
    /// of one client only.
    pub(crate) fn insert_all(&mut self, submissions: Vec<Submission>) {
        if let Some(failure) = self.gone_folder() {
            for (_, reply) in submissions {
                answer(reply, Err(EngineError::Disk(failure.clone())));
            }
            return;
        }
        let at = now();
        let (jobs, replies): (Vec<_>, Vec<_>) = submissions.into_iter().unzip();
        let mut new: Vec<_> = jobs
            .into_iter()
            .map(|job| self.new_recording(*job))
            .collect();
        let together = self.catalogue.insert_all(&mut new, at).is_ok();
        for (new, reply) in new.into_iter().zip(replies) {
            let mut alone = [new];
            let inserted = if together {
                Ok(())
            } else {
                self.catalogue.insert_all(&mut alone, at).map(drop)
            };
            let [new] = alone;
            let id = new.job.id;
            let shown = inserted.map_err(EngineError::from).and_then(|()| {
                self.preparing.insert(id);
                self.announce(id)
            });
            if shown.is_ok() {
                self.prepare(new);
            }
            answer(reply, shown);
        }
    }

    fn new_recording(&self, job: CheckedJob) -> NewRecording {
        let id = JobId::new();
        NewRecording {
            path: job.path,
            size_bytes: job.size_bytes,
            facts: job.facts,
            job: NewJob {
                id,
                video: 0,
                config: job.given,
                requested: job.requested,
                steps: job.config.steps,
                folder: self.folder.job(id),
                warnings: job.warnings,
            },
        }
    }

    /// Makes a new job's folder and, unless that was done before, probes its recording, both off this
    /// thread.
    fn prepare(&self, new: NewRecording) {
        let id = new.job.id;
        let (mailbox, probes) = (self.mailbox.clone(), Arc::clone(&self.probes));
        let toolbox = self.toolbox.clone();
        self.tokio.spawn(async move {
            let folder = new.job.folder.clone();
            let file = job_file(id, &new.path, new.job.steps);
            let made = tokio::task::spawn_blocking(move || make_folder(&folder, &file));
            let made = made.await.unwrap_or_else(|_| Err(EngineError::Stopped));
            let outcome = match (made, new.facts) {
                (Err(error), _) => Err(error.failure()),
                (Ok(()), Some(_)) => Ok(None),
                (Ok(()), None) => {
                    let _turn = tokio::time::timeout(PROBE_PATIENCE, probes.acquire()).await;
                    let probe = tokio::task::spawn_blocking(move || {
                        let tools = toolbox.media().map_err(|e| e.failure())?;
                        let probed = va_media::probe(&tools, &new.path);
                        Ok(Some(probed.map_err(|e| e.failure())?.facts))
                    });
                    match tokio::time::timeout(PROBE_PATIENCE, probe).await {
                        Ok(probed) => {
                            probed.unwrap_or_else(|_| Err(EngineError::Stopped.failure()))
                        }
                        // a drive that does not answer: the worker sees for itself, and has a watchdog
                        Err(_) => Ok(None),
                    }
                }
            };
            if mailbox
                .send(Message::Prepared(id, Box::new(outcome)))
                .is_err()
            {
                tracing::debug!(%id, "the engine has stopped before a job was ready");
            }
        });
    }

    /// A new job may start, or it has failed before it could.
    pub(crate) fn prepared(&mut self, id: JobId, outcome: Result<Option<MediaFacts>, Failure>) {
        self.preparing.remove(&id);
        let Ok(job) = self.row(id) else {
            // deleted meanwhile: its folder may have been made after that
            return self.remove_folder(&self.folder.job(id));
        };
        let kept = match outcome {
            Ok(None) => Ok(()),
            Ok(Some(facts)) => self.keep_facts(id, job.video, &facts),
            Err(failure) if failure.code.heals() => {
                // the worker will see for itself
                tracing::info!(%id, %failure, "the probe did not end");
                Ok(())
            }
            Err(failure) => {
                self.fail(id, &failure);
                Ok(())
            }
        };
        if let Err(error) = kept {
            tracing::error!(%id, %error, "could not keep what the probe found");
        }
        self.update(id);
        self.schedule();
    }

    fn keep_facts(&mut self, id: JobId, video: i64, facts: &MediaFacts) -> Result<(), EngineError> {
        self.catalogue.set_facts(video, facts)?;
        for warning in &facts.warnings {
            self.catalogue
                .add_warning(id, &JobWarning::from(warning), now())?;
        }
        Ok(())
    }

    pub(crate) fn adopt(
        &mut self,
        folder: &Path,
        file: &JobFile,
    ) -> Result<Arc<JobView>, EngineError> {
        if let Ok(known) = self.view(file.job) {
            return Ok(known);
        }
        adopt(&mut self.catalogue, folder, file, now())?;
        self.announce(file.job)
    }
}

fn job_file(id: JobId, media: &Path, steps: Vec<va_core::job_config::StepConfig>) -> JobFile {
    JobFile {
        schema: 1,
        job: id,
        media: media.to_owned(),
        config: JobConfig { steps },
        software: software(),
    }
}

/// Makes a job's folder unless it is there with its description.
fn make_folder(folder: &Path, file: &JobFile) -> Result<(), EngineError> {
    if folder.join(names::JOB).is_file() && folder.join(names::OUTPUT).is_dir() {
        return Ok(());
    }
    job_folder::create(folder, file)
}

/// Makes a job's folder again, where the program was ended before it could be made.
pub(crate) fn ensure_folder(job: &JobView) -> Result<(), EngineError> {
    let steps = job.steps.iter().map(|step| step.config.clone()).collect();
    make_folder(&job.folder, &job_file(job.id, &job.path, steps))
}

/// Looks at a file as far as that costs nothing: whether it is there and how large it is.
pub(crate) fn glance(path: &Path) -> Result<u64, EngineError> {
    match std::fs::metadata(path) {
        Ok(found) => Ok(found.len()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let path = path.to_owned();
            Err(va_media::MediaError::NotFound { path }.into())
        }
        Err(source) => {
            let path = path.to_owned();
            Err(va_media::MediaError::Unreadable { path, source }.into())
        }
    }
}
