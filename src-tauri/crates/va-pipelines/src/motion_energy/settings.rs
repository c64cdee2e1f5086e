//! The settings of `motion_energy`, typed. The schema in `va-core` has the same fields; a test of the
//! registry compares them.

use serde::Deserialize;

/// How often it measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SamplingChoice {
    /// Every frame.
    EveryFrame,
    /// `samples_per_second` times.
    PerSecond,
}

/// Typed settings; meaning and units as in the schema.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MotionSettings {
    pub sampling: SamplingChoice,
    pub samples_per_second: u32,
    pub noise_threshold: u8,
    pub regions: bool,
    pub gate_cuts: bool,
}
