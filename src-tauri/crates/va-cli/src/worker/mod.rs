//! `videoannotator worker`: one job in a process of its own. It reads one order and then commands on
//! standard input, tells events on standard output and logs on standard error. It ends when its input
//! ends, so that it never outlives whoever started it. Nobody but the engine starts it.

mod board;
mod ears;
mod export;
mod gauge;
mod hash;
mod job;
#[cfg(test)]
mod objects_tests;
mod picture;
mod provenance;
mod records;
mod sink;
mod sound;
mod step;
mod stop;
mod voice;

use std::io::BufRead;
use std::process::ExitCode;
use std::sync::Arc;

use va_core::worker::{PROTOCOL, WorkerCommand, WorkerEvent};
use va_core::{ErrorCode, Failure};
use va_engine::logging::{self, Shape};

use stop::Stop;
use voice::Voice;

/// Runs one job to its end.
pub fn run() -> ExitCode {
    logging::start(Shape::Json, None);
    die_with_parent();
    let voice = Voice::start();
    voice.say(WorkerEvent::Hello {
        protocol: PROTOCOL,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    });
    let order = match read_order() {
        Ok(order) => order,
        Err(failure) => {
            tracing::error!(%failure, "no order");
            voice.say(WorkerEvent::JobFailed { failure });
            voice.finish();
            return ExitCode::from(2);
        }
    };
    let stop = Arc::new(Stop::default());
    ears::listen(Arc::clone(&stop), order.steps.clone());
    let finished = job::run(&order, &voice, &stop);
    let code = match &finished {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            tracing::error!(code = %failure.code, %failure, "the job can't go on");
            voice.say(WorkerEvent::JobFailed {
                failure: failure.clone(),
            });
            ExitCode::FAILURE
        }
    };
    voice.finish();
    code
}

fn read_order() -> Result<va_core::worker::WorkOrder, Failure> {
    let refuse = |message: String| {
        Failure::new(ErrorCode::WorkerIncompatible, message)
            .hint("`videoannotator worker` is started by the program itself; use `annotate`")
    };
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|e| refuse(e.to_string()))?;
    match serde_json::from_str(&line) {
        Ok(WorkerCommand::Start(order)) if order.protocol == PROTOCOL => Ok(*order),
        Ok(WorkerCommand::Start(order)) => Err(refuse(format!(
            "the order is of protocol {}, not {PROTOCOL}",
            order.protocol
        ))),
        Ok(WorkerCommand::Cancel | WorkerCommand::Suspend | WorkerCommand::CancelStep { .. }) => {
            Err(refuse("cancelled before it began".to_owned()))
        }
        Err(error) => Err(refuse(format!("the order can't be read: {error}"))),
    }
}

/// Linux kills the worker when its parent dies, in case it hangs where it does not read its input. On
/// other systems the end of its input has to do (Windows: the job object).
fn die_with_parent() {
    #[cfg(target_os = "linux")]
    if let Err(error) = nix::sys::prctl::set_pdeathsig(nix::sys::signal::Signal::SIGKILL) {
        tracing::warn!(%error, "the worker may outlive its parent");
    }
}
