//! Collects what a decode delivers.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::Command;

use va_media::{
    Colour, DecodeReport, Demand, Recording, Sampling, TapSpec, VideoPlan, decode_video,
};

use crate::clips::Clips;

/// Timestamp and a hash of the pixels.
pub type Seen = (i64, u64);

pub const EVERY: Sampling = Sampling::EveryFrame;

/// All frames of one tap, 96 pixels wide.
pub fn decode(
    clips: &Clips,
    recording: &Recording,
    sampling: Sampling,
    resume_from: Option<i64>,
) -> (Vec<Seen>, DecodeReport) {
    let demand = Demand {
        sampling,
        width: 96,
        colour: Colour::Nv12,
    };
    let plan = VideoPlan::new(recording.video().unwrap(), &[demand], 2);
    let tap = TapSpec {
        branch: 0,
        sampling,
        resume_from,
    };
    let size = (plan.branches[0].width, plan.branches[0].height);
    let mut decode = decode_video(&clips.tools, recording, &plan, &[tap]).unwrap();
    let tap = decode.take_taps().remove(0);
    let base = recording.video().unwrap().time_base;
    let seen = tap
        .iter()
        .map(|frame| {
            assert_eq!(frame.time, base.millis(frame.pts));
            assert_eq!((frame.width, frame.height), size);
            let mut hasher = DefaultHasher::new();
            (frame.luma(), frame.chroma()).hash(&mut hasher);
            (frame.pts, hasher.finish())
        })
        .collect();
    (seen, decode.join().unwrap())
}

/// The timestamp of every frame, as ffprobe decodes them.
pub fn reference(clips: &Clips, path: &Path) -> Vec<i64> {
    let output = Command::new(&clips.tools.ffprobe)
        .args([
            "-v",
            "error",
            "-select_streams",
            "V:0",
            "-show_frames",
            "-of",
            "json",
        ])
        .args(["-show_entries", "frame=best_effort_timestamp"])
        .arg(path)
        .output()
        .unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let frames = answer["frames"].as_array().unwrap();
    frames
        .iter()
        .map(|f| f["best_effort_timestamp"].as_i64().unwrap())
        .collect()
}

pub fn times(seen: &[Seen]) -> Vec<i64> {
    seen.iter().map(|(pts, _)| *pts).collect()
}
