//! Where the worker program is: the `videoannotator` command that lies beside this program, in
//! development as in an installation. Never looked for anywhere else: another version must not do the work.

use std::io;
use std::path::PathBuf;
use std::process::Command;

use tauri::AppHandle;
use tauri_plugin_shell::ShellExt;
use va_core::Failure;
use va_engine::EngineError;

const PROGRAM: &str = "videoannotator";

/// The worker's path, and what to say when nothing is there: the window opens all the same, since
/// results can be read without it.
pub fn worker(app: &AppHandle) -> (PathBuf, Option<Failure>) {
    let path = app.shell().sidecar(PROGRAM).map(|command| {
        let command: Command = command.into();
        PathBuf::from(command.get_program())
    });
    let (program, source) = match path {
        Ok(path) if path.is_file() => return (path, None),
        Ok(path) => (path, io::ErrorKind::NotFound.into()),
        Err(error) => (PathBuf::from(PROGRAM), io::Error::other(error)),
    };
    let missing = EngineError::WorkerStart {
        program: program.clone(),
        source,
    };
    (program, Some(missing.failure()))
}
