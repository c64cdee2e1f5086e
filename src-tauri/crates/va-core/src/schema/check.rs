//! The check of what was given against a schema: every error and warning of a group of settings and of
//! the groups in it, in one pass. Called by the check of a job and by the program's own settings.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::rule::join;
use super::{ConfigSchema, Field, Kind, Settings, kind_of};
use crate::issue::{Issue, IssueCode, Severity, nearest};

/// What a door does with keys that no schema knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownKeys {
    /// An error: a mistyped key would silently do nothing.
    Refuse,
    /// A warning: the key is ignored and said to be.
    Warn,
}

impl UnknownKeys {
    /// The issue as this door takes it.
    pub(crate) fn judge(self, issue: Issue) -> Issue {
        match self {
            Self::Refuse => issue,
            Self::Warn => issue.warning(),
        }
    }
}

/// What a check found.
#[derive(Clone, Debug, Default)]
pub struct Examined {
    /// Complete settings. They hold defaults where something was refused.
    pub settings: Settings,
    /// Everything there is to say, in the order of the keys.
    pub issues: Vec<Issue>,
}

impl Examined {
    /// Whether something is an error.
    pub fn refused(&self) -> bool {
        self.issues.iter().any(|i| i.severity == Severity::Error)
    }
}

impl ConfigSchema {
    /// Checks what was given against the schema. `path` is where the object stands in the whole
    /// configuration. Returns the complete settings, or everything there is to say when one is an error.
    pub fn check(&self, path: &str, given: &Value) -> Result<Settings, Vec<Issue>> {
        let found = self.examine(path, given, UnknownKeys::Refuse);
        if found.refused() {
            Err(found.issues)
        } else {
            Ok(found.settings)
        }
    }

    /// The same, with the warnings of settings that are good enough to run.
    pub fn examine(&self, path: &str, given: &Value, unknown: UnknownKeys) -> Examined {
        let mut issues = Vec::new();
        let empty = Map::new();
        let object = match given {
            Value::Object(object) => object,
            Value::Null => &empty,
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                issues.push(self.no_group(path, given));
                &empty
            }
        };
        let mut settings = self.defaults();
        // the key under which each field was given, first come
        let mut named: BTreeMap<&str, &str> = BTreeMap::new();
        let mut doubtful = Vec::new();
        for (key, value) in object {
            let Some(field) = self.field(key) else {
                issues.push(unknown.judge(self.unknown(path, key)));
                continue;
            };
            if let Some(first) = named.insert(field.key, key) {
                issues.push(twice(join(path, key), first, key, field));
                doubtful.push(field.key);
                continue;
            }
            match field.kind.accept(value) {
                Ok(value) => {
                    let value = match field.kind {
                        Kind::Group { schema } => {
                            let inner = schema.examine(&join(path, key), &value, unknown);
                            issues.extend(inner.issues);
                            Value::Object(inner.settings.0.into_iter().collect())
                        }
                        Kind::Switch { .. }
                        | Kind::Integer { .. }
                        | Kind::Number { .. }
                        | Kind::Choice { .. }
                        | Kind::Text { .. } => value,
                    };
                    settings.0.insert(field.key.to_owned(), value);
                }
                Err(code) => {
                    doubtful.push(field.key);
                    let issue = refused(path, key, field, value, code);
                    issues.push(self.exemplify(issue, field));
                }
            }
        }
        // a value that is refused anyway contradicts nothing
        let sure: BTreeMap<_, _> = settings
            .0
            .iter()
            .filter(|(key, _)| !doubtful.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        issues.extend(self.contradictions(path, &sure, |key| named.contains_key(key)));
        Examined { settings, issues }
    }

    /// Makes the example valid on its own, beside the defaults of the other fields.
    pub(super) fn exemplify(&self, issue: Issue, field: &Field) -> Issue {
        let alone =
            |value: &Value| Value::Object(Map::from_iter([(field.key.into(), value.clone())]));
        let good = |value: &Value| self.check("", &alone(value)).is_ok();
        if issue.suggested_value.as_ref().is_some_and(good) {
            return issue;
        }
        let path = issue.field.clone();
        issue.example(&path, &field.kind.default_value())
    }

    fn no_group(&self, path: &str, given: &Value) -> Issue {
        let message = format!("the settings of `{path}` are {}", kind_of(given));
        let issue = |hint| Issue::error(path, IssueCode::InvalidType, message, hint);
        match self.fields.first() {
            Some(field) => {
                let (key, value) = (field.key, field.kind.default_value());
                issue(format!(
                    "give a group of settings, for example `{key}: {value}`"
                ))
                .example(&join(path, key), &value)
            }
            None => issue("leave it out: it has no settings".to_owned()),
        }
    }

    fn unknown(&self, path: &str, key: &str) -> Issue {
        let keys: Vec<_> = self.fields.iter().map(|f| f.key).collect();
        let near = nearest(key, keys.iter().copied());
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the settings are {}", keys.join(", ")),
        };
        let message = format!("there is no setting `{key}`");
        let issue = Issue::error(join(path, key), IssueCode::UnknownField, message, hint)
            .names(near, &keys);
        match near.or(keys.first().copied()).and_then(|k| self.field(k)) {
            Some(field) => issue.example(&join(path, field.key), &field.kind.default_value()),
            None => issue,
        }
    }
}

fn twice(path: String, first: &str, second: &str, field: &Field) -> Issue {
    let message = format!("`{first}` and `{second}` are the same setting");
    let hint = format!("keep `{}`", field.key);
    let example = path
        .rsplit_once('.')
        .map_or(field.key.to_owned(), |(path, _)| join(path, field.key));
    Issue::error(path, IssueCode::BadCombination, message, hint)
        .example(&example, &field.kind.default_value())
}

fn refused(path: &str, key: &str, field: &Field, given: &Value, code: IssueCode) -> Issue {
    let path = join(path, key);
    let suggestion = field.kind.repair(given);
    // a text says itself what is wrong with it
    let wrong = given.as_str().and_then(|text| field.kind.wrong(text));
    let message = match given {
        Value::String(_) if wrong.is_some() => wrong.unwrap_or_default(),
        Value::Null => format!("`{key}` is empty"),
        Value::Bool(_) | Value::Number(_) => format!("`{key}` can't be {given}"),
        Value::String(text) if text.len() <= 60 => format!("`{key}` can't be {given}"),
        Value::String(_) => format!("`{key}` can't be a long text"),
        Value::Array(_) | Value::Object(_) => {
            format!("`{key}` can't be {}", kind_of(given))
        }
    };
    let unit = if field.unit.is_empty() {
        String::new()
    } else {
        format!(" {}", field.unit)
    };
    let hint = format!(
        "give {}{unit}, for example `{suggestion}`",
        field.kind.expected()
    );
    let issue = Issue::error(path, code, message, hint);
    match field.kind {
        Kind::Choice { options, .. } => {
            let words: Vec<_> = options.iter().map(|o| o.value).collect();
            let near = given
                .as_str()
                .and_then(|word| nearest(word, words.iter().copied()));
            issue.names(near, &words).suggest(suggestion)
        }
        Kind::Switch { .. }
        | Kind::Integer { .. }
        | Kind::Number { .. }
        | Kind::Text { .. }
        | Kind::Group { .. } => issue.suggest(suggestion),
    }
}
