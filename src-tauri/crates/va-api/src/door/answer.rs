//! An answer's body on its way out: keeps its connection's seat until the last byte, and ends an event stream
//! when the server stops.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::{Response, header};
use hyper::body::{Bytes, Frame, SizeHint};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use super::seats::Asking;

/// The body.
pub(super) struct Answer {
    body: Body,
    until: Option<Pin<Box<WaitForCancellationFutureOwned>>>,
    // given back with the body
    _asking: Asking,
}

/// An answer as it leaves. `stopping` ends event streams, which would never end by themselves.
pub(super) fn leaving(
    response: Response<Body>,
    asking: Asking,
    stopping: &CancellationToken,
) -> Response<Answer> {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let endless = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
    response.map(|body| Answer {
        body,
        until: endless.then(|| Box::pin(stopping.clone().cancelled_owned())),
        _asking: asking,
    })
}

impl hyper::body::Body for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Some(until) = &mut self.until
            && until.as_mut().poll(context).is_ready()
        {
            return Poll::Ready(None);
        }
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
