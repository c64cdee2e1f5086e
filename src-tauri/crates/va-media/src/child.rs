//! A running ffmpeg or ffprobe: started without a console window, with its log always being read, killed
//! and reaped in bounded time. Knows nothing about pictures or sound; the readers above it do.

use std::collections::VecDeque;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender};
use ffmpeg_sidecar::command::FfmpegCommand;

use crate::error::MediaError;

/// Lines of the log that are kept.
const KEPT: usize = 200;
/// Bytes of a line that are kept; ffmpeg prints metadata of any length.
const LINE: u64 = 4096;

/// A command whose three streams are closed to the terminal, without a console window on Windows.
pub(crate) fn command<S: AsRef<OsStr>>(
    program: &Path,
    args: impl IntoIterator<Item = S>,
) -> Command {
    let mut plain = Command::new(program);
    plain
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    // the sidecar crate knows the flag for Windows; its own `spawn` insists on a stdin pipe
    let mut command = FfmpegCommand::from(plain);
    command.create_no_window();
    command.into()
}

/// The `-i` argument of a file: never taken for an option or for another protocol.
pub(crate) fn input(path: &Path) -> OsString {
    let mut argument = OsString::from("file:");
    argument.push(path);
    argument
}

/// What a child printed on standard error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Log {
    /// The last lines.
    pub lines: VecDeque<String>,
    /// Pictures or samples that were repaired by guessing.
    pub damaged_frames: u64,
    /// Packets that are broken.
    pub damaged_packets: u64,
    /// Whether the file ends before its index says.
    pub cut_off: bool,
}

impl Log {
    fn take(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end();
        if line.is_empty() {
            return;
        }
        self.damaged_frames += u64::from(line.contains("corrupt decoded frame"));
        self.damaged_packets +=
            u64::from(line.contains("corrupt input packet") || line.contains("Packet corrupt"));
        self.cut_off |= line.contains("partial file") || line.contains("File ended prematurely");
        if self.lines.len() == KEPT {
            self.lines.pop_front();
        }
        self.lines.push_back(line.to_owned());
    }

    /// Reads to the end, whatever comes: a child whose log nobody reads stops.
    pub(crate) fn read(from: impl Read) -> Self {
        let mut log = Self::default();
        let mut from = BufReader::new(from);
        let mut line = Vec::new();
        loop {
            line.clear();
            match (&mut from).take(LINE).read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => return log,
                Ok(_) => log.take(&line),
            }
        }
    }

    /// The last lines as one text for an error message.
    pub(crate) fn tail(&self) -> String {
        let from = self.lines.len().saturating_sub(3);
        let lines: Vec<&str> = self.lines.range(from..).map(String::as_str).collect();
        if lines.is_empty() {
            "it said nothing".to_owned()
        } else {
            lines.join(" / ")
        }
    }
}

/// A child with its log reader. Killed and reaped when dropped.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    log: Option<JoinHandle<Log>>,
}

impl Running {
    /// Starts a command and its log reader; gives its standard output.
    pub(crate) fn start(mut command: Command) -> Result<(Self, ChildStdout), MediaError> {
        let program = command.get_program().to_owned();
        let broken = |source| MediaError::FfmpegBroken {
            program: program.clone().into(),
            source,
        };
        let mut child = command.spawn().map_err(broken)?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let mut running = Self { child, log: None };
        let (Some(stdout), Some(stderr)) = (stdout, stderr) else {
            return Err(broken(std::io::Error::other("its output is not connected")));
        };
        let reader = std::thread::Builder::new().name("ffmpeg-log".to_owned());
        running.log =
            Some(
                reader
                    .spawn(move || Log::read(stderr))
                    .map_err(|e| MediaError::Thread {
                        thread: "ffmpeg-log",
                        reason: e.to_string(),
                    })?,
            );
        Ok((running, stdout))
    }

    /// Kills it if it still runs. It is reaped by [`Running::finish`] or on drop.
    pub(crate) fn kill(&mut self) {
        // an error only says that it has ended already
        drop(self.child.kill());
    }

    /// Waits for the end. Read standard output to its end, or kill, before.
    pub(crate) fn finish(&mut self) -> (std::io::Result<ExitStatus>, Log) {
        let status = self.child.wait();
        let log = self
            .log
            .take()
            .and_then(|thread| thread.join().ok())
            .unwrap_or_default();
        (status, log)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
        drop(self.finish());
    }
}

/// Makes the pipe as large as a few frames, where the system can: fewer switches between the processes
/// (measured: 2 to 9 % less CPU time for 640 x 360).
#[cfg(target_os = "linux")]
pub(crate) fn widen(pipe: &ChildStdout) {
    use nix::fcntl::{FcntlArg, fcntl};
    // refused above the user's limit; then it stays as it was
    let _ = fcntl(pipe, FcntlArg::F_SETPIPE_SZ(1 << 20));
}

/// Only Linux can.
#[cfg(not(target_os = "linux"))]
pub(crate) fn widen(_pipe: &ChildStdout) {}

/// The error of a child that a signal ended: what it printed until then is cut short, and the recording
/// is not to blame.
pub(crate) fn not_killed(
    status: &std::io::Result<ExitStatus>,
    path: &Path,
) -> Result<(), MediaError> {
    match status {
        Ok(ended) if ended.code().is_none() => Err(MediaError::Killed {
            path: path.to_owned(),
            exit: describe(status),
        }),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// An exit status in words.
pub(crate) fn describe(status: &std::io::Result<ExitStatus>) -> String {
    match status {
        Ok(status) => status.to_string(),
        Err(error) => format!("an unknown status ({error})"),
    }
}

/// A place for the child that runs now, so that another thread can kill it. Once stopped, every later
/// child is killed as soon as it is put in.
#[derive(Clone, Debug)]
pub(crate) struct Slot(Arc<Mutex<SlotState>>);

#[derive(Debug)]
struct SlotState {
    running: Option<Running>,
    /// Dropped when stopped, which wakes everybody who waits on the other end.
    alarm: Option<Sender<()>>,
}

impl Slot {
    /// An empty place, and a receiver that is disconnected when it is stopped.
    pub(crate) fn new() -> (Self, Receiver<()>) {
        let (alarm, heard) = crossbeam_channel::bounded(0);
        (
            Self(Arc::new(Mutex::new(SlotState {
                running: None,
                alarm: Some(alarm),
            }))),
            heard,
        )
    }

    fn state(&self) -> MutexGuard<'_, SlotState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a child in. The one before must have been taken out.
    pub(crate) fn put(&self, mut running: Running) {
        let mut state = self.state();
        if state.alarm.is_none() {
            running.kill();
        }
        state.running = Some(running);
    }

    /// Takes the child out, to wait for it.
    pub(crate) fn take(&self) -> Option<Running> {
        self.state().running.take()
    }

    /// Kills the child and every later one.
    pub(crate) fn stop(&self) {
        let mut state = self.state();
        state.alarm = None;
        if let Some(running) = &mut state.running {
            running.kill();
        }
    }

    /// Whether [`Slot::stop`] was called.
    pub(crate) fn stopped(&self) -> bool {
        self.state().alarm.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_counts_damage_and_keeps_only_its_last_lines() {
        let mut text = b"[warning] corrupt decoded frame in stream 0\n".to_vec();
        text.extend_from_slice(b"[x] stream 0, offset 0x1: partial file\n");
        for n in 0..300 {
            text.extend_from_slice(format!("line {n}\n").as_bytes());
        }
        text.extend_from_slice(&[b'x'; 9000]);
        let log = Log::read(&text[..]);
        assert_eq!(
            (log.damaged_frames, log.damaged_packets, log.cut_off),
            (1, 0, true)
        );
        assert_eq!(
            log.lines.len(),
            KEPT,
            "a chatty child must not fill the memory"
        );
        assert!(log.lines.iter().all(|line| line.len() <= LINE as usize));
    }

    #[test]
    fn a_file_name_is_never_an_option_or_a_protocol() {
        assert_eq!(input(Path::new("-y")), "file:-y");
        assert_eq!(input(Path::new("http://x/y.mp4")), "file:http://x/y.mp4");
    }
}
