//! What is to be done, checked before anything is touched: pipelines, settings, formats, models.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};
use va_core::app_settings::AppSettings;
use va_core::config_text::Places;
use va_core::issue::{Issue, Severity};
use va_core::job_config::{Chosen, UnknownKeys, check_here, overlay};
use va_core::worker::{PROTOCOL, WorkOrder};
use va_core::{ErrorCode, Failure};
use va_engine::Toolbox;
use va_engine::data_folder::default_root;
use va_engine::job_folder::JobFile;

use super::Order;
use crate::args::AnnotateArguments;
use crate::{config, out};

/// What the arguments say should be run, from the preset up to `--set`.
struct Wish {
    value: Value,
    places: Places,
    /// What is wrong with the text of the file.
    issues: Vec<Issue>,
    /// Pipelines of the preset, when nothing else chooses.
    suggested: Option<Vec<String>>,
    /// Whether the file lists pipelines.
    listed: bool,
}

fn wish(arguments: &AnnotateArguments) -> Result<Wish, Failure> {
    let mut wish = Wish {
        value: Value::Null,
        places: Places::default(),
        issues: Vec::new(),
        suggested: None,
        listed: false,
    };
    if let Some(name) = &arguments.preset {
        let preset = config::shelf()?.get(name).map_err(|e| e.failure())?;
        wish.value = preset.whole();
        wish.suggested = Some(preset.selected_pipelines);
    }
    if let Some(file) = &arguments.config {
        let parsed = config::read(file)?;
        let value = parsed.value.unwrap_or(Value::Null);
        wish.listed = value.get("pipelines").is_some_and(|list| !list.is_null());
        wish.value = overlay(wish.value, value);
        wish.places = parsed.places;
        wish.issues = parsed.issues;
    }
    match config::with_settings(wish.value.take(), &arguments.settings) {
        Ok(value) => wish.value = value,
        Err(issues) => wish.issues.extend(issues),
    }
    Ok(wish)
}

fn chosen<'a>(arguments: &'a AnnotateArguments, wish: &'a Wish) -> Chosen<'a> {
    match &wish.suggested {
        _ if !arguments.pipelines.is_empty() => Chosen::Named(&arguments.pipelines),
        Some(names) if !wish.listed => Chosen::Suggested(names),
        Some(_) => Chosen::ByConfig,
        None if arguments.config.is_some() => Chosen::ByConfig,
        // settings alone don't choose what runs: without names, everything that is on by default does
        None => Chosen::ByDefault,
    }
}

/// Checks everything that does not depend on a recording. Prints what is wrong.
fn check_all(arguments: &AnnotateArguments) -> Result<Order, Failure> {
    let mut wish = wish(arguments)?;
    let toolbox = Toolbox::new(&arguments.models, default_root().ok().as_deref());
    let obstacle = |pipeline: &'static _, settings: &_| toolbox.hindrance(pipeline, settings);
    let chosen = chosen(arguments, &wish);
    let named = matches!(chosen, Chosen::Named(_) | Chosen::ByConfig);
    let checked = check_here(chosen, &wish.value, UnknownKeys::Refuse, &obstacle);
    if let (true, Some((pipeline, reason))) = (wish.issues.is_empty(), checked.only_unavailable()) {
        return Err(Failure {
            message: format!("{pipeline} can't run: {}", reason.message),
            ..reason.clone()
        });
    }
    let mut issues = std::mem::take(&mut wish.issues);
    let broken = issues.iter().any(|i| i.severity == Severity::Error);
    let mut found = checked.issues;
    // what was set on the command line does not stand in the file
    let set: Vec<_> = arguments
        .settings
        .iter()
        .filter_map(|s| config::set_path(s))
        .collect();
    for issue in found
        .iter_mut()
        .filter(|i| !set.contains(&i.field.as_str()))
    {
        issue.place = wish.places.of(&issue.field);
    }
    issues.extend(found);
    let Some(config) = checked.config.filter(|_| !broken) else {
        if arguments.json {
            out::json(&json!({ "type": "invalid", "issues": issues }));
        } else {
            out::issues(&issues);
        }
        return Err(Failure::new(
            ErrorCode::InvalidConfig,
            "the configuration is not valid; nothing was started",
        ));
    };
    out::issues(&issues);
    let tracks = va_export::plan("check", &[], &arguments.format);
    tracks.map_err(|e| e.failure())?;
    Ok(Order {
        config,
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
    // a command has no stored settings, only the environment
    let (program, _) = AppSettings::effective(&BTreeMap::new(), |name| std::env::var(name).ok());
    Ok(WorkOrder {
        protocol: PROTOCOL,
        job: file.job,
        folder: std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()),
        media: file.media.clone(),
        tools: order.toolbox.tools(&steps)?,
        steps,
        formats: order.formats.clone(),
        threads: std::thread::available_parallelism().map_or(1, |n| n.get() as u32),
        device: file.config.device.wish(&program.values),
    })
}
