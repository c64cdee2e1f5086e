//! Configuration files: YAML or JSON (which is YAML), with `--set` on top, checked by the one validator.

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Map, Value, json};
use va_core::issue::{Issue, IssueCode};
use va_core::job_config::{Checked, UnknownKeys, check};
use va_core::{ErrorCode, Failure};

use crate::out;

/// Reads a configuration file.
pub fn read(file: &Path) -> Result<Value, Failure> {
    let refuse = |why: String, hint: &str| {
        let message = format!(
            "the configuration `{}` can't be read: {why}",
            file.display()
        );
        Failure::new(ErrorCode::InvalidConfig, message).hint(hint)
    };
    let text = std::fs::read_to_string(file)
        .map_err(|e| refuse(e.to_string(), "check the path and its permissions"))?;
    let value: Value = serde_norway::from_str(&text).map_err(|e| {
        refuse(
            e.to_string(),
            "write it as YAML or JSON, for example `scene_detection: {threshold: 27}`",
        )
    })?;
    Ok(value)
}

/// Puts `pipeline.key=value` settings on top of a configuration. The value is read as YAML: `true`, `30`
/// and `0.5` are what they look like.
pub fn with_settings(config: Value, settings: &[String]) -> Result<Value, Vec<Issue>> {
    let mut root = match config {
        Value::Object(root) => root,
        Value::Null => Map::new(),
        other => return Ok(other),
    };
    let mut issues = Vec::new();
    for setting in settings {
        let parts = setting.split_once('=').and_then(|(path, value)| {
            let (pipeline, key) = path.trim().split_once('.')?;
            Some((
                pipeline,
                key,
                serde_norway::from_str::<Value>(value.trim()).ok()?,
            ))
        });
        let Some((pipeline, key, value)) = parts else {
            issues.push(Issue::error(
                format!("--set {setting}"),
                IssueCode::InvalidType,
                "this is not a setting",
                "give PIPELINE.KEY=VALUE, for example `--set scene_detection.threshold=30`",
            ));
            continue;
        };
        let section = root.entry(pipeline.to_owned()).or_insert_with(|| json!({}));
        if section.is_null() {
            *section = json!({});
        }
        if let Value::Object(section) = section {
            section.insert(key.to_owned(), value);
        }
    }
    if issues.is_empty() {
        Ok(Value::Object(root))
    } else {
        Err(issues)
    }
}

/// `config validate`: every error at once.
pub fn validate(file: &Path, as_json: bool) -> ExitCode {
    let checked = match read(file) {
        Ok(config) => check(None, &config, UnknownKeys::Refuse),
        Err(failure) => {
            out::failure(&failure);
            return ExitCode::from(failure.code.exit_code());
        }
    };
    let Checked { config, issues } = checked;
    let valid = config.is_some();
    if as_json {
        out::json(&json!({ "valid": valid, "issues": issues }));
    } else if let Some(config) = &config {
        let names: Vec<_> = config.steps.iter().map(|s| s.pipeline.as_str()).collect();
        out::line(&format!(
            "[OK] {} is valid and runs {}",
            file.display(),
            names.join(", ")
        ));
    } else {
        out::issues(&issues);
    }
    if valid {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_on_the_command_line_win_over_the_file() {
        let file = json!({ "scene_detection": { "threshold": 20, "fades": true } });
        let settings = [
            "scene_detection.threshold=30".to_owned(),
            "motion_energy.regions=false".into(),
        ];
        let config = with_settings(file, &settings).unwrap();
        assert_eq!(
            config,
            json!({
                "scene_detection": { "threshold": 30, "fades": true },
                "motion_energy": { "regions": false },
            })
        );
    }

    #[test]
    fn a_setting_without_a_value_is_refused_with_an_example() {
        let issues = with_settings(Value::Null, &["threshold".to_owned()]).unwrap_err();
        assert!(
            issues[0]
                .hint
                .contains("--set scene_detection.threshold=30")
        );
    }
}
