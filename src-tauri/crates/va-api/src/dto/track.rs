//! The tracks of a job on the wire.

use serde::Serialize;
use utoipa::ToSchema;
use va_store::results::ObjectRow;

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
    /// Columns of a curve or of objects.
    pub channels: Vec<TrackChannel>,
    /// Number of items.
    pub items: u64,
    /// Time of the first item.
    #[schema(required = true)]
    pub first_ms: Option<i64>,
    /// Time where the last item ends.
    #[schema(required = true)]
    pub last_ms: Option<i64>,
    /// The objects of a track of objects by number, at most 1000 of them; null for other tracks.
    #[schema(required = true)]
    pub objects: Option<Vec<TrackObject>>,
}

/// One object of a track of objects.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrackObject {
    /// Its number.
    pub object: u32,
    /// Time of its first item.
    pub first_ms: i64,
    /// Time of its last item.
    pub last_ms: i64,
    /// Number of its items.
    pub items: u64,
}

impl From<ObjectRow> for TrackObject {
    fn from(row: ObjectRow) -> Self {
        Self {
            object: row.object,
            first_ms: row.first.0,
            last_ms: row.last.0,
            items: row.items,
        }
    }
}

/// What a track holds.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrackShape {
    /// Intervals.
    Segments,
    /// Values over time.
    Curve,
    /// Values of several objects over time.
    Objects,
}

/// A column of a curve or of objects.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrackChannel {
    /// Name in files.
    pub key: String,
    /// Name in the window.
    pub title: String,
    /// Unit, empty if none.
    pub unit: String,
}
