//! Where the window's log goes: standard error from the first moment, and `<data>/logs/desktop.*.log`
//! once the data folder is ours. A process that finds the folder taken writes nothing into it.

use std::path::Path;
use std::sync::OnceLock;

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::writer::OptionalWriter;
use tracing_subscriber::prelude::*;
use tracing_subscriber::{EnvFilter, fmt};

/// Environment variable with the log's level, as `tracing` reads it.
const LEVEL_VARIABLE: &str = "VIDEOANNOTATOR_LOG";
/// Days that are kept.
const DAYS: usize = 14;

static FILE: OnceLock<RollingFileAppender> = OnceLock::new();

/// Starts logging to standard error, panics included.
pub fn start() {
    let level = EnvFilter::try_from_env(LEVEL_VARIABLE).unwrap_or_else(|_| EnvFilter::new("info"));
    let file = || match FILE.get() {
        Some(file) => OptionalWriter::some(file.make_writer()),
        None => OptionalWriter::none(),
    };
    tracing_subscriber::registry()
        .with(level)
        .with(fmt::layer().with_ansi(false).with_writer(std::io::stderr))
        .with(fmt::layer().with_ansi(false).with_writer(file))
        .init();
    std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
}

/// Logs into the data folder as well. Without a log the window still works.
pub fn into_folder(data: &Path) {
    let folder = data.join("logs");
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("desktop")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(&folder);
    match file {
        // a second call would find the first one's file in place, which is as good
        Ok(file) => drop(FILE.set(file)),
        Err(error) => tracing::warn!(%error, folder = %folder.display(), "no log is written there"),
    }
}
