//! The program's own log, the same for the window, `serve` and the workers: standard error from the first
//! moment, and JSON lines in `<data>/logs` once the data folder is ours. The level can be changed while the
//! program runs. At `info` and above a line holds no name of a file, folder or person. Never blocks the
//! program: without a log it still works.

mod files;
mod level;
mod line;
pub(crate) mod scrub;

use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use futures_util::StreamExt;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::fmt::writer::OptionalWriter;
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry::Registry;
use tracing_subscriber::reload;

use crate::engine::Engine;
use crate::events::EventKind;
pub use files::{FOLDER, NAME};
use files::{Files, Line};
pub use level::Level;
pub use line::Shape;
use line::{Fields, Format};

/// The environment variables that set the level, as the setting `log_level` reads them.
pub const VARIABLES: [&str; 2] = ["VIDEOANNOTATOR_LOG", "LOG_LEVEL"];

/// Changed when the data folder is moved.
static FILE: RwLock<Option<Arc<Mutex<Files>>>> = RwLock::new(None);
static FILTER: OnceLock<reload::Handle<Targets, Registry>> = OnceLock::new();
static LEVEL: AtomicU8 = AtomicU8::new(Level::Info as u8);

fn file() -> OptionalWriter<Line> {
    let file = FILE.read().unwrap_or_else(PoisonError::into_inner).clone();
    file.map_or_else(OptionalWriter::none, |file| {
        OptionalWriter::some(Line::new(file))
    })
}

/// Starts logging to standard error, panics included. The level is that of the command line, else that of the
/// environment, else `info`; the settings may change it later. A second call changes nothing.
pub fn start(shape: Shape, level: Option<Level>) {
    let level = level.or_else(from_environment).unwrap_or(Level::Info);
    let (filter, handle) = reload::Layer::new(level.filter());
    let started = tracing_subscriber::registry()
        .with(filter)
        .with(
            fmt::layer()
                .fmt_fields(Fields)
                .event_format(Format(shape))
                .with_writer(std::io::stderr),
        )
        .with(
            fmt::layer()
                .fmt_fields(Fields)
                .event_format(Format(Shape::Json))
                .with_writer(file),
        )
        .try_init();
    if started.is_err() {
        return;
    }
    LEVEL.store(level as u8, Ordering::Relaxed);
    // there is one start, so there is one handle
    drop(FILTER.set(handle));
    std::panic::set_hook(Box::new(|panic| {
        let said = panic.payload_as_str().unwrap_or("no words");
        let thread = std::thread::current();
        let thread = thread.name().unwrap_or_default();
        let at = panic.location().map(ToString::to_string);
        tracing::error!(at, thread, "panicked: {said}");
    }));
}

fn from_environment() -> Option<Level> {
    let mut texts = VARIABLES.iter().filter_map(|name| std::env::var(name).ok());
    texts.find_map(|text| Level::from_word(&text))
}

/// The level in force; in a process that does not log, that of the environment.
pub fn level() -> Level {
    if FILTER.get().is_none() {
        return from_environment().unwrap_or(Level::Info);
    }
    let now = LEVEL.load(Ordering::Relaxed);
    let mut all = Level::ALL.into_iter();
    all.find(|level| *level as u8 == now).unwrap_or(Level::Info)
}

/// Changes the level at once, here and for workers that start from now on. Does nothing in a process that
/// does not log.
pub fn set_level(level: Level) {
    let Some(filter) = FILTER.get() else { return };
    if self::level() == level {
        return;
    }
    LEVEL.store(level as u8, Ordering::Relaxed);
    match filter.modify(|targets| *targets = level.filter()) {
        // said at the level of every log, so that a gap in it is explained
        Ok(()) => tracing::error!(level = level.word(), "the log's level was changed"),
        Err(error) => tracing::error!(%error, "the log's level can't be changed"),
    }
}

/// Logs into the data folder as well; called again when that was moved. Without a log the program still works.
pub fn into_folder(data: &Path) {
    match Files::open(&data.join(FOLDER)) {
        Ok(files) => {
            let files = Some(Arc::new(Mutex::new(files)));
            *FILE.write().unwrap_or_else(PoisonError::into_inner) = files;
        }
        Err(error) => tracing::warn!(%error, "no log is written into the data folder"),
    }
}

/// Lets the log go on in the new data folder when it was moved: everybody is told then to read again. Runs as
/// long as the engine.
pub async fn follow(engine: Engine) {
    let mut folder = engine.data_root();
    let (_, events) = engine.hub().subscribe(None);
    let mut events = std::pin::pin!(events);
    while let Some(event) = events.next().await {
        let now = engine.data_root();
        if matches!(event.kind, EventKind::Reset) && now != folder {
            into_folder(&now);
            folder = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn lines_go_on_in_the_folder_that_is_in_force_and_nothing_comes_back_in_the_old_one() {
        let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let write = |line: &str| file().write_all(line.as_bytes()).unwrap();
        write("before there is a folder\n");
        into_folder(old.path());
        write("in the old one\n");
        into_folder(new.path());
        std::fs::remove_dir_all(old.path().join(FOLDER)).unwrap();
        write("in the new one\n");
        let logs: Vec<_> = std::fs::read_dir(new.path().join(FOLDER))
            .unwrap()
            .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
            .collect();
        assert_eq!(logs, ["in the new one\n"]);
        assert!(!old.path().join(FOLDER).exists());
    }
}
