//! The recordings of a campaign: made with ffmpeg's generators at its start, each a little different, with
//! cuts, movement and sound. Used by the campaigns.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::media;

/// How large and how long: what a worker needs for them decides how often a kill hits one.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Seconds.
    pub seconds: u32,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Makes `count` recordings called `1.mp4`, `2.mp4` and so on.
pub fn make(folder: &Path, count: u32, size: Size) -> Result<Vec<PathBuf>> {
    (1..=count)
        .map(|number| {
            let path = folder.join(format!("{number}.mp4"));
            one(&path, number, size)?;
            Ok(path)
        })
        .collect()
}

/// A long recording out of a short one, without encoding it again.
pub fn repeat(short: &Path, times: u32, long: &Path) -> Result<()> {
    let again = times.saturating_sub(1).to_string();
    let short = short.to_string_lossy();
    media::make(&["-stream_loop", &again, "-i", &short, "-c", "copy"], long)
}

/// Cuts every few seconds, at other times in each recording; a tone that comes and goes.
fn one(path: &Path, number: u32, size: Size) -> Result<()> {
    let Size {
        seconds,
        width,
        height,
    } = size;
    let period = 5 + number;
    let picture = format!(
        "testsrc2=size={width}x{height}:rate=25:duration={seconds},\
         negate=enable='lt(mod(t,{period}),{half})'",
        half = f64::from(period) / 2.0
    );
    let sound = format!(
        "aevalsrc='0.4*sin(2*PI*(200+40*{number})*t)*lt(mod(t,3),1.5)':s=16000:d={seconds}"
    );
    let arguments = [
        "-f",
        "lavfi",
        "-i",
        &picture,
        "-f",
        "lavfi",
        "-i",
        &sound,
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-g",
        "50",
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac",
        "-shortest",
    ];
    media::make(&arguments, path)
}
