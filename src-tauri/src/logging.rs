//! Where the window's log goes: standard error from the first moment, and `<data>/logs/desktop.*.log`
//! once the data folder is ours. A process that finds the folder taken writes nothing into it.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::writer::OptionalWriter;
use tracing_subscriber::prelude::*;
use tracing_subscriber::{EnvFilter, fmt};

/// Environment variable with the log's level, as `tracing` reads it.
const LEVEL_VARIABLE: &str = "VIDEOANNOTATOR_LOG";
/// Days that are kept.
const DAYS: usize = 14;

/// Changed when the data folder is moved.
static FILE: RwLock<Option<Arc<RollingFileAppender>>> = RwLock::new(None);

/// Writes one line into the file that was in force when the line began.
struct Line(Arc<RollingFileAppender>);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.make_writer().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.make_writer().flush()
    }
}

fn file() -> OptionalWriter<Line> {
    let file = FILE.read().unwrap_or_else(PoisonError::into_inner).clone();
    file.map_or_else(OptionalWriter::none, |file| {
        OptionalWriter::some(Line(file))
    })
}

/// Starts logging to standard error, panics included.
pub fn start() {
    let level = EnvFilter::try_from_env(LEVEL_VARIABLE).unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::registry()
        .with(level)
        .with(fmt::layer().with_ansi(false).with_writer(std::io::stderr))
        .with(fmt::layer().with_ansi(false).with_writer(file))
        .init();
    std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
}

/// Logs into the data folder as well; called again when that was moved. Without a log the window still works.
pub fn into_folder(data: &Path) {
    let folder = data.join("logs");
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("desktop")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(&folder);
    match file {
        Ok(file) => {
            *FILE.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(file));
        }
        Err(error) => tracing::warn!(%error, folder = %folder.display(), "no log is written there"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_on_in_the_folder_that_is_in_force_and_nothing_comes_back_in_the_old_one() {
        let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let write = |line: &str| file().write_all(line.as_bytes()).unwrap();
        write("before there is a folder\n");
        into_folder(old.path());
        write("in the old one\n");
        into_folder(new.path());
        std::fs::remove_dir_all(old.path().join("logs")).unwrap();
        write("in the new one\n");
        let logs: Vec<_> = std::fs::read_dir(new.path().join("logs"))
            .unwrap()
            .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
            .collect();
        assert_eq!(logs, ["in the new one\n"]);
        assert!(!old.path().join("logs").exists());
    }
}
