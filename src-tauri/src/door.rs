//! The in-process door: one command hands the page's request to the API's router, without a port. It
//! knows no operation; a new one costs nothing here. A dropped call is a client that hung up, and an
//! event stream is pumped into a channel whose end is an empty chunk, since channels have no end of their own.

use futures_util::StreamExt;
use http_body_util::BodyExt;
use serde::{Serialize, Serializer};
use tauri::ipc::{Channel, InvokeBody, InvokeResponseBody, Request, Response};
use tauri::{State, Webview};
use tower::ServiceExt;
use va_api::{Body, Principal, Router};

use crate::frame;
use crate::pages::{Call, Pages};

/// Chunks that are joined into one message to the page, so that a burst is not one message an event.
const JOINED: usize = 256;

/// The router and who is calling it.
pub struct Door {
    router: Router,
    pages: Pages,
}

/// Why the door itself refused. The page sees it as a network error, never as an answer.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// The page's bytes were turned into JSON on the way.
    #[error("the door takes raw bytes; does the page's policy allow `ipc:` in connect-src?")]
    NotRaw,
    /// The frame ends too early.
    #[error("the frame is shorter than it says")]
    Short,
    /// The head is not the one expected.
    #[error("the frame's head can't be read: {0}")]
    Head(#[from] serde_json::Error),
    /// No HTTP request can be made of the head.
    #[error("this is not an HTTP request: {0}")]
    Request(#[from] http::Error),
    /// The call comes from a page that has been replaced.
    #[error("this page was reloaded")]
    PageGone,
    /// The page used a number twice.
    #[error("call {0} is on its way already")]
    Twice(u64),
    /// The page aborted the call.
    #[error("aborted")]
    Aborted,
    /// The operation streams and the page did not ask for a stream.
    #[error("this address streams: ask with `Accept: text/event-stream`")]
    NoChannel,
    /// The answer broke off.
    #[error("the answer broke off: {0}")]
    Body(String),
}

impl Serialize for DoorError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Door {
    /// A door before a router.
    pub fn new(router: Router) -> Self {
        let pages = Pages::default();
        Self { router, pages }
    }
}

/// One request, one answer. See [`crate::frame`] for what goes through.
#[tauri::command]
pub async fn api(
    webview: Webview,
    door: State<'_, Door>,
    request: Request<'_>,
) -> Result<Response, DoorError> {
    let InvokeBody::Raw(raw) = request.body() else {
        return Err(DoorError::NotRaw);
    };
    let (head, body) = frame::read(raw)?;
    let mut request = head.request(body)?;
    // only a door says who is there; nothing that a page or a client sends can
    request.extensions_mut().insert(Principal::Window);
    let call = door.pages.begin(&head.page, head.id)?;
    let answer = tokio::select! {
        answer = door.router.clone().oneshot(request) => answer.unwrap_or_else(|never| match never {}),
        () = call.aborted() => return Err(DoorError::Aborted),
    };
    let (parts, body) = answer.into_parts();
    let streams = parts
        .headers
        .get(http::header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
    let status = parts.status.as_u16();
    if streams {
        let channel = head.channel.ok_or(DoorError::NoChannel)?;
        tauri::async_runtime::spawn(pump(body, channel.channel_on(webview), call));
        return Ok(Response::new(frame::write(
            status,
            &parts.headers,
            true,
            &[],
        )?));
    }
    let body = tokio::select! {
        body = body.collect() => body.map_err(|e| DoorError::Body(e.to_string()))?.to_bytes(),
        () = call.aborted() => return Err(DoorError::Aborted),
    };
    Ok(Response::new(frame::write(
        status,
        &parts.headers,
        false,
        &body,
    )?))
}

/// Ends a call of this page.
#[tauri::command]
#[expect(
    clippy::needless_pass_by_value,
    reason = "commands own their arguments"
)]
pub fn api_abort(door: State<'_, Door>, page: String, id: u64) {
    door.pages.abort(&page, id);
}

async fn pump(body: Body, channel: Channel<InvokeResponseBody>, call: Call) {
    let mut chunks = body.into_data_stream().ready_chunks(JOINED);
    loop {
        let burst = tokio::select! {
            burst = chunks.next() => burst,
            () = call.aborted() => None,
        };
        let Some(burst) = burst else { break };
        let broken = burst.iter().any(Result::is_err);
        let bytes: Vec<u8> = burst.into_iter().map_while(Result::ok).flatten().collect();
        let heard = bytes.is_empty() || channel.send(InvokeResponseBody::Raw(bytes)).is_ok();
        if broken || !heard {
            break;
        }
    }
    if let Err(error) = channel.send(InvokeResponseBody::Raw(Vec::new())) {
        tracing::debug!(%error, "the page went before its stream ended");
    }
}
