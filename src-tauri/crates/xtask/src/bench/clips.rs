//! The clips that are measured, made once in the target folder from the shared material.
//!
//! Where the shared material is absent, the benchmark says so and stops. Used by the benchmarks.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::exec;
use crate::workspace::Workspace;

/// A file of the shared material.
pub fn shared(workspace: &Workspace, name: &str) -> Result<PathBuf> {
    let folder = workspace
        .shared()
        .context("the benchmark needs the shared material; VIDEOANNOTATOR_SHARED names it")?;
    Ok(folder.join(name))
}

/// Two minutes of real pictures at 1080p30 in H.264, with speech: `PySceneDetect`'s test video and
/// Silero's test sound, looped and scaled.
pub fn two_minutes(workspace: &Workspace) -> Result<PathBuf> {
    made(workspace, "1080p30_2min.mp4", |output| {
        let mut ffmpeg = exec::program("ffmpeg")?;
        ffmpeg.args([
            "-hide_banner",
            "-loglevel",
            "error",
            "-y",
            "-stream_loop",
            "-1",
            "-i",
        ]);
        ffmpeg.arg(shared(workspace, "media/pyscenedetect_testvideo.mp4")?);
        ffmpeg
            .args(["-stream_loop", "-1", "-i"])
            .arg(shared(workspace, "media/silero_test.wav")?);
        ffmpeg.args([
            "-map",
            "0:v:0",
            "-map",
            "1:a:0",
            "-vf",
            "scale=1920:1080,fps=30",
        ]);
        ffmpeg.args([
            "-t", "120", "-c:v", "libx264", "-preset", "veryfast", "-b:v", "6M",
        ]);
        ffmpeg.args(["-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k"]);
        exec::run(ffmpeg.arg(output))
    })
}

/// The same for an hour, without encoding it again.
pub fn one_hour(workspace: &Workspace) -> Result<PathBuf> {
    let source = two_minutes(workspace)?;
    made(workspace, "1080p30_60min.mp4", |output| {
        let mut ffmpeg = exec::program("ffmpeg")?;
        ffmpeg.args([
            "-hide_banner",
            "-loglevel",
            "error",
            "-y",
            "-stream_loop",
            "29",
            "-i",
        ]);
        exec::run(ffmpeg.arg(&source).args(["-c", "copy"]).arg(output))
    })
}

/// Two minutes of people and faces at 1080p30 in H.264: the Peekaboo clip for ten seconds, the clip of people
/// who come one by one for fifty, again and again.
pub fn people(workspace: &Workspace) -> Result<PathBuf> {
    made(workspace, "people_1080p30_2min.mp4", |output| {
        let part = |input: usize, shape: &str, seconds: u32, name: &str| {
            format!(
                "[{input}:v:0]{shape},setsar=1,fps=30,trim=duration={seconds},setpts=PTS-STARTPTS,\
                 split=2[{name}0][{name}1];"
            )
        };
        let graph = [
            part(0, "scale=1440:1080,pad=1920:1080:240:0", 10, "a"),
            part(1, "scale=1920:1080", 50, "b"),
            "[a0][b0][a1][b1]concat=n=4:v=1:a=0[v]".to_owned(),
        ]
        .concat();
        let mut ffmpeg = exec::program("ffmpeg")?;
        ffmpeg.args(["-hide_banner", "-loglevel", "error", "-y"]);
        for name in [
            "media/2UWdXP.joke1.rep3.take1.Peekaboo_h265.mp4",
            "media/one-by-one-person-detection.mp4",
        ] {
            ffmpeg.args(["-stream_loop", "-1", "-i"]);
            ffmpeg.arg(shared(workspace, name)?);
        }
        ffmpeg.args(["-filter_complex", &graph, "-map", "[v]"]);
        ffmpeg.args(["-c:v", "libx264", "-preset", "veryfast", "-b:v", "6M"]);
        exec::run(ffmpeg.args(["-pix_fmt", "yuv420p"]).arg(output))
    })
}

/// Its first twenty seconds.
pub fn people_shortly(workspace: &Workspace) -> Result<PathBuf> {
    let source = people(workspace)?;
    made(workspace, "people_1080p30_20s.mp4", |output| {
        let mut ffmpeg = exec::program("ffmpeg")?;
        ffmpeg.args(["-hide_banner", "-loglevel", "error", "-y", "-i"]);
        ffmpeg.arg(&source);
        exec::run(ffmpeg.args(["-t", "20", "-c", "copy"]).arg(output))
    })
}

/// The same for so many minutes, an even number, without encoding it again.
pub fn people_for(workspace: &Workspace, minutes: u32) -> Result<PathBuf> {
    let source = people(workspace)?;
    made(
        workspace,
        &format!("people_1080p30_{minutes}min.mp4"),
        |output| {
            let times = (minutes / 2).max(1) - 1;
            let mut ffmpeg = exec::program("ffmpeg")?;
            ffmpeg.args(["-hide_banner", "-loglevel", "error", "-y"]);
            ffmpeg.args(["-stream_loop", &times.to_string(), "-i"]);
            exec::run(ffmpeg.arg(&source).args(["-c", "copy"]).arg(output))
        },
    )
}

/// Ten minutes of Silero's test sound.
pub fn ten_minutes_of_speech(workspace: &Workspace) -> Result<PathBuf> {
    made(workspace, "speech_10min.wav", |output| {
        let mut ffmpeg = exec::program("ffmpeg")?;
        ffmpeg.args([
            "-hide_banner",
            "-loglevel",
            "error",
            "-y",
            "-stream_loop",
            "9",
            "-i",
        ]);
        ffmpeg
            .arg(shared(workspace, "media/silero_test.wav")?)
            .args(["-c", "copy"]);
        exec::run(ffmpeg.arg(output))
    })
}

fn made(
    workspace: &Workspace,
    name: &str,
    make: impl FnOnce(&Path) -> Result<()>,
) -> Result<PathBuf> {
    let folder = workspace.target().join("bench/clips");
    let file = folder.join(name);
    if !file.is_file() {
        fs::create_dir_all(&folder).context("make the folder for clips")?;
        let part = folder.join(format!("part_{name}"));
        make(&part)?;
        fs::rename(&part, &file)?;
    }
    Ok(file)
}
