//! A child process that is asked one question: bounded in time, killed when it does not answer. What it says
//! goes through temporary files, so that nothing it leaves behind can hold up the reader. Used by the checks.

use std::io::{Read, Seek, SeekFrom};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How often a child is looked at.
const LOOK: Duration = Duration::from_millis(10);
/// Bytes of an answer that are read.
const LONGEST: u64 = 1 << 20;

/// What a child said.
#[derive(Debug)]
pub(super) struct Answer {
    /// How it ended.
    pub status: ExitStatus,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoAnswer {
    /// It could not be started or read.
    #[error("it can't be started: {0}")]
    Io(#[from] std::io::Error),
    /// It hangs, and was killed.
    #[error("it did not answer in {} s and was stopped", .0.as_secs())]
    Hangs(Duration),
    /// It ended, and not well.
    #[error("{status}: {said}")]
    Failed {
        /// How it ended.
        status: ExitStatus,
        /// The last line that it said.
        said: String,
    },
}

/// Runs a command to its end, but no longer than `limit`.
pub(super) fn ask(command: &mut Command, limit: Duration) -> Result<Answer, NoAnswer> {
    let mut out = scratch()?;
    let mut err = scratch()?;
    command
        .stdin(Stdio::null())
        .stdout(out.try_clone()?)
        .stderr(err.try_clone()?);
    let mut child = command.spawn()?;
    let deadline = Instant::now() + limit;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if Instant::now() >= deadline {
            // one that is gone by now needs no killing
            drop(child.kill());
            child.wait()?;
            return Err(NoAnswer::Hangs(limit));
        }
        std::thread::sleep(LOOK);
    };
    let read = |file: &mut std::fs::File| -> std::io::Result<String> {
        file.seek(SeekFrom::Start(0))?;
        let mut bytes = Vec::new();
        file.take(LONGEST).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    Ok(Answer {
        status,
        out: read(&mut out)?,
        err: read(&mut err)?,
    })
}

/// A file without a name.
fn scratch() -> std::io::Result<std::fs::File> {
    let name = format!(
        "videoannotator-{}-{:016x}",
        std::process::id(),
        fastrand::u64(..)
    );
    let path = std::env::temp_dir().join(name);
    let file = std::fs::File::options()
        .read(true)
        .write(true)
        .create_new(true)
        .open(&path)?;
    // where an open file can't be removed it stays in the folder that the system cleans
    drop(std::fs::remove_file(&path));
    Ok(file)
}

/// The last line of a text that says something.
pub(super) fn last_line(text: &str) -> &str {
    text.lines()
        .rev()
        .map(str::trim)
        .find(|l| !l.is_empty())
        .unwrap_or("it said nothing")
}
