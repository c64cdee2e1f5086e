//! Frame-true time: every exported time of a frame is within a millisecond of the time that ffprobe
//! prints for a frame, on clips where `frame number / rate` would be wrong.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use va_tests::annotate::annotate;
use va_tests::media;
use va_tests::sandbox::Sandbox;

const PICTURE: &str = "testsrc2=size=160x120:rate=30:duration=6,negate=enable='between(t,2,4)'";

fn clips(folder: &Path) -> Result<Vec<(&'static str, PathBuf)>> {
    let picture = ["-f", "lavfi", "-i", PICTURE];
    let make = |name: &'static str, arguments: &[&str]| -> Result<_> {
        let path = folder.join(name);
        media::make(arguments, &path)?;
        Ok((name, path))
    };
    let x264 = [
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
    ];
    let with = |extra: &[&'static str]| [&picture[..], &x264, extra].concat();
    let b_frames = make(
        "bframes.mp4",
        &with(&["-bf", "3", "-b_strategy", "0", "-preset", "medium"]),
    )?;
    let jitter = [
        "-vf",
        "settb=1/90000,setpts='PTS+0.1*mod(N,7)/(30*TB)+floor(N/60)*0.11/TB'",
        "-fps_mode",
        "passthrough",
        "-enc_time_base",
        "1:90000",
    ];
    let variable = make("variable.mp4", &with(&jitter))?;
    let matroska = make("variable.mkv", &with(&jitter))?;
    let offset = make(
        "offset.ts",
        &with(&["-output_ts_offset", "1000", "-muxdelay", "0"]),
    )?;
    let source = b_frames.1.to_str().context("path")?.to_owned();
    let edited = make("edited.mp4", &["-ss", "1.3", "-i", &source, "-c", "copy"])?;
    let late = make(
        "late.mp4",
        &["-itsoffset", "2.5", "-i", &source, "-c", "copy"],
    )?;
    Ok(vec![b_frames, variable, matroska, offset, edited, late])
}

#[test]
fn exported_times_are_the_times_of_frames() -> Result<()> {
    let sandbox = Sandbox::new()?;
    for (name, clip) in clips(sandbox.path())? {
        let out = format!("out-{name}");
        let path = clip.to_str().context("path")?;
        let run = annotate(
            &sandbox,
            &[
                path,
                "--pipelines",
                "scene_detection,motion_energy",
                "--format",
                "csv",
                "--out",
                &out,
            ],
        )?;
        assert_eq!(run.code, Some(0), "{name}: {}{}", run.stdout, run.stderr);
        let frames = media::frame_times(&clip)?;
        let distance = |time: f64| {
            frames
                .iter()
                .map(|f| (f - time).abs())
                .fold(f64::INFINITY, f64::min)
        };
        let energy = column(&run.output("energy.csv")?, 0)?;
        assert_eq!(energy.len(), frames.len(), "{name}: one value a frame");
        for (value, frame) in energy.iter().zip(&frames) {
            assert!(
                (value - frame).abs() <= 1.0,
                "{name}: {value} ms instead of {frame} ms"
            );
        }
        let shots = column(&run.output("shots.csv")?, 0)?;
        assert!(
            shots.len() >= 2,
            "{name}: the clip has cuts, found {shots:?}"
        );
        for start in shots {
            assert!(
                distance(start) <= 1.0,
                "{name}: a shot starts at {start} ms, no frame does"
            );
        }
    }
    Ok(())
}

fn column(csv: &str, index: usize) -> Result<Vec<f64>> {
    let value = |line: &str| {
        line.split(',')
            .nth(index)
            .and_then(|cell| cell.parse().ok())
    };
    csv.lines()
        .skip(1)
        .map(|line| value(line).with_context(|| format!("`{line}`")))
        .collect()
}
