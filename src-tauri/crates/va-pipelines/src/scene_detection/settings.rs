//! The settings of `scene_detection`, typed. The schema in `va-core` has the same fields; a test of the
//! registry compares them.

use serde::Deserialize;

/// Which rule finds cuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DetectorChoice {
    /// A change above a fixed threshold.
    Content,
    /// A change above that of the frames around it.
    Adaptive,
    /// A fade through black.
    Threshold,
}

/// Which frame stands for a shot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyframeChoice {
    /// The one nearest to the middle of the shot.
    Middle,
    /// The first.
    First,
    /// The last.
    Last,
}

/// Typed settings; meaning and units as in the schema.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SceneSettings {
    pub detector: DetectorChoice,
    pub threshold: f64,
    pub min_scene_length: f64,
    pub adaptive_threshold: f64,
    pub adaptive_window: usize,
    pub adaptive_min_change: f64,
    pub fades: bool,
    pub fade_threshold: f64,
    pub keyframe: KeyframeChoice,
}
