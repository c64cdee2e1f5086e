//! `ConfigSchema`: the closed vocabulary of settings. One description of a field draws it in the window,
//! documents it, and checks it; [`ConfigSchema::check`] is the only validator behind all doors and
//! reports every error at once. The checks are in the files below this one.

mod check;
mod kind;
mod rule;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use check::{Examined, UnknownKeys};
pub(crate) use kind::kind_of;
pub use rule::{Condition, Is, Rule};

/// One option of a [`Kind::Choice`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The value in files and on the wire.
    pub value: &'static str,
    /// The words in the window.
    pub title: &'static str,
}

/// The form of a [`Kind::Text`]. A closed list: each has one check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TextForm {
    /// Web origins with commas between: see [`crate::origins`].
    Origins,
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
    /// A text of a known form.
    Text {
        /// What is accepted.
        form: TextForm,
        /// Value when not given.
        default: &'static str,
    },
    /// Settings of their own, one level down. Its default is the defaults of its fields.
    Group {
        /// Those settings.
        schema: ConfigSchema,
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

/// The settings of one pipeline, or of one group of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ConfigSchema {
    /// In the order of the window.
    pub fields: &'static [Field],
    /// What settings that are each valid must fulfil together.
    pub rules: &'static [Rule],
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
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
