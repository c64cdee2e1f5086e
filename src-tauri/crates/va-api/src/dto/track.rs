//! The tracks of a job on the wire.

use serde::Serialize;
use utoipa::ToSchema;

/// What a job's results file holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrackList {
    /// The job.
    pub job_id: String,
    /// The player's zero on the container's clock: subtract it from every time to get the player's.
    pub start_ms: i64,
    /// Length of the recording.
    #[schema(required = true)]
    pub duration_ms: Option<i64>,
    /// The tracks.
    pub tracks: Vec<Track>,
}

/// A track.
#[derive(Debug, Serialize, ToSchema)]
pub struct Track {
    /// `<pipeline>.<name>`.
    pub key: String,
    /// The pipeline that wrote it.
    pub pipeline: String,
    /// Name in the window.
    pub title: String,
    /// What it holds.
    pub kind: TrackShape,
    /// Columns of a curve.
    pub channels: Vec<TrackChannel>,
    /// Number of items.
    pub items: u64,
    /// Time of the first item.
    #[schema(required = true)]
    pub first_ms: Option<i64>,
    /// Time where the last item ends.
    #[schema(required = true)]
    pub last_ms: Option<i64>,
}

/// What a track holds.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrackShape {
    /// Intervals.
    Segments,
    /// Values over time.
    Curve,
}

/// A column of a curve.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrackChannel {
    /// Name in files.
    pub key: String,
    /// Name in the window.
    pub title: String,
    /// Unit, empty if none.
    pub unit: String,
}
