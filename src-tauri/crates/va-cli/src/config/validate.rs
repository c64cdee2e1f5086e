//! `config validate`: every error of a file at once, with lines.

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};
use va_core::Failure;
use va_core::issue::{Issue, IssueCode, Severity};
use va_core::job_config::{Checked, Chosen, JobConfig, UnknownKeys, check_here};
use va_engine::Toolbox;

use super::read;
use crate::out;

/// Exit code of a file with errors.
const INVALID: u8 = 2;

/// Checks a file and prints what there is to say.
pub fn validate(file: &Path, as_json: bool, toolbox: &Toolbox) -> ExitCode {
    let (config, issues) = match examine(file, toolbox) {
        Ok(found) => found,
        Err(failure) => (None, vec![unreadable(&failure)]),
    };
    let names: Vec<_> = config
        .iter()
        .flat_map(|config| &config.steps)
        .map(|step| step.pipeline.as_str())
        .collect();
    let valid = config.is_some();
    if as_json {
        let report = json!({
            "file": file, "valid": valid, "pipelines": names, "issues": issues,
        });
        out::json(&report);
    } else {
        out::issues(&issues);
        if valid {
            let names = names.join(", ");
            out::line(&format!(
                "[OK] {} is valid and runs {names}",
                file.display()
            ));
        } else {
            let errors = issues.iter().filter(|i| i.severity == Severity::Error);
            let count = match errors.count() {
                1 => "1 error".to_owned(),
                n => format!("{n} errors"),
            };
            out::note(&format!("[ERROR] {} has {count}", file.display()));
        }
    }
    if valid {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(INVALID)
    }
}

/// The configuration of a file if it has no errors, and everything there is to say, from top to bottom.
fn examine(file: &Path, toolbox: &Toolbox) -> Result<(Option<JobConfig>, Vec<Issue>), Failure> {
    let parsed = read(file)?;
    let mut issues = parsed.issues;
    let mut config = None;
    if let Some(value) = &parsed.value {
        let checked = check_value(value, toolbox);
        issues.extend(checked.issues);
        config = checked.config;
    }
    parsed.places.locate(&mut issues);
    let refused = issues.iter().any(|i| i.severity == Severity::Error);
    Ok((config.filter(|_| !refused), issues))
}

fn check_value(value: &Value, toolbox: &Toolbox) -> Checked {
    let obstacle = |pipeline: &'static _, settings: &_| toolbox.hindrance(pipeline, settings);
    check_here(Chosen::ByConfig, value, UnknownKeys::Refuse, &obstacle)
}

/// The issue of a file that can't be read at all.
fn unreadable(failure: &Failure) -> Issue {
    let hint = failure.hint.clone().unwrap_or_default();
    Issue::error("", IssueCode::SyntaxError, failure.message.clone(), hint)
}
