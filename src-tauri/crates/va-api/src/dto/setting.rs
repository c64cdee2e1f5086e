//! Settings of the program on the wire.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use va_core::app_settings::{AppSetting, AppSettings, Group, Source};
use va_core::schema::{Choice, Kind};

/// Every setting of the program, in the order of the window.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettingList {
    /// The settings.
    pub settings: Vec<Setting>,
}

/// One setting.
#[derive(Debug, Serialize, ToSchema)]
pub struct Setting {
    /// Its name in a change.
    #[schema(example = "max_concurrent_jobs")]
    pub key: String,
    /// Its name in the window.
    pub title: String,
    /// What it does.
    pub help: String,
    /// Where it stands in the window.
    pub group: SettingGroup,
    /// What its value is.
    #[serde(rename = "type")]
    pub kind: SettingType,
    /// Unit of the value.
    #[schema(required = true)]
    pub unit: Option<String>,
    /// The value in force.
    #[schema(value_type = SettingValue)]
    pub value: Value,
    /// The value without any choice.
    #[schema(value_type = SettingValue)]
    pub default: Value,
    /// What can be chosen; empty unless it is a choice.
    pub options: Vec<SettingOption>,
    /// Smallest value.
    #[schema(required = true)]
    pub min: Option<f64>,
    /// Largest value.
    #[schema(required = true)]
    pub max: Option<f64>,
    /// What decided the value.
    pub source: SettingSource,
    /// The environment variable that fixes it.
    #[schema(required = true)]
    pub variable: Option<String>,
}

/// What the value of a setting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SettingType {
    /// `true` or `false`.
    Switch,
    /// A whole number from `min` to `max`.
    Integer,
    /// A number from `min` to `max`.
    Number,
    /// A word of `options`.
    Choice,
    /// A text.
    Text,
}

/// A value of a setting, by its type.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum SettingValue {
    /// Of a switch.
    Switch(bool),
    /// Of an integer or a number.
    Number(f64),
    /// Of a choice or a text.
    Text(String),
}

/// What can be chosen.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettingOption {
    /// The value.
    #[schema(example = "auto")]
    pub value: String,
    /// Its words in the window.
    #[schema(example = "Automatic")]
    pub title: String,
}

/// Where a setting stands in the window.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SettingGroup {
    /// How many jobs run at once, and with how many threads.
    Performance,
    /// How failed jobs are tried again.
    Retry,
    /// How long finished jobs are kept.
    Retention,
    /// Disk space.
    Storage,
    /// The API for other programs.
    Api,
    /// What the program tells about itself.
    Diagnostics,
}

/// What decided a value.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SettingSource {
    /// Nobody: it is the default.
    Default,
    /// A change that was kept.
    Stored,
    /// An environment variable; it can't be changed here.
    Environment,
}

impl From<&AppSettings> for SettingList {
    fn from(settings: &AppSettings) -> Self {
        Self {
            settings: settings
                .entries()
                .map(|(entry, value, source)| Setting::of(entry, value, source))
                .collect(),
        }
    }
}

impl Setting {
    fn of(entry: &AppSetting, value: &Value, source: Source) -> Self {
        let field = &entry.field;
        let (kind, min, max, options) = match field.kind {
            Kind::Integer { min, max, .. } => (
                SettingType::Integer,
                Some(min as f64),
                Some(max as f64),
                &[][..],
            ),
            Kind::Number { min, max, .. } => (SettingType::Number, Some(min), Some(max), &[][..]),
            Kind::Switch { .. } => (SettingType::Switch, None, None, &[][..]),
            Kind::Choice { options, .. } => (SettingType::Choice, None, None, options),
            // the program's own settings have no groups; the table's test says so
            Kind::Text { .. } | Kind::Group { .. } => (SettingType::Text, None, None, &[][..]),
        };
        let option = |choice: &Choice| SettingOption {
            value: choice.value.to_owned(),
            title: choice.title.to_owned(),
        };
        let (source, variable) = match source {
            Source::Default => (SettingSource::Default, None),
            Source::Stored => (SettingSource::Stored, None),
            Source::Environment(name) => (SettingSource::Environment, Some(name.to_owned())),
        };
        Self {
            key: field.key.to_owned(),
            title: field.title.to_owned(),
            help: field.help.to_owned(),
            group: match entry.group {
                Group::Performance => SettingGroup::Performance,
                Group::Retry => SettingGroup::Retry,
                Group::Retention => SettingGroup::Retention,
                Group::Storage => SettingGroup::Storage,
                Group::Api => SettingGroup::Api,
                Group::Diagnostics => SettingGroup::Diagnostics,
            },
            kind,
            unit: Some(field.unit.to_owned()).filter(|unit| !unit.is_empty()),
            value: value.clone(),
            default: field.kind.default_value(),
            options: options.iter().map(option).collect(),
            min,
            max,
            source,
            variable,
        }
    }
}
