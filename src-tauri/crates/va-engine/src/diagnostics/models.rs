//! The models: each file that is here is read again and compared with the catalogue's hash.

use std::time::Duration;

use serde_json::json;
use va_core::pipelines::PIPELINES;
use va_models::{Model, ModelError, catalog};

use super::{Check, Context, Finding};

pub(super) const CHECK: Check = Check {
    part: "models",
    title: "Models",
    slow: false,
    limit: Duration::from_mins(5),
    run,
};

fn run(context: &Context) -> Finding {
    let all = match catalog() {
        Ok(all) => all,
        Err(error) => return Finding::good("no catalogue", "", json!({})).error(error.failure()),
    };
    let shelf = context.toolbox.shelf();
    let looked: Vec<_> = all
        .iter()
        .map(|model| (model, shelf.examine(model)))
        .collect();
    let here = looked.iter().filter(|(_, found)| found.is_ok()).count();
    let bytes: u64 = looked
        .iter()
        .filter_map(|(_, found)| Some(std::fs::metadata(&found.as_ref().ok()?.path).ok()?.len()))
        .sum();
    let mut finding = Finding::good(
        format!(
            "{here} of {} installed, {} MB",
            all.len(),
            bytes / 1_000_000
        ),
        "every installed model is what its makers published",
        json!({
            "installed": here, "known": all.len(), "bytes": bytes,
            "models": looked.iter().map(|(model, found)| json!({
                "id": model.id, "title": model.title, "state": state(found.as_ref().err()),
                "verified": found.as_ref().is_ok_and(|f| f.verified),
            })).collect::<Vec<_>>(),
        }),
    );
    for (model, error) in looked
        .iter()
        .filter_map(|(m, f)| Some((m, f.as_ref().err()?)))
    {
        if !matches!(error, ModelError::Missing { .. }) {
            finding = finding.error(error.failure());
        } else if let Some(pipeline) = wanted_by(model) {
            finding = finding.warn(
                        format!("{} is not installed, and `{pipeline}` runs by default with it", model.title),
                        format!("get it on the Models page, or with `videoannotator models fetch --for {pipeline}`"),
                    );
        }
    }
    finding
}

fn state(error: Option<&ModelError>) -> &'static str {
    match error {
        None => "good",
        Some(ModelError::Missing { .. }) => "not installed",
        Some(_) => "not usable",
    }
}

/// A pipeline that is on by default and needs a model with its default settings.
fn wanted_by(model: &Model) -> Option<&'static str> {
    let on = PIPELINES.iter().filter(|p| p.default_enabled);
    let needs = |p: &&&va_core::pipeline::PipelineDescriptor| {
        let defaults = p.schema.defaults();
        p.models_for(&defaults)
            .any(|need| need.id == model.id && !need.optional)
    };
    on.filter(needs).map(|p| p.id).next()
}
