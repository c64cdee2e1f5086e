//! Importing, verifying and removing models on the command line.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::json;
use va_core::Failure;
use va_engine::models::Presence;
use va_models::{ModelError, Stop, import};

use super::list::{value, words};
use super::{catalog, depot, look, named, toolbox};
use crate::out;

/// What `verify` ends with when a file is not right.
const WRONG: u8 = 4;

/// `models import`.
pub(super) fn import_from(from: &Path, as_json: bool) -> Result<ExitCode, Failure> {
    let toolbox = toolbox(&[]);
    let (depot, shelf) = (depot(&toolbox)?, toolbox.shelf());
    let from = std::path::absolute(from).unwrap_or_else(|_| from.to_owned());
    let stop = Stop::default();
    let imported =
        import(&depot, &shelf, catalog()?, &from, &stop, &mut |_| {}).map_err(|e| e.failure())?;
    if as_json {
        let installed: Vec<_> = imported
            .installed
            .iter()
            .map(|(id, file)| json!({ "id": id, "from": file }))
            .collect();
        let refused: Vec<_> = imported
            .refused
            .iter()
            .map(|(name, reason)| json!({ "name": name, "reason": reason }))
            .collect();
        out::json(&json!({
            "imported": installed,
            "present": imported.present,
            "refused": refused,
            "unknown": imported.unknown,
        }));
        return Ok(ExitCode::SUCCESS);
    }
    for (id, file) in &imported.installed {
        out::line(&format!("{id} is here, from {file}"));
    }
    for id in &imported.present {
        out::line(&format!("{id} was here already"));
    }
    for (name, reason) in &imported.refused {
        out::note(&format!(
            "[WARNING] {name} is not the model that it is called: {reason}"
        ));
    }
    if !imported.unknown.is_empty() {
        let names = imported.unknown.join(", ");
        out::note(&format!("passed over, no models of the catalogue: {names}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// `models verify`.
pub(super) fn verify(
    ids: &[String],
    folders: &[PathBuf],
    as_json: bool,
) -> Result<ExitCode, Failure> {
    let toolbox = toolbox(folders);
    let asked = named(ids)?;
    let all = asked.is_empty();
    let models = if all {
        catalog()?.iter().collect()
    } else {
        asked
    };
    let shelf = toolbox.shelf();
    let mut wrong = false;
    for model in models {
        // what is wrong with it, the look says
        drop(shelf.examine(model));
        let view = look(model, &toolbox);
        if all && view.presence == Presence::Missing {
            continue;
        }
        wrong |= !view.usable();
        if as_json {
            out::json(&value(&view));
            continue;
        }
        out::line(&format!("{:<18} {}", model.id, words(&view)));
        if let Some(failure) = &view.failure {
            out::failure(failure);
        }
    }
    Ok(ExitCode::from(if wrong { WRONG } else { 0 }))
}

/// `models remove`.
pub(super) fn remove(ids: &[String]) -> Result<ExitCode, Failure> {
    let toolbox = toolbox(&[]);
    let depot = depot(&toolbox)?;
    for model in named(ids)? {
        let view = look(model, &toolbox);
        if let (false, Some(path)) = (view.removable(), view.path) {
            let id = model.id.clone();
            return Err(ModelError::NotRemovable { id, path }.failure());
        }
        depot.remove(model).map_err(|e| e.failure())?;
        out::line(&format!("{} is removed", model.id));
    }
    Ok(ExitCode::SUCCESS)
}
