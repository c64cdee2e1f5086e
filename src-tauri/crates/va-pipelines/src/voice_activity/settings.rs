//! The settings of `voice_activity`, typed. The schema in `va-core` has the same fields; a test of the
//! registry compares them.

use serde::Deserialize;

/// Typed settings; meaning and units as in the schema.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VoiceSettings {
    pub threshold: f64,
    pub negative_threshold: f64,
    pub min_speech_ms: u32,
    pub min_silence_ms: u32,
    pub pad_ms: u32,
    pub audio_track: u32,
}
