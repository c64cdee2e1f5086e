//! What each kind of field accepts, and what it offers instead of what it refuses. Called by the check.

use serde_json::{Map, Value};

use super::{Kind, TextForm};
use crate::issue::{IssueCode, nearest};
use crate::origins::{self, NoOrigin};

impl Kind {
    /// The value when none is given.
    pub fn default_value(&self) -> Value {
        match *self {
            Self::Switch { default } => default.into(),
            Self::Integer { default, .. } => default.into(),
            Self::Number { default, .. } => default.into(),
            Self::Choice { default, .. } | Self::Text { default, .. } => default.into(),
            Self::Group { schema } => Value::Object(schema.defaults().0.into_iter().collect()),
        }
    }

    /// The accepted value (an integer given for a number becomes one), or why it is refused. The fields
    /// of a group are checked by the caller.
    pub(super) fn accept(&self, given: &Value) -> Result<Value, IssueCode> {
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
                    None if given.is_u64() => Err(IssueCode::ValueOutOfRange),
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
            Self::Text { form, .. } => match given.as_str() {
                None => Err(IssueCode::InvalidType),
                Some(text) => form
                    .read(text)
                    .map(Value::from)
                    .or(Err(IssueCode::InvalidText)),
            },
            Self::Group { .. } => match given {
                Value::Object(_) => Ok(given.clone()),
                Value::Null => Ok(Value::Object(Map::new())),
                Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                    Err(IssueCode::InvalidType)
                }
            },
        }
    }

    /// What is wrong with a text, if this kind can say it better than that it is not accepted.
    pub(super) fn wrong(&self, text: &str) -> Option<String> {
        match *self {
            Self::Text { form, .. } => form.read(text).err().map(|error| error.to_string()),
            Self::Switch { .. }
            | Self::Integer { .. }
            | Self::Number { .. }
            | Self::Choice { .. }
            | Self::Group { .. } => None,
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
            Self::Text { form, .. } => form.expected().to_owned(),
            Self::Group { schema } => {
                let keys: Vec<_> = schema
                    .fields
                    .iter()
                    .map(|f| format!("`{}`", f.key))
                    .collect();
                format!("a group of settings with {}", keys.join(", "))
            }
        }
    }

    /// The valid value nearest to what was given: the crossed bound, the nearest word, the number that a
    /// text spells, else the default.
    pub(super) fn repair(&self, given: &Value) -> Value {
        match *self {
            Self::Integer { min, max, .. } => {
                number(given).map_or(self.default_value(), |x| (x as i64).clamp(min, max).into())
            }
            Self::Number { min, max, .. } => {
                number(given).map_or(self.default_value(), |x| x.clamp(min, max).into())
            }
            Self::Choice { options, .. } => given
                .as_str()
                .and_then(|word| nearest(word, options.iter().map(|o| o.value)))
                .map_or(self.default_value(), Value::from),
            Self::Switch { default } => switch(given).unwrap_or(default).into(),
            Self::Text { .. } | Self::Group { .. } => self.default_value(),
        }
    }
}

impl TextForm {
    /// The text as it is kept, or what is wrong with it.
    pub(super) fn read(self, text: &str) -> Result<String, NoOrigin> {
        match self {
            Self::Origins => Ok(origins::parse(text)?.join(",")),
        }
    }

    fn expected(self) -> &'static str {
        match self {
            Self::Origins => "web origins with commas between",
        }
    }
}

/// A number, also one that was written as a text or with a decimal comma.
fn number(given: &Value) -> Option<f64> {
    let spelled = |text: &str| text.trim().replace(',', ".").parse::<f64>().ok();
    let number = given.as_f64().or_else(|| given.as_str().and_then(spelled));
    number.filter(|x| x.is_finite())
}

/// What the words of older YAML mean.
fn switch(given: &Value) -> Option<bool> {
    let word = match given {
        Value::String(word) => word.trim().to_lowercase(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    match word.as_str() {
        "yes" | "on" | "true" | "y" | "1" => Some(true),
        "no" | "off" | "false" | "n" | "0" => Some(false),
        _ => None,
    }
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
