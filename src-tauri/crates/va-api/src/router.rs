//! The router: every operation, the OpenAPI document that describes them, and the layers that every
//! request passes, outermost first: an id and a line in the log, panics caught, body limited, principal
//! required.

use std::any::Any;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::Value;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use va_core::ErrorCode;
use va_engine::Engine;

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
    /// Whether a token is needed at the door that this router stands behind.
    pub auth_required: bool,
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
        .merge(routes::storage::routes())
        .merge(routes::notices::routes())
        .merge(routes::videos::routes())
        .merge(routes::results::routes())
        .merge(routes::artifacts::routes())
        .merge(routes::exports::routes())
        .merge(routes::annotations::routes())
        .merge(routes::media::routes())
        .merge(routes::events::routes())
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
    router
        .route(
            "/openapi.json",
            axum::routing::get(move || async move { Json(document) }),
        )
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(api)
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

/// Gives the one error shape to what axum itself refuses (bodies that are too large, say).
async fn envelope(response: Response) -> Response {
    let status = response.status();
    let json = response
        .headers()
        .get("content-type")
        .is_some_and(|v| v == "application/json");
    if json || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let code = match status {
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::PayloadTooLarge,
        StatusCode::INTERNAL_SERVER_ERROR => ErrorCode::Internal,
        _ => ErrorCode::ValidationError,
    };
    let bytes = axum::body::to_bytes(response.into_body(), 64 << 10)
        .await
        .unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let text = if text.trim().is_empty() {
        status.to_string()
    } else {
        text.into_owned()
    };
    ApiError::new(code, text)
        .hint("see /openapi.json for the documented shape")
        .into_response()
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
