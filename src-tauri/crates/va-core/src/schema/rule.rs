//! What settings that are each valid must fulfil together: declared beside the fields, drawn by the
//! window and checked here. A contradiction is an error; a setting without effect is a warning.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{ConfigSchema, Field, Kind};
use crate::issue::{Issue, IssueCode};

/// What holds between the fields of one schema. Names are keys, never synonyms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Rule {
    /// One number must not be above another one. An error when it is.
    NotAbove {
        /// The one that must be smaller or the same.
        low: &'static str,
        /// The one that bounds it.
        high: &'static str,
    },
    /// Some fields do something only while one of the conditions holds. A warning when one of them is
    /// changed for nothing.
    UsedWhen {
        /// Those fields.
        fields: &'static [&'static str],
        /// Any of these has to hold.
        any: &'static [Condition],
    },
}

/// A state of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// The field.
    pub key: &'static str,
    /// What it has to be.
    pub is: Is,
}

/// What a field of few values is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Is {
    /// A switch in this position.
    Switch(bool),
    /// A choice of this word.
    Word(&'static str),
}

impl Is {
    /// The value in files.
    pub fn value(self) -> Value {
        match self {
            Self::Switch(on) => on.into(),
            Self::Word(word) => word.into(),
        }
    }
}

type Values = BTreeMap<String, Value>;

impl ConfigSchema {
    /// Checks the rules. `values` are all values, `given` says which of them were written by the user.
    pub(super) fn contradictions(
        &self,
        path: &str,
        values: &Values,
        given: impl Fn(&str) -> bool,
    ) -> Vec<Issue> {
        let mut issues = Vec::new();
        for rule in self.rules {
            match *rule {
                Rule::NotAbove { low, high } => {
                    issues.extend(self.not_above(path, values, low, high));
                }
                Rule::UsedWhen { fields, any } => {
                    // a field that was refused may have been meant to hold
                    let holds =
                        |c: &Condition| values.get(c.key).is_none_or(|v| *v == c.is.value());
                    if any.iter().any(holds) {
                        continue;
                    }
                    let idle = fields.iter().filter_map(|key| self.field(key));
                    let idle = idle.filter(|field| {
                        let default = field.kind.default_value();
                        given(field.key) && values.get(field.key).is_some_and(|v| *v != default)
                    });
                    issues.extend(idle.map(|field| without_effect(path, field, any)));
                }
            }
        }
        issues
    }

    fn not_above(&self, path: &str, values: &Values, low: &str, high: &str) -> Option<Issue> {
        let number = |key: &str| values.get(key).and_then(Value::as_f64);
        let (is, bound) = (number(low)?, number(high)?);
        if is <= bound {
            return None;
        }
        let (low, high) = (self.field(low)?, self.field(high)?);
        let value = below(low, high, bound);
        let message = format!("`{}` {is} is above `{}` {bound}", low.key, high.key);
        let hint = format!("give at most {bound}, for example `{value}`");
        let path = join(path, low.key);
        let issue = Issue::error(path, IssueCode::BadCombination, message, hint).suggest(value);
        Some(self.exemplify(issue, low))
    }
}

/// A value of `low` that keeps the distance of the defaults from a bound, as far as its range allows.
fn below(low: &Field, high: &Field, bound: f64) -> Value {
    let default = |field: &Field| field.kind.default_value().as_f64().unwrap_or_default();
    let wish = bound - (default(high) - default(low)).max(0.0);
    match low.kind {
        Kind::Number { min, .. } => {
            // three decimals are what people write; rounding down stays below the bound
            ((wish.max(min) * 1000.0 + 1e-9).floor() / 1000.0)
                .max(min)
                .into()
        }
        Kind::Integer { min, .. } => (wish.floor() as i64).max(min).into(),
        Kind::Switch { .. } | Kind::Choice { .. } | Kind::Text { .. } | Kind::Group { .. } => {
            low.kind.default_value()
        }
    }
}

fn without_effect(path: &str, field: &Field, any: &[Condition]) -> Issue {
    let when: Vec<_> = any
        .iter()
        .map(|c| format!("`{}` is `{}`", c.key, plain(&c.is.value())))
        .collect();
    let message = format!(
        "`{}` does nothing here: it is used when {}",
        field.key,
        when.join(" or ")
    );
    let hint = format!(
        "leave it out, or set {}",
        when.first()
            .map_or(String::new(), |w| w.replace(" is ", " to "))
    );
    Issue::error(
        join(path, field.key),
        IssueCode::BadCombination,
        message,
        hint,
    )
    .suggest(field.kind.default_value())
    .warning()
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// The path of a key below a path.
pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}
