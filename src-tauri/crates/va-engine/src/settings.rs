//! The program's settings in force: read by everybody, changed by the owner only, at once for everything
//! that looks at them afterwards.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use serde_json::{Map, Value};
use va_core::app_settings::{APP_SETTINGS, AppSettings, Source};
use va_store::catalogue::CatalogueReader;

use crate::error::EngineError;
use crate::events::EventKind;
use crate::logging::{self, Level};
use crate::owner::{Owner, now};

/// Key of the row that remembers a pause.
const PAUSED: &str = "queue_paused";

/// The settings, and the environment that they were read in.
#[derive(Debug)]
pub(crate) struct Settings {
    environment: BTreeMap<&'static str, String>,
    current: RwLock<Arc<AppSettings>>,
}

impl Settings {
    /// The settings of this environment, before anything stored is known. `fixed` goes before the
    /// environment, for what the command line says.
    pub(crate) fn new(fixed: &[(&'static str, String)]) -> Self {
        let named = APP_SETTINGS.iter().flat_map(|entry| entry.variables);
        let mut environment: BTreeMap<&'static str, String> = named
            .filter_map(|name| Some((*name, worded(name, std::env::var(name).ok()?))))
            .collect();
        environment.extend(fixed.iter().cloned());
        let (current, _) = effective(&environment, &BTreeMap::new());
        Self {
            current: RwLock::new(Arc::new(current)),
            environment,
        }
    }

    /// The settings in force.
    pub(crate) fn get(&self) -> Arc<AppSettings> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes what is stored; a value that can't be used is told in the log.
    pub(crate) fn load(&self, stored: &BTreeMap<String, Value>) {
        let (settings, warnings) = effective(&self.environment, stored);
        for warning in warnings {
            let (setting, problem) = (&warning.field, &warning.message);
            tracing::warn!(%setting, hint = %warning.hint, "passed over: {problem}");
        }
        // the warnings above are told at the old level, what follows at the new one
        let level = Level::from_word(&settings.values.log_level);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
        if let Some(level) = level {
            logging::set_level(level);
        }
    }
}

/// A variable's text; the words that other programs have for a level become ours.
fn worded(variable: &str, text: String) -> String {
    let level = logging::VARIABLES.contains(&variable);
    let word = level.then(|| Level::from_word(&text)).flatten();
    word.map_or(text, |level| level.word().to_owned())
}

fn effective(
    environment: &BTreeMap<&'static str, String>,
    stored: &BTreeMap<String, Value>,
) -> (AppSettings, Vec<va_core::issue::Issue>) {
    AppSettings::effective(stored, |name| environment.get(name).cloned())
}

/// Whether the queue was paused when the program last ran.
pub(crate) fn paused(catalogue: &CatalogueReader) -> Result<bool, EngineError> {
    let stored = catalogue.setting(PAUSED)?;
    Ok(stored.and_then(|value| value.as_bool()).unwrap_or_default())
}

impl Owner {
    /// Changes settings: all of them or, with one error, none.
    pub(crate) fn change_settings(
        &mut self,
        patch: &Map<String, Value>,
    ) -> Result<Arc<AppSettings>, EngineError> {
        let issues = AppSettings::check(patch);
        if !issues.is_empty() {
            return Err(EngineError::InvalidConfig(issues));
        }
        let before = self.settings.get();
        for entry in APP_SETTINGS
            .iter()
            .filter(|e| patch.contains_key(e.field.key))
        {
            let key = entry.field.key;
            match before.source(key) {
                Source::Environment(variable) => {
                    return Err(EngineError::SettingFixed { key, variable });
                }
                Source::Default | Source::Stored => {}
            }
        }
        let changes: Vec<(&str, Option<&Value>)> = patch
            .iter()
            .map(|(key, value)| (key.as_str(), Some(value).filter(|v| !v.is_null())))
            .collect();
        self.catalogue.set_settings(&changes, now())?;
        self.settings.load(&self.catalogue.read().settings()?);
        self.hub.publish(EventKind::Settings);
        self.forecast.outdate();
        self.set_minimum_free(self.settings.get().values.minimum_free_mb);
        self.schedule();
        Ok(self.settings.get())
    }

    /// Pauses or resumes the queue, also for the next start.
    pub(crate) fn keep_paused(&mut self, paused: bool) -> Result<(), EngineError> {
        let value = Value::from(paused);
        self.catalogue.set_setting(PAUSED, Some(&value), now())?;
        self.paused = paused;
        Ok(())
    }
}
