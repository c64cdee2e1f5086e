//! Bad input: a clear error with a hint and the right exit code, or a result that says what is odd about
//! it. Never a panic, never a half file.

use std::path::Path;

use anyhow::{Context, Result};
use va_tests::annotate::{Run, annotate};
use va_tests::media;
use va_tests::sandbox::Sandbox;

fn text(path: &Path) -> Result<&str> {
    path.to_str().context("a path that is text")
}

fn refused(run: &Run, code: i32, sandbox: &Sandbox) {
    assert_eq!(run.code, Some(code), "{}{}", run.stdout, run.stderr);
    assert!(run.error().is_some(), "an error has a code: {}", run.stdout);
    assert!(
        run.hint().is_some_and(|hint| hint.len() > 10),
        "an error has a hint: {}",
        run.stdout
    );
    assert!(
        !sandbox.join("annotations").exists(),
        "nothing is made for a file that can't be read"
    );
}

#[test]
fn files_that_are_no_recordings_are_refused_with_words() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let write = |name: &str, bytes: &[u8]| -> Result<_> {
        let path = sandbox.join(name);
        std::fs::write(&path, bytes)?;
        Ok(path)
    };
    let cases = [
        write("zero.mp4", b"")?,
        write("text.mp4", b"These are my notes on visit 7.\n")?,
        write(
            "noise.mkv",
            &(0..4096u32)
                .flat_map(|i| (i * 7919).to_le_bytes())
                .collect::<Vec<_>>(),
        )?,
        sandbox.join("missing.mp4"),
        sandbox.path().to_owned(),
    ];
    for path in &cases {
        let run = annotate(&sandbox, &[text(path)?])?;
        refused(&run, 3, &sandbox);
    }
    Ok(())
}

#[test]
fn a_recording_without_picture_is_refused_for_picture_pipelines_only() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let sound = sandbox.join("sound.m4a");
    media::make(
        &[
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=300:duration=2",
            "-c:a",
            "aac",
        ],
        &sound,
    )?;
    let named = annotate(
        &sandbox,
        &[
            text(&sound)?,
            "--pipelines",
            "scene_detection",
            "--out",
            "p",
        ],
    )?;
    assert_eq!(named.code, Some(3), "{}", named.stdout);
    assert_eq!(named.error(), Some("NO_VIDEO_STREAM"));
    assert!(named.hint().is_some());
    let speech = annotate(
        &sandbox,
        &[text(&sound)?, "--pipelines", "voice_activity", "--out", "s"],
    )?;
    assert_eq!(speech.code, Some(0), "{}", speech.stdout);
    Ok(())
}

#[test]
fn a_file_that_ends_early_gives_what_is_there_and_says_so() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let whole = sandbox.join("whole.mp4");
    media::make(
        &[
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=320x240:rate=25:duration=8",
            "-movflags",
            "faststart",
        ],
        &whole,
    )?;
    let bytes = std::fs::read(&whole)?;
    let cut = sandbox.join("cut.mp4");
    std::fs::write(&cut, &bytes[..bytes.len() * 6 / 10])?;
    let run = annotate(&sandbox, &[text(&cut)?, "--pipelines", "motion_energy"])?;
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let samples = run.count("motion_energy.energy");
    assert!(
        (50..200).contains(&samples),
        "{samples} of 200 frames are in the file"
    );
    assert!(
        run.stdout.contains("truncated"),
        "a cut file is said to be cut: {}",
        run.stdout
    );
    let header = sandbox.join("header.mp4");
    media::make(
        &[
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=320x240:rate=25:duration=2",
        ],
        &header,
    )?;
    let bytes = std::fs::read(&header)?;
    std::fs::write(&header, &bytes[..bytes.len() / 2])?;
    let run = annotate(&sandbox, &[text(&header)?, "--out", "other"])?;
    assert_eq!(
        run.code,
        Some(3),
        "without its index an MP4 can't be read: {}",
        run.stdout
    );
    Ok(())
}

#[test]
fn odd_pictures_are_annotated() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let make = |name: &str, source: &str, extra: &[&str]| -> Result<_> {
        let path = sandbox.join(name);
        media::make(&[&["-f", "lavfi", "-i", source], extra].concat(), &path)?;
        Ok(path)
    };
    let cases = [
        (
            make(
                "dot.mkv",
                "testsrc2=size=64x64:rate=25:duration=1,scale=1:1,format=rgb24",
                &["-c:v", "png"],
            )?,
            25,
        ),
        (
            make(
                "odd.mkv",
                "testsrc2=size=101x77:rate=25:duration=1",
                &["-c:v", "ffv1"],
            )?,
            25,
        ),
        (
            make("fast.mp4", "testsrc2=size=160x120:rate=100:duration=1", &[])?,
            100,
        ),
        (
            make(
                "wide.mkv",
                "testsrc2=size=7680x64:rate=5:duration=1",
                &["-c:v", "mjpeg"],
            )?,
            5,
        ),
    ];
    for (path, frames) in &cases {
        let run = annotate(&sandbox, &[text(path)?, "--pipelines", "motion_energy"])?;
        assert_eq!(
            run.code,
            Some(0),
            "{}: {}{}",
            path.display(),
            run.stdout,
            run.stderr
        );
        assert_eq!(
            run.count("motion_energy.energy"),
            *frames,
            "{}",
            path.display()
        );
    }
    Ok(())
}

#[test]
fn turned_recordings_and_second_sound_tracks_are_said() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let upright = sandbox.join("upright.mp4");
    media::clip(2, &upright)?;
    let turned = sandbox.join("turned.mp4");
    media::make(
        &[
            "-display_rotation",
            "90",
            "-i",
            text(&upright)?,
            "-map",
            "0:v",
            "-map",
            "0:a",
            "-map",
            "0:a",
            "-c",
            "copy",
        ],
        &turned,
    )
    .or_else(|_| {
        // ffmpeg before 6 sets the rotation as metadata
        media::make(
            &[
                "-i",
                text(&upright).unwrap_or_default(),
                "-map",
                "0:v",
                "-map",
                "0:a",
                "-map",
                "0:a",
                "-c",
                "copy",
                "-metadata:s:v:0",
                "rotate=90",
            ],
            &turned,
        )
    })?;
    let run = annotate(&sandbox, &[text(&turned)?])?;
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    for code in ["rotated", "several_sound_tracks"] {
        assert!(
            run.stdout.contains(code),
            "`{code}` is said: {}",
            run.stdout
        );
    }
    let media = run
        .lines
        .iter()
        .find_map(|l| l["event"]["facts"]["video"]["width"].as_u64());
    assert_eq!(media, Some(240), "sizes are as shown, not as coded");
    Ok(())
}

#[test]
fn names_in_any_script_and_very_long_paths_work() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let deep = (0..12).fold(sandbox.path().to_owned(), |path, i| {
        path.join(format!(
            "a rather long folder name, number {i}, {}",
            "x".repeat(120)
        ))
    });
    std::fs::create_dir_all(&deep)?;
    let video =
        deep.join("Besuch \u{e4}\u{f6}\u{fc} \u{65e5}\u{672c}\u{8a9e} \u{1f476} 'quoted' %d.mp4");
    let short = sandbox.join("clip.mp4");
    media::clip(1, &short)?;
    std::fs::rename(&short, &video)?;
    let run = annotate(
        &sandbox,
        &[
            text(&video)?,
            "--pipelines",
            "scene_detection,voice_activity",
        ],
    )?;
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(run.output(".rttm").is_ok());
    Ok(())
}

#[test]
fn a_folder_that_can_not_be_written_is_named() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let video = sandbox.join("clip.mp4");
    media::clip(1, &video)?;
    let blocked = sandbox.join("blocked");
    std::fs::write(&blocked, "a file where a folder is wanted")?;
    let run = annotate(&sandbox, &[text(&video)?, "--out", text(&blocked)?])?;
    assert_eq!(run.code, Some(4), "{}", run.stdout);
    assert_eq!(run.error(), Some("STORAGE_NOT_WRITABLE"));
    assert!(run.hint().is_some_and(|hint| hint.contains("folder")));
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing_that_was_there() -> Result<()> {
    use std::process::Command;
    let sandbox = Sandbox::new()?;
    let small = sandbox.join("small");
    std::fs::create_dir(&small)?;
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=400k", "tmpfs", text(&small)?])
        .output()
        .is_ok_and(|done| done.status.success());
    if !mounted {
        va_tests::places::missing::<()>("VIDEOANNOTATOR_REQUIRE_ROOT", "a small disk needs root")?;
        return Ok(());
    }
    let _unmount = Unmount(&small);
    let video = sandbox.join("clip.mp4");
    media::clip(120, &video)?;
    let run = annotate(&sandbox, &[text(&video)?, "--out", text(&small)?])?;
    assert_eq!(run.code, Some(4), "{}{}", run.stdout, run.stderr);
    assert_eq!(run.error(), Some("STORAGE_FULL"), "{}", run.stdout);
    assert!(run.hint().is_some());
    let halves = walk(&small)?
        .into_iter()
        .filter(|p| p.extension().is_some_and(|e| e == "part"));
    assert_eq!(halves.count(), 0, "no half file stays");
    Ok(())
}

#[cfg(target_os = "linux")]
struct Unmount<'a>(&'a Path);

#[cfg(target_os = "linux")]
impl Drop for Unmount<'_> {
    fn drop(&mut self) {
        let done = std::process::Command::new("umount")
            .arg("-l")
            .arg(self.0)
            .status();
        assert!(
            done.is_ok_and(|status| status.success()),
            "the small disk stays mounted"
        );
    }
}

#[cfg(target_os = "linux")]
fn walk(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(walk(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}
