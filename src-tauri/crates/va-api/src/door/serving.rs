//! Keeps the connections. The web framework's own loop has no limits of time; this one gives each connection
//! a seat, cuts clients that send their headers drop by drop or take nothing, and ends in order.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Request, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;
use va_core::ErrorCode;

use super::answer::{self, Answer};
use super::arriving::Arriving;
use super::seats::{Seat, Seats};
use super::socket::Socket;
use super::{open_files, plain};
use crate::error::ApiError;
use crate::ledger::{API, Ledger};

/// Largest head of a request.
const HEAD_BYTES: usize = 64 << 10;
/// Connections that wait to be accepted. The usual 128 make a crowd wait whole seconds.
const WAITING: u32 = 4096;
/// Pause after the system refused a connection.
const REFUSED: Duration = Duration::from_millis(50);

/// What a connection may do.
#[derive(Clone, Debug)]
pub struct DoorOptions {
    /// Connections at once. Fewer when the system grants fewer open files.
    pub connections: usize,
    /// Longest time until a request's head has arrived, and longest quiet time between two requests.
    pub head: Duration,
    /// Longest pause in a request's body.
    pub pause: Duration,
    /// Longest time for a body that is no upload.
    pub body: Duration,
    /// Longest time in which a client takes nothing of its answer. A player that is paused takes nothing.
    pub taking: Duration,
    /// How long answers may go on after the end was asked for. Event streams end at once.
    pub grace: Duration,
}

impl Default for DoorOptions {
    fn default() -> Self {
        Self {
            connections: 16_384,
            head: Duration::from_secs(20),
            pause: Duration::from_secs(30),
            body: Duration::from_mins(1),
            taking: Duration::from_mins(10),
            grace: Duration::from_secs(2),
        }
    }
}

/// Where a request came from. A request without one came from this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

impl Peer {
    /// The address of a request's sender.
    pub(super) fn of<B>(request: &Request<B>) -> IpAddr {
        let peer = request.extensions().get::<Self>();
        peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip())
    }
}

/// What all connections share.
#[derive(Clone)]
struct Shared {
    service: Router,
    options: DoorOptions,
    /// Ends when the server stops: event streams end, others finish their answer.
    stopping: CancellationToken,
    /// Ends when nobody is waited for any more.
    cut: CancellationToken,
}

/// Listens at an address, with room for a crowd that comes at once.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    // a port that was in use a moment ago; elsewhere this would share one that is in use
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING)
}

/// Serves until `stop` ends or this future is dropped; every connection goes into the ledger.
pub async fn serve(
    listener: TcpListener,
    service: Router,
    options: DoorOptions,
    ledger: Arc<Ledger>,
    stop: impl Future<Output = ()> + Send,
) {
    // a socket that has no address any more is counted all the same
    let address = listener.local_addr();
    let address = address.unwrap_or_else(|_| SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)));
    let listening = ledger.listening(address, API);
    let seats = Arc::new(Seats::new(open_files::connections(options.connections)));
    let tasks = TaskTracker::new();
    let shared = Shared {
        service,
        options,
        stopping: CancellationToken::new(),
        cut: CancellationToken::new(),
    };
    let dropped = shared.cut.clone().drop_guard();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                listening.accepted();
                let Some(seat) = seats.take() else {
                    full(stream);
                    continue;
                };
                let (shared, seats) = (shared.clone(), Arc::clone(&seats));
                tasks.spawn(async move {
                    connection(stream, peer, Arc::clone(&seat), shared).await;
                    seats.give_back(&seat);
                });
            }
            Err(error) if gone(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "a connection can't be accepted");
                seats.make_room();
                tokio::time::sleep(REFUSED).await;
            }
        }
    }
    drop(listener);
    shared.stopping.cancel();
    tasks.close();
    if tokio::time::timeout(shared.options.grace, tasks.wait())
        .await
        .is_err()
    {
        tracing::info!(connections = tasks.len(), "cut at the end");
    }
    drop(dropped);
}

async fn connection(stream: TcpStream, peer: SocketAddr, seat: Arc<Seat>, shared: Shared) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection was gone at once");
        return;
    }
    let socket = Socket::new(stream, Arc::clone(&seat), shared.options.taking);
    let asked = {
        let (shared, seat) = (shared.clone(), Arc::clone(&seat));
        service_fn(move |request| ask(request, peer, Arc::clone(&seat), shared.clone()))
    };
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(shared.options.head)
        .max_header_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(socket), asked);
    let mut served = std::pin::pin!(served);
    let ended = tokio::select! {
        ended = served.as_mut() => Some(ended),
        () = shared.stopping.cancelled() => None,
        () = seat.leave.cancelled() => return,
        () = shared.cut.cancelled() => return,
    };
    let ended = if let Some(ended) = ended {
        ended
    } else {
        served.as_mut().graceful_shutdown();
        tokio::select! {
            ended = served => ended,
            () = shared.cut.cancelled() => return,
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended");
    }
}

async fn ask(
    request: Request<Incoming>,
    peer: SocketAddr,
    seat: Arc<Seat>,
    shared: Shared,
) -> Result<axum::http::Response<Answer>, std::convert::Infallible> {
    let asking = seat.ask();
    let (mut parts, body) = request.into_parts();
    parts.extensions.insert(Peer(peer));
    let whole = (!is_upload(&parts.headers)).then_some(shared.options.body);
    let asked_for_leave = parts.headers.contains_key(header::EXPECT);
    let (body, unread) = Arriving::new(body, shared.options.pause, whole);
    let request = Request::from_parts(parts, Body::new(body));
    let answered = shared.service.oneshot(request).await;
    let mut response = answered.unwrap_or_else(|never| match never {});
    if !unread.read_on(asked_for_leave).await {
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(answer::leaving(response, asking, &shared.stopping))
}

/// Recordings take as long as they take.
fn is_upload(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"))
}

/// Everybody is being answered, so this one is told to come back.
fn full(stream: TcpStream) {
    let error = ApiError::new(ErrorCode::ServerBusy, "all connections are in use")
        .hint("try again in a second");
    let bytes = plain::answer(error);
    let sent = stream
        .into_std()
        .and_then(|mut stream| io::Write::write_all(&mut stream, &bytes));
    if let Err(error) = sent {
        tracing::debug!(%error, "a connection that found no room was gone");
    }
}

/// The client left before it was accepted.
fn gone(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}
