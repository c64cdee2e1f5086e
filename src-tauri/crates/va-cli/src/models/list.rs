//! The list of models, as a table for people and as JSON for programs.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Value, json};
use va_core::Failure;
use va_engine::models::{ModelView, Place, Presence};
use va_models::Model;

use super::{catalog, look, size, toolbox};
use crate::out;

/// `models list`.
pub(super) fn list(models: &[PathBuf], as_json: bool) -> Result<ExitCode, Failure> {
    let toolbox = toolbox(models);
    let views: Vec<_> = catalog()?.iter().map(|m| look(m, &toolbox)).collect();
    if as_json {
        for view in &views {
            out::json(&value(view));
        }
        return Ok(ExitCode::SUCCESS);
    }
    out::line(&row([
        "ID",
        "WHAT IT IS",
        "SIZE",
        "LICENCE",
        "STATE",
        "USED BY",
    ]));
    for view in &views {
        let model = view.model;
        let mark = if model.research_only { " *" } else { "" };
        let used: Vec<_> = model.pipelines().map(|p| p.id).collect();
        out::line(&row([
            &model.id,
            &model.title,
            &size(model.bytes),
            &format!("{}{mark}", model.licence),
            words(view),
            &used.join(", "),
        ]));
    }
    out::line("");
    out::line("* learned from data that may be used for research only; fetching asks you to agree");
    if views.iter().any(|v| v.model.urls.is_empty() && !v.usable()) {
        out::line("+ comes in the model pack of a release: videoannotator models import FILE");
    }
    if views
        .iter()
        .any(|v| !v.usable() && !v.model.urls.is_empty())
    {
        out::line("Get one with: videoannotator models fetch ID");
    }
    if let Some(depot) = toolbox.depot() {
        out::line(&format!("Models are kept in {}", depot.folder().display()));
    }
    Ok(ExitCode::SUCCESS)
}

fn row(cells: [&str; 6]) -> String {
    let [id, title, size, licence, state, used] = cells;
    let line = format!("{id:<18} {title:<26} {size:>9}  {licence:<13} {state:<22} {used}");
    line.trim_end().to_owned()
}

/// The state of a model in a few words.
pub(super) fn words(view: &ModelView) -> &'static str {
    match (view.presence, &view.transfer) {
        (Presence::Installed, _) => "verified",
        (Presence::Unchecked, _) => "no published checksum",
        (Presence::Altered, _) => "ALTERED, not used",
        (Presence::Unreadable, _) => "UNREADABLE",
        (Presence::Missing, Some(_)) => "partly here",
        (Presence::Missing, None) if view.model.urls.is_empty() => "not here +",
        (Presence::Missing, None) => "not here",
    }
}

/// A model for programs.
pub(super) fn value(view: &ModelView) -> Value {
    let Model {
        id,
        bytes,
        sha256,
        licence,
        research_only,
        training_data,
        ..
    } = view.model;
    let state = match view.presence {
        Presence::Installed => "installed",
        Presence::Unchecked => "unchecked",
        Presence::Altered => "altered",
        Presence::Unreadable => "unreadable",
        Presence::Missing => "missing",
    };
    let origin = view.place.as_ref().map(|place| match place {
        Place::Bundled => "bundled",
        Place::Depot(_) => "installed",
        Place::Folder => "folder",
    });
    json!({
        "id": id,
        "title": view.model.title,
        "task": view.model.task,
        "file": view.model.file,
        "revision": view.model.revision,
        "bytes": bytes,
        "sha256": sha256,
        "licence": licence,
        "research_only": research_only,
        "accepted": view.accepted,
        "training_data": training_data,
        "source": view.model.source,
        "downloadable": !view.model.urls.is_empty(),
        "pipelines": view.model.pipelines().map(|p| p.id).collect::<Vec<_>>(),
        "state": state,
        "origin": origin,
        "path": view.path,
        "error": view.failure,
    })
}
