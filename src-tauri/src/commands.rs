//! What HTTP can't do for the page: native dialogs, the file manager, the command line. Everything else
//! is an operation of the API.

use std::path::{Path, PathBuf};

use tauri::{State, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, FilePath};
use tokio::sync::oneshot;
use va_core::{ErrorCode, Failure};
use va_engine::{Engine, EngineError};

use crate::opened::Opened;

/// What the dialog offers first; any file can be chosen, since ffmpeg knows more than this list.
const VIDEOS: &[&str] = &[
    "mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "mts", "m2ts", "ts", "wmv", "flv",
    "3gp", "ogv", "mxf",
];
/// Jobs that are looked at at once.
const PAGE: u32 = 500;

/// Lets the person choose videos; none when they changed their mind.
#[tauri::command]
pub async fn pick_videos(window: WebviewWindow) -> Vec<String> {
    let (reply, chosen) = oneshot::channel();
    window
        .dialog()
        .file()
        .set_parent(&window)
        .set_title("Add videos")
        .add_filter("Videos", VIDEOS)
        .add_filter("All files", &["*"])
        .pick_files(move |files| {
            if reply.send(files.unwrap_or_default()).is_err() {
                tracing::debug!("the page went while the dialog was open");
            }
        });
    let files: Vec<FilePath> = chosen.await.unwrap_or_default();
    let paths = files.into_iter().filter_map(|file| file.into_path().ok());
    paths.filter_map(text).collect()
}

/// JSON can't carry a name that is not Unicode, so such a file can't be worked on.
fn text(path: PathBuf) -> Option<String> {
    path.into_os_string()
        .into_string()
        .inspect_err(|name| tracing::warn!(?name, "left out: its name is not Unicode"))
        .ok()
}

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

    #[test]
    #[cfg(unix)]
    fn a_name_that_is_not_unicode_is_left_out() {
        use std::os::unix::ffi::OsStringExt;
        let name = std::ffi::OsString::from_vec(vec![b'a', 0xff]);
        assert_eq!(text(PathBuf::from(name)), None);
        assert_eq!(text(PathBuf::from("b")), Some("b".to_owned()));
    }
}
