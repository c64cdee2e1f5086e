//! Lists that have not changed are not sent again: each carries a tag of its content, and whoever names it gets
//! 304 and no body. Only whole lists as JSON; streams, files and single things are left alone. A layer of the
//! router.

use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// The lists.
const LISTS: &[&str] = &[
    "/api/v1/jobs",
    "/api/v1/jobs/{id}/exports",
    "/api/v1/models",
    "/api/v1/pipelines",
    "/api/v1/pipelines/catalog",
    "/api/v1/presets",
    "/api/v1/videos",
];
/// A list that is larger is sent without a tag.
const LARGEST: usize = 16 << 20;

/// Tags lists and answers 304 where the client has the same one.
pub(crate) async fn lists(request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let is_list = path.is_some_and(|path| LISTS.contains(&path.as_str()));
    if !is_list || request.method() != Method::GET {
        return next.run(request).await;
    }
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let whole = match axum::body::to_bytes(body, LARGEST).await {
        Ok(whole) => whole,
        Err(error) => {
            tracing::error!(%error, "a list could not be tagged");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let tag = tag(&whole);
    stamp(&mut head.headers, &tag);
    if is_known(known.as_ref(), &tag) {
        head.headers.remove(header::CONTENT_TYPE);
        head.headers.remove(header::CONTENT_LENGTH);
        head.status = StatusCode::NOT_MODIFIED;
        return Response::from_parts(head, Body::empty());
    }
    Response::from_parts(head, Body::from(whole))
}

/// Tells clients to ask each time, and what to name then.
pub(crate) fn stamp(headers: &mut HeaderMap, tag: &str) {
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    let policy = HeaderValue::from_static("private, no-cache");
    headers.insert(header::CACHE_CONTROL, policy);
}

/// The tag of some content. It is weak: what carries it may be sent in another encoding.
pub(crate) fn tag(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    let first = digest.first_chunk::<16>().copied().unwrap_or_default();
    format!("W/\"{:032x}\"", u128::from_be_bytes(first))
}

/// Whether a client that says `If-None-Match` has this already.
pub(crate) fn is_known(asked: Option<&HeaderValue>, tag: &str) -> bool {
    let asked = asked.and_then(|v| v.to_str().ok()).unwrap_or_default();
    let plain = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let mut named = asked.split(',').map(plain);
    named.any(|named| named == "*" || named == plain(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_recognised_in_each_way_in_which_clients_name_it() {
        let tag = tag(b"content");
        let strong = tag.trim_start_matches("W/");
        for asked in [&*tag, strong, "*", &format!("\"other\", {tag}")] {
            let header = HeaderValue::from_str(asked).unwrap();
            assert!(is_known(Some(&header), &tag), "{asked}");
        }
        let other = HeaderValue::from_static("\"other\"");
        assert!(!is_known(Some(&other), &tag) && !is_known(None, &tag));
        assert_ne!(tag, super::tag(b"other"));
    }
}
