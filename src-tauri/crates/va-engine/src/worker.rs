//! A worker process, supervised: started as the leader of its own process group (a Job Object on
//! Windows), told what to do on standard input, listened to on standard output, and gone for certain
//! within a second of being told to stop. Whatever a worker does (garbage, floods, silence, a child left
//! behind), it costs bounded memory and ends as one [`Exit`] that says why. Both the queue and `annotate`
//! run workers through this.

mod account;
mod lines;
mod log;
mod watchdog;

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use process_wrap::tokio::{ChildWrapper, CommandWrap, KillOnDrop};
use tokio::io::AsyncWriteExt;
use tokio::process::{ChildStderr, ChildStdin, ChildStdout};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, sleep_until, timeout};
use va_core::worker::{WorkOrder, WorkerCommand, WorkerEvent};
use va_core::{Failure, PipelineId};

use crate::error::EngineError;
use crate::logging;
use account::Account;
use lines::{LONGEST, Line, Lines};
pub(crate) use log::Log;
use watchdog::{Patience, Watchdog};
pub use watchdog::{SILENCE_VARIABLE, STALL_VARIABLE};

/// How long a worker may take to stop by itself before its whole process group is killed.
pub const GRACE: Duration = Duration::from_secs(1);
/// The same for one that is to commit a checkpoint first.
pub const SUSPEND_GRACE: Duration = Duration::from_millis(3_500);
/// How long a worker may take to leave once it has said its last word.
const LEAVING: Duration = Duration::from_secs(30);
/// How long what a dead worker still said is read; a process that left its group may hold the pipe open.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// ONNX Runtime 1.32 prepares to report its use to its maker as soon as it is loaded, unless this is in
/// the environment. Set for every worker; the inference code refuses to load the library without it.
const NO_TELEMETRY: (&str, &str) = ("ORT_DISABLE_TELEMETRY", "1");

/// What comes from a worker.
#[derive(Debug)]
pub enum Notice {
    /// It said something.
    Event(Box<WorkerEvent>),
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
    /// What was wrong with it, unless it was asked to stop, said so itself, or all is well.
    pub failure: Option<Failure>,
}

/// What a worker is asked for.
#[derive(Debug)]
enum Wish {
    CancelStep(PipelineId),
    Suspend,
    Cancel,
}

/// The handle by which a worker is stopped. Dropping it stops the worker too.
#[derive(Debug)]
pub struct WorkerControl {
    wishes: UnboundedSender<Wish>,
}

impl WorkerControl {
    /// Asks the worker to stop, and kills its process group after [`GRACE`]. Returns at once; the end
    /// comes as [`Notice::Gone`].
    pub fn stop(&self) {
        self.wish(Wish::Cancel);
    }

    /// Asks the worker to commit a checkpoint and to stop, and kills its process group after
    /// [`SUSPEND_GRACE`]. Returns at once; the end comes as [`Notice::Gone`].
    pub fn suspend(&self) {
        self.wish(Wish::Suspend);
    }

    /// Asks the worker to stop one step and what reads from it; answered by
    /// [`WorkerEvent::StepCancelled`], unless the step has ended already.
    pub fn cancel_step(&self, pipeline: PipelineId) {
        self.wish(Wish::CancelStep(pipeline));
    }

    /// The handle of a worker that is not there.
    #[cfg(test)]
    pub(crate) fn of_nobody() -> Self {
        let (wishes, _) = unbounded_channel();
        Self { wishes }
    }

    /// A worker that is gone already needs no wish.
    fn wish(&self, wish: Wish) {
        drop(self.wishes.send(wish));
    }
}

/// Starts `program worker` on an order. Its standard error is appended to `log`, up to a size. Must be
/// called inside a tokio runtime.
pub fn start(
    program: &Path,
    order: WorkOrder,
    log: &Path,
) -> Result<(WorkerControl, UnboundedReceiver<Notice>), EngineError> {
    let log = Log::open(log).map_err(|source| EngineError::NotWritable {
        path: log.to_owned(),
        source,
    })?;
    start_with(program, order, log)
}

/// The same with a log that is open already.
pub(crate) fn start_with(
    program: &Path,
    order: WorkOrder,
    log: Log,
) -> Result<(WorkerControl, UnboundedReceiver<Notice>), EngineError> {
    let mut command = CommandWrap::with_new(program, |command| {
        command
            .arg("worker")
            .env(NO_TELEMETRY.0, NO_TELEMETRY.1)
            .env(logging::VARIABLES[0], logging::level().word())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
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
    let pipes = (
        child.stdin().take(),
        child.stdout().take(),
        child.stderr().take(),
    );
    let (Some(stdin), Some(stdout), Some(stderr)) = pipes else {
        return Err(failed(std::io::Error::other(
            "its input and output are not connected",
        )));
    };
    let (wishes, heard) = unbounded_channel();
    let (notices, inbox) = unbounded_channel();
    let (commands, told) = unbounded_channel();
    tokio::spawn(tell(stdin, told));
    let tended = Tended {
        child,
        account: Account::new(&order),
        watchdog: Watchdog::new(Patience::from_environment(|name| std::env::var(name).ok())),
        commands: Some(commands),
        wishes: heard,
        notices,
        deadline: None,
    };
    tended.tell(WorkerCommand::Start(Box::new(order)));
    tokio::spawn(tended.tend(stdout, stderr, log));
    Ok((WorkerControl { wishes }, inbox))
}

/// Writes commands to a worker, then closes its input. One that does not read holds up nobody.
async fn tell(mut stdin: ChildStdin, mut commands: UnboundedReceiver<WorkerCommand>) {
    while let Some(command) = commands.recv().await {
        let Ok(mut line) = serde_json::to_vec(&command) else {
            continue;
        };
        line.push(b'\n');
        let told = match stdin.write_all(&line).await {
            Ok(()) => stdin.flush().await,
            Err(error) => Err(error),
        };
        if let Err(error) = told {
            // it is noticed by its end, not here
            tracing::debug!(%error, "the worker does not read its input");
            return;
        }
    }
}

struct Tended {
    child: Box<dyn ChildWrapper>,
    account: Account,
    watchdog: Watchdog,
    commands: Option<UnboundedSender<WorkerCommand>>,
    wishes: UnboundedReceiver<Wish>,
    notices: UnboundedSender<Notice>,
    /// When it is killed, once it was asked to stop or closed its output.
    deadline: Option<Instant>,
}

/// Whether a worker has nothing left to do after this.
fn is_last_word(event: &WorkerEvent) -> bool {
    matches!(
        event,
        WorkerEvent::JobFailed { .. } | WorkerEvent::Finished { .. }
    )
}

/// How the part of a worker's life in which it is listened to ended.
enum End {
    /// By itself, or within the grace.
    Exited(std::io::Result<ExitStatus>),
    /// It did not stop in time.
    Overdue,
    /// It broke the protocol or hangs.
    Breach(Failure),
}

impl Tended {
    async fn tend(mut self, stdout: ChildStdout, stderr: ChildStderr, log: Log) {
        let log = tokio::spawn(log.keep(stderr));
        let mut lines = Lines::new(stdout);
        let mut asked = false;
        let end = self.listen(&mut lines, &mut asked).await;
        self.commands = None;
        let killed = !matches!(end, End::Exited(_));
        // also when the worker is gone: an ffmpeg that it left behind is in the same group
        drop(self.child.start_kill());
        let status = match &end {
            End::Exited(Ok(status)) => Ok(*status),
            End::Exited(Err(_)) | End::Overdue | End::Breach(_) => self.child.wait().await,
        };
        let mut breach = match end {
            End::Breach(failure) => Some(failure),
            End::Exited(_) | End::Overdue => None,
        };
        if breach.is_none() {
            breach = self.last_words(&mut lines).await;
        }
        if timeout(LAST_WORDS, log).await.is_err() {
            tracing::debug!("the worker's log is still held open");
        }
        let succeeded = status.as_ref().is_ok_and(ExitStatus::success);
        let status = status.map_or_else(|e| e.to_string(), |s| s.to_string());
        let failure = breach.or_else(|| self.account.verdict(succeeded, &status));
        self.notify(Notice::Gone(Exit {
            failure: failure.filter(|_| !asked),
            status,
            asked,
            killed,
        }));
    }

    /// Passes events on until the worker is gone, is overdue, hangs or breaks the protocol.
    async fn listen(&mut self, lines: &mut Lines<ChildStdout>, asked: &mut bool) -> End {
        let mut open = true;
        let mut wanted = true;
        let mut ticks = self.watchdog.ticks();
        loop {
            let overdue = self.deadline.unwrap_or_else(Instant::now);
            tokio::select! {
                wish = self.wishes.recv(), if wanted => {
                    // the handle is gone: nobody wants the worker any more
                    wanted = wish.is_some();
                    *asked |= self.obey(wish.unwrap_or(Wish::Cancel));
                }
                line = lines.next(), if open => match line {
                    Line::Text(line) => match self.account.hear(&line, Instant::now().into_std()) {
                        Ok(event) => {
                            self.watchdog.heard(&event);
                            if is_last_word(&event) {
                                self.hurry(LEAVING);
                            }
                            self.notify(Notice::Event(Box::new(event)));
                        }
                        Err(failure) => return End::Breach(failure),
                    },
                    Line::TooLong => return End::Breach(account::endless(LONGEST)),
                    Line::End => {
                        open = false;
                        self.hurry(GRACE);
                    }
                },
                status = self.child.wait() => return End::Exited(status),
                () = sleep_until(overdue), if self.deadline.is_some() => return End::Overdue,
                _ = ticks.tick() => if let Some(failure) = self.watchdog.tick() {
                    return End::Breach(failure);
                }
            }
        }
    }

    /// Passes a wish on; whether the worker has to go.
    fn obey(&mut self, wish: Wish) -> bool {
        let (command, grace) = match wish {
            Wish::CancelStep(pipeline) => {
                self.tell(WorkerCommand::CancelStep { pipeline });
                return false;
            }
            Wish::Suspend => (WorkerCommand::Suspend, SUSPEND_GRACE),
            Wish::Cancel => (WorkerCommand::Cancel, GRACE),
        };
        self.tell(command);
        // the end of its input says the same to a worker that does not understand
        self.commands = None;
        self.hurry(grace);
        true
    }

    /// The worker is killed after this time, or earlier if that was said before.
    fn hurry(&mut self, grace: Duration) {
        let at = Instant::now() + grace;
        self.deadline = Some(self.deadline.map_or(at, |before| before.min(at)));
    }

    /// What a worker that is gone has said before; the breach, if that was no protocol.
    async fn last_words(&mut self, lines: &mut Lines<ChildStdout>) -> Option<Failure> {
        let deadline = Instant::now() + LAST_WORDS;
        loop {
            let line = tokio::select! {
                line = lines.next() => line,
                () = sleep_until(deadline) => return None,
            };
            match line {
                Line::Text(line) => match self.account.hear(&line, Instant::now().into_std()) {
                    Ok(event) => self.notify(Notice::Event(Box::new(event))),
                    Err(failure) => return Some(failure),
                },
                Line::TooLong => return Some(account::endless(LONGEST)),
                Line::End => return None,
            }
        }
    }

    fn tell(&self, command: WorkerCommand) {
        if let Some(commands) = &self.commands {
            // a worker that is gone is noticed by its end
            drop(commands.send(command));
        }
    }

    /// Nobody has to be listening: `annotate` may have given up already.
    fn notify(&self, notice: Notice) {
        drop(self.notices.send(notice));
    }
}
