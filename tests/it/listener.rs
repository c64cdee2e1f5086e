//! The promise about the network: the window listens on nothing until the API is turned on and a token is in
//! use, then on one loopback port, and on nothing again as soon as it is turned off.
#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use va_tests::processes::{self, Listening};
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;
use va_tests::window::{Ending, screen, started};

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_mins(1);

/// The window, once its page is there.
fn window(sandbox: &Sandbox, display: &str) -> Result<Ending> {
    started(sandbox, display, "the page is there")
}

/// Where the window and everything that it started listen.
fn listening(window: &Ending) -> Result<Listening> {
    let mut all = processes::below(window.0.id())?;
    all.push(window.0.id());
    processes::listening(&all)
}

/// Ends the window and waits for its pages' processes.
fn end(window: Ending) -> Result<()> {
    let all = processes::below(window.0.id())?;
    drop(window);
    processes::wait_until_gone(&all)
}

/// Looks until it is so.
fn until(what: &str, mut look: impl FnMut() -> Result<bool>) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while !look()? {
        ensure!(
            Instant::now() < deadline,
            "{what}: it does not come to that"
        );
        std::thread::park_timeout(Duration::from_millis(20));
    }
    Ok(())
}

/// A request over TCP, as a script sends it.
fn send(port: u16, secret: &str, method: &str, path: &str, body: &Value) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {secret}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )?;
    Ok(stream)
}

#[test]
fn the_window_listens_only_while_the_api_is_on_and_a_token_is_in_use() -> Result<()> {
    if !super::window::can_drive()? {
        return Ok(());
    }
    let sandbox = Sandbox::new()?;
    let port = std::net::TcpListener::bind("127.0.0.1:0")?
        .local_addr()?
        .port();
    let mut server = Server::start(&sandbox)?;
    let patch = json!({"api_enabled": true, "api_port": port});
    let answer = server.ask("PATCH", "/api/v1/settings", Some(&patch))?;
    ensure!(answer.status == 200, "{}", answer.body);
    let access = server.ask("GET", "/api/v1/access", None)?.body;
    assert_eq!(access["opened_by"], "serve");
    assert_eq!(access["url"], server.base);
    server.terminate()?;

    let (_screen, display) = screen()?;
    let without_token = window(&sandbox, &display)?;
    assert_eq!(
        listening(&without_token)?,
        Listening::default(),
        "nobody could come in"
    );
    end(without_token)?;

    let mut server = Server::start(&sandbox)?;
    let wanted = json!({"name": "lab", "scope": "admin", "days": 1});
    let made = server.ask("POST", "/api/v1/tokens", Some(&wanted))?;
    let secret = made.body["token"].as_str().context("a secret")?.to_owned();
    server.terminate()?;

    let open = window(&sandbox, &display)?;
    until("it listens", || Ok(listening(&open)?.loopback == 1))?;
    assert_eq!(listening(&open)?.others, 0, "no other computer reaches it");
    let mut stream = send(port, &secret, "GET", "/api/v1/events/stream", &Value::Null)?;
    let mut first = [0; 15];
    stream.read_exact(&mut first)?;
    assert_eq!(&first, b"HTTP/1.1 200 OK");
    let refused = send(port, "va_guess", "GET", "/api/v1/access", &Value::Null)?;
    let mut line = String::new();
    BufReader::new(refused).read_line(&mut line)?;
    assert!(line.contains("401"), "{line}");

    let off = send(
        port,
        &secret,
        "PATCH",
        "/api/v1/settings",
        &json!({"api_enabled": false}),
    )?;
    let mut line = String::new();
    BufReader::new(off).read_line(&mut line)?;
    assert!(line.contains("200"), "{line}");
    let mut rest = Vec::new();
    if let Err(error) = stream.read_to_end(&mut rest) {
        assert_eq!(
            error.kind(),
            ErrorKind::ConnectionReset,
            "its connections go with it"
        );
    }
    until("it is silent", || {
        Ok(listening(&open)? == Listening::default())
    })?;
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    end(open)
}

#[test]
fn a_malformed_variable_is_warned_of_and_a_file_of_variables_is_not_read() -> Result<()> {
    let sandbox = Sandbox::new()?;
    std::fs::write(
        sandbox.join(".env"),
        "API_PORT=20001\nMAX_CONCURRENT_JOBS=7\n",
    )?;
    let log = sandbox.join("server.log");
    let environment = [("API_PORT", "eighty"), ("RETRY_JITTER", "9")];
    let server = Server::start_with(&sandbox, &environment, &log)?;
    let settings = server.ask("GET", "/api/v1/settings", None)?.body;
    let value = |key: &str| -> Result<Value> {
        let all = settings["settings"].as_array().context("a list")?;
        let found = all.iter().find(|setting| setting["key"] == key);
        Ok(found.context("the setting")?["value"].clone())
    };
    assert_eq!(value("api_port")?, 18_011);
    assert_eq!(
        value("max_concurrent_jobs")?,
        2,
        "a file in the folder decides nothing"
    );
    server.kill()?;
    let said = std::fs::read_to_string(&log)?;
    for variable in ["API_PORT", "RETRY_JITTER"] {
        assert!(
            said.lines()
                .any(|l| l.contains("WARN") && l.contains(variable)),
            "{said}"
        );
    }
    Ok(())
}
