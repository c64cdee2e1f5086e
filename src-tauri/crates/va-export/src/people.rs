//! Persons and faces across the recording: what their presence segments say of each, for the files that
//! name them. There are as many entries as persons, so they are held in memory.

use std::collections::BTreeMap;

use serde_json::Value;
use va_core::Millis;
use va_core::annotation::Segment;

use crate::error::ExportError;
use crate::plan::Task;
use crate::source::segments;

/// Boxes of persons.
pub(crate) const PERSON_BOXES: &str = "person_tracking.boxes";
/// Joints of persons.
pub(crate) const PERSON_KEYPOINTS: &str = "person_tracking.keypoints";
/// When persons are there, and who they are.
pub(crate) const PERSON_PRESENCE: &str = "person_tracking.presence";
/// Boxes of faces.
pub(crate) const FACE_BOXES: &str = "face_analysis.boxes";
/// When faces are there, and whose they are.
pub(crate) const FACE_PRESENCE: &str = "face_analysis.presence";

/// An estimate of what a person is, made only when it was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Role {
    /// The word, for example `adult`.
    pub label: String,
    /// How sure, 0 to 1.
    pub confidence: f64,
    /// How it was estimated.
    pub method: String,
}

/// One stay of a person or face.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stay {
    /// Start.
    pub start: Millis,
    /// The first moment after it.
    pub end: Millis,
    /// Samples in which it was seen.
    pub samples: u64,
    /// Mean score of its boxes.
    pub mean_score: Option<f64>,
    /// Number of the shot.
    pub shot: Option<i64>,
    /// The person whose face it is, as numbered by `person_tracking`.
    pub person: Option<u32>,
}

/// What the segments of one object say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Somebody {
    /// Its stays in order.
    pub stays: Vec<Stay>,
    /// Its role, if that was estimated.
    pub role: Option<Role>,
}

impl Somebody {
    /// Whose face it is at a time. One face can be several persons of `person_tracking`, which numbers people
    /// anew at each cut.
    pub fn person_at(&self, time: Millis) -> Option<u32> {
        let after = self.stays.partition_point(|stay| stay.start <= time);
        self.stays[..after].last()?.person
    }

    /// Samples of all stays.
    pub fn samples(&self) -> u64 {
        self.stays.iter().map(|stay| stay.samples).sum()
    }

    /// Mean of the stays' mean scores, each as often as it has samples.
    pub fn mean_score(&self) -> Option<f64> {
        let known = self
            .stays
            .iter()
            .filter_map(|s| Some((s.mean_score?, s.samples)));
        let (sum, samples) = known.fold((0.0, 0), |(sum, n), (score, samples)| {
            (sum + score * samples as f64, n + samples)
        });
        let mean = sum / samples as f64;
        (samples > 0).then(|| (mean * 10_000.0).round() / 10_000.0)
    }
}

/// Everybody that the presence segments of a track tell of, by number.
pub(crate) fn everybody(
    task: &Task<'_>,
    track: &str,
) -> Result<BTreeMap<u32, Somebody>, ExportError> {
    let mut all: BTreeMap<u32, Somebody> = BTreeMap::new();
    if !task.has(track) {
        return Ok(all);
    }
    segments(task.annotations, track, |segment| {
        let Some(object) = number(&segment, "object") else {
            return Ok(());
        };
        let somebody = all.entry(object).or_default();
        let data = &segment.data;
        somebody.stays.push(Stay {
            start: segment.start,
            end: segment.end,
            samples: data.get("samples").and_then(Value::as_u64).unwrap_or(0),
            mean_score: data.get("mean_score").and_then(Value::as_f64),
            shot: data.get("shot").and_then(Value::as_i64),
            person: number(&segment, "person"),
        });
        if somebody.role.is_none() {
            somebody.role = role(&segment);
        }
        Ok(())
    })?;
    Ok(all)
}

/// How a person is called in every file of a job.
pub(crate) fn person_id(task: &Task<'_>, object: u32) -> String {
    format!("person_{}_{object:03}", task.context.job.file_prefix())
}

fn number(segment: &Segment, key: &str) -> Option<u32> {
    let value = segment.data.get(key)?.as_u64()?;
    u32::try_from(value).ok()
}

fn role(segment: &Segment) -> Option<Role> {
    let text = |key: &str| segment.data.get(key).and_then(Value::as_str);
    Some(Role {
        label: text("role")?.to_owned(),
        confidence: segment
            .data
            .get("role_confidence")
            .and_then(Value::as_f64)
            .unwrap_or(0.0),
        method: text("role_method").unwrap_or("unknown").to_owned(),
    })
}

/// Label, confidence and method as files with a mandatory role have them.
pub(crate) fn role_or_unknown(somebody: Option<&Somebody>) -> (&str, f64, &str) {
    match somebody.and_then(|somebody| somebody.role.as_ref()) {
        Some(role) => (&role.label, role.confidence, &role.method),
        None => ("unknown", 0.0, "none"),
    }
}
