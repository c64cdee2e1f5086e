//! What a configuration says about devices: three keys beside the pipelines' groups. What it does not say follows
//! the settings of the program.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::app_settings::{AppValues, DEVICE_SCHEMA};
use crate::device::{DeviceWish, Provider};
use crate::issue::Issue;

/// The keys.
pub(super) const KEYS: [&str; 3] = ["device", "device_fallback", "half_precision"];

/// What a configuration says; `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceConfig {
    /// Providers in order; empty for the fastest one that works.
    pub device: Option<Vec<Provider>>,
    /// Whether the processor may take over.
    pub device_fallback: Option<bool>,
    /// Whether half precision may be used.
    pub half_precision: Option<bool>,
}

impl DeviceConfig {
    /// The keys of a configuration, checked; every error goes to `issues`.
    pub(super) fn check(config: &Map<String, Value>, issues: &mut Vec<Issue>) -> Self {
        let given = config
            .iter()
            .filter(|(key, _)| KEYS.contains(&key.as_str()));
        let given: Map<String, Value> = given
            .map(|(key, value)| (key.clone(), in_our_words(key, value)))
            .collect();
        if let Err(found) = DEVICE_SCHEMA.check("", &Value::Object(given.clone())) {
            issues.extend(found);
        }
        Self::of(&Value::Object(given))
    }

    /// The keys of a configuration that was checked before. What can't be read counts as not said.
    pub fn of(config: &Value) -> Self {
        let switch = |key: &str| config.get(key).and_then(Value::as_bool);
        let word = config.get("device").and_then(Value::as_str);
        Self {
            device: word.and_then(DeviceWish::providers),
            device_fallback: switch("device_fallback"),
            half_precision: switch("half_precision"),
        }
    }

    /// Together with the settings of the program.
    pub fn wish(&self, program: &AppValues) -> DeviceWish {
        let asked = self.device.clone();
        DeviceWish {
            asked: asked
                .unwrap_or_else(|| DeviceWish::providers(&program.device).unwrap_or_default()),
            fallback: self.device_fallback.unwrap_or(program.device_fallback),
            half: self.half_precision.unwrap_or(program.half_precision),
        }
    }

    /// Without the settings of the program, for a configuration that holds what it takes from them.
    pub fn alone(self) -> DeviceWish {
        DeviceWish {
            asked: self.device.unwrap_or_default(),
            fallback: self.device_fallback.unwrap_or_default(),
            half: self.half_precision.unwrap_or_default(),
        }
    }

    /// The wish as keys of a configuration, without those that are as they are when nobody says anything.
    pub fn write(wish: &DeviceWish, config: &mut Map<String, Value>) {
        config.retain(|key, _| !KEYS.contains(&key.as_str()));
        if !wish.asked.is_empty() {
            config.insert("device".to_owned(), Value::from(wish.words()));
        }
        if wish.fallback {
            config.insert("device_fallback".to_owned(), Value::from(true));
        }
        if wish.half {
            config.insert("half_precision".to_owned(), Value::from(true));
        }
    }
}

impl From<&DeviceWish> for DeviceConfig {
    fn from(wish: &DeviceWish) -> Self {
        Self {
            device: Some(wish.asked.clone()),
            device_fallback: Some(wish.fallback),
            half_precision: Some(wish.half),
        }
    }
}

/// The words of VideoAnnotator 1.x in ours.
fn in_our_words(key: &str, value: &Value) -> Value {
    let word = value.as_str().filter(|_| key == "device");
    match word.and_then(DeviceWish::providers).as_deref() {
        Some([provider]) => Value::from(provider.word()),
        Some(_) => Value::from(DeviceWish::AUTO),
        None => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app_settings::AppSettings;
    use crate::job_config::{UnknownKeys, check};
    use serde_json::json;

    #[test]
    fn a_configuration_wins_over_the_program_key_by_key() {
        let stored = [
            ("device".to_owned(), json!("cuda")),
            ("half_precision".to_owned(), json!(true)),
        ];
        let (program, issues) = AppSettings::effective(&stored.into(), |_| None);
        assert!(issues.is_empty(), "{issues:?}");
        let config = json!({"device": "CPU", "device_fallback": true, "scene_detection": {}});
        let checked = check(None, &config, UnknownKeys::Refuse);
        assert!(checked.issues.is_empty(), "{:?}", checked.issues);
        let wish = checked.config.unwrap().device.wish(&program.values);
        assert_eq!(
            (wish.words().as_str(), wish.fallback, wish.half),
            ("cpu", true, true)
        );
        let wish = DeviceConfig::default().wish(&program.values);
        assert_eq!((wish.words().as_str(), wish.fallback), ("cuda", false));
        let mut written = Map::new();
        DeviceConfig::write(&wish, &mut written);
        let back = DeviceConfig::of(&Value::Object(written)).alone();
        assert_eq!(back, wish, "what is written is read again");
    }

    #[test]
    fn an_unknown_device_is_an_error_that_names_the_ones_there_are() {
        for config in [
            json!({"device": "tensorrt"}),
            json!({"device": 1}),
            json!({"device_fallback": "x"}),
        ] {
            let checked = check(None, &config, UnknownKeys::Warn);
            assert!(checked.config.is_none(), "{config}");
            assert_eq!(
                checked.errors().count(),
                1,
                "{config}: {:?}",
                checked.issues
            );
        }
        let checked = check(None, &json!({"device": "tensorrt"}), UnknownKeys::Warn);
        assert!(
            checked.issues[0].hint.contains("webgpu"),
            "{}",
            checked.issues[0].hint
        );
        for old in ["gpu", "cuda:0", "AUTO"] {
            let checked = check(None, &json!({"device": old}), UnknownKeys::Refuse);
            assert!(checked.config.is_some(), "{old}: {:?}", checked.issues);
        }
    }
}
