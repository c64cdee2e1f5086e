//! What a recording is, found out before a frame is decoded: streams from ffprobe's answer, times from one
//! scan over the packets of the picture. Reads the file, changes nothing. Called when a video enters the
//! library and again by the worker.

mod answer;
mod facts;
mod file;
mod packets;
mod picture;

use std::path::Path;
use std::sync::Arc;

use va_core::media::MediaFacts;

use crate::child::{self, Log};
use crate::error::MediaError;
use crate::tools::Tools;

/// Facts about a recording and the times of its frames.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// What is stored with the job.
    pub facts: MediaFacts,
    /// The timestamp of every frame to show, sorted, in ticks of the picture's time base. Empty without a
    /// picture; incomplete where [`va_core::media::PtsSource`] is not `Pts`.
    pub frame_pts: Arc<[i64]>,
    /// Where the display of the last frame ends, in the same ticks.
    pub end_pts: i64,
}

/// Finds out what a recording is. Reads all of its packets, about half a second for an hour of video.
///
/// # Errors
/// Says what is wrong with the file: not there, a folder, not permitted, empty, text, cut off, or nothing
/// that ffmpeg knows.
pub fn probe(tools: &Tools, path: &Path) -> Result<Probe, MediaError> {
    let size = file::check(path)?;
    // at the same time, because starting ffprobe takes as long as its work on a short recording
    let (asked, scanned) = std::thread::scope(|scope| {
        let scanning = scope.spawn(|| packets::scan(tools, path));
        (ask(tools, path), scanning.join())
    });
    let (answer, log) = asked?;
    if answer.streams.is_empty() {
        return Err(file::diagnose(path, &log));
    }
    let scan = match answer.picture() {
        Some(_) => Some(scanned.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?),
        None => None,
    };
    if scan.is_none() && answer.sound().next().is_none() {
        return Err(file::diagnose(path, &log));
    }
    Ok(facts::assemble(size, &answer, scan))
}

/// The answer of ffprobe about format and streams.
fn ask(tools: &Tools, path: &Path) -> Result<(answer::Answer, Log), MediaError> {
    let mut command = child::command(
        &tools.ffprobe,
        [
            "-hide_banner",
            "-loglevel",
            "level+warning",
            "-of",
            "json",
            "-show_format",
            "-show_streams",
        ],
    );
    command.arg(child::input(path));
    let (mut running, stdout) = child::Running::start(command)?;
    let parsed = serde_json::from_reader(std::io::BufReader::new(stdout));
    let (status, log) = running.finish();
    child::not_killed(&status, path)?;
    match parsed {
        // ffprobe prints `{}` and fails when it can't open the file
        _ if !status.is_ok_and(|s| s.success()) => Err(file::diagnose(path, &log)),
        Ok(answer) => Ok((answer, log)),
        Err(error) => Err(MediaError::Probe {
            reason: format!("streams: {error}"),
        }),
    }
}
