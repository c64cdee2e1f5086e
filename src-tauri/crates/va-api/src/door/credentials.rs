//! Looks at a request's token: a bearer token, the header `X-API-Key`, or, for the event stream only, which a
//! browser opens without headers, the query. A token never gets into the log.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Query, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;
use va_core::ErrorCode;
use va_core::access::Scope;

use super::DoorPolicy;
use super::failures::{Failures, Verdict};
use super::serving::Peer;
use crate::error::ApiError;
use crate::principal::Principal;
use crate::scopes::OPEN;

/// The one address that takes a token in its query.
const STREAM: &str = "/api/v1/events/stream";
const API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// What the check knows.
#[derive(Clone, Debug)]
pub(super) struct Doorkeeper {
    policy: DoorPolicy,
    failures: Arc<Failures>,
}

impl Doorkeeper {
    pub(super) fn new(policy: DoorPolicy) -> Self {
        Self {
            policy,
            failures: Arc::default(),
        }
    }

    fn principal(&self, given: &str) -> Option<Principal> {
        let own = self.policy.own.as_ref().filter(|(token, _)| {
            // both are compared whole, and the stored ones as well, whatever this finds
            bool::from(given.as_bytes().ct_eq(token.as_bytes()))
        });
        let holder = self.policy.engine.token_holder(given);
        match (own, holder) {
            (Some((_, name)), _) => Some(Principal::Token {
                id: None,
                name: (*name).to_owned(),
                scope: Scope::Admin,
            }),
            (None, Some(holder)) => Some(Principal::Token {
                id: Some(holder.id),
                name: holder.name,
                scope: holder.scope,
            }),
            (None, None) => None,
        }
    }

    /// Takes its time after several wrong tokens; the refusal of one that finds no place to wait.
    async fn slow(&self, peer: IpAddr) -> Option<Response> {
        match self.failures.note(peer, Instant::now()) {
            Verdict::Now => {}
            Verdict::Later(wait, places) => {
                tokio::time::sleep(wait).await;
                drop(places);
            }
            Verdict::TooMany => {
                tracing::warn!(%peer, "too many wrong tokens at once");
                let error = ApiError::new(ErrorCode::RateLimit, "too many wrong tokens at once");
                let mut response = error
                    .hint("wait a moment, then send a good token")
                    .into_response();
                let headers = response.headers_mut();
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
                headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
                return Some(response);
            }
        }
        None
    }

    /// The refusal of a wrong token.
    async fn refuse(&self, peer: IpAddr) -> Response {
        if let Some(slowed) = self.slow(peer).await {
            return slowed;
        }
        tracing::warn!(%peer, "a request with a token that is not good was refused");
        ApiError::new(ErrorCode::Unauthorized, "Invalid or expired token")
            .hint("see `videoannotator token list`, or make one: videoannotator token create --name NAME")
            .into_response()
    }
}

/// Puts a principal on the request, or refuses it.
pub(super) async fn check(
    State(door): State<Doorkeeper>,
    mut request: Request,
    next: Next,
) -> Response {
    let given = given(&mut request);
    let open = OPEN.contains(&request.uri().path());
    let known = given.as_deref().and_then(|given| door.principal(given));
    let peer = Peer::of(&request);
    let principal = match (known, given) {
        _ if !door.policy.auth_required => Principal::Open,
        (Some(principal), _) => principal,
        (None, None) if open => Principal::Anyone,
        (None, None) => return missing().into_response(),
        // an open address tells a good token from a wrong one too, so it is as slow
        (None, Some(_)) if open => match door.slow(peer).await {
            Some(slowed) => return slowed,
            None => Principal::Anyone,
        },
        (None, Some(_)) => return door.refuse(peer).await,
    };
    request.extensions_mut().insert(principal);
    next.run(request).await
}

/// No token was sent. This is no guess, so nobody waits for it.
pub(crate) fn missing() -> ApiError {
    ApiError::new(
        ErrorCode::Unauthorized,
        "API key required to use this address",
    )
    .hint("send the header Authorization: Bearer <token>")
}

/// The token of a request, which is taken out of the address.
fn given(request: &mut Request) -> Option<String> {
    let in_query = in_query(request);
    let text = |name| {
        let value = request.headers().get(name)?;
        value.to_str().ok().map(str::trim)
    };
    let bearer = text(header::AUTHORIZATION).and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("bearer")
            .then_some(token.trim())
    });
    bearer
        .or_else(|| text(API_KEY))
        .map(str::to_owned)
        .or(in_query)
}

/// Takes the token out of the query of the event stream.
fn in_query(request: &mut Request) -> Option<String> {
    if request.method() != Method::GET || request.uri().path() != STREAM {
        return None;
    }
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(request.uri()).ok()?;
    let (_, token) = pairs.iter().find(|(key, _)| key == "token")?;
    let token = token.clone();
    let kept: Vec<_> = request
        .uri()
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| pair.split('=').next() != Some("token"))
        .collect();
    let target = if kept.is_empty() {
        STREAM.to_owned()
    } else {
        format!("{STREAM}?{}", kept.join("&"))
    };
    *request.uri_mut() = target.parse().unwrap_or_else(|_| Uri::from_static(STREAM));
    Some(token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn ask(method: &str, uri: &str, headers: &[(&str, &str)]) -> Request {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::empty()).unwrap()
    }

    #[test]
    fn a_token_is_found_where_clients_put_it() {
        for headers in [
            [("authorization", "Bearer va_1")],
            [("authorization", "bearer  va_1 ")],
            [("x-api-key", "va_1")],
        ] {
            let found = given(&mut ask("GET", "/api/v1/jobs", &headers));
            assert_eq!(found.as_deref(), Some("va_1"), "{headers:?}");
        }
        for value in ["Basic va_1", "va_1", ""] {
            let found = given(&mut ask("GET", "/api/v1/jobs", &[("authorization", value)]));
            assert_eq!(found, None, "{value}");
        }
    }

    #[test]
    fn the_query_is_read_for_the_event_stream_only_and_the_token_leaves_it() {
        let mut stream = ask("GET", "/api/v1/events/stream?a=1&token=va%5F1&b=2", &[]);
        assert_eq!(given(&mut stream).as_deref(), Some("va_1"));
        assert_eq!(stream.uri(), "/api/v1/events/stream?a=1&b=2");
        let mut stream = ask(
            "GET",
            "/api/v1/events/stream?token=va_1",
            &[("x-api-key", "va_2")],
        );
        assert_eq!(given(&mut stream).as_deref(), Some("va_2"), "a header wins");
        assert_eq!(stream.uri(), "/api/v1/events/stream");
        for (method, uri) in [
            ("GET", "/api/v1/jobs?token=va_1"),
            ("POST", "/api/v1/events/stream?token=va_1"),
            ("GET", "/api/v1/events/streams?token=va_1"),
        ] {
            assert_eq!(given(&mut ask(method, uri, &[])), None, "{method} {uri}");
        }
    }
}
