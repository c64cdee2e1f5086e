//! The settings of `face_analysis`, typed. The schema in `va-core` has the same fields; a test of the
//! registry compares them.

use serde::Deserialize;

/// Which points are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Landmarks {
    /// None.
    Off,
    /// 68 and two irises.
    Key,
    /// All 478.
    Full,
}

/// Typed settings; meaning and units as in the schema.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the user's"
)]
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FaceSettings {
    pub samples_per_second: u32,
    pub detection_threshold: f32,
    pub max_faces: usize,
    pub max_measured: usize,
    pub mesh: bool,
    pub landmarks: Landmarks,
    pub pose: bool,
    pub gaze: bool,
    pub blendshapes: bool,
    pub expression: bool,
    pub expression_threshold: f32,
    pub identity: bool,
    pub identity_threshold: f32,
    pub split_at_cuts: bool,
    pub link_persons: bool,
    pub refinements: u32,
    pub presence_threshold: f32,
    pub lost_seconds: f64,
}

impl FaceSettings {
    /// Milliseconds between two samples.
    pub fn interval_ms(&self) -> i64 {
        1000 / i64::from(self.samples_per_second.max(1))
    }

    /// How long a face that is not seen is waited for.
    pub fn lost_ms(&self) -> i64 {
        (self.lost_seconds * 1000.0).round() as i64
    }

    /// Whether points are written.
    pub fn writes_points(&self) -> bool {
        self.mesh && self.landmarks != Landmarks::Off
    }

    /// Gaze needs the irises and the head.
    pub fn measures_gaze(&self) -> bool {
        self.gaze && self.mesh && self.pose
    }
}
