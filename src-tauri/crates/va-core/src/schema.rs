//! `ConfigSchema`: the closed vocabulary of settings. One description of a field draws it in the window,
//! documents it, and checks it; [`ConfigSchema::check`] is the only validator behind all doors and
//! reports every error at once.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::issue::{Issue, IssueCode, nearest};

/// One option of a [`Kind::Choice`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The value in files and on the wire.
    pub value: &'static str,
    /// The words in the window.
    pub title: &'static str,
}

/// What a field holds. A closed list: each kind has one check here and one control in the window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Kind {
    /// On or off.
    Switch {
        /// Value when not given.
        default: bool,
    },
    /// A whole number, bounds included.
    Integer {
        /// Smallest accepted value.
        min: i64,
        /// Largest accepted value.
        max: i64,
        /// Value when not given.
        default: i64,
    },
    /// A real number, bounds included.
    Number {
        /// Smallest accepted value.
        min: f64,
        /// Largest accepted value.
        max: f64,
        /// Value when not given.
        default: f64,
    },
    /// One of several words.
    Choice {
        /// What can be chosen.
        options: &'static [Choice],
        /// Value when not given; one of the options.
        default: &'static str,
    },
}

/// One setting.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Field {
    /// Its name in files and on the wire.
    pub key: &'static str,
    /// Other names that files of VideoAnnotator 1.3/1.4 use for it.
    pub synonyms: &'static [&'static str],
    /// Its name in the window.
    pub title: &'static str,
    /// What it does and when to change it, one or two sentences.
    pub help: &'static str,
    /// Its unit, empty if it has none.
    pub unit: &'static str,
    /// Whether the window folds it away.
    pub advanced: bool,
    /// What it holds.
    #[serde(flatten)]
    pub kind: Kind,
}

/// The settings of one pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct ConfigSchema {
    /// In the order of the window.
    pub fields: &'static [Field],
}

/// Checked settings with every default filled in: what runs, and what provenance records.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Settings(pub BTreeMap<String, Value>);

impl Settings {
    /// The settings as a pipeline's own type. Fails only when schema and type disagree, which a test of
    /// each pipeline excludes.
    pub fn typed<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        let map: Map<String, Value> = self.0.clone().into_iter().collect();
        serde_json::from_value(Value::Object(map))
    }
}

impl Kind {
    /// The value when none is given.
    pub fn default_value(&self) -> Value {
        match *self {
            Self::Switch { default } => default.into(),
            Self::Integer { default, .. } => default.into(),
            Self::Number { default, .. } => default.into(),
            Self::Choice { default, .. } => default.into(),
        }
    }

    /// The accepted value (an integer given for a number becomes one), or why it is refused.
    fn accept(&self, given: &Value) -> Result<Value, IssueCode> {
        match *self {
            Self::Switch { .. } => given
                .as_bool()
                .map(Value::from)
                .ok_or(IssueCode::InvalidType),
            Self::Integer { min, max, .. } => {
                let whole = given.as_i64().or_else(|| {
                    given
                        .as_f64()
                        .filter(|x| x.fract() == 0.0 && x.abs() < 9e15)
                        .map(|x| x as i64)
                });
                match whole {
                    None => Err(IssueCode::InvalidType),
                    Some(x) if x < min || x > max => Err(IssueCode::ValueOutOfRange),
                    Some(x) => Ok(x.into()),
                }
            }
            Self::Number { min, max, .. } => match given.as_f64() {
                None => Err(IssueCode::InvalidType),
                Some(x) if !(min..=max).contains(&x) => Err(IssueCode::ValueOutOfRange),
                Some(x) => Ok(x.into()),
            },
            Self::Choice { options, .. } => match given.as_str() {
                None => Err(IssueCode::InvalidType),
                Some(word) if options.iter().any(|o| o.value == word) => Ok(word.into()),
                Some(_) => Err(IssueCode::InvalidChoice),
            },
        }
    }

    /// What would be accepted, in words, for example `a number from 0 to 100`.
    pub fn expected(&self) -> String {
        match *self {
            Self::Switch { .. } => "true or false".into(),
            Self::Integer { min, max, .. } => format!("a whole number from {min} to {max}"),
            Self::Number { min, max, .. } => format!("a number from {min} to {max}"),
            Self::Choice { options, .. } => {
                let words: Vec<_> = options.iter().map(|o| format!("`{}`", o.value)).collect();
                format!("one of {}", words.join(", "))
            }
        }
    }

    /// The valid value nearest to what was given: the crossed bound, the nearest word, else the default.
    fn repair(&self, given: &Value) -> Value {
        match *self {
            Self::Integer { min, max, .. } => given
                .as_f64()
                .map_or(self.default_value(), |x| (x as i64).clamp(min, max).into()),
            Self::Number { min, max, .. } => given
                .as_f64()
                .map_or(self.default_value(), |x| x.clamp(min, max).into()),
            Self::Choice { options, .. } => given
                .as_str()
                .and_then(|word| nearest(word, options.iter().map(|o| o.value)))
                .map_or(self.default_value(), Value::from),
            Self::Switch { .. } => self.default_value(),
        }
    }
}

impl ConfigSchema {
    /// The settings when nothing is given.
    pub fn defaults(&self) -> Settings {
        Settings(
            self.fields
                .iter()
                .map(|f| (f.key.to_owned(), f.kind.default_value()))
                .collect(),
        )
    }

    /// The field with this name or synonym.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields
            .iter()
            .find(|f| f.key == key || f.synonyms.contains(&key))
    }

    /// Checks what was given against the schema. `path` is where the object stands in the whole
    /// configuration. Returns the complete settings, or every error.
    pub fn check(&self, path: &str, given: &Value) -> Result<Settings, Vec<Issue>> {
        let at = |key: &str| {
            if path.is_empty() {
                key.to_owned()
            } else {
                format!("{path}.{key}")
            }
        };
        let empty = Map::new();
        let object = match given {
            Value::Object(object) => object,
            Value::Null => &empty,
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                let message = format!("the settings of `{path}` are {}", kind_of(given));
                let hint = "give a group of settings, for example `threshold: 27`";
                return Err(vec![Issue::error(
                    path,
                    IssueCode::InvalidType,
                    message,
                    hint,
                )]);
            }
        };
        let mut settings = self.defaults();
        let mut issues = Vec::new();
        let mut named: BTreeMap<&str, &str> = BTreeMap::new();
        for (key, value) in object {
            let Some(field) = self.field(key) else {
                issues.push(self.unknown(&at(key), key));
                continue;
            };
            if let Some(first) = named.insert(field.key, key) {
                let message = format!("`{first}` and `{key}` are the same setting");
                let hint = format!("keep `{}`", field.key);
                issues.push(Issue::error(
                    at(key),
                    IssueCode::BadCombination,
                    message,
                    hint,
                ));
                continue;
            }
            match field.kind.accept(value) {
                Ok(value) => {
                    settings.0.insert(field.key.to_owned(), value);
                }
                Err(code) => issues.push(refused(at(key), field, value, code)),
            }
        }
        if issues.is_empty() {
            Ok(settings)
        } else {
            Err(issues)
        }
    }

    fn unknown(&self, path: &str, key: &str) -> Issue {
        let keys: Vec<_> = self.fields.iter().map(|f| f.key).collect();
        let hint = match nearest(key, keys.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the settings are {}", keys.join(", ")),
        };
        let message = format!("there is no setting `{key}`");
        Issue::error(path, IssueCode::UnknownField, message, hint)
    }
}

fn refused(path: String, field: &Field, given: &Value, code: IssueCode) -> Issue {
    let suggestion = field.kind.repair(given);
    let message = format!("`{}` can't be {given}", field.key);
    let unit = if field.unit.is_empty() {
        String::new()
    } else {
        format!(" {}", field.unit)
    };
    let hint = format!(
        "give {}{unit}, for example `{suggestion}`",
        field.kind.expected()
    );
    Issue::error(path, code, message, hint).suggest(suggestion)
}

/// What a JSON value is, in words.
pub(crate) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a group of settings",
    }
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
