//! Downloading on the command line: one model after the other, with a bar each. Ctrl-C stops and keeps what
//! has come.

use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;
use va_core::{ErrorCode, Failure};
use va_models::fetch::{Patience, Phase, Progress, fetch};
use va_models::{Depot, Model, ModelError, Stop};

use super::{FetchArguments, catalog, depot, named, size, toolbox};
use crate::out;

/// `models fetch`.
pub(super) fn fetch_all(arguments: &FetchArguments) -> Result<ExitCode, Failure> {
    let toolbox = toolbox(&[]);
    let depot = depot(&toolbox)?;
    let wanted = wanted(arguments)?;
    if arguments.accept_licence {
        for model in &wanted {
            depot.accept(model).map_err(|e| e.failure())?;
        }
    }
    let stop = Stop::default();
    stop_on_interrupt(&stop);
    let shelf = toolbox.shelf();
    let mut worst = ExitCode::SUCCESS;
    for model in wanted {
        if shelf.locate_model(model).is_ok() {
            say(arguments.json, model, "present", None);
            continue;
        }
        say(arguments.json, model, "fetching", None);
        match get(&depot, model, &stop, arguments.json) {
            Ok(()) => say(arguments.json, model, "installed", None),
            Err(error) => {
                let failure = error.failure();
                say(arguments.json, model, "failed", Some(&failure));
                worst = ExitCode::from(failure.code.exit_code());
                if failure.code == ErrorCode::Cancelled {
                    break;
                }
            }
        }
    }
    Ok(worst)
}

/// The models that are asked for, in the order of the catalogue.
fn wanted(arguments: &FetchArguments) -> Result<Vec<&'static Model>, Failure> {
    let mut wanted = named(&arguments.ids)?;
    for name in &arguments.pipelines {
        let Some(pipeline) = va_core::pipelines::resolve(name) else {
            let message = format!("there is no pipeline `{name}`");
            let failure = Failure::new(ErrorCode::PipelineNotFound, message);
            return Err(failure.hint("list the pipelines with `videoannotator pipelines`"));
        };
        let settings = pipeline.schema.defaults();
        let ids: Vec<_> = pipeline
            .models_for(&settings)
            .map(|n| n.id.to_owned())
            .collect();
        wanted.extend(named(&ids)?);
    }
    if arguments.all {
        wanted.extend(catalog()?.iter().filter(|m| !m.urls.is_empty()));
    }
    let order = |model: &&Model| catalog().ok()?.iter().position(|m| m.id == model.id);
    wanted.sort_by_key(order);
    wanted.dedup_by_key(|model| &model.id);
    Ok(wanted)
}

fn get(depot: &Depot, model: &Model, stop: &Stop, quiet: bool) -> Result<(), ModelError> {
    let target = if quiet {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    };
    let bar = ProgressBar::with_draw_target(model.bytes, target);
    let style = ProgressStyle::with_template(
        "  {bar:30} {bytes:>11} of {total_bytes:<11} {bytes_per_sec:>13} {msg}",
    );
    if let Ok(style) = style {
        bar.set_style(style.progress_chars("##-"));
    }
    let mut watch = |progress: &Progress| {
        if let Some(total) = progress.total {
            bar.set_length(total);
        }
        bar.set_position(progress.done);
        bar.set_message(match progress.phase {
            Phase::Waiting if progress.attempt > 1 => format!("try {}", progress.attempt),
            Phase::Waiting => format!("asking {}", progress.host),
            Phase::Downloading => String::new(),
            Phase::Verifying => "checking".to_owned(),
        });
    };
    let outcome = fetch(depot, model, &Patience::default(), stop, &mut watch);
    bar.finish_and_clear();
    outcome
}

fn say(as_json: bool, model: &Model, what: &str, failure: Option<&Failure>) {
    if as_json {
        let id = &model.id;
        out::json(&json!({ "type": what, "model": id, "bytes": model.bytes, "failure": failure }));
        return;
    }
    if let Some(failure) = failure {
        return out::failure(failure);
    }
    match what {
        "present" => out::line(&format!("{} is here already", model.id)),
        "installed" if model.sha256.is_some() => {
            out::line(&format!("{} is here, verified", model.id));
        }
        "installed" => out::line(&format!(
            "{} is here; its makers publish no checksum, so it could not be verified",
            model.id
        )),
        _ => out::note(&format!(
            "{} ({}, {}): {}",
            model.id,
            size(model.bytes),
            model.licence,
            model.title
        )),
    }
}

/// Ctrl-C stops the download in order.
fn stop_on_interrupt(stop: &Stop) {
    let stop = stop.clone();
    let listener = std::thread::Builder::new().name("interrupt".into());
    let listening = listener.spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build();
        if let Ok(runtime) = runtime
            && runtime.block_on(tokio::signal::ctrl_c()).is_ok()
        {
            stop.stop();
        }
    });
    if let Err(error) = listening {
        // then Ctrl-C ends the program at once; what has come is kept all the same
        tracing::debug!(%error, "no listener for an interrupt");
    }
}
