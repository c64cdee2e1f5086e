//! What pipelines produce: tracks of segments and tracks of samples. Times are kept as PTS ticks of the
//! stream they were read from, with the milliseconds derived from them beside, so that nothing is lost.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::ids::PipelineId;
use crate::time::{Millis, TimeBase};

/// What a track holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrackKind {
    /// Intervals with a label.
    Segments,
    /// Values at points in time, one or several channels.
    Curve,
}

/// One column of a curve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// Name in files, for example `whole`.
    pub key: String,
    /// Name in the window.
    pub title: String,
    /// Unit, empty if it has none.
    pub unit: String,
}

/// A track, declared before its first item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackSpec {
    /// Unique within a job: `<pipeline>.<name>`, for example `scene_detection.shots`.
    pub key: String,
    /// The pipeline that writes it.
    pub pipeline: PipelineId,
    /// Name in the window.
    pub title: String,
    /// What it holds.
    pub kind: TrackKind,
    /// Columns of a curve, empty for segments.
    pub channels: Vec<Channel>,
    /// Time base of the PTS of its items.
    pub time_base: TimeBase,
}

/// An interval with a label. The end is exclusive and never before the start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// First tick.
    pub start_pts: i64,
    /// The tick after the last.
    pub end_pts: i64,
    /// Start in milliseconds, derived from the tick.
    pub start: Millis,
    /// End in milliseconds, derived from the tick.
    pub end: Millis,
    /// What it is, for example `shot`, `fade_out`, `speech`.
    pub label: String,
    /// How sure, 0 to 1, or how strong, as the pipeline's page says.
    pub score: Option<f64>,
    /// Further fields, documented on the pipeline's page.
    #[serde(default)]
    pub data: Map<String, Value>,
}

/// Values at one point in time. A channel that was not measured there is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Tick of the frame or window that was measured.
    pub pts: i64,
    /// The same in milliseconds.
    pub time: Millis,
    /// One value a channel, in the order of the track's channels.
    pub values: Vec<Option<f32>>,
}
