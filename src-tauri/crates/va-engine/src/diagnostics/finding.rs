//! What a check found: a measured value in a few words, one sentence, and each problem with one fix. The shape
//! is that of `diagnose --json` of VideoAnnotator 1.4 with more in it.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Map, Value};
use va_core::Failure;

/// How a part is, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// All is well.
    Ok,
    /// It works, with something to know.
    Warning,
    /// It does not work.
    Error,
}

impl Status {
    /// Its word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Something that is wrong, and the one thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub fix: String,
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        Self {
            message: failure.message,
            fix: failure
                .hint
                .unwrap_or_else(|| "check again; if it stays, save the redacted bundle".to_owned()),
        }
    }
}

/// What a check found.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// How it is.
    pub status: Status,
    /// The check's name for people.
    pub title: &'static str,
    /// The measured value in a few words.
    pub value: String,
    /// What that means, one sentence: the worst problem, if there is one.
    pub message: String,
    /// The one thing to do, if there is one.
    pub fix: Option<String>,
    /// What does not work.
    pub errors: Vec<Problem>,
    /// What is to be known.
    pub warnings: Vec<Problem>,
    /// How long the check took.
    pub took_ms: u64,
    /// What else the part says, by the names of VideoAnnotator 1.4 where it had them.
    #[serde(flatten)]
    pub details: Map<String, Value>,
}

impl Finding {
    /// All is well: the measured value and what it means. `details` is an object.
    pub fn good(value: impl Into<String>, message: impl Into<String>, details: Value) -> Self {
        Self {
            status: Status::Ok,
            title: "",
            value: value.into(),
            message: message.into(),
            fix: None,
            errors: Vec::new(),
            warnings: Vec::new(),
            took_ms: 0,
            details: match details {
                Value::Object(details) => details,
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::String(_)
                | Value::Array(_) => Map::new(),
            },
        }
    }

    /// Nothing works.
    pub fn failed(
        value: impl Into<String>,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        let problem = Problem {
            message: message.into(),
            fix: fix.into(),
        };
        Self::good(value, "", Value::Null).error(problem)
    }

    /// With a fact.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }

    /// With something that does not work.
    #[must_use]
    pub fn error(mut self, problem: impl Into<Problem>) -> Self {
        let problem = problem.into();
        if self.errors.is_empty() {
            self.say(&problem);
        }
        self.errors.push(problem);
        self.status = Status::Error;
        self
    }

    /// With something to be known.
    #[must_use]
    pub fn warn(mut self, message: impl Into<String>, fix: impl Into<String>) -> Self {
        let problem = Problem {
            message: message.into(),
            fix: fix.into(),
        };
        if self.errors.is_empty() && self.warnings.is_empty() {
            self.say(&problem);
        }
        self.warnings.push(problem);
        self.status = self.status.max(Status::Warning);
        self
    }

    fn say(&mut self, problem: &Problem) {
        self.message.clone_from(&problem.message);
        self.fix = Some(problem.fix.clone());
    }
}

/// What all checks found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The worst of them.
    pub overall_status: Status,
    /// When, RFC 3339 in UTC.
    pub generated_at: String,
    /// How long all took.
    pub took_ms: u64,
    /// The parts, in the order of the checks.
    #[serde(serialize_with = "in_order")]
    pub components: Vec<(&'static str, Finding)>,
}

/// Writes parts as one object with a field for each, in their order: also for those who show a report in a shape
/// of their own.
///
/// # Errors
///
/// What the serializer refuses.
pub fn in_order<T: Serialize, S: Serializer>(
    components: &[(&'static str, T)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(components.len()))?;
    for (part, finding) in components {
        map.serialize_entry(part, finding)?;
    }
    map.end()
}
