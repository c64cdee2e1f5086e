//! One small picture of a recording, for lists. Fast rather than exact: the key frame before the time.

use std::io::Read;
use std::path::Path;

use va_core::Millis;
use va_core::media::MediaFacts;

use crate::child::{self, Running};
use crate::error::MediaError;
use crate::tools::Tools;

/// More than any thumbnail has.
const LARGEST: u64 = 16 << 20;

/// A JPEG of this width, as shown (turned, square pixels). `at` is a time on the container's clock; `None`:
/// a tenth into the recording, where it rarely is black.
pub fn thumbnail(
    tools: &Tools,
    path: &Path,
    facts: &MediaFacts,
    at: Option<Millis>,
    width: u32,
) -> Result<Vec<u8>, MediaError> {
    let Some(video) = &facts.video else {
        return Err(MediaError::NoVideo {
            path: path.to_owned(),
        });
    };
    let at = match (at, facts.duration) {
        (Some(at), _) => at - facts.start,
        (None, Some(length)) => Millis(length.0 / 10),
        (None, None) => Millis(0),
    };
    let width = u64::from(width.clamp(2, video.width.max(2)));
    let height = (width * u64::from(video.height) / u64::from(video.width.max(1))).max(2);
    let jpeg = extract(tools, path, at.0.max(0), (width, height))?;
    // a seek into the last moments, or past the end, finds nothing
    let jpeg = if jpeg.0.is_empty() {
        extract(tools, path, 0, (width, height))?
    } else {
        jpeg
    };
    match jpeg {
        (bytes, _, _) if !bytes.is_empty() => Ok(bytes),
        (_, exit, said) => Err(MediaError::Decode {
            path: path.to_owned(),
            delivered: 0,
            what: "frames",
            exit,
            said,
        }),
    }
}

/// The bytes, how ffmpeg ended, and what it said.
fn extract(
    tools: &Tools,
    path: &Path,
    at: i64,
    (width, height): (u64, u64),
) -> Result<(Vec<u8>, String, String), MediaError> {
    let mut command = child::command(
        &tools.ffmpeg,
        [
            "-hide_banner",
            "-nostdin",
            "-nostats",
            "-loglevel",
            "level+warning",
            "-threads",
            "1",
            "-noaccurate_seek",
            "-ss",
        ],
    );
    command
        .arg(format!("{}.{:03}", at / 1000, at % 1000))
        .arg("-i")
        .arg(child::input(path));
    command.args(["-map", "0:V:0", "-frames:v", "1", "-vf"]);
    command.arg(format!(
        "scale={width}:{height}:out_range=pc,format=yuvj420p"
    ));
    command.args(["-c:v", "mjpeg", "-q:v", "4", "-f", "image2pipe", "pipe:1"]);
    let (mut running, stdout) = Running::start(command)?;
    let mut bytes = Vec::new();
    if stdout.take(LARGEST).read_to_end(&mut bytes).is_err() {
        bytes.clear();
    }
    let (status, log) = running.finish();
    Ok((bytes, child::describe(&status), log.tail()))
}
