//! A recording ready to be decoded: its facts, and the file whose times they are. That is the file itself,
//! unless its clock restarts in the middle (recordings joined by `cat`); then ffmpeg would squeeze all later
//! frames into nothing, so a copy with one clock is written first, packets untouched, and said so.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use va_core::media::{MediaFacts, MediaWarningCode, VideoFacts};

use crate::child::{self, Running};
use crate::error::MediaError;
use crate::probe::{Probe, probe};
use crate::tools::Tools;

/// A recording whose times are known and grow.
/// Cheap to clone; a repaired copy is removed with the last clone.
#[derive(Clone, Debug)]
pub struct Recording {
    path: PathBuf,
    probe: Arc<Probe>,
    copy: Option<Arc<Copy>>,
}

impl Recording {
    /// Probes a file, and repairs its clock into `scratch` if need be.
    pub fn open(tools: &Tools, path: &Path, scratch: &Path) -> Result<Self, MediaError> {
        Self::with_probe(tools, path, probe(tools, path)?, scratch)
    }

    /// The same for a file that was probed already.
    pub fn with_probe(
        tools: &Tools,
        path: &Path,
        original: Probe,
        scratch: &Path,
    ) -> Result<Self, MediaError> {
        let path = path.to_owned();
        let restarts = original
            .facts
            .video
            .as_ref()
            .map_or(0, |v| v.clock_restarts);
        if restarts == 0 {
            return Ok(Self {
                path,
                probe: Arc::new(original),
                copy: None,
            });
        }
        let copy = Copy::write(tools, &path, scratch)?;
        let mut probe = probe(tools, &copy.0)?;
        keep_what_is_known(&mut probe.facts, original.facts, restarts);
        Ok(Self {
            path,
            probe: Arc::new(probe),
            copy: Some(Arc::new(copy)),
        })
    }

    /// The file that was asked for.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file that is decoded; all times are those of this one.
    pub(crate) fn decoded_path(&self) -> &Path {
        self.copy.as_ref().map_or(&self.path, |copy| &copy.0)
    }

    /// Facts and frame times.
    pub fn probe(&self) -> &Probe {
        &self.probe
    }

    /// The facts.
    pub fn facts(&self) -> &MediaFacts {
        &self.probe.facts
    }

    /// The facts of the picture.
    pub fn video(&self) -> Result<&VideoFacts, MediaError> {
        let none = || MediaError::NoVideo {
            path: self.path.clone(),
        };
        self.probe.facts.video.as_ref().ok_or_else(none)
    }
}

/// The facts are those of the copy where they are about time, those of the original elsewhere.
fn keep_what_is_known(facts: &mut MediaFacts, original: MediaFacts, restarts: u32) {
    facts.container = original.container;
    facts.size_bytes = original.size_bytes;
    facts
        .warnings
        .retain(|w| w.code != MediaWarningCode::ClockRestarts);
    let kept = |code| {
        matches!(
            code,
            MediaWarningCode::ClockRestarts
                | MediaWarningCode::Truncated
                | MediaWarningCode::Damaged
        )
    };
    facts
        .warnings
        .splice(0..0, original.warnings.into_iter().filter(|w| kept(w.code)));
    if let Some(video) = &mut facts.video {
        video.clock_restarts = restarts;
    }
}

/// A temporary file, removed when the recording is dropped.
#[derive(Debug)]
struct Copy(PathBuf);

impl Copy {
    fn write(tools: &Tools, path: &Path, scratch: &Path) -> Result<Self, MediaError> {
        let target = Self(scratch.join("one_clock.mkv"));
        let mut command = child::command(
            &tools.ffmpeg,
            [
                "-hide_banner",
                "-nostdin",
                "-nostats",
                "-loglevel",
                "level+warning",
            ],
        );
        command.args(["-y", "-i"]).arg(child::input(path));
        command.args([
            "-map", "0:V:0", "-map", "0:a?", "-c", "copy", "-f", "matroska",
        ]);
        command.arg(child::input(&target.0));
        let (mut running, _stdout) = Running::start(command)?;
        let (status, log) = running.finish();
        child::not_killed(&status, path)?;
        if status.is_ok_and(|s| s.success()) {
            return Ok(target);
        }
        Err(MediaError::Repair {
            path: path.to_owned(),
            folder: scratch.to_owned(),
            said: log.tail(),
        })
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // a leftover lies in the job's own folder for temporary files, which is emptied with the job
        drop(std::fs::remove_file(&self.0));
    }
}
