//! The TCP door from outside: off by default, whom it lets in, what it tells web pages of other addresses, and
//! that nobody holds it up. What needs limits of time that a test can wait for is in `va-api/src/door/tests.rs`.

#[cfg(unix)]
mod crowd;
mod envelope;
mod paths;
mod tokens;
mod web_pages;
mod wire;

use anyhow::{Context, Result};
use serde_json::Value;
use va_tests::sandbox::Sandbox;

use wire::Door;

/// Makes a stored token.
fn make_token(sandbox: &Sandbox, scope: &str) -> Result<String> {
    let mut command = sandbox.command("videoannotator")?;
    let made = command
        .args([
            "token", "create", "--name", scope, "--scope", scope, "--json",
        ])
        .output()?;
    let made: Value = serde_json::from_slice(&made.stdout)?;
    Ok(made["token"].as_str().context("a secret")?.to_owned())
}

/// What `serve` says when it does not start.
fn refused(sandbox: &Sandbox, flags: &[&str], environment: &[(&str, &str)]) -> Result<String> {
    let mut command = sandbox.command("videoannotator")?;
    let done = command
        .args(["serve", "--port", "0"])
        .args(flags)
        .envs(environment.iter().copied())
        .output()?;
    let words = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(
        done.status.code(),
        Some(2),
        "{flags:?} {environment:?}: {words}"
    );
    assert!(done.stdout.is_empty(), "it never listened");
    Ok(words)
}

#[test]
fn without_a_token_nothing_listens() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let words = refused(&sandbox, &[], &[])?;
    assert!(
        words.contains("token create --name lab"),
        "it says how: {words}"
    );
    let words = refused(&sandbox, &[], &[("VIDEOANNOTATOR_REQUIRE_AUTH", "maybe")])?;
    assert!(words.contains("maybe"), "{words}");
    Ok(())
}

#[test]
fn authentication_is_off_on_loopback_only_and_everybody_is_told() -> Result<()> {
    let sandbox = Sandbox::new()?;
    make_token(&sandbox, "admin")?;
    for variable in ["VIDEOANNOTATOR_REQUIRE_AUTH", "AUTH_REQUIRED"] {
        let words = refused(&sandbox, &["--host", "0.0.0.0"], &[(variable, "false")])?;
        assert!(words.contains("0.0.0.0"), "{words}");
    }
    let door = Door::open(&sandbox, &[], &[("VIDEOANNOTATOR_REQUIRE_AUTH", "false")])?;
    assert!(door.address.ip().is_loopback());
    let alive = door.get("/health", &[])?;
    let message = alive.json()["message"].to_string();
    assert!(message.contains("authentication is off"), "{message}");
    let health = door.get("/api/v1/system/health", &[])?;
    assert_eq!(health.status, 200, "no token is needed");
    assert_eq!(health.json()["security"]["auth_required"], false);
    let evil = [
        ("origin", "http://evil.example"),
        ("content-type", "text/plain"),
    ];
    let posted = door.send("POST", "/api/v1/queue/pause", &evil, b"")?;
    assert_eq!(
        posted.status, 403,
        "a page in a browser may still change nothing"
    );
    let log = door.stop()?;
    assert!(log.contains("Authentication is off"), "{log}");
    assert!(log.contains("authentication=off"), "{log}");
    Ok(())
}

#[test]
fn another_address_needs_a_stored_token_and_its_names() -> Result<()> {
    let sandbox = Sandbox::new()?;
    for flags in [
        &["--host", "0.0.0.0"][..],
        &["--host", "0.0.0.0", "--session-token"],
    ] {
        let words = refused(&sandbox, flags, &[])?;
        assert!(
            words.contains("stored token") && words.contains("token create"),
            "{words}"
        );
    }
    let token = make_token(&sandbox, "read")?;
    let flags = ["--host", "0.0.0.0", "--allow-host", "lab-pc.local"];
    let door = Door::open(&sandbox, &flags, &[])?;
    let bearer = format!("Bearer {token}");
    for (host, status) in [
        ("lab-pc.local:18011", 200),
        ("192.168.0.7:18011", 200),
        ("localhost", 200),
        ("evil.example", 403),
    ] {
        let headers = [("host", host), ("authorization", bearer.as_str())];
        assert_eq!(door.get("/api/v1/jobs", &headers)?.status, status, "{host}");
    }
    let log = door.stop()?;
    assert!(
        log.contains("address=0.0.0.0") && log.contains("not encrypted"),
        "{log}"
    );
    assert!(!log.contains(&token));
    Ok(())
}

#[test]
fn the_log_tells_at_the_start_who_may_come_in_and_one_line_a_request_without_secrets() -> Result<()>
{
    let sandbox = Sandbox::new()?;
    let door = Door::start(
        &sandbox,
        &[],
        &[("CORS_ORIGINS", "http://viewer.example:1")],
    )?;
    let found = door.get("/api/v1/jobs?status_filter=secret-word", &door.bearer())?;
    let id = found.header("x-request-id").context("an id")?.to_owned();
    let missing = door.get("/api/v1/nothing-secret-word", &door.bearer())?;
    assert_eq!(
        missing.json()["request_id"],
        missing.header("x-request-id").unwrap_or("")
    );
    let token = door.token.clone();
    let log = door.stop()?;
    for part in [
        "authentication=on",
        "address=127.0.0.1",
        "origins=http://viewer.example:1",
    ] {
        assert!(log.contains(part), "{part}: {log}");
    }
    let line = log
        .lines()
        .find(|line| line.contains(&id))
        .context("its line")?;
    for part in [
        "method=GET",
        "route=/api/v1/jobs",
        "status=",
        "ms=",
        "token=session",
    ] {
        assert!(line.contains(part), "{part}: {line}");
    }
    assert!(
        log.contains(missing.header("x-request-id").unwrap_or("?")),
        "{log}"
    );
    assert!(
        !log.contains("secret-word"),
        "an address can hold a name: {log}"
    );
    assert!(!log.contains(&token), "{log}");
    Ok(())
}
