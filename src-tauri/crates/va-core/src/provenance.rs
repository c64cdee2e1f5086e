//! What a result says about its own making: `provenance.json` in every job folder.

use serde::{Deserialize, Serialize};

use crate::ids::{JobId, PipelineId};
use crate::media::MediaFacts;
use crate::schema::Settings;
use crate::time::Millis;

/// The whole record of one job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// Version of this record's shape, 1.
    pub schema: u32,
    /// The job.
    pub job: JobId,
    /// Program and version, for example `VideoAnnotator Desktop 0.1.0`.
    pub software: String,
    /// Operating system and processor architecture.
    pub platform: String,
    /// First line of `ffmpeg -version`.
    pub ffmpeg: String,
    /// Version of the ONNX Runtime library, if a step loaded it.
    pub onnxruntime: Option<String>,
    /// The recording.
    pub media: MediaRecord,
    /// When its file was last changed, Unix time in milliseconds, if the file system tells.
    #[serde(default)]
    pub media_modified_ms: Option<i64>,
    /// What ran, in order.
    pub steps: Vec<StepRecord>,
    /// Start of the last run, RFC 3339 in UTC.
    pub started_at: String,
    /// End of the last run, RFC 3339 in UTC.
    pub finished_at: String,
}

/// The recording that was annotated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MediaRecord {
    /// File name without its folder.
    pub file_name: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// What the probe found.
    pub facts: MediaFacts,
    /// What decoding found.
    pub decode: Option<DecodeRecord>,
}

/// What the decoder delivered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecodeRecord {
    /// Width of the decoded picture in pixels; of the first branch, if there are several.
    pub width: u32,
    /// Height of the decoded picture in pixels.
    pub height: u32,
    /// The pictures that the steps were given, those of earlier runs of the job included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub branches: Vec<BranchRecord>,
    /// Frames of the branch that delivered most, up to the end of the last run.
    pub frames: u64,
    /// Warnings about damaged pictures or packets.
    pub damaged: u64,
    /// Threads that ffmpeg was told to use, 0 for its own choice.
    pub threads: u32,
}

impl DecodeRecord {
    /// This run's record together with what the runs before it found.
    #[must_use]
    pub fn after(mut self, earlier: Self) -> Self {
        let known = std::mem::replace(&mut self.branches, earlier.branches);
        for branch in known {
            if !self.branches.contains(&branch) {
                self.branches.push(branch);
            }
        }
        // a step that wanted more frames may have ended before this run
        self.frames = self.frames.max(earlier.frames);
        self.damaged += earlier.damaged;
        self
    }
}

/// Pictures of one size and kind, made from the one decode.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchRecord {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// `nv12` or `rgb24`.
    pub pixels: String,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepRecord {
    /// The pipeline.
    pub pipeline: PipelineId,
    /// Version of its algorithm.
    pub version: u32,
    /// Which algorithm.
    pub variant: String,
    /// The settings as applied, complete.
    pub settings: Settings,
    /// Models that were loaded.
    pub models: Vec<ModelRecord>,
    /// Device that was asked for.
    pub device_asked: String,
    /// Device that was obtained.
    pub device_obtained: String,
    /// `succeeded`, `failed`, `cancelled`, `skipped`, or `suspended`: to be continued.
    pub state: String,
    /// Whether it has results although it did not come to its end: they stop where it was stopped.
    #[serde(default)]
    pub partial: bool,
    /// Items written, by track.
    pub counts: std::collections::BTreeMap<String, u64>,
    /// Time spent on it in all runs, in milliseconds.
    pub took: Millis,
}

/// A model file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelRecord {
    /// Id in the catalogue.
    pub id: String,
    /// SHA-256 of the file that was loaded.
    pub sha256: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_decode_of_a_resumed_job_keeps_what_earlier_runs_gave_the_steps() {
        let branch = |width| BranchRecord {
            width,
            height: 360,
            pixels: "nv12".to_owned(),
        };
        let run = |widths: &[u32], frames, damaged| DecodeRecord {
            branches: widths.iter().copied().map(branch).collect(),
            frames,
            damaged,
            ..DecodeRecord::default()
        };
        let both = run(&[640, 1280], 90, 2).after(run(&[320, 640], 1500, 3));
        assert_eq!(both, run(&[320, 640, 1280], 1500, 5));
    }
}
