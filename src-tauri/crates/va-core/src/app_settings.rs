//! The settings of the program itself: one closed table behind the settings page, the environment and
//! the command line, checked by the same [`ConfigSchema`] as a pipeline's settings. Reads no environment
//! and no file: the engine hands both in.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::issue::{Issue, Severity};
use crate::schema::{ConfigSchema, Field, Kind, Settings};

mod table;

pub use table::APP_SETTINGS;
use table::COUNT;

/// Where a setting stands in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
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

/// One setting of the program.
#[derive(Clone, Copy, Debug)]
pub struct AppSetting {
    /// Key, words, type, bounds and default.
    pub field: Field,
    /// Where it stands in the window.
    pub group: Group,
    /// Environment variables that set it; the first one that is there wins, and wins over what is stored.
    pub variables: &'static [&'static str],
}

/// What decided a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Nobody: it is the default.
    Default,
    /// The settings page.
    Stored,
    /// This environment variable; the settings page can't change it.
    Environment(&'static str),
}

/// The values, typed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AppValues {
    /// Jobs without a GPU that run at once; 0 holds every job back.
    pub max_concurrent_jobs: u32,
    /// Jobs on a GPU that run at once; 0 holds them back.
    pub max_concurrent_gpu_jobs: u32,
    /// Threads for all jobs together; 0 for one a core.
    pub threads: u32,
    /// Tries after the first one.
    pub retry_max: u32,
    /// Seconds before the first retry; doubled each time.
    pub retry_base_delay_s: f64,
    /// Longest time between two tries, in seconds.
    pub retry_max_delay_s: f64,
    /// Share of the delay by which it is varied, up or down.
    pub retry_jitter: f64,
    /// Days after which finished jobs are removed; 0 keeps them.
    pub retention_days: u32,
    /// What models compute on: a word of [`crate::device::DeviceWish::WORDS`].
    pub device: String,
    /// Whether the processor may take over when that does not work.
    pub device_fallback: bool,
    /// Whether a graphics card may compute with half precision.
    pub half_precision: bool,
    /// Megabytes (of 1024 * 1024 bytes) of the disk that stay free.
    pub minimum_free_mb: u64,
    /// Whether the window opens the API over TCP. A token has to be in use too.
    pub api_enabled: bool,
    /// Port of the API in the window, on 127.0.0.1.
    pub api_port: u16,
    /// Web origins that may use the API, with commas between; checked.
    pub allowed_origins: String,
    /// How much the log says: `error`, `warn`, `info`, `debug` or `trace`.
    pub log_level: String,
}

/// The settings in force, each with what decided it.
#[derive(Clone, Debug, PartialEq)]
pub struct AppSettings {
    /// The values.
    pub values: AppValues,
    settings: Settings,
    sources: BTreeMap<&'static str, Source>,
}

impl AppValues {
    /// Typed from checked settings: every key is there, with the type of the table.
    fn of(settings: &Settings) -> Self {
        let number = |key: &str| settings.0.get(key).and_then(Value::as_f64);
        let number = |key: &str| number(key).unwrap_or_default();
        let whole = |key: &str| settings.0.get(key).and_then(Value::as_u64);
        let whole = |key: &str| whole(key).unwrap_or_default();
        let word = |key: &str| {
            settings
                .0
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let switch = |key: &str| settings.0.get(key).and_then(Value::as_bool) == Some(true);
        Self {
            max_concurrent_jobs: whole("max_concurrent_jobs") as u32,
            max_concurrent_gpu_jobs: whole("max_concurrent_gpu_jobs") as u32,
            threads: whole("threads") as u32,
            retry_max: whole("retry_max") as u32,
            retry_base_delay_s: number("retry_base_delay_s"),
            retry_max_delay_s: number("retry_max_delay_s"),
            retry_jitter: number("retry_jitter"),
            retention_days: whole("retention_days") as u32,
            device: word("device").to_owned(),
            device_fallback: switch("device_fallback"),
            half_precision: switch("half_precision"),
            minimum_free_mb: whole("minimum_free_mb"),
            api_enabled: switch("api_enabled"),
            api_port: whole("api_port") as u16,
            allowed_origins: word("allowed_origins").to_owned(),
            log_level: word("log_level").to_owned(),
        }
    }
}

/// The settings about devices, which a job's configuration may have too.
pub(crate) const DEVICE_SCHEMA: ConfigSchema = ConfigSchema {
    fields: &[
        APP_SETTINGS[3].field,
        APP_SETTINGS[4].field,
        APP_SETTINGS[5].field,
    ],
    rules: &[],
};

const FIELDS: [Field; COUNT] = {
    let mut fields = [APP_SETTINGS[0].field; COUNT];
    let mut at = 0;
    while at < COUNT {
        fields[at] = APP_SETTINGS[at].field;
        at += 1;
    }
    fields
};

const SCHEMA: ConfigSchema = ConfigSchema {
    fields: &FIELDS,
    rules: &[],
};

/// Checks one value; returns it as it is kept.
fn accepted(key: &str, value: Value) -> Result<Value, Vec<Issue>> {
    let given = Value::Object(Map::from_iter([(key.to_owned(), value)]));
    let mut checked = SCHEMA.check("", &given)?;
    Ok(checked.0.remove(key).unwrap_or_default())
}

impl AppSettings {
    /// The settings in force: environment before stored values before defaults. A value that is refused
    /// is passed over, and the issue (a warning, whose field is the variable or key) says so. Stored keys
    /// that are not in the table belong to somebody else and are left alone.
    pub fn effective(
        stored: &BTreeMap<String, Value>,
        env: impl Fn(&str) -> Option<String>,
    ) -> (Self, Vec<Issue>) {
        let mut settings = SCHEMA.defaults();
        let mut sources = BTreeMap::new();
        let mut warnings = Vec::new();
        let mut take = |name: &str, key: &'static str, value: Value| {
            let refused = match accepted(key, value) {
                Ok(value) => {
                    settings.0.insert(key.to_owned(), value);
                    return true;
                }
                Err(issues) => issues,
            };
            warnings.extend(refused.into_iter().map(|issue| Issue {
                field: name.to_owned(),
                severity: Severity::Warning,
                ..issue
            }));
            false
        };
        for entry in &APP_SETTINGS {
            let key = entry.field.key;
            let mut source = Source::Default;
            if let Some(value) = stored.get(key)
                && take(key, key, value.clone())
            {
                source = Source::Stored;
            }
            for variable in entry.variables.iter().copied() {
                // nothing is a text too: no origin at all, say
                let text_kind = matches!(entry.field.kind, Kind::Text { .. });
                let given = |text: &String| text_kind || !text.trim().is_empty();
                let Some(text) = env(variable).filter(given) else {
                    continue;
                };
                if take(variable, key, parse(text.trim())) {
                    source = Source::Environment(variable);
                    break;
                }
            }
            sources.insert(key, source);
        }
        let effective = Self {
            values: AppValues::of(&settings),
            settings,
            sources,
        };
        (effective, warnings)
    }

    /// Checks a change: keys with values; `null` puts a default back. Returns every error.
    pub fn check(patch: &Map<String, Value>) -> Vec<Issue> {
        let (resets, values): (Map<_, _>, Map<_, _>) = patch
            .clone()
            .into_iter()
            .partition(|(_, value)| value.is_null());
        let mut issues = SCHEMA
            .check("", &Value::Object(values))
            .err()
            .unwrap_or_default();
        for key in resets.keys().filter(|key| SCHEMA.field(key).is_none()) {
            issues.extend(accepted(key, Value::Null).err().unwrap_or_default());
        }
        issues
    }

    /// Every setting with its value and what decided it, in the order of the window.
    pub fn entries(&self) -> impl Iterator<Item = (&'static AppSetting, &Value, Source)> {
        static TABLE: [AppSetting; COUNT] = APP_SETTINGS;
        TABLE.iter().map(|entry| {
            let key = entry.field.key;
            (entry, &self.settings.0[key], self.source(key))
        })
    }

    /// What decided a setting.
    pub fn source(&self, key: &str) -> Source {
        self.sources.get(key).copied().unwrap_or(Source::Default)
    }
}

/// A variable's text as a value: a number or a switch where it is one.
fn parse(text: &str) -> Value {
    match serde_json::from_str::<Value>(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
        Ok(_) | Err(_) => Value::from(text),
    }
}

#[cfg(test)]
#[path = "app_settings_tests.rs"]
mod tests;
