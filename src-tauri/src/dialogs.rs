//! Native dialogs: choosing videos, choosing a folder, saving a file. What the page gets is what the person
//! chose; it can't read or write anything else of the disk. Called by the page.

use std::path::PathBuf;

use percent_encoding::percent_decode;
use tauri::WebviewWindow;
use tauri::ipc::{InvokeBody, Request};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;
use va_core::{ErrorCode, Failure};
use va_engine::job_folder::write_whole;

/// What the dialog offers first; any file can be chosen, since ffmpeg knows more than this list.
const VIDEOS: &[&str] = &[
    "mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "mts", "m2ts", "ts", "wmv", "flv",
    "3gp", "ogv", "mxf",
];

/// Lets the person choose videos; none when they changed their mind.
#[tauri::command]
pub async fn pick_videos(window: WebviewWindow) -> Vec<String> {
    let dialog = dialog(&window, "Add videos")
        .add_filter("Videos", VIDEOS)
        .add_filter("All files", &["*"]);
    let files: Vec<FilePath> = answer(|reply| dialog.pick_files(reply))
        .await
        .unwrap_or_default();
    files.into_iter().filter_map(text).collect()
}

/// Lets the person choose a folder; nothing when they changed their mind.
#[tauri::command]
pub async fn pick_folder(window: WebviewWindow) -> Option<String> {
    let dialog = dialog(&window, "Choose a folder");
    answer(|reply| dialog.pick_folder(reply))
        .await
        .and_then(text)
}

/// Header with the name that the dialog offers, percent-encoded.
const FILE_NAME: &str = "x-file-name";

/// Saves the body of the call where the person wants it and says where that is; nothing when they changed their
/// mind. The file is whole or as it was before.
#[tauri::command]
pub async fn save_file(
    window: WebviewWindow,
    request: Request<'_>,
) -> Result<Option<String>, Failure> {
    let InvokeBody::Raw(bytes) = request.body() else {
        let words = "the page sent no bytes to be saved";
        return Err(Failure::new(ErrorCode::InvalidRequest, words));
    };
    let name = request.headers().get(FILE_NAME);
    let name = name.map(|name| percent_decode(name.as_bytes()).decode_utf8_lossy());
    let dialog = dialog(&window, "Save").set_file_name(name.unwrap_or_default());
    let chosen = answer(|reply| dialog.save_file(reply)).await;
    let Some(path) = chosen.and_then(|file| file.into_path().ok()) else {
        return Ok(None);
    };
    write_whole(&path, bytes).map_err(|error| {
        let words = format!("`{}` can't be written: {error}", path.display());
        Failure::new(ErrorCode::ExportFailed, words)
            .hint("choose another folder, or free space on this disk")
    })?;
    Ok(unicode(path))
}

fn dialog(window: &WebviewWindow, title: &str) -> FileDialogBuilder<tauri::Wry> {
    window.dialog().file().set_parent(window).set_title(title)
}

/// Waits for a dialog without blocking the window.
async fn answer<T: Send + 'static>(
    show: impl FnOnce(Box<dyn FnOnce(Option<T>) + Send>),
) -> Option<T> {
    let (reply, chosen) = oneshot::channel();
    show(Box::new(move |choice| {
        if reply.send(choice).is_err() {
            tracing::debug!("the page went while the dialog was open");
        }
    }));
    chosen.await.ok().flatten()
}

fn text(file: FilePath) -> Option<String> {
    file.into_path().ok().and_then(unicode)
}

/// JSON can't carry a name that is not Unicode, so such a file can't be worked on.
fn unicode(path: PathBuf) -> Option<String> {
    path.into_os_string()
        .into_string()
        .inspect_err(|name| tracing::warn!(?name, "left out: its name is not Unicode"))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_name_that_is_not_unicode_is_left_out() {
        use std::os::unix::ffi::OsStringExt;
        let name = std::ffi::OsString::from_vec(vec![b'a', 0xff]);
        assert_eq!(unicode(PathBuf::from(name)), None);
        assert_eq!(unicode(PathBuf::from("b")), Some("b".to_owned()));
    }
}
