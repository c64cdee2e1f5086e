//! What the worker hears: that it is to leave, that a step is to stop, or the end of its input, which means
//! that its parent is gone.

use std::io::BufRead;
use std::sync::Arc;

use va_core::dependants;
use va_core::job_config::StepConfig;
use va_core::worker::WorkerCommand;

use super::stop::{Stop, Wish};

/// Listens in the background until told to leave or until the input ends. `steps` are those of the job.
pub fn listen(stop: Arc<Stop>, steps: Vec<StepConfig>) {
    let hear = move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            match serde_json::from_str(&line) {
                Ok(WorkerCommand::Cancel) => return leave(&stop, Wish::Cancel),
                Ok(WorkerCommand::Suspend) => break,
                Ok(WorkerCommand::CancelStep { pipeline }) => {
                    tracing::info!(%pipeline, "a step is cancelled");
                    let readers = dependants::of(&steps, &pipeline).into_iter();
                    let skipped = readers.map(|reader| {
                        let reason = dependants::reason(&reader, &pipeline);
                        (reader, Wish::Skip(reason))
                    });
                    let own = (pipeline.clone(), Wish::CancelStep);
                    stop.request_of(std::iter::once(own).chain(skipped));
                }
                Ok(WorkerCommand::Start(_)) => tracing::warn!("a second order is ignored"),
                Err(error) => tracing::warn!(%error, "a command that is not understood"),
            }
        }
        leave(&stop, Wish::Suspend);
    };
    let thread = std::thread::Builder::new().name("ears".into()).spawn(hear);
    if let Err(error) = thread {
        tracing::error!(%error, "commands can't be heard; the process group can still be killed");
    }
}

/// Has everything stop. As long as no step has begun there is nothing to commit and nobody to wait for:
/// looking at a long recording would take its time.
fn leave(stop: &Stop, wish: Wish) {
    if !stop.request(wish) {
        tracing::info!("told to leave before anything had begun");
        std::process::exit(0);
    }
}
