//! The router: every operation, the OpenAPI document that describes them, and the layers that every
//! request passes, outermost first: an id and a line in the log, panics caught, body limited, principal
//! required.

use std::any::Any;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::Value;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use va_core::ErrorCode;
use va_engine::Engine;

use crate::access::Access;
use crate::checked::Checked;
use crate::describe;
use crate::error::ApiError;
use crate::etag;
use crate::ledger::Ledger;
use crate::media_server::MediaServer;
use crate::principal::Principal;
use crate::request_log::{self, RequestId};
use crate::routes;
use crate::scopes;

/// Largest body of a request that is not an upload.
const BODY_LIMIT: usize = 4 << 20;

/// What the operations work on.
#[derive(Clone, Debug)]
pub struct Api {
    /// The engine.
    pub engine: Engine,
    /// Serves videos to the player.
    pub media: Arc<MediaServer>,
    /// Counts sockets.
    pub ledger: Arc<Ledger>,
    /// How the API can be reached over TCP.
    pub access: Arc<Access>,
    /// Whether a token is needed at the door that this router stands behind.
    pub auth_required: bool,
    /// What diagnostics found last.
    pub checked: Arc<Checked>,
    /// When the program started.
    pub started: Instant,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "VideoAnnotator API",
        description = "Annotate recordings on this computer. Off until a token is given."
    ),
    components(schemas(
        crate::error::ErrorBody,
        crate::routes::events::StreamEvent,
        crate::dto::track::Track
    ))
)]
struct Document;

fn parts() -> (Router<Api>, Value) {
    let (router, document) = OpenApiRouter::with_openapi(Document::openapi())
        .merge(routes::health::routes())
        .merge(routes::system::routes())
        .merge(routes::debug::routes())
        .merge(routes::pipelines::routes())
        .merge(routes::presets::routes())
        .merge(routes::models::routes())
        .merge(routes::jobs::routes())
        .merge(routes::job_actions::routes())
        .merge(routes::queue::routes())
        .merge(routes::settings::routes())
        .merge(routes::tokens::routes())
        .merge(routes::access::routes())
        .merge(routes::storage::routes())
        .merge(routes::notices::routes())
        .merge(routes::videos::routes())
        .merge(routes::results::routes())
        .merge(routes::artifacts::routes())
        .merge(routes::exports::routes())
        .merge(routes::annotations::routes())
        .merge(routes::media::routes())
        .merge(routes::events::routes())
        .merge(routes::diagnostics::routes())
        .split_for_parts();
    (router, describe::complete(&document))
}

/// The OpenAPI document, complete.
pub fn document() -> Value {
    parts().1
}

/// The router, without a door: a request that carries no [`Principal`] is refused.
pub fn router(api: Api) -> Router {
    let (router, document) = parts();
    let ledger = Arc::clone(&api.ledger);
    let router = router
        .route(
            "/openapi.json",
            axum::routing::get(move || async move { Json(document) }),
        )
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(api);
    layered(router, ledger)
}

/// What every request passes.
pub(crate) fn layered(router: Router, ledger: Arc<Ledger>) -> Router {
    router
        .layer(middleware::from_fn(etag::lists))
        .layer(middleware::from_fn(scopes::check))
        .layer(middleware::from_fn(require_principal))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::map_response(envelope))
        .layer(middleware::from_fn_with_state(ledger, count))
        .layer(middleware::from_fn(request_log::note))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(request_log::follow))
}

async fn count(State(ledger): State<Arc<Ledger>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let response = next.run(request).await;
    ledger.answer(begun.elapsed());
    response
}

async fn require_principal(request: Request, next: Next) -> Response {
    if request.extensions().get::<Principal>().is_none() {
        return crate::door::missing().into_response();
    }
    next.run(request).await
}

/// What VideoAnnotator 1.4 had and this program does not, with what to use in its place.
const GONE: &[(&str, &str)] = &[
    (
        "/api/v1/debug/request-log",
        "requests are in the program's log, each with its id",
    ),
    (
        "/api/v1/debug/mock-events",
        "real events come from GET /api/v1/events/stream",
    ),
];

async fn not_found(request: Request) -> ApiError {
    let gone = GONE.iter().find(|(path, _)| *path == request.uri().path());
    let hint = gone.map_or("the operations are listed at /openapi.json", |(_, hint)| {
        *hint
    });
    ApiError::new(
        ErrorCode::NotFound,
        format!("there is nothing at `{}`", request.uri().path()),
    )
    .hint(hint)
}

async fn method_not_allowed(request: Request) -> ApiError {
    let message = format!(
        "`{}` does not take {}",
        request.uri().path(),
        request.method()
    );
    ApiError::new(ErrorCode::MethodNotAllowed, message).hint("see /openapi.json")
}

/// Headers that an error keeps when it gets the one shape.
const KEPT: [HeaderName; 3] = [header::ALLOW, header::CONTENT_RANGE, header::RETRY_AFTER];

/// Gives the one error shape to what the web framework itself refuses (bodies that are too large, say). Pages
/// for people stay as they are.
pub(crate) async fn envelope(response: Response) -> Response {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let shaped = kind.is_some_and(|kind| {
        kind == "application/json" || kind.as_bytes().starts_with(b"text/html")
    });
    if shaped || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (head, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, 64 << 10)
        .await
        .unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let text = if text.trim().is_empty() {
        status.to_string()
    } else {
        text.into_owned()
    };
    let error = match status {
        // what is wrong with a query, a path or a body is one thing to a client
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => {
            ApiError::new(ErrorCode::ValidationError, text)
        }
        StatusCode::NOT_FOUND => ApiError::new(ErrorCode::NotFound, text),
        StatusCode::METHOD_NOT_ALLOWED => ApiError::new(ErrorCode::MethodNotAllowed, text),
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::new(ErrorCode::PayloadTooLarge, text),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ApiError::new(ErrorCode::UnsupportedMedia, text),
        StatusCode::REQUEST_TIMEOUT => ApiError::new(ErrorCode::Timeout, text),
        status if status.is_server_error() => {
            ApiError::new(ErrorCode::Internal, text).with_status(status)
        }
        status => ApiError::new(ErrorCode::InvalidRequest, text).with_status(status),
    };
    let hint = "see /openapi.json for the documented shape";
    let mut response = error.hint(hint).into_response();
    for name in KEPT {
        if let Some(value) = head.headers.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer hands over the panic"
)]
pub(crate) fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let words = panic
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    let request_id = RequestId::current().0;
    tracing::error!(%request_id, %words, "a request handler panicked");
    ApiError::new(
        ErrorCode::Internal,
        "the program made a mistake while answering this request",
    )
    .hint("try again; report this with the log if it stays")
    .into_response()
}
