//! The door on a real socket, with limits of time that a test can wait for.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::sse::{Event, Sse};
use axum::routing::{get, post};
use futures_util::stream;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::*;
use crate::error::ApiError;
use crate::extract;
use crate::ledger::Ledger;
use crate::media_server::MediaServer;
use crate::request_log;
use crate::router::layered;
use crate::upload;
use va_core::ErrorCode;

const GOOD: &[u8] = b"GET /good HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
/// A download that does not fit into any buffer of a connection.
const LARGE: usize = 64 << 20;

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

async fn start(options: DoorOptions) -> Running {
    async fn take(
        extract::Body(body): extract::Body<serde_json::Value>,
    ) -> Result<String, ApiError> {
        Ok(body.to_string())
    }
    let events = || async {
        let first = stream::once(std::future::ready(Ok::<_, Infallible>(
            Event::default().data("first"),
        )));
        Sse::new(futures_util::StreamExt::chain(first, stream::pending()))
    };
    let service = Router::new()
        .route("/good", get(|| async { "good" }))
        .route("/take", post(take))
        .route("/events", get(events))
        .route("/large", get(|| async { Body::from(vec![7_u8; LARGE]) }))
        .layer(axum::middleware::from_fn(request_log::follow));
    start_with(options, service).await
}

async fn start_with(options: DoorOptions, service: Router) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let ledger = Arc::new(Ledger::default());
    let served = tokio::spawn(serve(listener, service, options, ledger, async {
        drop(stopped.await);
    }));
    Running {
        address,
        stop,
        served,
    }
}

/// An engine on a folder of the test's own.
fn engine() -> (tempfile::TempDir, va_engine::Engine) {
    let folder = tempfile::tempdir().unwrap();
    let options = va_engine::EngineOptions {
        data: Some(folder.path().to_owned()),
        ..va_engine::EngineOptions::default()
    };
    let engine = va_engine::Engine::open(options).unwrap();
    (folder, engine)
}

fn quick() -> DoorOptions {
    DoorOptions {
        head: Duration::from_millis(300),
        pause: Duration::from_millis(300),
        body: Duration::from_millis(900),
        grace: Duration::from_millis(300),
        ..DoorOptions::default()
    }
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn ask(&self, request: &[u8]) -> String {
        let mut stream = self.connect().await;
        stream.write_all(request).await.unwrap();
        rest(&mut stream).await
    }
}

/// Everything until the other side ends, which it has to do soon.
async fn rest(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut all)).await;
    // a connection that is cut off may say so
    drop(read.expect("the server ends the connection"));
    String::from_utf8_lossy(&all).into_owned()
}

#[tokio::test]
async fn a_client_that_sends_its_headers_drop_by_drop_is_cut_and_others_are_served() {
    let server = start(quick()).await;
    let mut slow = server.connect().await;
    let began = tokio::time::Instant::now();
    let cut = loop {
        if slow.write_all(b"G").await.is_err() {
            break true;
        }
        assert!(
            server.ask(GOOD).await.ends_with("good"),
            "others are served meanwhile"
        );
        let mut byte = [0];
        match tokio::time::timeout(Duration::from_millis(50), slow.read(&mut byte)).await {
            Ok(Ok(0) | Err(_)) => break true,
            _ if began.elapsed() > Duration::from_secs(20) => break false,
            Ok(Ok(_)) | Err(_) => {}
        }
    };
    assert!(cut, "each byte must not begin the time anew");
}

#[tokio::test]
async fn a_body_that_stops_and_one_that_drips_are_answered_408() {
    let server = start(quick()).await;
    let head = b"POST /take HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
    let stopped = server.ask(head).await;
    assert!(stopped.starts_with("HTTP/1.1 408 "), "{stopped}");
    assert!(stopped.contains("\"TIMEOUT\""), "{stopped}");
    let mut slow = server.connect().await;
    slow.write_all(head).await.unwrap();
    let mut answer = [0; 12];
    loop {
        if slow.write_all(b" ").await.is_err() {
            break;
        }
        let read = tokio::time::timeout(Duration::from_millis(100), slow.read_exact(&mut answer));
        if let Ok(read) = read.await {
            read.unwrap();
            break;
        }
    }
    assert_eq!(&answer, b"HTTP/1.1 408");
}

/// Everything of one answer whose length was announced.
async fn one_answer(stream: &mut TcpStream) -> String {
    let mut all = String::new();
    let complete = |all: &str| {
        let (head, body) = all.split_once("\r\n\r\n")?;
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))?;
        (body.len() >= length.parse().ok()?).then_some(())
    };
    while complete(&all).is_none() {
        let mut part = [0; 1024];
        let read = tokio::time::timeout(Duration::from_secs(30), stream.read(&mut part)).await;
        let read = read.expect("an answer").unwrap();
        assert!(read > 0, "the connection ended after {all:?}");
        all.push_str(&String::from_utf8_lossy(&part[..read]));
    }
    all
}

#[tokio::test]
async fn a_refused_request_whose_body_comes_later_leaves_its_connection_usable() {
    let server = start(DoorOptions::default()).await;
    let mut stream = server.connect().await;
    for _ in 0..5 {
        let head = "POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
        stream.write_all(&vec![b'x'; 3_000_000]).await.unwrap();
        let refused = one_answer(&mut stream).await;
        assert!(refused.starts_with("HTTP/1.1 404 "), "{refused}");
        assert!(!refused.contains("connection: close"), "{refused}");
    }
    stream.write_all(GOOD).await.unwrap();
    assert!(rest(&mut stream).await.ends_with("good"));
}

#[tokio::test]
async fn a_connection_that_can_not_go_on_after_a_refusal_says_so() {
    let server = start(DoorOptions::default()).await;
    let endless = "POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n";
    for (what, rest_of_head) in [
        ("a body that never comes", "\r\n"),
        (
            "a body that waits for leave",
            "Expect: 100-continue\r\n\r\n",
        ),
    ] {
        let answer = server
            .ask(format!("{endless}{rest_of_head}").as_bytes())
            .await;
        assert!(answer.starts_with("HTTP/1.1 404 "), "{what}: {answer}");
        assert!(answer.contains("connection: close"), "{what}: {answer}");
    }
}

#[tokio::test]
async fn an_upload_that_stops_is_answered_408_and_leaves_no_file() {
    let (folder, engine) = engine();
    let form = move |request: axum::extract::Request| async move {
        upload::submit(&engine, request).await.map(|_| "taken")
    };
    let service = Router::new()
        .route("/form", post(form))
        .layer(axum::middleware::from_fn(request_log::follow));
    let server = start_with(quick(), service).await;
    let head = "POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n\
                Content-Length: 100000\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"video\"; \
                filename=\"a.mp4\"\r\n\r\nthe first bytes";
    let stopped = server.ask(head.as_bytes()).await;
    assert!(stopped.starts_with("HTTP/1.1 408 "), "{stopped}");
    assert!(stopped.contains("\"TIMEOUT\""), "{stopped}");
    // the file goes on a thread of its own
    let began = tokio::time::Instant::now();
    for name in ["temp", "uploads"] {
        let place = folder.path().join(name);
        let left = || std::fs::read_dir(&place).map_or(0, Iterator::count);
        while left() > 0 {
            assert!(began.elapsed() < Duration::from_secs(20), "{name}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// A door with the layers of the program round handlers of the test.
fn guarded(engine: va_engine::Engine) -> Router {
    async fn panics() -> &'static str {
        panic!("a handler of the test")
    }
    let routes = Router::new()
        .route("/api/v1/panics", get(panics))
        .route("/api/v1/good", get(|| async { "good" }));
    let ledger = Arc::new(Ledger::default());
    let policy = DoorPolicy {
        engine,
        own: Some(("a-token-of-the-test".into(), "session")),
        auth_required: true,
        origins: Arc::new(Origins::parse("http://lab.example").unwrap()),
        hosts: Arc::new(Hosts::default()),
    };
    let media = MediaServer::new(Arc::clone(&ledger));
    let router = layered(routes, ledger);
    behind_door(router, &media, Router::new(), policy)
}

#[tokio::test]
async fn a_panic_is_an_error_like_any_other_and_web_pages_may_read_every_error() {
    let (_folder, engine) = engine();
    let server = start_with(quick(), guarded(engine)).await;
    let ask = async |path: &str, method: &str, token: &str| {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://lab.example\r\n\
             Authorization: Bearer {token}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        );
        server.ask(head.as_bytes()).await
    };
    let token = "a-token-of-the-test";
    let cases = [
        ("/api/v1/panics", "GET", token, 500, "INTERNAL_SERVER_ERROR"),
        ("/api/v1/nothing", "GET", token, 404, "NOT_FOUND"),
        ("/api/v1/good", "GET", "wrong", 401, "UNAUTHORIZED"),
    ];
    for (path, method, token, status, code) in cases {
        let answer = ask(path, method, token).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
        let head = head.to_lowercase();
        assert!(
            head.contains("access-control-allow-origin: http://lab.example"),
            "{answer}"
        );
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(body["error"]["code"], code, "{answer}");
        let id = body["request_id"].as_str().unwrap();
        assert!(head.contains(&format!("x-request-id: {id}")), "{answer}");
        assert!(!answer.contains("a handler of the test"), "{answer}");
    }
    let answer = ask("/api/v1/good", "GET", token).await;
    assert!(answer.ends_with("good"), "the server goes on: {answer}");
}

#[tokio::test]
async fn quiet_connections_make_room_and_when_all_are_busy_a_newcomer_is_told() {
    let server = start(DoorOptions {
        connections: 2,
        ..DoorOptions::default()
    })
    .await;
    let mut first = server.connect().await;
    let _second = server.connect().await;
    assert!(server.ask(GOOD).await.ends_with("good"), "a quiet one goes");
    assert_eq!(rest(&mut first).await, "", "the one that was quiet longest");
    let mut busy = Vec::new();
    for _ in 0..2 {
        let mut stream = server.connect().await;
        stream
            .write_all(b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .await
            .unwrap();
        let mut byte = [0];
        stream.read_exact(&mut byte).await.unwrap();
        busy.push(stream);
    }
    let refused = rest(&mut server.connect().await).await;
    assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
    assert!(refused.contains("\"SERVER_BUSY\""), "{refused}");
}

#[tokio::test]
async fn a_slow_reader_gets_the_whole_download() {
    let server = start(quick()).await;
    let mut stream = server.connect().await;
    let request = b"GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    // longer than any limit on what is sent to the server
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut all = Vec::new();
    stream.read_to_end(&mut all).await.unwrap();
    let head = all.windows(4).position(|w| w == b"\r\n\r\n").unwrap() + 4;
    assert_eq!(all.len() - head, LARGE);
}

#[tokio::test]
async fn a_client_that_takes_nothing_is_cut() {
    let server = start(DoorOptions {
        taking: Duration::from_millis(300),
        ..quick()
    })
    .await;
    let mut stream = server.connect().await;
    let request = b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n";
    stream.write_all(request).await.unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(rest(&mut stream).await.len() < LARGE);
}

#[tokio::test]
async fn an_event_stream_stays_open_and_ends_in_order_when_the_server_stops() {
    let server = start(quick()).await;
    let mut stream = server.connect().await;
    stream
        .write_all(b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await
        .unwrap();
    let mut some = [0; 16];
    stream.read_exact(&mut some).await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(server.ask(GOOD).await.ends_with("good"));
    let idle = server.connect().await;
    server.stop.send(()).unwrap();
    server.served.await.unwrap();
    let tail = rest(&mut stream).await;
    assert!(
        tail.ends_with("0\r\n\r\n"),
        "the last chunk, not a broken stream: {tail}"
    );
    drop(idle);
    assert!(
        TcpStream::connect(server.address).await.is_err(),
        "the port is free"
    );
}

#[tokio::test]
async fn what_is_no_request_is_refused_in_the_one_shape() {
    let server = start(DoorOptions::default()).await;
    let long = format!(
        "GET /good HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n",
        "x".repeat(80 << 10)
    );
    let many = format!(
        "GET /good HTTP/1.1\r\nHost: localhost\r\n{}\r\n",
        "a: b\r\n".repeat(200)
    );
    for (request, status) in [
        ("nonsense\r\n\r\n", "400"),
        ("GET /good HTTP/1.1\r\nbad header\r\n\r\n", "400"),
        ("GET /good HTTP/9.9\r\n\r\n", "400"),
        (&long, "431"),
        (&many, "431"),
    ] {
        let answer = server.ask(request.as_bytes()).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{answer}"
        );
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(body["detail"], body["error"]["message"]);
        let id = body["request_id"].as_str().unwrap();
        assert!(head.contains(&format!("x-request-id: {id}")), "{head}");
    }
}

#[tokio::test]
async fn bytes_of_an_answer_are_never_taken_for_a_refusal() {
    let fake = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n";
    let service = Router::new().route(
        "/",
        get(move || async move {
            let parts = [Bytes::from("a"), Bytes::from(fake)].map(Ok::<_, Infallible>);
            Body::from_stream(stream::iter(parts))
        }),
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve(
        listener,
        service,
        DoorOptions::default(),
        Arc::default(),
        std::future::pending(),
    ));
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    assert!(rest(&mut stream).await.contains(fake));
}

#[test]
fn every_code_has_a_status_and_stands_in_the_reference() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../docs/reference/errors.md"
    );
    let page = std::fs::read_to_string(path).unwrap();
    for &code in ErrorCode::ALL {
        let status = crate::error::status_of(code);
        assert!(
            (400..600).contains(&status),
            "{code} has the status {status}"
        );
        let row = format!("| `{code}` | {status} |");
        assert!(
            page.contains(&row),
            "`{row}` is missing: cargo xtask generate"
        );
    }
}
