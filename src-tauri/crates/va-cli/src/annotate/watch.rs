//! Watching one worker: its events become bars or JSON lines, an interruption becomes a stop, and what
//! was heard becomes the outcome.

use std::collections::BTreeMap;

use serde_json::json;
use tokio_util::sync::CancellationToken;
use va_core::media::MediaWarning;
use va_core::worker::{OutputFile, WorkOrder, WorkerEvent};
use va_core::{ErrorCode, Failure, Millis, PipelineId, pipelines};
use va_engine::job_folder::names;
use va_engine::worker::{self, Notice};

use super::bars::Bars;
use crate::out;

/// What became of a recording.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Items by track, by step that succeeded.
    pub counts: BTreeMap<String, u64>,
    /// Steps with what they came to.
    pub steps: Vec<(PipelineId, StepOutcome)>,
    /// Files below the job folder.
    pub files: Vec<OutputFile>,
    /// What to know about the recording.
    pub warnings: Vec<MediaWarning>,
    /// The first thing that went wrong.
    pub failure: Option<Failure>,
    /// Whether it was interrupted.
    pub interrupted: bool,
}

/// What a step came to.
#[derive(Debug)]
pub enum StepOutcome {
    /// It has a result.
    Succeeded(Millis),
    /// It does not apply.
    Skipped(Failure),
    /// It failed.
    Failed(Failure),
}

/// Watches one worker.
pub struct Watch {
    json: bool,
    named: bool,
    media: std::path::PathBuf,
    bars: Bars,
    outcome: Outcome,
    finished: bool,
}

impl Watch {
    /// A watch over a worker with this order. `named`: a step that does not apply counts as failed.
    pub fn new(json: bool, work: &WorkOrder, named: bool) -> Self {
        let titles = work.steps.iter().map(|step| {
            let title = pipelines::find(step.pipeline.as_str()).map_or("", |p| p.title);
            (step.pipeline.clone(), title)
        });
        let bars = if json {
            Bars::hidden()
        } else {
            Bars::new(titles)
        };
        let media = work.media.clone();
        Self {
            json,
            named,
            media,
            bars,
            outcome: Outcome::default(),
            finished: false,
        }
    }

    /// Runs the worker to its end.
    pub async fn run(
        mut self,
        work: WorkOrder,
        interruption: &CancellationToken,
    ) -> Result<Outcome, Failure> {
        let program = std::env::current_exe().map_err(|e| {
            Failure::new(ErrorCode::Internal, format!("the program has no path: {e}"))
        })?;
        let log = work.folder.join(names::LOG);
        let (control, mut notices) =
            worker::start(&program, work, &log).map_err(|e| e.failure())?;
        loop {
            let notice = tokio::select! {
                notice = notices.recv() => notice,
                () = interruption.cancelled(), if !self.outcome.interrupted => {
                    self.outcome.interrupted = true;
                    control.suspend();
                    continue;
                }
            };
            match notice {
                Some(Notice::Event(event)) => self.heard(*event),
                Some(Notice::Gone(exit)) => return Ok(self.gone(exit.failure, &log)),
                None => return Ok(self.gone(None, &log)),
            }
        }
    }

    fn gone(mut self, failure: Option<Failure>, log: &std::path::Path) -> Outcome {
        self.bars.clear();
        if !self.finished && !self.outcome.interrupted && self.outcome.failure.is_none() {
            let failure = failure.unwrap_or_else(|| {
                let message = "the worker ended, and nobody saw how";
                Failure::new(ErrorCode::WorkerCrashed, message)
            });
            let hint = match failure.code {
                ErrorCode::WorkerIncompatible => "reinstall the program".to_owned(),
                _ => format!(
                    "run it again: it goes on where it stopped; its log is {}",
                    log.display()
                ),
            };
            self.outcome.failure = Some(failure.hint(hint));
        }
        self.outcome
    }

    fn heard(&mut self, event: WorkerEvent) {
        if self.json && event != WorkerEvent::Alive {
            let event = serde_json::to_value(&event).unwrap_or_default();
            out::json(&json!({ "type": "worker", "video": self.media, "event": event }));
        }
        match event {
            WorkerEvent::Alive
            | WorkerEvent::Hello { .. }
            | WorkerEvent::Media { .. }
            | WorkerEvent::StepDevice { .. } => {}
            WorkerEvent::Warning { warning } => {
                if !self.outcome.warnings.contains(&warning) {
                    self.outcome.warnings.push(warning);
                }
            }
            WorkerEvent::StepStarted {
                pipeline,
                resumed_from,
            } => {
                self.bars.started(&pipeline, resumed_from);
            }
            WorkerEvent::Progress { steps, .. } => {
                for step in &steps {
                    self.bars.moved(step);
                }
            }
            WorkerEvent::StepSucceeded {
                pipeline,
                counts,
                took,
            } => {
                self.bars.ended(&pipeline, "done");
                self.outcome.counts.extend(counts);
                self.outcome
                    .steps
                    .push((pipeline, StepOutcome::Succeeded(took)));
            }
            WorkerEvent::StepSkipped { pipeline, reason } => {
                self.bars.ended(&pipeline, "skipped");
                if self.named {
                    self.outcome.failure.get_or_insert(reason.clone());
                }
                self.outcome
                    .steps
                    .push((pipeline, StepOutcome::Skipped(reason)));
            }
            // `annotate` cancels no single step
            WorkerEvent::StepCancelled { pipeline, .. } => self.bars.ended(&pipeline, "cancelled"),
            WorkerEvent::StepFailed { pipeline, failure } => {
                self.bars.ended(&pipeline, "failed");
                self.outcome.failure.get_or_insert(failed(&failure));
                self.outcome
                    .steps
                    .push((pipeline, StepOutcome::Failed(failure)));
            }
            WorkerEvent::JobFailed { failure } => {
                self.outcome.failure = Some(failure);
            }
            WorkerEvent::Finished { files, .. } => {
                self.finished = true;
                self.outcome.files = files;
                let nothing = !self.outcome.steps.is_empty()
                    && self
                        .outcome
                        .steps
                        .iter()
                        .all(|(_, s)| matches!(s, StepOutcome::Skipped(_)));
                if nothing
                    && let Some((_, StepOutcome::Skipped(reason))) = self.outcome.steps.first()
                {
                    self.outcome.failure.get_or_insert(reason.clone());
                }
            }
        }
    }
}

/// A failed step ends with the exit code of a failed pipeline, whatever was the matter with it.
fn failed(failure: &Failure) -> Failure {
    let code = match failure.code.exit_code() {
        3 => failure.code,
        _ => ErrorCode::DecodeFailed,
    };
    if failure.code.exit_code() == 4 {
        failure.clone()
    } else {
        Failure {
            code,
            ..failure.clone()
        }
    }
}
