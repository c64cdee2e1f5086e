//! What the server shows in a browser beside the API: the window's pages, the documentation of the API, and the
//! existing viewer if somebody has given its folder. Nothing here loads anything from another computer, and
//! nothing here needs or shows a token.

mod docs;
mod viewer;

use axum::Router;
use axum::extract::Request;
use va_core::JobId;

pub use viewer::{Viewer, ViewerError};

use crate::pages;

/// Everything that is shown in a browser.
pub fn router(viewer: Option<Viewer>) -> Router {
    let shown = Router::new()
        .merge(docs::routes())
        .merge(viewer::routes(viewer));
    let pages = pages::router();
    let shown = shown.fallback_service(pages.clone());
    Router::new().fallback(move |request: Request| {
        let service = if is_own_viewer(request.uri().path()) {
            pages.clone()
        } else {
            shown.clone()
        };
        async move {
            let answer = tower::ServiceExt::oneshot(service, request).await;
            answer.unwrap_or_else(|never| match never {})
        }
    })
}

/// Whether a path is the window's own page of a job. It lies where the existing viewer lies too, which has no
/// address of this form.
fn is_own_viewer(path: &str) -> bool {
    let job = path.strip_prefix("/viewer/");
    job.is_some_and(|job| job.parse::<JobId>().is_ok())
}

/// The media types of what builds of pages consist of.
fn media_type(path: &std::path::Path) -> &'static str {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
    match ending.to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// A folder that does not exist on any computer, for tests of what is not there.
#[cfg(test)]
fn nowhere() -> std::path::PathBuf {
    std::path::PathBuf::from("/nowhere/at/all")
}
