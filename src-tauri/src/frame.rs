//! The frame that crosses the door in both directions: `u32 LE head length | JSON head | body`. The body
//! stays raw bytes. Pure functions; only [`crate::door`] uses them, and `ui/src/api` mirrors them.

use http::HeaderMap;
use serde::{Deserialize, Serialize};
use tauri::ipc::JavaScriptChannelId;
use va_api::Body;

use crate::door::DoorError;

const LENGTH: usize = size_of::<u32>();

/// What the page sends before the body.
#[derive(Deserialize)]
pub struct Head {
    /// The page's random id, new at every load.
    pub page: String,
    /// The call's number within the page.
    pub id: u64,
    method: String,
    target: String,
    #[serde(default)]
    headers: Vec<(String, String)>,
    /// Where a stream's blocks go; only with `Accept: text/event-stream`.
    pub channel: Option<JavaScriptChannelId>,
}

#[derive(Serialize)]
struct Reply<'a> {
    status: u16,
    headers: Vec<(&'a str, &'a str)>,
    stream: bool,
}

/// Takes a frame apart.
pub fn read(frame: &[u8]) -> Result<(Head, &[u8]), DoorError> {
    let (length, rest) = frame
        .split_first_chunk::<LENGTH>()
        .ok_or(DoorError::Short)?;
    let length = u32::from_le_bytes(*length) as usize;
    let (head, body) = rest.split_at_checked(length).ok_or(DoorError::Short)?;
    Ok((serde_json::from_slice(head)?, body))
}

impl Head {
    /// The request that the router gets.
    pub fn request(&self, body: &[u8]) -> Result<http::Request<Body>, DoorError> {
        let mut request = http::Request::builder()
            .method(self.method.as_str())
            .uri(&self.target);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        Ok(request.body(Body::from(body.to_vec()))?)
    }
}

/// Puts an answer together.
pub fn write(
    status: u16,
    headers: &HeaderMap,
    stream: bool,
    body: &[u8],
) -> Result<Vec<u8>, DoorError> {
    let headers = headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    let head = serde_json::to_vec(&Reply {
        status,
        headers: headers.collect(),
        stream,
    })?;
    let mut frame = Vec::with_capacity(LENGTH + head.len() + body.len());
    frame.extend((head.len() as u32).to_le_bytes());
    frame.extend(head);
    frame.extend(body);
    Ok(frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(head: &str, body: &[u8]) -> Vec<u8> {
        let mut frame = (head.len() as u32).to_le_bytes().to_vec();
        frame.extend(head.as_bytes());
        frame.extend(body);
        frame
    }

    const HEAD: &str = r#"{"page":"p","id":7,"method":"POST","target":"/api/v1/jobs?a=%C3%BC",
        "headers":[["content-type","application/json"]],"channel":null}"#;

    #[test]
    fn a_request_arrives_with_method_target_headers_and_raw_body() {
        let body = [0, 255, 10, 13];
        let frame = framed(HEAD, &body);
        let (head, rest) = read(&frame).unwrap();
        assert_eq!((head.page.as_str(), head.id, rest), ("p", 7, &body[..]));
        let request = head.request(rest).unwrap();
        assert_eq!(request.method(), "POST");
        assert_eq!(request.uri().query(), Some("a=%C3%BC"));
        assert_eq!(request.headers()["content-type"], "application/json");
    }

    #[test]
    fn a_frame_cut_anywhere_in_its_head_is_refused_and_never_panics() {
        let frame = framed(HEAD, b"body");
        for end in 0..frame.len() - b"body".len() {
            assert!(
                matches!(read(&frame[..end]), Err(DoorError::Short)),
                "{end}"
            );
        }
    }

    #[test]
    fn a_length_beyond_the_frame_is_refused() {
        let mut frame = u32::MAX.to_le_bytes().to_vec();
        frame.extend(b"{}");
        assert!(matches!(read(&frame), Err(DoorError::Short)));
    }

    #[test]
    fn an_answer_carries_its_body_unchanged_behind_a_json_head() {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", "text/plain".parse().unwrap());
        let frame = write(404, &headers, false, b"\0gone").unwrap();
        let length = u32::from_le_bytes(frame[..4].try_into().unwrap()) as usize;
        let head: serde_json::Value = serde_json::from_slice(&frame[4..4 + length]).unwrap();
        assert_eq!(head["status"], 404);
        assert_eq!(head["stream"], false);
        assert_eq!(head["headers"][0][1], "text/plain");
        assert_eq!(&frame[4 + length..], b"\0gone");
    }

    #[test]
    fn a_header_that_is_not_http_is_refused() {
        let head = HEAD.replace("content-type", "content type");
        let frame = framed(&head, b"");
        let (head, body) = read(&frame).unwrap();
        assert!(matches!(head.request(body), Err(DoorError::Request(_))));
    }
}
