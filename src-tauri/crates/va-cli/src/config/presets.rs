//! `config presets`, `show`, `save` and `delete`: named configurations, those that ship and one's own.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;
use va_core::presets::Preset;
use va_core::{ErrorCode, Failure};
use va_engine::data_folder::default_root;
use va_engine::{PresetError, PresetShelf};

use super::read;
use crate::args::FileFormat;
use crate::out;

/// The presets of this user's data folder.
pub fn shelf() -> Result<PresetShelf, Failure> {
    let root = default_root().map_err(|e| e.failure())?;
    Ok(PresetShelf::new(&root))
}

/// `config presets`.
pub fn list(as_json: bool) -> ExitCode {
    finish(shelf().and_then(|shelf| {
        let (presets, unreadable) = shelf.list().map_err(|e| e.failure())?;
        if as_json {
            let presets: Vec<_> = presets.iter().map(described).collect();
            let unreadable: Vec<_> = unreadable
                .iter()
                .map(|file| json!({ "name": file.name, "issues": file.issues }))
                .collect();
            out::json(&json!({ "presets": presets, "unreadable": unreadable }));
            return Ok(());
        }
        for preset in presets {
            let whose = if preset.built_in { "ships" } else { "own" };
            let (name, title) = (&preset.name, &preset.title);
            out::line(&format!("{name:<20} {whose:<6} {title}"));
            if !preset.description.is_empty() {
                out::line(&format!("{:<27} {}", "", preset.description));
            }
        }
        for file in unreadable {
            out::note(&format!("[WARNING] the preset `{}` has errors:", file.name));
            out::issues(&file.issues);
        }
        Ok(())
    }))
}

fn described(preset: &Preset) -> serde_json::Value {
    json!({
        "name": preset.name,
        "title": preset.title,
        "description": preset.description,
        "built_in": preset.built_in,
        "selected_pipelines": preset.selected_pipelines,
        "config": preset.config,
    })
}

/// `config show`.
pub fn show(name: &str, format: FileFormat) -> ExitCode {
    finish(shelf().and_then(|shelf| {
        let preset = shelf.get(name).map_err(|e| told(&e))?;
        let text = match format {
            FileFormat::Yaml => preset.to_yaml(),
            FileFormat::Json => preset.to_json(),
        };
        out::text(&text);
        Ok(())
    }))
}

/// `config save`.
pub fn save(name: &str, file: &Path, replace: bool) -> ExitCode {
    finish(shelf().and_then(|shelf| {
        let parsed = read(file)?;
        let preset = Preset::read(name, &parsed).map_err(|issues| {
            let name = name.to_owned();
            told(&PresetError::Invalid { name, issues })
        })?;
        if !replace
            && matches!(
                shelf.get(name),
                Ok(Preset {
                    built_in: false,
                    ..
                })
            )
        {
            let message = format!("there is a preset `{name}` already");
            let failure = Failure::new(ErrorCode::InvalidRequest, message);
            return Err(failure.hint("give --replace, or another name"));
        }
        shelf.save(&preset).map_err(|e| told(&e))?;
        out::line(&format!("[OK] {} is the preset `{name}`", file.display()));
        Ok(())
    }))
}

/// `config delete`.
pub fn delete(name: &str) -> ExitCode {
    finish(shelf().and_then(|shelf| {
        shelf.delete(name).map_err(|e| told(&e))?;
        out::line(&format!("[OK] the preset `{name}` is deleted"));
        Ok(())
    }))
}

/// Prints every error of a preset; the failure sums them up.
fn told(error: &PresetError) -> Failure {
    let failure = error.failure();
    match error {
        PresetError::Invalid { issues, .. } => {
            out::issues(issues);
            failure.hint("change what is named above, then try again")
        }
        PresetError::NotFound { .. } | PresetError::BuiltIn(_) | PresetError::File { .. } => {
            failure
        }
    }
}

fn finish(done: Result<(), Failure>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            out::failure(&failure);
            ExitCode::from(failure.code.exit_code())
        }
    }
}
