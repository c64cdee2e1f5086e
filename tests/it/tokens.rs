//! Tokens of the API from outside: made and listed on the command line, used at the door, revoked.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use va_tests::media;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;

/// How long a change on the command line may take to reach a running server.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a `token` command printed as JSON.
fn token(sandbox: &Sandbox, arguments: &[&str]) -> Result<Value> {
    let mut command = sandbox.command("videoannotator")?;
    let done = command
        .arg("token")
        .args(arguments)
        .arg("--json")
        .output()?;
    let words = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "token {arguments:?}: {words}");
    Ok(serde_json::from_slice(&done.stdout)?)
}

fn make(sandbox: &Sandbox, scope: &str) -> Result<String> {
    let made = token(sandbox, &["create", "--name", scope, "--scope", scope])?;
    Ok(made["token"].as_str().context("a secret")?.to_owned())
}

#[test]
fn a_token_is_shown_once_and_is_in_no_file() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let secret = make(&sandbox, "submit")?;
    assert!(secret.starts_with("va_") && secret.len() == 46, "{secret}");
    let list = token(&sandbox, &["list"])?;
    let row = &list["tokens"][0];
    assert_eq!(row["name"], "submit");
    assert_eq!(row["state"], "active");
    assert_eq!(row["prefix"], secret[..8]);
    assert!(
        row["expires_at"].is_string(),
        "a year, when nothing is said"
    );
    assert!(row["last_used_at"].is_null());
    assert!(!list.to_string().contains(&secret));
    for entry in walk(&sandbox.data())? {
        let bytes = std::fs::read(&entry)?;
        let found = bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
        assert!(!found, "the secret is in {}", entry.display());
    }
    let twice = sandbox
        .command("videoannotator")?
        .args(["token", "create", "--name", "SUBMIT"])
        .output()?;
    let words = String::from_utf8_lossy(&twice.stderr).into_owned();
    assert_eq!(twice.status.code(), Some(2), "{words}");
    assert!(
        words.contains("already") && words.contains("revoke"),
        "{words}"
    );
    Ok(())
}

#[test]
fn the_server_starts_with_a_stored_token_and_prints_none() -> Result<()> {
    let sandbox = Sandbox::new()?;
    make(&sandbox, "read")?;
    let mut child = sandbox
        .command("videoannotator")?
        .args(["serve", "--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().context("its output")?).read_line(&mut line)?;
    child.kill()?;
    child.wait()?;
    assert!(line.starts_with("http://127.0.0.1:"), "{line}");
    assert!(!line.contains("token"), "{line}");
    token(&sandbox, &["revoke", "read"])?;
    let refused = sandbox
        .command("videoannotator")?
        .args(["serve", "--port", "0"])
        .output()?;
    assert_eq!(
        refused.status.code(),
        Some(2),
        "no token is in use any more"
    );
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains("token create"), "{words}");
    Ok(())
}

#[test]
fn a_scope_allows_what_it_says_and_no_more() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let video = sandbox.join("short.mp4");
    media::clip(2, &video)?;
    let secrets = [
        make(&sandbox, "read")?,
        make(&sandbox, "submit")?,
        make(&sandbox, "admin")?,
    ];
    let server = Server::start(&sandbox)?;
    let by_path = json!({ "path": video });
    // what is asked, and what each scope is answered
    let asked = [
        ("GET", "/api/v1/jobs", None, [200, 200, 200]),
        (
            "POST",
            "/api/v1/config/validate",
            Some(json!({})),
            [200, 200, 200],
        ),
        ("POST", "/api/v1/queue/pause", None, [403, 403, 200]),
        ("POST", "/api/v1/jobs", Some(by_path), [403, 403, 201]),
        (
            "PATCH",
            "/api/v1/settings",
            Some(json!({ "retry_max": 2 })),
            [403, 403, 200],
        ),
        (
            "DELETE",
            "/api/v1/jobs/00000000-0000-4000-8000-000000000000",
            None,
            [403, 404, 404],
        ),
        ("GET", "/api/v1/nothing", None, [404, 404, 404]),
    ];
    for (method, path, body, statuses) in &asked {
        for (secret, status) in secrets.iter().zip(statuses) {
            let answer = server.ask_with(method, path, body.as_ref(), Some(secret))?;
            assert_eq!(answer.status, *status, "{method} {path}: {}", answer.body);
            if *status == 403 {
                assert_eq!(answer.body["error"]["code"], "FORBIDDEN");
                let hint = answer.body["error"]["hint"].as_str().context("a hint")?;
                assert!(hint.contains("token create --scope"), "{hint}");
            }
        }
    }
    for wrong in ["dev-token", "test-token", "", "va_"] {
        let answer = server.ask_with("GET", "/api/v1/jobs", None, Some(wrong))?;
        assert_eq!(answer.status, 401, "nothing is built in: `{wrong}`");
    }
    let list = token(&sandbox, &["list"])?;
    let rows = list["tokens"].as_array().context("a list")?;
    let used = rows.iter().filter(|row| row["last_used_at"].is_string());
    assert_eq!(used.count(), 3, "{list}");
    Ok(())
}

fn walk(folder: &std::path::Path) -> Result<Vec<std::path::PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(walk(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// Asks for the jobs until the answer has this status.
fn until(server: &Server, secret: &str, status: u16) -> Result<()> {
    let begun = Instant::now();
    loop {
        let answer = server.ask_with("GET", "/api/v1/jobs", None, Some(secret))?;
        if answer.status == status {
            return Ok(());
        }
        anyhow::ensure!(begun.elapsed() < PATIENCE, "still {}", answer.status);
        std::thread::park_timeout(Duration::from_millis(100));
    }
}

#[test]
fn a_token_that_got_out_is_revoked_while_the_server_runs() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let stolen = make(&sandbox, "read")?;
    let server = Server::start(&sandbox)?;
    until(&server, &stolen, 200)?;
    token(&sandbox, &["revoke", "read"])?;
    until(&server, &stolen, 401)?;

    // the same the other way round: a new one is good soon, and its name is taken
    let new = make(&sandbox, "submit")?;
    until(&server, &new, 200)?;
    let twice = sandbox
        .command("videoannotator")?
        .args(["token", "create", "--name", "Submit"])
        .output()?;
    assert_eq!(twice.status.code(), Some(2));
    let list = server.ask("GET", "/api/v1/tokens", None)?.body;
    let states: Vec<_> = list["tokens"]
        .as_array()
        .context("a list")?
        .iter()
        .map(|token| (token["name"].clone(), token["state"].clone()))
        .collect();
    let expected = [("submit", "active"), ("read", "revoked")];
    assert_eq!(states, expected.map(|(n, s)| (json!(n), json!(s))));
    Ok(())
}
