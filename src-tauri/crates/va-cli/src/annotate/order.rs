//! What is to be done, checked before anything is touched: pipelines, settings, formats, models.

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};
use va_core::job_config::{self, UnknownKeys};
use va_core::worker::{PROTOCOL, WorkOrder};
use va_core::{Failure, pipelines};
use va_engine::Toolbox;
use va_engine::data_folder::default_root;
use va_engine::job_folder::JobFile;

use super::Order;
use crate::args::AnnotateArguments;
use crate::{config, out};

/// Checks everything that does not depend on a recording. Prints what is wrong.
fn check_all(arguments: &AnnotateArguments) -> Result<Order, Failure> {
    let given = match &arguments.config {
        Some(file) => config::read(file)?,
        None => Value::Null,
    };
    let refused = |issues: Vec<va_core::issue::Issue>| {
        if arguments.json {
            out::json(&json!({ "type": "invalid", "issues": issues }));
        } else {
            out::issues(&issues);
        }
        Failure::new(
            va_core::ErrorCode::InvalidConfig,
            "the configuration is not valid; nothing was started",
        )
    };
    let given = config::with_settings(given, &arguments.settings).map_err(refused)?;
    let from_file = given.get("pipelines").is_some_and(|list| !list.is_null());
    // settings alone don't choose what runs: without names, everything that is on by default does
    let defaults: Vec<String>;
    let requested = if !arguments.pipelines.is_empty() {
        Some(arguments.pipelines.as_slice())
    } else if from_file || arguments.config.is_some() {
        None
    } else {
        let on = pipelines::PIPELINES.iter().filter(|p| p.default_enabled);
        defaults = on.map(|p| p.id.to_owned()).collect();
        Some(defaults.as_slice())
    };
    let checked = job_config::check(requested, &given, UnknownKeys::Refuse);
    let Some(mut job) = checked.config else {
        return Err(refused(checked.issues));
    };
    let named = !arguments.pipelines.is_empty() || from_file || arguments.config.is_some();
    let tracks = va_export::plan("check", &[], &arguments.format);
    tracks.map_err(|e| e.failure())?;
    let toolbox = Toolbox::new(&arguments.models, default_root().ok().as_deref());
    job.steps.retain(|step| {
        let obstacle = pipelines::find(step.pipeline.as_str()).and_then(|p| toolbox.obstacle(p));
        match obstacle {
            Some(reason) if !named => {
                out::note(&format!(
                    "[WARNING] {} is left out: {reason}",
                    step.pipeline
                ));
                out::note(&format!("        {}", reason.hint.unwrap_or_default()));
                false
            }
            Some(_) | None => true,
        }
    });
    for step in &job.steps {
        if let Some(reason) =
            pipelines::find(step.pipeline.as_str()).and_then(|p| toolbox.obstacle(p))
        {
            return Err(Failure {
                message: format!("{} can't run: {}", step.pipeline, reason.message),
                ..reason
            });
        }
    }
    Ok(Order {
        config: job,
        named,
        formats: arguments.format.clone(),
        toolbox,
    })
}

/// The same, with the exit code that a refusal has.
pub fn check(arguments: &AnnotateArguments) -> Result<Order, ExitCode> {
    check_all(arguments).map_err(|failure| {
        if arguments.json {
            out::json(&json!({ "type": "failed", "failure": failure }));
        } else {
            out::failure(&failure);
        }
        ExitCode::from(failure.code.exit_code())
    })
}

/// The worker's order for one recording.
pub fn work(order: &Order, folder: &Path, file: &JobFile) -> Result<WorkOrder, Failure> {
    let steps = file.config.steps.clone();
    let described = steps
        .iter()
        .filter_map(|step| pipelines::find(step.pipeline.as_str()));
    Ok(WorkOrder {
        protocol: PROTOCOL,
        job: file.job,
        folder: std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()),
        media: file.media.clone(),
        tools: order.toolbox.tools(described)?,
        steps,
        formats: order.formats.clone(),
        threads: std::thread::available_parallelism().map_or(1, |n| n.get() as u32),
    })
}
