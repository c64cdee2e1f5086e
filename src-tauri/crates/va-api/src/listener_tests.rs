//! Tests of the listener in the window's process: an engine on a folder of the test's own, and real sockets.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use va_core::access::Scope;
use va_engine::EngineOptions;
use va_engine::tokens::TokenRequest;

use super::*;
use crate::ledger::Ledger;
use crate::media_server::MediaServer;
use crate::principal::Principal;

/// Longest wait for anything.
const PATIENCE: Duration = Duration::from_secs(20);

struct Window {
    _folder: TempDir,
    api: Api,
    port: u16,
}

/// A window's engine, with the listener following, and a port that was free a moment ago.
fn window() -> Window {
    let folder = TempDir::new().unwrap();
    let options = EngineOptions {
        data: Some(folder.path().to_owned()),
        ..EngineOptions::default()
    };
    let engine = Engine::open(options).unwrap();
    let ledger = Arc::new(Ledger::default());
    let api = Api {
        engine,
        media: MediaServer::new(Arc::clone(&ledger)),
        ledger,
        access: Arc::default(),
        checked: Arc::default(),
        auth_required: true,
        started: Instant::now(),
    };
    tokio::spawn(follow(api.clone(), Router::new()));
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    Window {
        _folder: folder,
        api,
        port,
    }
}

impl Window {
    async fn ask(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        request.extensions_mut().insert(Principal::Window);
        let answer = router(self.api.clone()).oneshot(request).await.unwrap();
        let status = answer.status().as_u16();
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20)
            .await
            .unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    async fn set(&self, patch: Value) {
        let (status, body) = self.ask("PATCH", "/api/v1/settings", patch).await;
        assert_eq!(status, 200, "{body}");
    }

    async fn make_token(&self, name: &str) -> (i64, String) {
        let wanted = json!({"name": name, "scope": "read", "days": 1});
        let (status, made) = self.ask("POST", "/api/v1/tokens", wanted).await;
        assert_eq!(status, 201, "{made}");
        let secret = made["token"].as_str().unwrap().to_owned();
        (made["info"]["id"].as_i64().unwrap(), secret)
    }

    /// How the API is reached, once it is as wanted.
    async fn access(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        let (_, events) = self.api.engine.hub().subscribe(None);
        let mut events = pin!(events);
        let watch = async {
            loop {
                let (status, body) = self.ask("GET", "/api/v1/access", Value::Null).await;
                assert_eq!(status, 200);
                if wanted(&body) {
                    return body;
                }
                events.next().await.unwrap();
            }
        };
        tokio::time::timeout(PATIENCE, watch)
            .await
            .expect("it does not get there")
    }

    fn connect(&self) -> std::io::Result<TcpStream> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(stream)
    }

    /// A stream of events, of which the first bytes have come.
    fn listen(&self, secret: &str) -> TcpStream {
        let mut stream = self.connect().unwrap();
        let request = format!(
            "GET /api/v1/events/stream HTTP/1.1\r\nHost: localhost:{}\r\nAuthorization: Bearer {secret}\r\n\r\n",
            self.port
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut first = [0; 15];
        stream.read_exact(&mut first).unwrap();
        assert_eq!(&first, b"HTTP/1.1 200 OK");
        stream
    }
}

/// Reads until the other side has closed.
fn closed(mut stream: TcpStream) {
    let mut rest = Vec::new();
    // a reset is an end too
    if let Err(error) = stream.read_to_end(&mut rest) {
        assert_eq!(
            error.kind(),
            std::io::ErrorKind::ConnectionReset,
            "it was cut"
        );
    }
}

fn listening(body: &Value) -> bool {
    body["listening"] == true
}

fn silent(body: &Value) -> bool {
    body["listening"] == false
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stands_only_while_it_is_turned_on_and_a_token_is_in_use() {
    let window = window();
    window.set(json!({"api_port": window.port})).await;
    let (first, _) = window.make_token("first").await;
    let body = window.access(|body| body["tokens_in_use"] == 1).await;
    assert!(silent(&body), "a token alone opens nothing");
    window
        .ask("DELETE", &format!("/api/v1/tokens/{first}"), Value::Null)
        .await;
    window.set(json!({"api_enabled": true})).await;
    let body = window.access(|body| body["tokens_in_use"] == 0).await;
    assert!(silent(&body), "the setting alone opens nothing");
    assert!(
        window.api.ledger.listeners().is_empty(),
        "no socket was ever bound"
    );
    assert!(window.connect().is_err());

    let (last, secret) = window.make_token("last").await;
    let body = window.access(listening).await;
    assert_eq!(body["address"], format!("127.0.0.1:{}", window.port));
    assert_eq!(body["url"], format!("http://127.0.0.1:{}", window.port));
    assert_eq!(
        (&body["opened_by"], &body["auth_required"]),
        (&json!("setting"), &json!(true))
    );
    assert_eq!(
        (&body["failure"], &body["warnings"]),
        (&Value::Null, &json!([]))
    );
    let (stream, idle) = (window.listen(&secret), window.connect().unwrap());
    let begun = Instant::now();
    window
        .ask("DELETE", &format!("/api/v1/tokens/{last}"), Value::Null)
        .await;
    window.access(silent).await;
    tokio::task::spawn_blocking(move || (closed(stream), closed(idle)))
        .await
        .unwrap();
    assert!(
        begun.elapsed() < PATIENCE / 2,
        "nobody had to give up: {:?}",
        begun.elapsed()
    );
    assert!(window.connect().is_err(), "nothing listens any more");
    window.api.engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn turning_it_off_closes_its_connections_and_a_change_of_port_moves_it() {
    let mut window = window();
    let (_, secret) = window.make_token("lab").await;
    window
        .set(json!({"api_enabled": true, "api_port": window.port}))
        .await;
    window.access(listening).await;
    let stream = window.listen(&secret);
    let old = window.port;
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    window.port = free.local_addr().unwrap().port();
    drop(free);
    window
        .set(json!({"api_port": window.port, "allowed_origins": "http://localhost:3000"}))
        .await;
    let body = window
        .access(|body| listening(body) && body["port"] == window.port)
        .await;
    assert_eq!(body["origins"], json!(["http://localhost:3000"]));
    tokio::task::spawn_blocking(move || closed(stream))
        .await
        .unwrap();
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, old)).is_err());
    let stream = window.listen(&secret);
    window.set(json!({"api_enabled": false})).await;
    window.access(silent).await;
    tokio::task::spawn_blocking(move || closed(stream))
        .await
        .unwrap();
    assert!(window.connect().is_err());
    window.api.engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_of_events_ends_with_its_token_while_others_go_on() {
    let window = window();
    let (first, revoked) = window.make_token("first").await;
    let (_, kept) = window.make_token("second").await;
    window
        .set(json!({"api_enabled": true, "api_port": window.port}))
        .await;
    window.access(listening).await;
    let (stream, mut other) = (window.listen(&revoked), window.listen(&kept));
    window
        .ask("DELETE", &format!("/api/v1/tokens/{first}"), Value::Null)
        .await;
    tokio::task::spawn_blocking(move || closed(stream))
        .await
        .unwrap();
    let told = tokio::task::spawn_blocking(move || {
        let mut heard = String::new();
        let mut part = [0; 512];
        while !heard.contains("tokens.update") {
            let read = other.read(&mut part).unwrap();
            assert!(read > 0, "the other stream goes on: {heard}");
            heard.push_str(&String::from_utf8_lossy(&part[..read]));
        }
    });
    told.await.unwrap();
    assert!(listening(&window.access(|_| true).await));
    window.api.engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_that_somebody_has_is_told_with_a_fix_and_tried_again_at_the_next_change() {
    let window = window();
    let somebody = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, window.port)).unwrap();
    window.make_token("lab").await;
    window
        .set(json!({"api_enabled": true, "api_port": window.port}))
        .await;
    let body = window.access(|body| !body["failure"].is_null()).await;
    assert!(silent(&body));
    assert_eq!(body["failure"]["code"], "PORT_UNAVAILABLE");
    let words = body["failure"]["message"].as_str().unwrap();
    assert!(
        words.contains(&window.port.to_string()) && words.contains("another program"),
        "{words}"
    );
    assert!(
        body["failure"]["hint"]
            .as_str()
            .unwrap()
            .contains("another port")
    );
    drop(somebody);
    window.make_token("second").await;
    let body = window.access(listening).await;
    assert_eq!(body["failure"], Value::Null);
    window.api.engine.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_made_once_listed_without_their_secret_and_revoked() {
    let window = window();
    let (id, secret) = window.make_token("lab").await;
    let wanted = json!({"name": "LAB", "scope": "read", "days": null});
    let (status, refused) = window.ask("POST", "/api/v1/tokens", wanted).await;
    assert_eq!(
        (status, &refused["error"]["code"]),
        (409, &json!("TOKEN_EXISTS"))
    );
    for (wanted, expected) in [
        (json!({"name": "", "scope": "read"}), 400),
        (json!({"name": "x", "scope": "read", "days": 0}), 400),
        (json!({"name": "x", "scope": "root"}), 422),
        (json!({"scope": "read"}), 422),
    ] {
        let (status, body) = window.ask("POST", "/api/v1/tokens", wanted.clone()).await;
        assert_eq!(status, expected, "{wanted}: {body}");
    }
    let (_, list) = window.ask("GET", "/api/v1/tokens", Value::Null).await;
    assert!(!list.to_string().contains(&secret), "it is shown once");
    let row = &list["tokens"][0];
    assert_eq!(
        (&row["name"], &row["state"], &row["id"]),
        (&json!("lab"), &json!("active"), &json!(id))
    );
    let path = format!("/api/v1/tokens/{id}");
    let (status, revoked) = window.ask("DELETE", &path, Value::Null).await;
    assert_eq!((status, &revoked["state"]), (200, &json!("revoked")));
    for path in ["/api/v1/tokens/999", "/api/v1/tokens/lab"] {
        let (status, body) = window.ask("DELETE", path, Value::Null).await;
        assert_eq!(
            (status, &body["error"]["code"]),
            (404, &json!("TOKEN_NOT_FOUND")),
            "{path}"
        );
    }
    let request = TokenRequest {
        name: "d".into(),
        scope: Scope::Read,
        days: None,
    };
    let (row, secret) = window.api.engine.create_token(request).await.unwrap();
    let made = crate::dto::token::MadeToken::new(&row, &secret);
    assert!(
        !format!("{made:?}").contains(secret.reveal()),
        "not even by mistake"
    );
    window.api.engine.shutdown().await;
}
