//! What the worker hears: `cancel`, or the end of its input, which means that its parent is gone. Both
//! mean stop.

use std::io::BufRead;
use std::sync::Arc;

use va_core::worker::WorkerCommand;

use super::stop::Stop;

/// Listens in the background until told to stop or until the input ends.
pub fn listen(stop: Arc<Stop>) {
    let hear = move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            match serde_json::from_str(&line) {
                Ok(WorkerCommand::Cancel | WorkerCommand::Suspend) => break,
                Ok(WorkerCommand::CancelStep { pipeline }) => {
                    tracing::info!(%pipeline, "asked to stop a step");
                }
                Ok(WorkerCommand::Start(_)) => tracing::warn!("a second order is ignored"),
                Err(error) => tracing::warn!(%error, "a command that is not understood"),
            }
        }
        stop.request();
    };
    let thread = std::thread::Builder::new().name("ears".into()).spawn(hear);
    if let Err(error) = thread {
        tracing::error!(%error, "commands can't be heard; the process group can still be killed");
    }
}
