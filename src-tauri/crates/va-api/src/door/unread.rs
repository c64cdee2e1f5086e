//! What a handler has left unread of a request's body, as a refusal does: read on for a moment, so that the
//! sender gets to reading the answer and its connection serves the next request. Where there is more, the
//! answer says that the connection ends; a client would otherwise send its next request into a closed one.

use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::sync::oneshot;
use tokio::sync::oneshot::error::TryRecvError;
use tokio::time::timeout;

/// Bytes that are read on, at most.
const BYTES: usize = 8 << 20;
/// How long the next ones are waited for: whoever sends nothing for a moment waits for the answer.
const PATIENCE: Duration = Duration::from_millis(200);
/// How long it may take in all.
const WHOLE: Duration = Duration::from_secs(2);

/// The rest of a body, when its handler has let go of it.
pub(super) struct Unread(oneshot::Receiver<Incoming>);

impl Unread {
    pub(super) fn new(rest: oneshot::Receiver<Incoming>) -> Self {
        Self(rest)
    }

    /// Reads on, and whether that was to the end. Of one who asked for leave to send (`Expect`) nothing is
    /// read, because reading would give it.
    pub(super) async fn read_on(mut self, asked_for_leave: bool) -> bool {
        match self.0.try_recv() {
            Err(TryRecvError::Closed) => true,
            Err(TryRecvError::Empty) => false,
            Ok(_) if asked_for_leave => false,
            Ok(rest) => timeout(WHOLE, to_the_end(rest)).await.unwrap_or(false),
        }
    }
}

async fn to_the_end(mut rest: Incoming) -> bool {
    let mut left = BYTES;
    loop {
        match timeout(PATIENCE, rest.frame()).await {
            Ok(None) => return true,
            Ok(Some(Ok(frame))) => {
                left = left.saturating_sub(frame.data_ref().map_or(0, hyper::body::Bytes::len));
            }
            Ok(Some(Err(_))) | Err(_) => return false,
        }
        if left == 0 {
            return false;
        }
    }
}
