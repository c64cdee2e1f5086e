//! The window's pages for a browser: `ui/dist`, embedded in release builds, read from the folder in
//! development builds. Unknown addresses get the start page, as the pages have addresses of their own.

use axum::Router;
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../../ui/dist"]
#[allow_missing = true]
struct Pages;

/// What a page may load: itself, and nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

/// The pages.
pub fn router() -> Router {
    Router::new().fallback(page)
}

async fn page(method: Method, uri: Uri) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        let words = "pages are only read";
        return (
            StatusCode::METHOD_NOT_ALLOWED,
            [(header::ALLOW, "GET, HEAD")],
            words,
        )
            .into_response();
    }
    let path = uri.path().trim_start_matches('/');
    let asked = Pages::get(path)
        .filter(|_| !path.is_empty())
        .map(|file| (path, file));
    let found = asked.or_else(|| Some(("index.html", Pages::get("index.html")?)));
    let Some((name, file)) = found else {
        let words = "the window's pages are not part of this build; run `cargo xtask run`";
        return (StatusCode::NOT_FOUND, words).into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, media_type(name)),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, file.data).into_response()
}

/// The media types of what a build of the pages consists of.
fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "json" => "application/json",
        _ => "application/octet-stream",
    }
}
