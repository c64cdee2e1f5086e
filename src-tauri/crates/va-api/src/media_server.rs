//! The loopback server that the player reads videos from. Bound when the first video is opened, on
//! 127.0.0.1 only; each address carries a token of this run; it serves recordings of the catalogue by
//! job id and nothing else. A webview can't play from its in-process door: `<video>` needs ranges over
//! HTTP.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use subtle::ConstantTimeEq;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::OnceCell;
use tower::ServiceExt;
use tower_http::cors::CorsLayer;
use tower_http::services::ServeFile;
use uuid::Uuid;
use va_core::JobId;

use crate::door::Hosts;
use crate::ledger::{Ledger, Listening, PLAYER};

/// Origins of the window on Linux and macOS, and on Windows.
const WINDOW_ORIGINS: [&str; 2] = ["tauri://localhost", "http://tauri.localhost"];

/// Serves videos to the player.
#[derive(Debug)]
pub struct MediaServer {
    token: String,
    videos: Mutex<HashMap<JobId, PathBuf>>,
    address: OnceCell<SocketAddr>,
    ledger: Arc<Ledger>,
}

/// A listener whose connections are counted.
struct Counted {
    listener: TcpListener,
    listening: Listening,
}

impl axum::serve::Listener for Counted {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let accepted = axum::serve::Listener::accept(&mut self.listener).await;
        self.listening.accepted();
        accepted
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

impl MediaServer {
    /// A server that is not bound yet.
    pub fn new(ledger: Arc<Ledger>) -> Arc<Self> {
        let token = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        Arc::new(Self {
            token,
            videos: Mutex::default(),
            address: OnceCell::new(),
            ledger,
        })
    }

    /// The path of a job's video below a server that has [`MediaServer::routes`].
    pub fn path_of(&self, job: JobId, video: PathBuf) -> String {
        self.videos
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(job, video);
        format!("/m/{}/{job}", self.token)
    }

    /// Serves a job's video no longer: the job was deleted.
    pub fn forget(&self, job: JobId) {
        self.videos
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&job);
    }

    /// The full address of a job's video, binding the server first if it is not.
    pub async fn url_of(self: &Arc<Self>, job: JobId, video: PathBuf) -> std::io::Result<String> {
        let address = self.address.get_or_try_init(|| self.bind()).await?;
        Ok(format!("http://{address}{}", self.path_of(job, video)))
    }

    async fn bind(self: &Arc<Self>) -> std::io::Result<SocketAddr> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let cors = CorsLayer::new()
            .allow_origin(WINDOW_ORIGINS.map(HeaderValue::from_static))
            .allow_methods([Method::GET, Method::HEAD])
            .allow_headers([header::RANGE])
            .expose_headers([
                header::CONTENT_RANGE,
                header::ACCEPT_RANGES,
                header::CONTENT_LENGTH,
            ]);
        let router = self
            .routes()
            .layer(cors)
            .layer(middleware::from_fn(own_host));
        let listener = Counted {
            listener,
            listening: self.ledger.listening(address, PLAYER),
        };
        tracing::info!(%address, "serving video to the own window");
        tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the media server stopped");
            }
        });
        Ok(address)
    }

    /// The one route, for the server's own listener and for the TCP door; both look at the Host first.
    pub fn routes(self: &Arc<Self>) -> Router {
        Router::new()
            .route("/m/{token}/{job}", get(serve))
            .with_state(Arc::clone(self))
    }

    fn video(&self, token: &str, job: &str) -> Option<PathBuf> {
        let right = bool::from(token.as_bytes().ct_eq(self.token.as_bytes()));
        let job: JobId = job.parse().ok()?;
        let videos = self.videos.lock().unwrap_or_else(PoisonError::into_inner);
        right.then(|| videos.get(&job).cloned()).flatten()
    }
}

async fn serve(
    State(server): State<Arc<MediaServer>>,
    Path((token, job)): Path<(String, String)>,
    request: Request,
) -> Response {
    let Some(video) = server.video(&token, &job) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let served = ServeFile::new(video).oneshot(request).await;
    let mut response = served
        .unwrap_or_else(|never| match never {})
        .into_response();
    let headers = response.headers_mut();
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("cross-origin"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A page that rebinds its DNS name to 127.0.0.1 still sends its own name here.
async fn own_host(request: Request, next: Next) -> Response {
    if !Hosts::loopback().accept(&request) {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    next.run(request).await
}
