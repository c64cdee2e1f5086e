//! Every request gets an id, which stands in its answer, in an error's envelope and in the log, and one line in
//! the log: what was asked by its pattern, never by its address, since an address can hold a name or a token.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use uuid::Uuid;
use va_core::ErrorCode;

use crate::principal::Principal;

/// The header that carries the id.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static CURRENT: RequestId;
}

/// A request's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub String);

impl RequestId {
    /// A new one.
    pub(crate) fn new() -> Self {
        Self(Uuid::new_v4().to_string())
    }

    /// That of the request that is being answered here; a new one outside of requests.
    pub(crate) fn current() -> Self {
        CURRENT
            .try_with(Clone::clone)
            .unwrap_or_else(|_| Self::new())
    }
}

/// Which operation answered, for the log: the pattern of its path.
#[derive(Clone, Debug)]
pub(crate) struct Operation(pub String);

/// Who asked, for the log.
#[derive(Clone, Debug)]
pub(crate) struct Asker(pub String);

/// Notes on an answer which operation made it and who asked, for the line in the log.
pub(crate) async fn note(request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let operation = path.map(|path| Operation(path.as_str().to_owned()));
    let asker = request.extensions().get::<Principal>().map(Principal::word);
    let mut response = next.run(request).await;
    if let Some(operation) = operation {
        response.extensions_mut().insert(operation);
    }
    if let Some(asker) = asker {
        response.extensions_mut().insert(Asker(asker));
    }
    response
}

/// Gives the request its id and writes its line. Does nothing to a request that has one: the outermost one
/// counts.
pub(crate) async fn follow(mut request: Request, next: Next) -> Response {
    if request.extensions().get::<RequestId>().is_some() {
        return next.run(request).await;
    }
    let id = RequestId::new();
    let began = Instant::now();
    let method = request.method().clone();
    request.extensions_mut().insert(id.clone());
    // at every level, so that each line of a handler says which request it belongs to
    let span = tracing::error_span!("request", request_id = %id.0);
    let answer = CURRENT.scope(id.clone(), next.run(request));
    let mut response = answer.instrument(span.clone()).await;
    let _inside = span.entered();
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let status = response.status().as_u16();
    let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let said = response.extensions();
    let route = said.get::<Operation>().map_or("-", |o| o.0.as_str());
    let token = said.get::<Asker>().map_or("-", |a| a.0.as_str());
    let code = said.get::<ErrorCode>().map_or("-", |code| code.as_str());
    if token == Principal::Window.word() && status < 400 {
        // the window asks all the time
        tracing::debug!(%method, route, status, ms, token, "request");
    } else {
        tracing::info!(%method, route, status, ms, token, code, "request");
    }
    response
}
