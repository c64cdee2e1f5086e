//! Which part answers an address, behind the checks of the door.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use va_core::ErrorCode;

use super::DoorPolicy;
use super::credentials::{self, Doorkeeper};
use super::cross_origin;
use crate::error::ApiError;
use crate::media_server::MediaServer;
use crate::request_log::{self, Operation};
use crate::router::{envelope, panicked};

/// The router as it stands behind the door: `/api/...`, `/health` and `/openapi.json` need the token,
/// `/m/...` carries its own, everything else is the window's pages.
pub fn behind_door(
    api: Router,
    media: &Arc<MediaServer>,
    pages: Router,
    policy: DoorPolicy,
) -> Router {
    let keeper = Doorkeeper::new(policy.clone());
    let api = api
        .layer(middleware::from_fn(keep_in_browser))
        .layer(middleware::from_fn_with_state(keeper, credentials::check));
    let shaped = middleware::map_response(envelope);
    let media = media.routes().layer(shaped.clone());
    let pages = pages.layer(shaped);
    let open = Router::new().fallback(move |mut request: Request| {
        without_last_slash(&mut request);
        let (service, operation) = match request.uri().path() {
            path if is_api(path) => (api.clone(), None),
            path if path.starts_with("/m/") => (media.clone(), Some("/m/{token}/{job}")),
            _ => (pages.clone(), Some("the window's pages")),
        };
        async move {
            let answer = tower::ServiceExt::oneshot(service, request).await;
            let mut answer = answer.unwrap_or_else(|never| match never {});
            if let Some(operation) = operation {
                answer
                    .extensions_mut()
                    .insert(Operation(operation.to_owned()));
            }
            answer
        }
    });
    open.layer(middleware::from_fn_with_state(
        policy.clone(),
        cross_origin::check,
    ))
    .layer(middleware::from_fn_with_state(policy, own_host))
    .layer(CatchPanicLayer::custom(panicked))
    .layer(middleware::from_fn(request_log::follow))
}

fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/") || path == "/health" || path == "/openapi.json"
}

/// Existing clients ask with and without a slash at the end; a redirect would lose their headers.
fn without_last_slash(request: &mut Request) {
    let uri = request.uri();
    let Some(path) = uri
        .path()
        .strip_suffix('/')
        .filter(|path| path.starts_with("/api/") || *path == "/health")
    else {
        return;
    };
    let target = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    if let Ok(uri) = target.parse() {
        *request.uri_mut() = uri;
    }
}

async fn own_host(State(policy): State<DoorPolicy>, request: Request, next: Next) -> Response {
    if !policy.hosts.accept(&request) {
        return ApiError::new(
            ErrorCode::Forbidden,
            "this server answers to its own name only",
        )
        .hint(
            "use http://127.0.0.1 and the port that it printed, or add the name with --allow-host",
        )
        .into_response();
    }
    next.run(request).await
}

/// Answers of the API are data: no page may run them or show them as something else.
async fn keep_in_browser(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("same-origin"),
    );
    if !headers.contains_key(header::CACHE_CONTROL) {
        // asked again each time; an ETag may say that nothing changed
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
    }
    response
}
