//! Pictures that are hard on whoever looks at people and faces: a crowd, and recordings of odd kinds. Nothing
//! stalls, nothing grows with the length, and the pipelines beside them are unharmed.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;
use va_tests::annotate::{Run, command};
use va_tests::sandbox::Sandbox;
use va_tests::{media, places, processes};

/// Faces in each picture of the crowd.
const CROWD: u64 = 60;
/// Those that must be found in each sample: as many as are followed at once.
const FOUND: u64 = 50;

/// The picture pipelines that this program has, all of them switched on.
fn pipelines(sandbox: &Sandbox) -> Result<Vec<String>> {
    let mut list = sandbox.command("videoannotator")?;
    let output = list.args(["pipelines", "--json"]).output()?;
    let text = String::from_utf8(output.stdout)?;
    let mut found = Vec::new();
    for line in text.lines() {
        let line: Value = serde_json::from_str(line)?;
        let pipeline = &line["pipeline"];
        if pipeline["modality"] == "picture" {
            found.push(pipeline["id"].as_str().context("an id")?.to_owned());
        }
    }
    Ok(found)
}

/// Runs all picture pipelines on a recording; the worker's peak memory in kilobytes, where it can be seen.
fn look(sandbox: &Sandbox, models: &Path, video: &Path) -> Result<(Run, u64)> {
    let names = pipelines(sandbox)?.join(",");
    let video = video.to_str().context("a path that is text")?;
    let mut command = command(sandbox, &[video, "--pipelines", &names])?;
    command.env("VIDEOANNOTATOR_MODELS_DIR", models);
    let output = sandbox.join("said");
    command.stdout(std::fs::File::create(&output)?);
    command.stderr(std::fs::File::create(sandbox.join("complained"))?);
    let mut child = command.spawn()?;
    let mut peak = 0;
    let status = loop {
        peak = peak.max(worker(child.id()));
        match child.try_wait()? {
            Some(status) => break status,
            // only the interval at which memory is looked at; a peak lasts until the end
            None => std::thread::sleep(Duration::from_millis(30)),
        }
    };
    let run = Run::of(&std::process::Output {
        status,
        stdout: std::fs::read(&output)?,
        stderr: std::fs::read(sandbox.join("complained"))?,
    });
    Ok((run, peak))
}

/// The highest mark of the worker's memory below a process, in kilobytes; 0 where it can't be seen.
fn worker(process: u32) -> u64 {
    let below = processes::below(process).unwrap_or_default();
    let words = |id: &u32| std::fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
    let is_worker = |id: &u32| words(id).split(|b| *b == 0).any(|word| word == b"worker");
    let mark = |id: u32| -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
        let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
        line.trim().trim_end_matches(" kB").parse().ok()
    };
    let workers = below.into_iter().filter(is_worker);
    workers.filter_map(mark).max().unwrap_or(0)
}

/// So many seconds of sixty faces that move slowly to the side, ten beside and six above each other.
fn crowd(face: &Path, seconds: u32, video: &Path) -> Result<()> {
    let graph = "crop=256:240:110:20,scale=128:120,split=2[a][b];[b]hflip[c];[a][c]hstack,\
                 split=5[d][e][f][g][h];[d][e][f][g][h]hstack=inputs=5,\
                 split=6[i][j][k][l][m][n];[i][j][k][l][m][n]vstack=inputs=6,scroll=h=0.0004";
    let (face, seconds) = (face.to_str().context("text")?, seconds.to_string());
    media::make(
        &[
            "-loop",
            "1",
            "-framerate",
            "25",
            "-t",
            &seconds,
            "-i",
            face,
            "-vf",
            graph,
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
        ],
        video,
    )
}

#[test]
fn sixty_faces_neither_stall_the_other_pipelines_nor_grow_without_bound() -> Result<()> {
    let (Some(models), Some(face)) = (
        places::shared("models")?,
        places::shared("media/astronaut.png")?,
    ) else {
        return Ok(());
    };
    let sandbox = Sandbox::new()?;
    let mut peaks = Vec::new();
    for seconds in [1, 4] {
        let video = sandbox.join(&format!("crowd{seconds}.mp4"));
        crowd(&face, seconds, &video)?;
        let (run, peak) = look(&sandbox, &models, &video)?;
        assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
        let (frames, samples) = (u64::from(seconds) * 25, u64::from(seconds) * 5);
        assert_eq!(run.count("motion_energy.energy"), frames);
        assert_eq!(run.count("scene_detection.shots"), 1);
        assert_eq!(run.count("person_tracking.count"), samples);
        assert_eq!(run.count("face_analysis.count"), samples);
        let faces = run.count("face_analysis.boxes");
        assert!(
            (FOUND * samples..=CROWD * samples).contains(&faces),
            "{faces} faces in {samples} samples"
        );
        peaks.push(peak);
    }
    assert!(
        peaks[1] <= peaks[0] + peaks[0] / 4 + 20_000,
        "kilobytes for one and for four seconds: {peaks:?}"
    );
    assert!(peaks[1] < 700_000, "{peaks:?}");
    Ok(())
}

#[test]
fn pictures_with_alpha_of_one_pixel_and_of_8k_are_annotated_by_every_pipeline() -> Result<()> {
    let Some(models) = places::shared("models")? else {
        return Ok(());
    };
    let sandbox = Sandbox::new()?;
    let lavfi = |source: &'static str| ["-f", "lavfi", "-i", source];
    let h264 = [
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
    ];
    let kinds: [(&str, [&str; 4], &[&str], u64); 4] = [
        (
            "alpha.mkv",
            lavfi("testsrc2=s=320x240:r=5:d=2"),
            &["-c:v", "ffv1", "-pix_fmt", "yuva420p"],
            10,
        ),
        (
            "argb.mov",
            lavfi("testsrc2=s=320x240:r=5:d=2"),
            &["-c:v", "qtrle", "-pix_fmt", "argb"],
            10,
        ),
        (
            "pixel.mkv",
            lavfi("color=c=0x000001:s=1x1:r=5:d=2,format=rgb24"),
            &["-c:v", "ffv1", "-pix_fmt", "bgr0"],
            10,
        ),
        ("8k.mp4", lavfi("testsrc2=s=7680x4320:r=5:d=0.8"), &h264, 4),
    ];
    for (name, source, encoder, frames) in kinds {
        let video = sandbox.join(name);
        let words: Vec<&str> = source.iter().chain(encoder).copied().collect();
        media::make(&words, &video)?;
        let (run, _) = look(&sandbox, &models, &video)?;
        assert_eq!(run.code, Some(0), "{name}: {}{}", run.stdout, run.stderr);
        assert_eq!(run.count("motion_energy.energy"), frames, "{name}");
        assert_eq!(run.count("scene_detection.shots"), 1, "{name}");
        assert_eq!(run.count("person_tracking.count"), frames, "{name}");
        assert_eq!(run.count("face_analysis.count"), frames, "{name}");
    }
    Ok(())
}
