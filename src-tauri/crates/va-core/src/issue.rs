//! What is wrong with a setting, in a form that a person can act on without documentation: where, what
//! was given, why it is refused, and a value that would be accepted.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Why a setting is refused or remarked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum IssueCode {
    /// A value must be given.
    RequiredFieldMissing,
    /// The value has the wrong type.
    InvalidType,
    /// The value lies outside its bounds.
    ValueOutOfRange,
    /// The value is not one of the choices.
    InvalidChoice,
    /// No such setting.
    UnknownField,
    /// No such pipeline.
    PipelineNotFound,
    /// The pipeline can't run here now.
    PipelineUnavailable,
    /// Two settings contradict each other.
    BadCombination,
}

impl IssueCode {
    /// The code on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RequiredFieldMissing => "REQUIRED_FIELD_MISSING",
            Self::InvalidType => "INVALID_TYPE",
            Self::ValueOutOfRange => "VALUE_OUT_OF_RANGE",
            Self::InvalidChoice => "INVALID_CHOICE",
            Self::UnknownField => "UNKNOWN_FIELD",
            Self::PipelineNotFound => "PIPELINE_NOT_FOUND",
            Self::PipelineUnavailable => "PIPELINE_UNAVAILABLE",
            Self::BadCombination => "BAD_COMBINATION",
        }
    }
}

/// Whether an issue stops the job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The job can't be queued.
    Error,
    /// The job can be queued; the value is ignored or unusual.
    Warning,
}

/// One thing to say about one setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// Dotted path from the root of the configuration, for example `scene_detection.threshold`.
    pub field: String,
    /// Why.
    pub code: IssueCode,
    /// Whether it stops the job.
    pub severity: Severity,
    /// One sentence: what is wrong with what was given.
    pub message: String,
    /// One sentence: what would be accepted, with an example.
    pub hint: String,
    /// A value that would be accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested_value: Option<Value>,
}

impl Issue {
    /// An error at a path.
    pub fn error(
        field: impl Into<String>,
        code: IssueCode,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self {
            field: field.into(),
            code,
            severity: Severity::Error,
            message: message.into(),
            hint: hint.into(),
            suggested_value: None,
        }
    }

    /// Adds a value that would be accepted.
    #[must_use]
    pub fn suggest(mut self, value: impl Into<Value>) -> Self {
        self.suggested_value = Some(value.into());
        self
    }
}

/// The candidate nearest to a mistyped word, if one is near enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 2.max(candidate.len() / 3))
        .min()
        .map(|(_, candidate)| candidate)
}
