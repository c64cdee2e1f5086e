//! One step of the job as the worker sees it: what it is, where it goes on, and how it ended.

use std::collections::BTreeMap;

use va_core::job_config::StepConfig;
use va_core::pipeline::PipelineDescriptor;
use va_core::{ErrorCode, Failure, Millis, PipelineId, pipelines};
use va_pipelines::Checkpoint;
use va_store::results::{Outcome, PipelineProgress};

use super::records::Records;
use super::sink::StepSink;
use super::stop::Wish;

/// A step that is to be run.
pub struct Step {
    /// Pipeline and settings.
    pub config: StepConfig,
    /// The pipeline.
    pub descriptor: &'static PipelineDescriptor,
    /// Where an earlier run got to.
    pub checkpoint: Option<Checkpoint>,
    /// Time spent on it in earlier runs.
    pub earlier: Millis,
}

/// How a step ended.
#[derive(Clone, Debug)]
pub enum Ended {
    /// With a result: items by track, and the time spent on it in all runs.
    Succeeded(BTreeMap<String, u64>, Millis),
    /// It does not apply to this recording.
    Skipped(Failure),
    /// With an error; what was committed stays.
    Failed(Failure),
    /// It was cancelled: items by track up to there, and the time spent on it.
    Cancelled(BTreeMap<String, u64>, Millis),
    /// The worker was told to leave; what was committed stays.
    Stopped,
}

/// How a step's thread came to its end when nothing went wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Way {
    /// Through the whole recording.
    Done,
    /// Somebody asked it to stop; where it stood is committed.
    Stopped(Wish),
}

impl Step {
    /// A step with what the results file knows about it.
    pub fn new(config: StepConfig, known: Option<&PipelineProgress>) -> Result<Self, Failure> {
        let name = config.pipeline.as_str();
        let Some(descriptor) = pipelines::find(name) else {
            let message = format!("this worker has no pipeline `{name}`");
            return Err(Failure::new(ErrorCode::WorkerIncompatible, message)
                .hint("reinstall the program: window and worker are of different versions"));
        };
        let checkpoint = known
            .and_then(|k| k.checkpoint.as_ref())
            .map(|c| Checkpoint {
                position: c.position,
                time: c.time,
                state: c.state.clone(),
            });
        let earlier = known.map_or(Millis(0), |k| k.took);
        Ok(Self {
            config,
            descriptor,
            checkpoint,
            earlier,
        })
    }

    /// The pipeline's name.
    pub fn id(&self) -> &PipelineId {
        &self.config.pipeline
    }

    /// Its sink.
    pub fn sink(&self, records: &Records) -> StepSink {
        StepSink::new(records.clone(), self.id().clone(), self.earlier)
    }

    /// Records the end of a step whose thread came to a result of this kind.
    pub fn close(sink: StepSink, result: Result<Way, Failure>) -> Ended {
        match result {
            Ok(Way::Done) => match sink.finish(Outcome::Succeeded) {
                Ok((counts, took)) => Ended::Succeeded(counts, took),
                Err(failure) => Ended::Failed(failure),
            },
            Ok(Way::Stopped(Wish::Cancel | Wish::Suspend)) => Ended::Stopped,
            Ok(Way::Stopped(Wish::CancelStep)) => match sink.finish(Outcome::Cancelled) {
                Ok((counts, took)) => Ended::Cancelled(counts, took),
                Err(error) => {
                    tracing::error!(%error, "that a step was cancelled can't be recorded");
                    Ended::Cancelled(BTreeMap::new(), Millis(0))
                }
            },
            Ok(Way::Stopped(Wish::Skip(reason))) => {
                if let Err(error) = sink.finish(Outcome::Skipped(reason.clone())) {
                    tracing::error!(%error, "that a step was skipped can't be recorded");
                }
                Ended::Skipped(reason)
            }
            Err(failure) => {
                if let Err(error) = sink.finish(Outcome::Failed(failure.clone())) {
                    tracing::error!(%error, "a step's failure can't be recorded");
                }
                Ended::Failed(failure)
            }
        }
    }
}
