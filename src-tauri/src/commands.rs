//! What HTTP can't do for the page: the file manager and the command line; native dialogs are in
//! `dialogs`. Everything else is an operation of the API.

use std::path::{Path, PathBuf};

use tauri::State;
use va_core::{ErrorCode, Failure};
use va_engine::{Engine, EngineError};

use crate::opened::Opened;

/// Jobs that are looked at at once.
const PAGE: u32 = 500;

/// Shows a video, a job's folder or a file in it in the system's file manager, and nothing else: a page
/// must not walk the disk with it.
#[tauri::command]
pub async fn reveal(engine: State<'_, Engine>, path: PathBuf) -> Result<(), Failure> {
    let failed = |reason: String| {
        let message = format!("`{}` can't be shown: {reason}", path.display());
        Failure::new(ErrorCode::NotFound, message)
    };
    let wanted = path.canonicalize().map_err(|e| failed(e.to_string()))?;
    let known = known(&engine).await.map_err(|e| e.failure())?;
    if !may_show(&wanted, &known) {
        return Err(failed("it belongs to no video and no job".to_owned())
            .hint("add the video first, or open the job's folder"));
    }
    tauri_plugin_opener::reveal_item_in_dir(&wanted)
        .or_else(|error| {
            tracing::debug!(%error, "no file manager can select it; opening the folder");
            let folder = wanted.parent().filter(|_| !wanted.is_dir());
            tauri_plugin_opener::open_path(folder.unwrap_or(&wanted), None::<&str>)
        })
        .map_err(|e| failed(e.to_string()).hint("is a file manager installed?"))
}

/// The job that was named on the command line.
#[tauri::command]
#[expect(
    clippy::needless_pass_by_value,
    reason = "commands own their arguments"
)]
pub fn opened_with(opened: State<'_, Opened>) -> Option<String> {
    opened.job().map(|job| job.to_string())
}

/// The videos of the library and the folders of its jobs.
async fn known(engine: &Engine) -> Result<Vec<PathBuf>, EngineError> {
    let mut known: Vec<PathBuf> = Vec::new();
    known.extend(engine.videos().await?.into_iter().map(|video| video.path));
    for page in 1.. {
        let (jobs, _) = engine.jobs(None, page, PAGE).await?;
        if jobs.is_empty() {
            break;
        }
        known.extend(jobs.iter().map(|job| job.folder.clone()));
    }
    Ok(known)
}

/// Whether a real path is one of the known ones or lies below one.
fn may_show(wanted: &Path, known: &[PathBuf]) -> bool {
    known
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .any(|path| wanted.starts_with(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_videos_and_what_lies_in_job_folders_is_shown() {
        let disk = tempfile::tempdir().unwrap();
        let root = disk.path().canonicalize().unwrap();
        let job = root.join("job");
        std::fs::create_dir(&job).unwrap();
        for file in ["visit.mp4", "visit.mp4.secret", "job/a.csv"] {
            std::fs::write(root.join(file), "x").unwrap();
        }
        let known = [root.join("visit.mp4"), job.clone()];
        assert!(may_show(&root.join("visit.mp4"), &known));
        assert!(may_show(&job, &known) && may_show(&job.join("a.csv"), &known));
        assert!(!may_show(&root.join("visit.mp4.secret"), &known));
        assert!(
            !may_show(&root, &known),
            "the folder above holds other things"
        );
        let sneaky = job.join("../visit.mp4.secret").canonicalize().unwrap();
        assert!(!may_show(&sneaky, &known));
    }
}
