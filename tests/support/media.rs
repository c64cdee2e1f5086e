//! Videos and sounds made on the spot with ffmpeg's own generators, and what ffprobe says of them.
//!
//! No file from elsewhere is used, so every test runs on a bare clone. Used by the end-to-end tests.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Runs ffmpeg with the arguments and the output file last.
pub fn make(arguments: &[&str], output: &Path) -> Result<()> {
    let done = Command::new("ffmpeg")
        .args(["-hide_banner", "-loglevel", "error", "-nostdin", "-y"])
        .args(arguments)
        .arg(output)
        .output()
        .context("start ffmpeg")?;
    if !done.status.success() {
        bail!(
            "ffmpeg {arguments:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
    Ok(())
}

/// `seconds` of a moving test picture with a tone, 320x240 at 25 frames a second, with one hard cut
/// to its negative in the middle.
pub fn clip(seconds: u32, output: &Path) -> Result<()> {
    let picture = format!(
        "testsrc2=size=320x240:rate=25:duration={seconds},negate=enable='gte(t,{})'",
        f64::from(seconds) / 2.0
    );
    let tone = format!("sine=frequency=440:sample_rate=48000:duration={seconds}");
    let arguments = [
        "-f",
        "lavfi",
        "-i",
        &picture,
        "-f",
        "lavfi",
        "-i",
        &tone,
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac",
        "-shortest",
    ];
    make(&arguments, output)
}

/// The presentation times of a video's frames in milliseconds, as ffprobe prints them.
pub fn frame_times(video: &Path) -> Result<Vec<f64>> {
    let done = Command::new("ffprobe")
        .args([
            "-v",
            "error",
            "-select_streams",
            "v:0",
            "-show_entries",
            "frame=pts_time",
        ])
        .args(["-of", "csv=p=0"])
        .arg(video)
        .output()
        .context("start ffprobe")?;
    if !done.status.success() {
        bail!("ffprobe: {}", String::from_utf8_lossy(&done.stderr));
    }
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    text.lines()
        .map(|line| line.trim().trim_end_matches(','))
        .filter(|line| !line.is_empty())
        .map(|line| {
            line.parse::<f64>()
                .with_context(|| format!("ffprobe printed `{line}`"))
        })
        .map(|seconds| Ok(seconds? * 1000.0))
        .collect()
}
