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
    /// With this value the pipeline needs a model that is not here.
    ModelMissing,
    /// Two settings contradict each other, or one does nothing beside another one.
    BadCombination,
    /// The same name stands twice in one group.
    DuplicateField,
    /// The text is not the YAML or JSON of a configuration.
    SyntaxError,
    /// The text is not of the form that is needed.
    InvalidText,
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
            Self::ModelMissing => "MODEL_MISSING",
            Self::BadCombination => "BAD_COMBINATION",
            Self::DuplicateField => "DUPLICATE_FIELD",
            Self::SyntaxError => "SYNTAX_ERROR",
            Self::InvalidText => "INVALID_TEXT",
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
    /// A configuration, as one line of YAML, that would be accepted at this place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub example: String,
    /// A value that would be accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested_value: Option<Value>,
    /// For a name that does not exist or a word that can't be chosen: the nearest one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
    /// The names or words that exist in its place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub valid_names: Vec<String>,
    /// Where it stands in the file, if it came from one.
    #[serde(default, flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// A place in a text, both counted from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
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
            example: String::new(),
            suggested_value: None,
            nearest: None,
            valid_names: Vec::new(),
            place: None,
        }
    }

    /// Adds a value that would be accepted at the issue's own path.
    #[must_use]
    pub fn suggest(mut self, value: impl Into<Value>) -> Self {
        let value = value.into();
        self.example = example_at(&self.field, &value);
        self.suggested_value = Some(value);
        self
    }

    /// Adds a path and a value that would be accepted there.
    #[must_use]
    pub fn example(mut self, path: &str, value: &Value) -> Self {
        self.example = example_at(path, value);
        self
    }

    /// Adds the names that exist, and the nearest one of them.
    #[must_use]
    pub fn names(mut self, near: Option<&str>, all: &[&str]) -> Self {
        self.nearest = near.map(str::to_owned);
        self.valid_names = all.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    /// The same, without stopping the job.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }
}

/// A configuration of one line that has this value at this path: `a: {b: 1}` for `a.b`.
fn example_at(path: &str, value: &Value) -> String {
    let inner = flow(value);
    let mut steps = path.rsplit('.').filter(|step| !step.is_empty());
    let Some(last) = steps.next() else {
        return inner;
    };
    let listed = last.split_once('[').map(|(list, _)| list);
    let line = match listed {
        Some(list) => format!("{list}: [{inner}]"),
        None => format!("{last}: {inner}"),
    };
    steps.fold(line, |line, step| format!("{step}: {{{line}}}"))
}

/// A value as YAML on one line: JSON, with words left bare.
pub(crate) fn flow(value: &Value) -> String {
    let plain = |word: &str| {
        let letter = |c: char| c.is_ascii_alphabetic() || c == '_';
        word.starts_with(letter)
            && word.chars().all(|c| letter(c) || c.is_ascii_digit())
            && !["true", "false", "null"].contains(&word.to_lowercase().as_str())
    };
    match value {
        Value::String(word) if plain(word) => word.clone(),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(list) => {
            let items: Vec<_> = list.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(group) => {
            let item = |(key, value): (&String, &Value)| {
                format!("{}: {}", flow(&Value::from(key.as_str())), flow(value))
            };
            let items: Vec<_> = group.iter().map(item).collect();
            format!("{{{}}}", items.join(", "))
        }
    }
}

/// The candidate nearest to a mistyped word, if one is near enough to be meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.trim().to_lowercase();
    // a long text is not a mistyped word, and comparing it would take long
    if word.chars().count() > 64 {
        return None;
    }
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 2.max(candidate.len() / 3))
        .min()
        .map(|(_, candidate)| candidate)
}
