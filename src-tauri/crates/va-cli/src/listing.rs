//! Lists: pipelines and export formats.

use std::process::ExitCode;

use serde_json::json;
use va_core::pipelines::PIPELINES;
use va_engine::Toolbox;
use va_engine::data_folder::default_root;

use crate::out;

/// `pipelines`.
pub fn pipelines(as_json: bool) -> ExitCode {
    let toolbox = Toolbox::new(&[], default_root().ok().as_deref());
    for pipeline in PIPELINES {
        let obstacle = toolbox.obstacle(pipeline);
        if as_json {
            out::json(&json!({ "pipeline": pipeline, "unavailable": obstacle }));
            continue;
        }
        let state = if obstacle.is_none() {
            "ready"
        } else {
            "unavailable"
        };
        out::line(&format!(
            "{:<18} {state:<12} {}",
            pipeline.id, pipeline.summary
        ));
        if let Some(failure) = obstacle {
            let hint = failure.hint.unwrap_or_default();
            out::line(&format!("{:<31} {}: {hint}", "", failure.message));
        }
    }
    ExitCode::SUCCESS
}

/// `formats`.
pub fn formats() -> ExitCode {
    for format in va_export::FORMATS {
        out::line(&format!(
            "{:<8} {:<28} {}",
            format.id, format.title, format.opens_in
        ));
    }
    ExitCode::SUCCESS
}
