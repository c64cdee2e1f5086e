//! Shots: our program beside ffmpeg alone and `PySceneDetect`, on two minutes of 1080p30.
//!
//! Times are wall times of whole programs, start and file hashing included.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::annotation::Annotation;
use super::measure::{median, seconds};
use super::{Bench, clips};
use crate::exec;

#[derive(Deserialize)]
struct Theirs {
    seconds: f64,
    cuts: Vec<i64>,
}

#[derive(Deserialize)]
struct Ours {
    cuts: Vec<i64>,
}

/// Measures and writes the section.
pub fn measure(bench: &Bench<'_>) -> Result<String> {
    let clip = clips::two_minutes(bench.workspace)?;
    let [mut decode, mut scale, mut ours, mut all, mut theirs] = [const { Vec::new() }; 5];
    let mut cuts = None;
    for _ in 0..bench.runs {
        decode.push(seconds(&mut ffmpeg(&clip, None)?)?);
        scale.push(seconds(&mut ffmpeg(
            &clip,
            Some("scale=640:360:flags=fast_bilinear"),
        )?)?);
        let run = Annotation::of(bench.workspace, &clip)?;
        ours.push(seconds(
            &mut run.command(bench.workspace, "scene_detection"),
        )?);
        let file = run
            .output("scene_detection.json")
            .or_else(|_| run.output("scenes.json"))?;
        let found: Ours = bench.peers.ask(&["shots".as_ref(), file.as_os_str()])?;
        let other: Theirs = bench.peers.ask(&["cuts".as_ref(), clip.as_os_str()])?;
        theirs.push(other.seconds);
        cuts = Some((found.cuts, other.cuts));
        let run = Annotation::of(bench.workspace, &clip)?;
        all.push(seconds(&mut run.command(bench.workspace, ""))?);
    }
    let (found, expected) = cuts.context("no run was made")?;
    let apart = farthest(&found, &expected);
    let row = |name: &str, times: &[f64]| {
        format!(
            "| {name} | {:.2} | {:.2} |\n",
            median(times),
            median(times) / median(&scale)
        )
    };
    Ok([
        "## Shots\n\nTwo minutes of H.264 at 1080p30 (`pyscenedetect_testvideo.mp4` looped and scaled), wall seconds.\n\n".to_owned(),
        "| program | seconds | to ffmpeg, decode and scale |\n|---|---:|---:|\n".to_owned(),
        row("ffmpeg, decode", &decode),
        row("ffmpeg, decode and scale to 640x360", &scale),
        row("videoannotator, `scene_detection`", &ours),
        row("videoannotator, shots, movement and speech", &all),
        row("PySceneDetect 0.7.2, `detect(ContentDetector())`", &theirs),
        format!(
            "\nPySceneDetect takes {:.2} times as long as we do (wanted: at least 1.25); we take {:.2} times \
             ffmpeg's decoding and scaling (wanted: at most 1.15).\n",
            median(&theirs) / median(&ours),
            median(&ours) / median(&scale)
        ),
        match apart {
            Some(apart) => format!(
                "Cuts: {} here, {} there; farthest apart {apart} ms (one frame is 33 ms).\n",
                found.len(),
                expected.len()
            ),
            None => format!("Cuts DIFFER: {found:?} here, {expected:?} there.\n"),
        },
    ]
    .concat())
}

fn ffmpeg(clip: &Path, filter: Option<&str>) -> Result<std::process::Command> {
    let mut command = exec::program("ffmpeg")?;
    command
        .args(["-hide_banner", "-nostdin", "-i"])
        .arg(clip)
        .args(["-map", "0:v:0", "-an"]);
    if let Some(filter) = filter {
        command.args(["-vf", filter, "-pix_fmt", "nv12"]);
    }
    command.args(["-f", "null", "-"]);
    Ok(command)
}

/// The largest distance of two lists of cuts, or `None` when they are not as many.
fn farthest(here: &[i64], there: &[i64]) -> Option<i64> {
    (here.len() == there.len()).then(|| {
        here.iter()
            .zip(there)
            .map(|(a, b)| (a - b).abs())
            .max()
            .unwrap_or(0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_that_are_not_as_many_are_never_called_equal() {
        assert_eq!(farthest(&[1000, 2000], &[1001, 1990]), Some(10));
        assert_eq!(farthest(&[1000], &[1000, 2000]), None);
    }
}
