//! The results file of one job, `annotations.sqlite`: tracks, items, and how far each pipeline got. The
//! job's worker holds the one [`ResultsWriter`]; the engine, the exporters and the window read beside it.

mod commit;
mod hash;
mod items;
mod lookup;
mod objects;
mod reader;
mod renumber;
mod samples;
mod tracks;
mod writer;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use va_core::annotation::{Observation, Renumber, Sample, Segment, TrackSpec};
use va_core::media::MediaFacts;
use va_core::provenance::DecodeRecord;
use va_core::{Failure, JobId, Millis, PipelineId};

pub use hash::canonical_hash;
pub use items::SampleView;
pub use objects::{ObjectRow, ObservationView};
pub use reader::ResultsReader;
pub use writer::ResultsWriter;

/// Whose results these are; written when the file is made, compared when it is opened again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultsHeader {
    /// The job.
    pub job: JobId,
    /// Program and version that writes.
    pub software: String,
}

/// What the file says about itself.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultsMeta {
    /// The job.
    pub job: JobId,
    /// Program and version that wrote last.
    pub software: String,
    /// What the probe found, once known.
    pub media: Option<MediaFacts>,
    /// SHA-256 of the recording in lower-case hexadecimal, once known.
    pub media_sha256: Option<String>,
    /// What decoding found, once it ended.
    pub decode: Option<DecodeRecord>,
}

/// How far a pipeline got.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredCheckpoint {
    /// Where to go on, in the pipeline's own terms.
    pub position: i64,
    /// The same as a time, for people.
    pub time: Millis,
    /// Small state of the pipeline.
    pub state: Value,
}

/// How a pipeline ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", content = "failure", rename_all = "snake_case")]
pub enum Outcome {
    /// Its results are complete.
    Succeeded,
    /// It stopped with an error; a later run may go on from its checkpoint.
    Failed(Failure),
    /// It does not apply to this recording.
    Skipped(Failure),
    /// Its user stopped it, and it alone; what it had written stays, and is partial.
    Cancelled,
}

impl Outcome {
    /// Whether a later run has nothing to do.
    pub fn is_finished(&self) -> bool {
        match self {
            Self::Succeeded | Self::Skipped(_) | Self::Cancelled => true,
            Self::Failed(_) => false,
        }
    }
}

/// What is committed at once for one pipeline: everything or nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Whose.
    pub pipeline: PipelineId,
    /// Tracks that are declared; one that exists is found again and must not differ.
    pub tracks: Vec<TrackSpec>,
    /// Intervals by track key, in order.
    pub segments: Vec<(String, Segment)>,
    /// Values by track key. A track has at most one sample a tick.
    pub samples: Vec<(String, Sample)>,
    /// Ticks by track key whose values turned out not to be measurements: every channel becomes `None`,
    /// also for samples of this batch. Ticks without a sample are passed over.
    pub cleared: Vec<(String, Vec<i64>)>,
    /// What was measured of objects, by track key. A track has at most one a tick and object.
    pub objects: Vec<(String, Observation)>,
    /// Numbers of objects that turned out to be others, by track key, also in observations of this batch:
    /// all changes of one entry hold at once, the entries one after the other.
    pub renumbered: Vec<(String, Vec<Renumber>)>,
    /// How far the pipeline got with these items. Items without a checkpoint or an outcome would be
    /// written twice by a resume.
    pub checkpoint: Option<StoredCheckpoint>,
    /// How it ended, if it did.
    pub finished: Option<Outcome>,
    /// Time spent on it in all runs up to here.
    pub took: Millis,
}

impl Batch {
    /// Nothing yet.
    pub fn new(pipeline: PipelineId) -> Self {
        Self {
            pipeline,
            tracks: Vec::new(),
            segments: Vec::new(),
            samples: Vec::new(),
            cleared: Vec::new(),
            objects: Vec::new(),
            renumbered: Vec::new(),
            checkpoint: None,
            finished: None,
            took: Millis(0),
        }
    }
}

/// How far a pipeline got, as it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct PipelineProgress {
    /// Which.
    pub pipeline: PipelineId,
    /// Where to go on, if it ever got to a checkpoint.
    pub checkpoint: Option<StoredCheckpoint>,
    /// How it ended, if it did and was not taken up again since.
    pub outcome: Option<Outcome>,
    /// Time spent on it in all runs.
    pub took: Millis,
}

impl PipelineProgress {
    /// Whether a later run has nothing to do.
    pub fn is_finished(&self) -> bool {
        self.outcome.as_ref().is_some_and(Outcome::is_finished)
    }
}

/// A track with what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackRow {
    /// The track as it was declared.
    pub spec: TrackSpec,
    /// Segments, samples or observations.
    pub items: u64,
    /// Start of the first item.
    pub first: Option<Millis>,
    /// End of the last segment, or time of the last sample or observation.
    pub last: Option<Millis>,
}

mod key {
    //! Keys of the `meta` table.
    pub(super) const JOB: &str = "job";
    pub(super) const SOFTWARE: &str = "software";
    pub(super) const MEDIA: &str = "media";
    pub(super) const MEDIA_SHA256: &str = "media_sha256";
    pub(super) const DECODE: &str = "decode";
}
