//! A shot as the scene and COCO files show it: cut to what they can hold, with its exact times beside.

use serde::Serialize;
use serde_json::Value;
use va_core::Millis;
use va_core::annotation::Segment;

use crate::error::ExportError;
use crate::note::{NoteCode, Notes};
use crate::plan::Task;
use crate::source::segments;
use crate::times::{Seconds, positive_span};

/// The track of the shots.
pub(crate) const SHOTS: &str = "scene_detection.shots";
/// The track of the fades.
pub(crate) const FADES: &str = "scene_detection.fades";

/// The largest content score: every channel of every pixel changes by its whole range.
const LARGEST_CONTENT_SCORE: f64 = 255.0;

/// A shot. `I` is the type of its image's id: text in scene files, a number in COCO files.
#[derive(Debug, Serialize)]
pub(crate) struct Shot<I> {
    pub id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_id: Option<I>,
    pub category_id: u32,
    pub bbox: [u32; 4],
    pub area: u64,
    pub iscrowd: u8,
    /// Content score / 255, or 1 where none was measured: readers need a number.
    pub score: f64,
    pub video_id: String,
    pub timestamp: Seconds,
    pub start_time: Seconds,
    pub end_time: Seconds,
    pub duration: Seconds,
    pub scene_type: String,
    pub start_ms: Millis,
    pub end_ms: Millis,
    pub start_pts: i64,
    pub end_pts: i64,
    pub keyframe_ms: Millis,
    pub keyframe_pts: i64,
    pub opens_with: Option<String>,
    /// The score as it was measured, 0 to 255.
    pub content_score: Option<f64>,
}

/// Gives each shot that the file can hold to `take`, with its number from 1.
pub(crate) fn each_shot<I>(
    task: &Task<'_>,
    notes: &mut Notes,
    image_id: impl Fn(u64) -> Option<I>,
    mut take: impl FnMut(Shot<I>) -> Result<(), ExportError>,
) -> Result<u64, ExportError> {
    let (width, height) = picture(task)?;
    let prefix = task.context.job.file_prefix();
    let mut count = 0;
    segments(task.annotations, SHOTS, |segment| {
        let Some((start, end)) = positive_span(segment.start, segment.end, notes) else {
            return Ok(());
        };
        count += 1;
        let keyframe_ms = integer(&segment, "keyframe_ms").map_or(segment.start, Millis);
        take(Shot {
            id: count,
            image_id: image_id(count),
            category_id: 1,
            bbox: [0, 0, width, height],
            area: u64::from(width) * u64::from(height),
            iscrowd: 0,
            score: unit_score(segment.score, notes),
            video_id: prefix.clone(),
            timestamp: Seconds(keyframe_ms.max(start)),
            start_time: Seconds(start),
            end_time: Seconds(end),
            duration: Seconds(end - start),
            start_ms: segment.start,
            end_ms: segment.end,
            start_pts: segment.start_pts,
            end_pts: segment.end_pts,
            keyframe_ms,
            keyframe_pts: integer(&segment, "keyframe_pts").unwrap_or(segment.start_pts),
            opens_with: text(&segment, "opens_with"),
            content_score: segment.score.filter(|score| score.is_finite()),
            scene_type: segment.label,
        })
    })?;
    Ok(count)
}

/// Size of the picture as shown, in pixels.
pub(crate) fn picture(task: &Task<'_>) -> Result<(u32, u32), ExportError> {
    let media = &task.context.media;
    let video = media.facts.video.as_ref();
    video
        .map(|video| (video.width, video.height))
        .ok_or_else(|| ExportError::NoPicture {
            file: task.file.name.clone(),
            media: media.file_name.clone(),
        })
}

fn unit_score(score: Option<f64>, notes: &mut Notes) -> f64 {
    let Some(score) = score else { return 1.0 };
    if !score.is_finite() {
        notes.count(NoteCode::NotANumber);
        return 1.0;
    }
    let unit = score / LARGEST_CONTENT_SCORE;
    if !(0.0..=1.0).contains(&unit) {
        notes.count(NoteCode::ScoreLimited);
    }
    unit.clamp(0.0, 1.0)
}

fn integer(segment: &Segment, key: &str) -> Option<i64> {
    segment.data.get(key).and_then(Value::as_i64)
}

/// A text field of a segment.
pub(crate) fn text(segment: &Segment, key: &str) -> Option<String> {
    segment
        .data
        .get(key)
        .and_then(Value::as_str)
        .map(str::to_owned)
}
