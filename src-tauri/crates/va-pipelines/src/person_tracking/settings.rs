//! The settings of `person_tracking`, typed. The schema in `va-core` has the same fields; a test of the
//! registry compares them.

use serde::Deserialize;

use super::tracker::Rules;

/// Which models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Quality {
    /// YOLOX-nano and `MoveNet`.
    Quick,
    /// YOLOX-s and `RTMPose`.
    Thorough,
}

/// Typed settings; meaning and units as in the schema.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the user's"
)]
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonSettings {
    pub quality: Quality,
    pub samples_per_second: u32,
    pub keypoints: bool,
    pub motion: bool,
    pub max_persons: usize,
    pub roles: bool,
    pub detection_threshold: f32,
    pub low_threshold: f32,
    pub new_person_threshold: f32,
    pub lost_seconds: f64,
    pub split_at_cuts: bool,
    pub reidentify: bool,
    pub reidentify_every_seconds: f64,
    pub reidentify_threshold: f32,
    pub keypoint_threshold: f32,
    pub smoothing: bool,
    pub smoothing_min_cutoff: f32,
    pub smoothing_beta: f32,
    pub motion_noise: u8,
}

impl PersonSettings {
    /// What the tracker goes by.
    pub(super) fn rules(&self) -> Rules {
        Rules {
            high: self.detection_threshold,
            low: self.low_threshold,
            new: self.new_person_threshold,
            lost_ms: (self.lost_seconds * 1000.0).round() as i64,
            most: self.max_persons,
        }
    }

    /// Milliseconds between two looks at a person.
    pub(super) fn looks_every_ms(&self) -> i64 {
        (self.reidentify_every_seconds * 1000.0).round() as i64
    }

    /// Milliseconds between two samples.
    pub fn interval_ms(&self) -> i64 {
        1000 / i64::from(self.samples_per_second.max(1))
    }
}
