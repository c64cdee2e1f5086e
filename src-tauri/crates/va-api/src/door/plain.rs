//! An answer written without a web framework: for what is refused before a request exists.

use axum::http::StatusCode;
use va_core::ErrorCode;

use crate::error::ApiError;

/// Longest refusal of the HTTP library: a status line and three headers.
const SHORT: usize = 256;

/// A whole answer, after which the connection ends.
pub(super) fn answer(error: ApiError) -> Vec<u8> {
    let (status, body) = error.into_body();
    let text = serde_json::to_string(&body).unwrap_or_default();
    let (code, reason) = (status.as_str(), status.canonical_reason().unwrap_or(""));
    let (id, length) = (body.request_id(), text.len());
    tracing::info!(request_id = %id, status = status.as_u16(), "refused before it was a request");
    format!(
        "HTTP/1.1 {code} {reason}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         x-request-id: {id}\r\nconnection: close\r\n\r\n{text}"
    )
    .into_bytes()
}

/// What to send instead of the HTTP library's own refusal, which has no body. `written` is what it wrote.
pub(super) fn instead_of(written: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(written).ok()?;
    let own = text.len() < SHORT
        && text.starts_with("HTTP/1.1 4")
        && text.ends_with("\r\n\r\n")
        && text.contains("\r\ncontent-length: 0\r\n")
        && !text.contains("\r\nx-request-id: ");
    let status: StatusCode = text.get(9..12).filter(|_| own)?.parse().ok()?;
    let error = match status {
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE | StatusCode::URI_TOO_LONG => ApiError::new(
            ErrorCode::PayloadTooLarge,
            "the address or the headers of the request are too long",
        )
        .hint("send at most 100 headers and 64 KB of them"),
        _ => ApiError::new(ErrorCode::InvalidRequest, "this is not an HTTP request")
            .hint("check the request line and the headers"),
    };
    Some(answer(error.with_status(status)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_librarys_own_refusal_is_replaced() {
        let own = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\ndate: x\r\n\r\n";
        let text = String::from_utf8(instead_of(own).unwrap()).unwrap();
        assert!(text.starts_with("HTTP/1.1 431 "), "{text}");
        assert!(text.contains("PAYLOAD_TOO_LARGE") && text.contains("x-request-id: "));
        for other in [
            &b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nx-request-id: 1\r\n\r\n"[..],
            b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            b"HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\n{}",
            b"\xff",
            b"",
        ] {
            assert!(instead_of(other).is_none());
        }
    }
}
