//! The TCP door: the router behind a Host check and a bearer token, the window's pages, and the media
//! route, on one listener. Somebody has to ask for it; nothing here runs by default.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use subtle::ConstantTimeEq;
use va_core::ErrorCode;
use va_core::access::Scope;
use va_engine::Engine;

use crate::error::ApiError;
use crate::ledger::Ledger;
use crate::media_server::{MediaServer, host_is_loopback};
use crate::principal::Principal;

/// Who may come in.
#[derive(Clone, Debug)]
pub struct TcpDoor {
    /// Knows the tokens that were made for programs.
    pub engine: Engine,
    /// A token of this run only, which may do everything, and its name in the log.
    pub own: Option<(Arc<str>, &'static str)>,
}

impl TcpDoor {
    fn principal(&self, given: &str) -> Option<Principal> {
        let own = self.own.as_ref().filter(|(token, _)| {
            // both are compared whole, and the stored ones as well, whatever this finds
            bool::from(given.as_bytes().ct_eq(token.as_bytes()))
        });
        let holder = self.engine.token_holder(given);
        match (own, holder) {
            (Some((_, name)), _) => Some(Principal::Token {
                name: (*name).to_owned(),
                scope: Scope::Admin,
            }),
            (None, Some(holder)) => Some(Principal::Token {
                name: holder.name,
                scope: holder.scope,
            }),
            (None, None) => None,
        }
    }
}

/// The router as it stands behind the door: `/api/...`, `/health` and `/openapi.json` need the token,
/// `/m/...` carries its own, everything else is the window's pages.
pub fn behind_door(api: Router, media: &Arc<MediaServer>, pages: Router, door: TcpDoor) -> Router {
    let api = api.layer(middleware::from_fn_with_state(door, bearer));
    let media = media.routes();
    let open = Router::new().fallback(move |mut request: Request| {
        without_last_slash(&mut request);
        let path = request.uri().path();
        let service = if path.starts_with("/api/") || path == "/health" || path == "/openapi.json" {
            api.clone()
        } else if path.starts_with("/m/") {
            media.clone()
        } else {
            pages.clone()
        };
        async move {
            let answer = tower::ServiceExt::oneshot(service, request).await;
            answer.unwrap_or_else(|never| match never {})
        }
    });
    open.layer(middleware::from_fn(own_host))
}

/// Existing clients ask with and without a slash at the end; a redirect would lose their headers.
fn without_last_slash(request: &mut Request) {
    let uri = request.uri();
    let Some(path) = uri
        .path()
        .strip_suffix('/')
        .filter(|p| p.starts_with("/api/"))
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

async fn own_host(request: Request, next: Next) -> Response {
    if !host_is_loopback(&request) {
        return ApiError::new(
            ErrorCode::Forbidden,
            "this server answers to its own name only",
        )
        .hint("use http://127.0.0.1 and the port that it printed")
        .into_response();
    }
    next.run(request).await
}

async fn bearer(State(door): State<TcpDoor>, mut request: Request, next: Next) -> Response {
    if request.uri().path() == "/health" {
        // says only that the program answers, and its version
        request.extensions_mut().insert(Principal::Anyone);
        return next.run(request).await;
    }
    let headers = request.headers();
    let text = |name| {
        headers
            .get(name)
            .and_then(|v: &axum::http::HeaderValue| v.to_str().ok())
    };
    let given = text(header::AUTHORIZATION.as_str())
        .and_then(|v| v.strip_prefix("Bearer "))
        .or_else(|| text("x-api-key"));
    let Some(given) = given else {
        return ApiError::new(
            ErrorCode::Unauthorized,
            "API key required to use this address",
        )
        .hint("send the header Authorization: Bearer <token>")
        .into_response();
    };
    let Some(principal) = door.principal(given) else {
        tracing::warn!("a request with a token that is not good was refused");
        return ApiError::new(ErrorCode::Unauthorized, "Invalid or expired token")
            .hint("see `videoannotator token list`, or make one: videoannotator token create --name NAME")
            .into_response();
    };
    request.extensions_mut().insert(principal);
    next.run(request).await
}

/// Serves until `stop` ends; every connection goes into the ledger. Event streams are cut at the end.
pub async fn serve(
    listener: tokio::net::TcpListener,
    service: Router,
    ledger: Arc<Ledger>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    ledger.listening();
    let listener = listener.tap_io(move |_| ledger.accepted());
    tokio::select! {
        served = axum::serve(listener, service).into_future() => served,
        () = stop => Ok(()),
    }
}
