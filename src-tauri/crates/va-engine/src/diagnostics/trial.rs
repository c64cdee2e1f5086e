//! A real job outside the queue: a worker with its own folder, watched to its end. Used by the check of the
//! pipelines and by the self-test; blocks, so it has a thread of its own.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use va_core::device::DeviceWish;
use va_core::job_config::{StepConfig, UnknownKeys, check};
use va_core::worker::{PROTOCOL, WorkOrder, WorkerEvent};
use va_core::{ErrorCode, Failure, JobId, PipelineId};

use super::Context;
use crate::job_folder::names;
use crate::worker::{self, Notice};

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Steps that did not succeed.
    pub failed: Vec<(PipelineId, Failure)>,
    /// Items by track.
    pub items: u64,
    /// How long it took.
    pub took: Duration,
}

/// The steps of these pipelines with their default settings, and of those that they need.
pub(super) fn steps(pipelines: &[&str]) -> Result<Vec<StepConfig>, Failure> {
    let names: Vec<String> = pipelines.iter().map(|p| (*p).to_owned()).collect();
    let checked = check(Some(&names), &Value::Null, UnknownKeys::Refuse);
    let first = checked.errors().next().map(|issue| issue.message.clone());
    checked
        .config
        .map(|config| config.steps)
        .ok_or_else(|| Failure::new(ErrorCode::InvalidConfig, first.unwrap_or_default()))
}

/// Runs steps on a recording, in a folder that is there and empty, for `limit` at most.
pub(super) fn run(
    context: &Context,
    folder: &Path,
    media: &Path,
    steps: Vec<StepConfig>,
    device: DeviceWish,
    limit: Duration,
) -> Result<Outcome, Failure> {
    let internal = |why: String| Failure::new(ErrorCode::Internal, why);
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u32);
    let order = WorkOrder {
        protocol: PROTOCOL,
        job: JobId::new(),
        folder: folder.to_owned(),
        media: media.to_owned(),
        tools: context.toolbox.tools(&steps)?,
        steps,
        formats: vec!["csv".to_owned()],
        threads,
        device,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| internal(format!("no thread can be started: {e}")))?;
    runtime.block_on(watch(&context.program, order, folder, limit))
}

async fn watch(
    program: &Path,
    order: WorkOrder,
    folder: &Path,
    limit: Duration,
) -> Result<Outcome, Failure> {
    let begun = Instant::now();
    let (control, mut notices) =
        worker::start(program, order, &folder.join(names::LOG)).map_err(|e| e.failure())?;
    let mut outcome = Outcome::default();
    let mut finished = false;
    let mut failure = None;
    let watching = async {
        while let Some(notice) = notices.recv().await {
            match notice {
                Notice::Event(event) => match *event {
                    WorkerEvent::StepFailed { pipeline, failure } => {
                        outcome.failed.push((pipeline, failure));
                    }
                    WorkerEvent::StepSkipped { pipeline, reason } => {
                        outcome.failed.push((pipeline, reason));
                    }
                    WorkerEvent::StepSucceeded { counts, .. } => {
                        outcome.items += counts.values().sum::<u64>();
                    }
                    WorkerEvent::JobFailed { failure: why } => failure = Some(why),
                    WorkerEvent::Finished { .. } => finished = true,
                    WorkerEvent::Alive
                    | WorkerEvent::Hello { .. }
                    | WorkerEvent::Media { .. }
                    | WorkerEvent::Warning { .. }
                    | WorkerEvent::StepStarted { .. }
                    | WorkerEvent::StepDevice { .. }
                    | WorkerEvent::StepCancelled { .. }
                    | WorkerEvent::Progress { .. } => {}
                },
                Notice::Gone(exit) => failure = failure.take().or(exit.failure),
            }
        }
    };
    if tokio::time::timeout(limit, watching).await.is_err() {
        control.stop();
        // it is gone, with its children, within a second
        while notices.recv().await.is_some() {}
        let message = format!("it did not end in {} s and was stopped", limit.as_secs());
        return Err(Failure::new(ErrorCode::WorkerCrashed, message)
            .hint("close other programs and try again"));
    }
    outcome.took = begun.elapsed();
    match failure {
        Some(failure) => Err(failure),
        None if finished => Ok(outcome),
        None => Err(Failure::new(
            ErrorCode::WorkerCrashed,
            "the worker ended before its work was done",
        )),
    }
}

/// A folder of its own for a trial, removed with everything in it when this is dropped.
pub(super) struct Scratch(std::path::PathBuf);

impl Scratch {
    pub(super) fn new() -> Result<Self, Failure> {
        let name = format!(
            "videoannotator-trial-{}-{:08x}",
            std::process::id(),
            fastrand::u32(..)
        );
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path).map_err(|error| {
            let message = format!("`{}` can't be made: {error}", path.display());
            Failure::new(ErrorCode::StorageNotWritable, message)
                .hint("free some space in the folder for temporary files")
        })?;
        Ok(Self(path))
    }

    /// A new folder in it.
    pub(super) fn folder(&self, name: &str) -> Result<std::path::PathBuf, Failure> {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.join(names::OUTPUT)).map_err(|error| {
            let message = format!("`{}` can't be made: {error}", path.display());
            Failure::new(ErrorCode::StorageNotWritable, message)
        })?;
        Ok(path)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // what can't be removed lies in the folder that the system cleans
        drop(std::fs::remove_dir_all(&self.0));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_pipeline_has_steps_to_try() {
        for pipeline in va_core::pipelines::PIPELINES {
            let steps = super::steps(&[pipeline.id]).unwrap();
            assert!(steps.iter().any(|s| s.pipeline.as_str() == pipeline.id));
        }
    }
}
