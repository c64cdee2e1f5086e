//! `fingerprint`: one number for what a job found, so that two runs can be compared. It only reads; called
//! by people and by the crash campaign.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use va_core::{ErrorCode, Failure};
use va_engine::job_folder::names;
use va_store::{ResultsReader, canonical_hash};

use crate::out;

/// Prints a line a folder, as `sha256sum` does; the first kind of failure decides the exit code.
pub fn run(folders: &[PathBuf]) -> ExitCode {
    let mut code = 0;
    for folder in folders {
        match of(folder) {
            Ok(hash) => out::line(&format!("{hash}  {}", folder.display())),
            Err(failure) => {
                out::failure(&failure);
                code = if code == 0 {
                    failure.code.exit_code()
                } else {
                    code
                };
            }
        }
    }
    ExitCode::from(code)
}

fn of(folder: &Path) -> Result<String, Failure> {
    let file = folder.join(names::RESULTS);
    if !file.is_file() {
        let message = format!("`{}` holds no `{}`", folder.display(), names::RESULTS);
        return Err(Failure::new(ErrorCode::OutputFileMissing, message)
            .hint("give the folder of a job: the one with job.json in it"));
    }
    let results = ResultsReader::open(&file).map_err(|e| e.failure())?;
    canonical_hash(&results).map_err(|e| e.failure())
}
