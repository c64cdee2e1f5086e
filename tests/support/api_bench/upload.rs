//! Ten megabytes that are a real recording, as an existing client sends them. Used by the benchmark.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::client::Client;
use crate::media;

/// Size of the recording in bytes.
const SIZE: usize = 10_000_000;
const BOUNDARY: &str = "a-boundary-of-the-benchmark";

/// Makes a short recording of exactly this size: an unused box at its end fills it up.
pub(super) fn recording(file: &Path) -> Result<PathBuf> {
    media::clip(10, file)?;
    let mut bytes = fs::read(file)?;
    let rest = SIZE
        .checked_sub(bytes.len())
        .context("the clip is too large")?;
    bytes.extend_from_slice(&u32::try_from(rest)?.to_be_bytes());
    bytes.extend_from_slice(b"free");
    // bytes that do not compress and that nobody reads
    bytes.extend((0..rest - 8).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8));
    fs::write(file, bytes)?;
    Ok(file.to_owned())
}

/// The form with the recording.
pub(super) struct Form(Vec<u8>);

impl Form {
    pub(super) fn of(recording: &Path) -> Result<Self> {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"selected_pipelines\"\r\n\r\nmotion_energy\r\n\
             --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"video\"; filename=\"upload.mp4\"\r\n\
             Content-Type: video/mp4\r\n\r\n"
        );
        let tail = format!("\r\n--{BOUNDARY}--\r\n");
        Ok(Self(
            [head.as_bytes(), &fs::read(recording)?, tail.as_bytes()].concat(),
        ))
    }

    /// Sends it; the time until the job is there.
    pub(super) fn send(&self, client: &Client) -> Result<Duration> {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let (_, took) = client.sent("POST", "/api/v1/jobs", (&kind, &self.0), 201)?;
        Ok(took)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recording_has_its_size_and_still_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = recording(&folder.path().join("a.mp4")).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().len(), SIZE as u64);
        assert_eq!(media::frame_times(&file).unwrap().len(), 250);
    }
}
