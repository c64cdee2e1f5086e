//! A connection's socket: ends when the other side takes nothing for too long, gives refusals of the HTTP
//! library the one error shape, and listens a moment after the last word so that the answer arrives.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use super::plain;
use super::seats::Seat;

/// How long and how much is listened to after the last word. A socket that is closed while bytes arrive takes
/// back what it sent.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 16 << 20;

/// The socket.
pub(super) struct Socket {
    stream: TcpStream,
    seat: Arc<Seat>,
    patience: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
    /// Nothing of an answer is on its way, so what is written next is the beginning of one.
    fresh: bool,
    /// What is sent instead of what the HTTP library wrote, and how much of it is gone.
    instead: Option<(Vec<u8>, usize)>,
    closing: Option<(Pin<Box<Sleep>>, usize)>,
}

impl Socket {
    /// A socket that ends when the other side takes nothing for `patience`.
    pub(super) fn new(stream: TcpStream, seat: Arc<Seat>, patience: Duration) -> Self {
        Self {
            stream,
            seat,
            patience,
            stalled: None,
            fresh: true,
            instead: None,
            closing: None,
        }
    }

    /// Ends the wait for the other side when it has been too long.
    fn patient<T>(
        &mut self,
        context: &mut Context<'_>,
        result: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.stalled = None;
            return result;
        }
        let patience = self.patience;
        let timer = self
            .stalled
            .get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(timer.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    /// Sends what stands in `instead`, to its end.
    fn send_instead(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Some((bytes, gone)) = &mut self.instead {
            let rest = bytes.get(*gone..).unwrap_or_default();
            if rest.is_empty() {
                self.instead = None;
                break;
            }
            let wrote = Pin::new(&mut self.stream).poll_write(context, rest);
            match wrote {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(more)) => *gone += more,
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => return self.patient(context, Poll::Pending),
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Whether `bytes` is a refusal of the HTTP library, for which another one is sent.
    fn replaced(&mut self, bytes: &[u8]) -> bool {
        if self.instead.is_none() && self.fresh && self.seat.is_quiet() {
            self.instead = plain::instead_of(bytes).map(|other| (other, 0));
        }
        self.fresh = false;
        self.instead.is_some()
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if this.replaced(bytes) {
            return this.send_instead(context).map_ok(|()| bytes.len());
        }
        let wrote = Pin::new(&mut this.stream).poll_write(context, bytes);
        this.patient(context, wrote)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        let first = slices.iter().find(|slice| !slice.is_empty());
        if let Some(bytes) = first.filter(|bytes| this.replaced(bytes)) {
            return this.send_instead(context).map_ok(|()| bytes.len());
        }
        let wrote = Pin::new(&mut this.stream).poll_write_vectored(context, slices);
        this.patient(context, wrote)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        ready!(this.send_instead(context))?;
        let flushed = Pin::new(&mut this.stream).poll_flush(context);
        if flushed.is_ready() && this.seat.is_quiet() {
            this.fresh = true;
        }
        this.patient(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.closing.is_none() {
            ready!(this.send_instead(context))?;
            ready!(Pin::new(&mut this.stream).poll_shutdown(context))?;
            this.closing = Some((Box::pin(sleep(LINGER)), 0));
        }
        let Some((timer, heard)) = &mut this.closing else {
            return Poll::Ready(Ok(()));
        };
        let mut room = [0; 16 << 10];
        while *heard < LINGER_BYTES {
            let mut buffer = ReadBuf::new(&mut room);
            match Pin::new(&mut this.stream).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) if buffer.filled().is_empty() => break,
                Poll::Ready(Ok(())) => *heard += buffer.filled().len(),
                Poll::Ready(Err(_)) => break,
                Poll::Pending => {
                    ready!(timer.as_mut().poll(context));
                    break;
                }
            }
        }
        Poll::Ready(Ok(()))
    }
}
