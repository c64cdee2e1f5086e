//! The existing viewer, served from a folder that the user names: its files at `/viewer`, its start page for
//! every address of its own, and the page that tells it where the server is and with which token. Serves
//! nothing outside the folder, whatever a path or a symbolic link says.

use std::path::{Component, Path as FilePath, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use va_core::{ErrorCode, Failure};

use super::media_type;
use crate::error::ApiError;
use crate::extract::blocking;

/// The page that every address of the viewer begins with.
const START: &str = "index.html";
/// What the viewer may load: itself, and recordings and archives from servers on this computer.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; \
    connect-src 'self' blob: data: http://127.0.0.1:* http://localhost:*; media-src 'self' blob:; \
    base-uri 'self'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";
/// What the page that connects may load: its own script.
const CONNECT_POLICY: &str = "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";
const CONNECT: &str = include_str!("connect.html");
const CONNECT_SCRIPT: &str = include_str!("connect.js");

/// A folder with a built viewer.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Without links, so that what lies below it can be compared with it.
    root: Arc<PathBuf>,
}

/// Why a folder is no viewer.
#[derive(Debug, thiserror::Error)]
#[error("`{path}` is no built viewer: {source}")]
pub struct ViewerError {
    path: PathBuf,
    source: std::io::Error,
}

impl ViewerError {
    /// The error as it is shown.
    pub fn failure(&self) -> Failure {
        Failure::new(ErrorCode::InvalidRequest, self.to_string())
            .hint("give the folder that holds index.html, built with the base /viewer/")
    }
}

impl Viewer {
    /// Looks at the folder: it has to hold a start page.
    pub fn open(folder: &FilePath) -> Result<Self, ViewerError> {
        let refuse = |source| ViewerError {
            path: folder.to_owned(),
            source,
        };
        let root = folder.canonicalize().map_err(refuse)?;
        root.join(START).metadata().map_err(refuse)?;
        let root = Arc::new(root);
        Ok(Self { root })
    }

    /// The file that an address means: a file of the folder, or the start page for an address of the viewer's
    /// own. `None` for a file that is not there, and for what would lead out of the folder.
    fn find(&self, asked: &str) -> Option<PathBuf> {
        let below = FilePath::new(asked);
        let plain = below
            .components()
            .all(|c| matches!(c, Component::Normal(_)));
        if !plain || asked.contains(['\\', '\0']) {
            return None;
        }
        match self.root.join(below).canonicalize() {
            Ok(found) if !found.starts_with(&*self.root) => None,
            Ok(found) if found.is_file() => Some(found),
            Ok(_) => Some(self.start()),
            // an address of a page has no ending
            Err(_) => below.extension().is_none().then(|| self.start()),
        }
    }

    fn start(&self) -> PathBuf {
        self.root.join(START)
    }
}

pub(super) fn routes(viewer: Option<Viewer>) -> Router {
    Router::new()
        .route("/viewer", get(start))
        .route("/viewer/", get(start))
        .route("/viewer/{*path}", get(file))
        .route("/viewer-connect", get(connect))
        .route("/viewer-connect.js", get(connect_script))
        .with_state(viewer)
}

async fn start(State(viewer): State<Option<Viewer>>) -> Result<Response, ApiError> {
    serve(viewer, String::new()).await
}

async fn file(
    State(viewer): State<Option<Viewer>>,
    Path(path): Path<String>,
) -> Result<Response, ApiError> {
    serve(viewer, path).await
}

async fn serve(viewer: Option<Viewer>, path: String) -> Result<Response, ApiError> {
    let viewer = viewer.ok_or_else(none)?;
    let asked = path.clone();
    let found = blocking(move || {
        let file = viewer.find(&path)?;
        let bytes = std::fs::read(&file).ok()?;
        Some((media_type(&file), bytes))
    });
    let Some((kind, bytes)) = found.await? else {
        let message = format!("the viewer has no file `{asked}`");
        return Err(ApiError::new(ErrorCode::NotFound, message).hint("see /viewer"));
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, bytes).into_response())
}

fn none() -> ApiError {
    ApiError::new(ErrorCode::NotFound, "no viewer is served here")
        .hint("start the server with --viewer DIR, where DIR holds a built viewer")
}

/// The page that keeps a server's address and token for the viewer, and goes there. The server does not look at
/// either: the page's script takes them from its own address.
async fn connect(State(viewer): State<Option<Viewer>>) -> Result<Response, ApiError> {
    viewer.ok_or_else(none)?;
    Ok(own("text/html; charset=utf-8", CONNECT))
}

async fn connect_script() -> Response {
    own("text/javascript; charset=utf-8", CONNECT_SCRIPT)
}

fn own(kind: &'static str, text: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, CONNECT_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::OK, headers, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewer() -> (tempfile::TempDir, Viewer) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("viewer");
        std::fs::create_dir_all(root.join("assets")).unwrap();
        std::fs::write(root.join(START), "<!doctype html>").unwrap();
        std::fs::write(root.join("assets/app.js"), "1").unwrap();
        std::fs::write(folder.path().join("secret.txt"), "mine").unwrap();
        let viewer = Viewer::open(&root).unwrap();
        (folder, viewer)
    }

    #[test]
    fn files_and_addresses_of_the_viewer_are_found() {
        let (_folder, viewer) = viewer();
        let start = Some(viewer.start());
        assert_eq!(viewer.find(""), start);
        assert_eq!(viewer.find("jobs/42"), start, "a page of the viewer's own");
        assert_eq!(viewer.find("assets"), start);
        let script = viewer.root.join("assets/app.js");
        assert_eq!(viewer.find("assets/app.js"), Some(script));
        assert_eq!(
            viewer.find("assets/gone.js"),
            None,
            "no page in place of a script"
        );
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let (folder, viewer) = viewer();
        for path in [
            "../secret.txt",
            "assets/../../secret.txt",
            "/etc/passwd",
            "..\\secret.txt",
            "./..",
            "a\0b",
        ] {
            assert_eq!(viewer.find(path), None, "{path:?}");
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::symlink;
            symlink(
                folder.path().join("secret.txt"),
                viewer.root.join("link.txt"),
            )
            .unwrap();
            symlink(folder.path(), viewer.root.join("out")).unwrap();
            for path in ["link.txt", "out/secret.txt", "out"] {
                assert_eq!(viewer.find(path), None, "{path} is a link out");
            }
        }
        drop(folder);
    }

    #[test]
    fn a_folder_without_a_start_page_is_refused_with_what_to_give() {
        let error = Viewer::open(&super::super::nowhere()).unwrap_err();
        assert!(error.failure().hint.unwrap().contains("index.html"));
    }
}
