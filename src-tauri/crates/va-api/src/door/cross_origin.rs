//! Web pages of other addresses: those that are configured may ask and read the answer, also when it is an
//! error; the others may change nothing, and a browser gives them no answer to read.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use va_core::ErrorCode;

use super::DoorPolicy;
use crate::error::ApiError;

/// What a page may send besides what every page may.
const HEADERS: HeaderValue = HeaderValue::from_static(
    "authorization, x-api-key, content-type, accept, if-none-match, last-event-id, range",
);
/// What a page may do.
const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE");
/// What a page may read besides what every page may.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "x-request-id, etag, content-disposition, content-length, content-range, accept-ranges, retry-after",
);
/// How long a browser keeps the answer, in seconds.
const KEPT: HeaderValue = HeaderValue::from_static("600");
/// A browser asks with this before a public page may reach a private address.
const PRIVATE_ASKED: &str = "access-control-request-private-network";
const PRIVATE_ALLOWED: HeaderName = HeaderName::from_static("access-control-allow-private-network");

/// Where a request's page came from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum From {
    /// No page, or one of this server's own.
    Here,
    /// A page of a configured origin.
    Known(HeaderValue),
    /// Any other page.
    Foreign,
}

/// Looks at the origin.
pub(super) async fn check(
    State(policy): State<DoorPolicy>,
    request: Request,
    next: Next,
) -> Response {
    let from = origin(&policy, request.headers());
    let preflight = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let changes = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let mut response = match &from {
        From::Foreign if preflight || changes => {
            let message = "pages of this origin may not use this API";
            ApiError::new(ErrorCode::Forbidden, message)
                .hint("add the origin to ALLOWED_ORIGINS, or to the origins in the settings")
                .into_response()
        }
        From::Known(_) | From::Here if preflight => allowed(request.headers()),
        From::Known(_) | From::Here | From::Foreign => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let From::Known(origin) = from {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    response
}

fn origin(policy: &DoorPolicy, headers: &HeaderMap) -> From {
    let mut given = headers.get_all(header::ORIGIN).iter();
    let origin = match (given.next(), given.next()) {
        (None, _) => return From::Here,
        (Some(origin), None) => origin,
        (Some(_), Some(_)) => return From::Foreign,
    };
    let Ok(text) = origin.to_str() else {
        return From::Foreign;
    };
    if policy.origins.allows(text) {
        return From::Known(origin.clone());
    }
    // the host is one of ours by now, so a page of the same host is ours too
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let page = text
        .strip_prefix("http://")
        .or_else(|| text.strip_prefix("https://"));
    match (page, host) {
        (Some(page), Some(host)) if page.eq_ignore_ascii_case(host) => From::Here,
        _ => From::Foreign,
    }
}

/// The answer to a browser that asks before it asks.
fn allowed(asked: &HeaderMap) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, KEPT);
    if asked.contains_key(PRIVATE_ASKED) {
        headers.insert(PRIVATE_ALLOWED, HeaderValue::from_static("true"));
    }
    response
}
