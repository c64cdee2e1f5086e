//! A worker process, supervised: started as the leader of its own process group (a Job Object on
//! Windows), told what to do on standard input, listened to on standard output, and gone for certain
//! within a second of being told to stop. Both the queue and `annotate` run workers through this.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use process_wrap::tokio::{ChildWrapper, CommandWrap, KillOnDrop};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{ChildStdin, ChildStdout};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_util::sync::CancellationToken;
use va_core::worker::{PROTOCOL, WorkOrder, WorkerCommand, WorkerEvent};

use crate::error::EngineError;

/// How long a worker may take to stop by itself before its whole process group is killed.
pub const GRACE: Duration = Duration::from_secs(1);

/// ONNX Runtime 1.32 prepares to report its use to its maker as soon as it is loaded, unless this is in
/// the environment. Set for every worker; the inference code refuses to load the library without it.
const NO_TELEMETRY: (&str, &str) = ("ORT_DISABLE_TELEMETRY", "1");

/// What comes from a worker.
#[derive(Debug)]
pub enum Notice {
    /// It said something.
    Event(Box<WorkerEvent>),
    /// It said something that is not of the protocol; it is being stopped.
    Garbled(String),
    /// The process and all its children are gone. Always the last notice.
    Gone(Exit),
}

/// How a worker ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exit {
    /// Exit status in words, for example `exit status: 0` or `signal: 9 (SIGKILL)`.
    pub status: String,
    /// Whether it had been asked to stop.
    pub asked: bool,
    /// Whether it had to be killed.
    pub killed: bool,
}

/// The handle by which a worker is stopped. Dropping it stops the worker too.
#[derive(Debug)]
pub struct WorkerControl {
    stop: CancellationToken,
}

impl WorkerControl {
    /// Asks the worker to stop, and kills its process group after [`GRACE`]. Returns at once; the end
    /// comes as [`Notice::Gone`].
    pub fn stop(&self) {
        self.stop.cancel();
    }
}

impl Drop for WorkerControl {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Starts `program worker` on an order. Its standard error is appended to `log`. Must be called inside a
/// tokio runtime.
pub fn start(
    program: &Path,
    order: WorkOrder,
    log: &Path,
) -> Result<(WorkerControl, UnboundedReceiver<Notice>), EngineError> {
    let not_writable = |source| EngineError::NotWritable {
        path: log.to_owned(),
        source,
    };
    let log = File::options()
        .create(true)
        .append(true)
        .open(log)
        .map_err(not_writable)?;
    let mut command = CommandWrap::with_new(program, |command| {
        command
            .arg("worker")
            .env(NO_TELEMETRY.0, NO_TELEMETRY.1)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log);
    });
    #[cfg(unix)]
    command.wrap(process_wrap::tokio::ProcessGroup::leader());
    #[cfg(windows)]
    command.wrap(process_wrap::tokio::JobObject);
    command.wrap(KillOnDrop);
    let failed = |source| EngineError::WorkerStart {
        program: PathBuf::from(program),
        source,
    };
    let mut child = command.spawn().map_err(failed)?;
    let (Some(stdin), Some(stdout)) = (child.stdin().take(), child.stdout().take()) else {
        return Err(failed(std::io::Error::other(
            "its input and output are not connected",
        )));
    };
    let stop = CancellationToken::new();
    let (notices, inbox) = unbounded_channel();
    let tended = Tended {
        child,
        stdin: Some(stdin),
        notices,
        stop: stop.clone(),
        killed: false,
    };
    tokio::spawn(tended.tend(order, BufReader::new(stdout).lines()));
    Ok((WorkerControl { stop }, inbox))
}

struct Tended {
    child: Box<dyn ChildWrapper>,
    stdin: Option<ChildStdin>,
    notices: UnboundedSender<Notice>,
    stop: CancellationToken,
    killed: bool,
}

impl Tended {
    async fn tend(mut self, order: WorkOrder, mut lines: Lines<BufReader<ChildStdout>>) {
        self.tell(&WorkerCommand::Start(Box::new(order))).await;
        let stop = self.stop.clone();
        tokio::select! {
            () = self.listen(&mut lines) => {}
            () = stop.cancelled() => {}
        }
        if self.stop.is_cancelled() {
            self.tell(&WorkerCommand::Cancel).await;
            self.stdin = None;
        }
        // either the worker closed its output, or it has been asked to stop: both end within the grace
        let last_words = async {
            self.listen(&mut lines).await;
            self.child.wait().await
        };
        let status = tokio::time::timeout(GRACE, last_words).await;
        self.killed = status.is_err();
        // also when the worker is gone: an ffmpeg that it left behind is in the same group
        drop(self.child.start_kill());
        let status = match status {
            Ok(status) => status,
            Err(_) => self.child.wait().await,
        };
        let exit = Exit {
            status: status.map_or_else(|e| e.to_string(), |s| s.to_string()),
            asked: self.stop.is_cancelled(),
            killed: self.killed,
        };
        self.notify(Notice::Gone(exit));
    }

    /// Passes events on until the worker closes its output or breaks the protocol.
    async fn listen(&mut self, lines: &mut Lines<BufReader<ChildStdout>>) {
        while let Ok(Some(line)) = lines.next_line().await {
            let problem = match serde_json::from_str::<WorkerEvent>(&line) {
                Ok(WorkerEvent::Hello { protocol, version }) if protocol != PROTOCOL => {
                    format!("worker {version} speaks protocol {protocol}, this program {PROTOCOL}")
                }
                Ok(event) => {
                    self.notify(Notice::Event(Box::new(event)));
                    continue;
                }
                Err(error) => format!(
                    "{error} in `{}`",
                    line.chars().take(200).collect::<String>()
                ),
            };
            self.notify(Notice::Garbled(problem));
            self.stop.cancel();
            return;
        }
    }

    /// A worker that no longer reads is noticed by its end, not here.
    async fn tell(&mut self, command: &WorkerCommand) {
        let Some(stdin) = &mut self.stdin else { return };
        let Ok(mut line) = serde_json::to_vec(command) else {
            return;
        };
        line.push(b'\n');
        let told = match stdin.write_all(&line).await {
            Ok(()) => stdin.flush().await,
            Err(error) => Err(error),
        };
        if let Err(error) = told {
            tracing::debug!(%error, "the worker does not read its input");
        }
    }

    /// Nobody has to be listening: `annotate` may have given up already.
    fn notify(&self, notice: Notice) {
        drop(self.notices.send(notice));
    }
}
