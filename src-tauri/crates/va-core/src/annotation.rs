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
    /// Values of several objects at points in time: one item an object and tick.
    Objects,
}

/// One column of a curve or of a track of objects.
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
    /// Columns of a curve or of objects, empty for segments.
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

/// What was measured of one object at one point in time. A track has at most one a tick and object.
/// Places and sizes are in pixels of the recording as it is shown, from its top left corner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Tick of the frame that was measured.
    pub pts: i64,
    /// The same in milliseconds.
    pub time: Millis,
    /// Which object: a number that stays the same as long as the pipeline takes it for the same one.
    pub object: u32,
    /// How sure, 0 to 1, as the pipeline's page says.
    pub score: Option<f32>,
    /// One value a channel, in the order of the track's channels.
    pub values: Vec<Option<f32>>,
}

/// An object that turned out to be another one for a while. Several of a call hold at once, so that two
/// numbers can change places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renumber {
    /// The number that was given.
    pub object: u32,
    /// First tick.
    pub from_pts: i64,
    /// The tick after the last.
    pub until_pts: i64,
    /// The number that it gets.
    pub becomes: u32,
}
