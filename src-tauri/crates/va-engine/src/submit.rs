//! The part of the owner that takes jobs in. A submission costs one transaction, shared by everybody who
//! submits at the same time; folder and probe follow after the answer, and the job starts after them.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Instant;

use serde_json::{Map, Value};
use va_core::device::DeviceWish;
use va_core::job_config::{DeviceConfig, JobConfig};
use va_core::media::MediaFacts;
use va_core::{Failure, JobId};
use va_store::catalogue::{JobWarning, NewJob, NewRecording};

use crate::adopt::Found;
use crate::error::EngineError;
use crate::job_folder::{self, JobFile, names, software};
use crate::message::{CheckedJob, Message, Reply};
use crate::owner::{Owner, answer, now};
use crate::upload::Kept;
use crate::view::JobView;

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
        let new = jobs.into_iter().map(|job| self.new_recording(*job));
        let (mut new, uploads): (Vec<_>, Vec<_>) = new.unzip();
        let mut together = self
            .catalogue
            .insert_all(&mut new, at)
            .ok()
            .map(Vec::into_iter);
        for ((new, upload), reply) in new.into_iter().zip(uploads).zip(replies) {
            let mut alone = [new];
            let row = together.as_mut().and_then(Iterator::next);
            let inserted = row.map_or_else(
                || {
                    let added = self.catalogue.insert_all(&mut alone, at);
                    added.map(|mut rows| rows.pop()).transpose()
                },
                |row| Some(Ok(row)),
            );
            let [new] = alone;
            let shown = match inserted {
                Some(Ok((job, video))) => {
                    if let Some(upload) = upload {
                        upload.settle();
                    }
                    self.preparing.insert(job.id, Instant::now());
                    let shown = self.announce_as(job, &video);
                    self.preparer.take(new);
                    Ok(shown)
                }
                Some(Err(error)) => Err(error.into()),
                None => Err(EngineError::JobNotFound(new.job.id)),
            };
            answer(reply, shown);
        }
    }

    fn new_recording(&self, job: CheckedJob) -> (NewRecording, Option<Kept>) {
        let id = job.id;
        let wish = job.config.device.wish(&self.settings.get().values);
        let config = with_wish(job.given, &wish);
        let new = NewRecording {
            path: job.path,
            size_bytes: job.size_bytes,
            facts: job.facts,
            job: NewJob {
                id,
                video: 0,
                config,
                requested: job.requested,
                steps: job.config.steps,
                folder: self.folder.job(id),
                warnings: job.warnings,
            },
        };
        (new, job.upload)
    }

    /// A new job may start, or it has failed before it could.
    pub(crate) fn prepared(&mut self, id: JobId, outcome: Result<Option<MediaFacts>, Failure>) {
        self.preparing.remove(&id);
        if self.starting.contains_key(&id) || self.running.contains_key(&id) {
            // it has waited too long for this, and its worker sees for itself
            return;
        }
        let job = match self.row(id) {
            Ok(job) => job,
            Err(EngineError::JobNotFound(_)) => {
                // deleted meanwhile: its folder may have been made after that
                return self.remove_folder(&self.folder.job(id));
            }
            Err(error) => {
                tracing::error!(%id, %error, "a new job can't be read; it is looked at again");
                self.unsettled.insert(id);
                return;
            }
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

    pub(crate) fn adopt(&mut self, found: &Found) -> Result<Arc<JobView>, EngineError> {
        if let Ok(known) = self.view(found.job()) {
            return Ok(known);
        }
        found.enter(&mut self.catalogue, now())?;
        self.announce(found.job())
    }
}

/// A configuration that says what to compute on even if the settings of the program change.
fn with_wish(given: Value, wish: &DeviceWish) -> Value {
    match given {
        Value::Object(mut config) => {
            DeviceConfig::write(wish, &mut config);
            Value::Object(config)
        }
        Value::Null if *wish != DeviceWish::default() => with_wish(Value::Object(Map::new()), wish),
        other => other,
    }
}

pub(crate) fn job_file(
    id: JobId,
    media: &Path,
    steps: Vec<va_core::job_config::StepConfig>,
    device: DeviceConfig,
) -> JobFile {
    JobFile {
        schema: 1,
        job: id,
        media: media.to_owned(),
        config: JobConfig { steps, device },
        software: software(),
    }
}

/// Makes a job's folder unless it is there with its description.
pub(crate) fn make_folder(folder: &Path, file: &JobFile) -> Result<(), EngineError> {
    if folder.join(names::JOB).is_file() && folder.join(names::OUTPUT).is_dir() {
        return Ok(());
    }
    job_folder::create(folder, file)
}

/// Makes a job's folder again, where the program was ended before it could be made.
pub(crate) fn ensure_folder(job: &JobView) -> Result<(), EngineError> {
    let steps = job.steps.iter().map(|step| step.config.clone()).collect();
    make_folder(
        &job.folder,
        &job_file(job.id, &job.path, steps, DeviceConfig::from(&job.wish)),
    )
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
