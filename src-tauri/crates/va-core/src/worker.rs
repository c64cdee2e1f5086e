//! The protocol between the engine and a worker process: one JSON object per line, commands on the
//! worker's standard input, events on its standard output. The worker's standard error is its log.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::device::{DeviceUse, DeviceWish};
use crate::error::Failure;
use crate::ids::{JobId, PipelineId};
use crate::job_config::StepConfig;
use crate::media::{MediaFacts, MediaWarning};
use crate::time::Millis;

/// Version of this protocol. Both sides refuse another one.
pub const PROTOCOL: u32 = 3;

/// What the engine tells a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum WorkerCommand {
    /// Do this. Sent once, first.
    Start(Box<WorkOrder>),
    /// Stop this step and those that read from it at once, commit what they have as partial, go on with
    /// the others.
    CancelStep {
        /// Which.
        pipeline: PipelineId,
    },
    /// Stop, keep what is finished, exit.
    Cancel,
    /// Commit a checkpoint of every running step now and exit; the job goes on from there later.
    Suspend,
}

/// Everything that a worker needs to do a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkOrder {
    /// The protocol that the engine speaks.
    pub protocol: u32,
    /// The job.
    pub job: JobId,
    /// The job's folder; it exists.
    pub folder: PathBuf,
    /// The recording.
    pub media: PathBuf,
    /// What to run. Steps that the results file says are finished are not run again.
    pub steps: Vec<StepConfig>,
    /// Export formats to write at the end, ids of `va-export`.
    pub formats: Vec<String>,
    /// Programs, libraries and models.
    pub tools: Tools,
    /// The job's share of the cores, at least 1: threads for inference, and what the decoder's follow from.
    /// The same whenever this job goes on.
    pub threads: u32,
    /// What models compute on.
    pub device: DeviceWish,
}

/// Where the things outside this program are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tools {
    /// ffmpeg.
    pub ffmpeg: PathBuf,
    /// ffprobe.
    pub ffprobe: PathBuf,
    /// The ONNX Runtime library, if there is one.
    pub onnxruntime: Option<PathBuf>,
    /// Model files by id in the catalogue: those that are present and verified.
    pub models: BTreeMap<String, PathBuf>,
    /// Models that can't be used, with the reason. The steps that use one fail with it; the others run.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub refused: BTreeMap<String, Failure>,
}

/// What a worker tells the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum WorkerEvent {
    /// First line: the worker is there.
    Hello {
        /// The protocol that the worker speaks.
        protocol: u32,
        /// Version of the worker program.
        version: String,
    },
    /// Still there. About once a second, whatever the worker does; one that is silent for long is taken to
    /// hang.
    Alive,
    /// The recording was probed.
    Media {
        /// What was found.
        facts: Box<MediaFacts>,
    },
    /// Something a researcher should know.
    Warning {
        /// What.
        warning: MediaWarning,
    },
    /// A step began, or goes on from a checkpoint.
    StepStarted {
        /// Which.
        pipeline: PipelineId,
        /// Up to where it had got before, if it goes on.
        resumed_from: Option<Millis>,
    },
    /// A step that uses models has them ready.
    StepDevice {
        /// Which.
        pipeline: PipelineId,
        /// What was asked for, and what computes.
        device: DeviceUse,
    },
    /// How far the running steps are. At most four times a second.
    Progress {
        /// One entry a running step.
        steps: Vec<StepProgress>,
        /// Resident memory of the worker and its children in bytes, 0 if unknown.
        memory_bytes: u64,
    },
    /// A step finished; its results are committed.
    StepSucceeded {
        /// Which.
        pipeline: PipelineId,
        /// Items written, by track key.
        counts: BTreeMap<String, u64>,
        /// How long it took in all runs.
        took: Millis,
    },
    /// A step does not apply to this recording.
    StepSkipped {
        /// Which.
        pipeline: PipelineId,
        /// Why.
        reason: Failure,
    },
    /// A step was stopped because its user wanted that; what it has is committed, and partial.
    StepCancelled {
        /// Which.
        pipeline: PipelineId,
        /// Items written up to there, by track key.
        counts: BTreeMap<String, u64>,
        /// How long it took in all runs.
        took: Millis,
    },
    /// A step failed; the others go on.
    StepFailed {
        /// Which.
        pipeline: PipelineId,
        /// Why.
        failure: Failure,
    },
    /// The job as a whole can't go on.
    JobFailed {
        /// Why.
        failure: Failure,
    },
    /// Last line: everything is written.
    Finished {
        /// Files in the job's folder, relative to it.
        files: Vec<OutputFile>,
        /// Whether the worker stopped because it was told to.
        cancelled: bool,
    },
}

/// How far a step is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepProgress {
    /// Which.
    pub pipeline: PipelineId,
    /// How much of the recording is done.
    pub done: Millis,
    /// Its length, if known.
    pub total: Option<Millis>,
    /// Picture frames per second of wall time, for picture steps.
    pub frames_per_second: Option<f64>,
    /// Seconds of recording per second of wall time.
    pub speed: Option<f64>,
}

/// A file that a job wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputFile {
    /// Path relative to the job's folder, with `/`.
    pub path: String,
    /// Export format, or `provenance`.
    pub format: String,
    /// The pipeline whose results it holds, if it is one.
    pub pipeline: Option<PipelineId>,
    /// Size in bytes.
    pub bytes: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_one_line_each_and_round_trip() {
        let event = WorkerEvent::StepFailed {
            pipeline: "voice_activity".into(),
            failure: Failure::new(crate::ErrorCode::ModelMissing, "two\nlines").hint("h"),
        };
        let line = serde_json::to_string(&event).unwrap();
        assert!(
            !line.contains('\n'),
            "a message is one line whatever its text holds"
        );
        assert_eq!(serde_json::from_str::<WorkerEvent>(&line).unwrap(), event);
    }
}
