//! A request's body on its way in: a client that stops sending is not waited for, and one that sends a byte
//! now and then can't hold a request open for ever, except in an upload, which may be long. What its handler
//! leaves unread comes back, see [`super::unread`].

use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use thiserror::Error;
use tokio::sync::oneshot;
use tokio::time::{Instant, Sleep, sleep_until};

use super::unread::Unread;

/// The client did not go on.
#[derive(Clone, Copy, Debug, Error)]
#[error("the body did not arrive in time")]
pub(crate) struct Stalled;

/// Whether an error came from a client that did not go on.
pub(crate) fn stalled(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<Stalled>() {
            return true;
        }
        next = error.source();
    }
    false
}

/// The body.
pub(super) struct Arriving {
    /// `None` at its end.
    body: Option<Incoming>,
    pause: Duration,
    end: Option<Instant>,
    timer: Option<Pin<Box<Sleep>>>,
    /// Takes what nobody has read.
    back: Option<oneshot::Sender<Incoming>>,
}

impl Arriving {
    /// A body with the longest pause between two parts, and the longest time for the whole; and where its rest
    /// is to be had when it is no longer read.
    pub(super) fn new(body: Incoming, pause: Duration, whole: Option<Duration>) -> (Self, Unread) {
        let (back, rest) = oneshot::channel();
        let arriving = Self {
            body: Some(body),
            pause,
            end: whole.map(|whole| Instant::now() + whole),
            timer: None,
            back: Some(back),
        };
        (arriving, Unread::new(rest))
    }
}

impl Body for Arriving {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        let Some(body) = &mut this.body else {
            return Poll::Ready(None);
        };
        match Pin::new(body).poll_frame(context) {
            Poll::Ready(part) => {
                this.timer = None;
                if !matches!(part, Some(Ok(_))) {
                    this.body = None;
                }
                Poll::Ready(part.map(|part| part.map_err(Into::into)))
            }
            Poll::Pending => {
                let timer = this.timer.get_or_insert_with(|| {
                    let pause = Instant::now() + this.pause;
                    Box::pin(sleep_until(this.end.map_or(pause, |end| end.min(pause))))
                });
                timer
                    .as_mut()
                    .poll(context)
                    .map(|()| Some(Err(Stalled.into())))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let body = self.body.as_ref();
        body.map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        let rest = self.body.take().filter(|body| !body.is_end_stream());
        if let (Some(back), Some(rest)) = (self.back.take(), rest) {
            // nobody waits for it when the connection is gone
            drop(back.send(rest));
        }
    }
}
