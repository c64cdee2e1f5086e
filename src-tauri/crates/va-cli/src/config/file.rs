//! A configuration file from the disk, and `--set` on top of it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde_json::{Map, Value};
use va_core::config_text::{MAX_BYTES, Parsed, parse, parse_bytes};
use va_core::issue::{Issue, IssueCode};
use va_core::job_config::overlay;
use va_core::{ErrorCode, Failure};

/// Reads a configuration file. What is wrong with its text is in the answer; an error is a file that
/// can't be read at all.
pub fn read(file: &Path) -> Result<Parsed, Failure> {
    let refuse = |why: std::io::Error| {
        let message = format!(
            "the configuration `{}` can't be read: {why}",
            file.display()
        );
        Failure::new(ErrorCode::InvalidConfig, message)
            .hint("check the path and its permissions; it has to be a YAML or JSON file")
    };
    let mut bytes = Vec::new();
    File::open(file)
        .and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(refuse)?;
    Ok(parse_bytes(&bytes))
}

/// Puts `pipeline.key=value` settings on top of a configuration. The value is read as YAML: `true`, `30`
/// and `0.5` are what they look like.
pub fn with_settings(config: Value, settings: &[String]) -> Result<Value, Vec<Issue>> {
    let mut issues = Vec::new();
    let mut all = config;
    for setting in settings {
        match one(setting) {
            Some(top) => all = overlay(all, top),
            None => issues.push(
                Issue::error(
                    format!("--set {setting}"),
                    IssueCode::InvalidType,
                    "this is not a setting",
                    "give PIPELINE.KEY=VALUE, for example `--set scene_detection.threshold=30`",
                )
                .example("scene_detection.threshold", &30.into()),
            ),
        }
    }
    if issues.is_empty() {
        Ok(all)
    } else {
        Err(issues)
    }
}

/// The path of a `--set`, as the check names it.
pub fn set_path(setting: &str) -> Option<&str> {
    setting.split_once('=').map(|(path, _)| path.trim())
}

fn one(setting: &str) -> Option<Value> {
    let (path, value) = setting.split_once('=')?;
    let (pipeline, key) = path.trim().split_once('.')?;
    let parsed = parse(value.trim());
    let value = parsed.value.filter(|_| parsed.issues.is_empty())?;
    let section = Map::from_iter([(key.to_owned(), value)]);
    let root = Map::from_iter([(pipeline.to_owned(), Value::Object(section))]);
    Some(Value::Object(root))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_on_the_command_line_win_over_the_file() {
        let file = json!({ "scene": { "content_threshold": 20, "fades": true } });
        let settings = [
            "scene_detection.threshold=30".to_owned(),
            "motion_energy.regions=false".into(),
        ];
        let config = with_settings(file, &settings).unwrap();
        assert_eq!(
            config,
            json!({
                "scene": { "threshold": 30, "fades": true },
                "motion_energy": { "regions": false },
            })
        );
        let alone = with_settings(Value::Null, &settings).unwrap();
        assert_eq!(alone["scene_detection"]["threshold"], 30);
    }

    #[test]
    fn a_setting_without_a_value_is_refused_with_an_example() {
        for bad in ["threshold", "threshold=3", "a.b=[1", "a.b={x: 1, x: 2}"] {
            let issues = with_settings(Value::Null, &[bad.to_owned()]).unwrap_err();
            assert!(
                issues[0]
                    .hint
                    .contains("--set scene_detection.threshold=30"),
                "{bad}"
            );
        }
    }
}
