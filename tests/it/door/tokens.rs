//! Where a token may stand, and that guessing is slow.

use std::io::{Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use va_tests::sandbox::Sandbox;

use super::wire::Door;
use super::{make_token, refused};

#[test]
fn a_token_in_the_query_opens_the_event_stream_only_and_is_in_no_log() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let token = make_token(&sandbox, "read")?;
    let door = Door::open(&sandbox, &[], &[("VIDEOANNOTATOR_LOG", "trace")])?;
    let mut stream = door.connect()?;
    let asked =
        format!("GET /api/v1/events/stream?token={token} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    stream.write_all(asked.as_bytes())?;
    let mut heard = Vec::new();
    let mut some = [0; 1024];
    while !String::from_utf8_lossy(&heard).contains("connected") {
        let more = stream.read(&mut some)?;
        anyhow::ensure!(more > 0, "cut: {}", String::from_utf8_lossy(&heard));
        heard.extend_from_slice(&some[..more]);
    }
    assert!(heard.starts_with(b"HTTP/1.1 200"));
    for path in [
        "/api/v1/jobs",
        "/api/v1/system/health",
        "/openapi.json",
        "/api/v1/events",
    ] {
        let reply = door.get(&format!("{path}?token={token}"), &[])?;
        assert_eq!(reply.status, 401, "{path}");
        assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
    }
    let reply = door.get(&format!("/api/v1/events/stream?token={token}x"), &[])?;
    assert_eq!(reply.status, 401);
    for headers in [
        [("x-api-key", token.clone())],
        [("authorization", format!("Bearer {token}"))],
        [("authorization", format!("bearer {token}"))],
    ] {
        let [(name, value)] = &headers;
        assert_eq!(
            door.get("/api/v1/jobs", &[(name, value)])?.status,
            200,
            "{name}"
        );
    }
    drop(stream);
    let log = door.stop()?;
    assert!(
        log.contains("/api/v1/events/stream"),
        "the pattern is: {log}"
    );
    assert!(!log.contains(&token[8..]), "the token is not");
    Ok(())
}

#[test]
fn wrong_tokens_are_slowed_down_and_a_good_one_is_not() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let door = Door::start(&sandbox, &[], &[])?;
    let guess = |n: usize| {
        let wrong = format!("Bearer va_{n:043}");
        door.get("/api/v1/jobs", &[("authorization", &wrong)])
    };
    for n in 0..12 {
        let reply = guess(n)?;
        assert_eq!(
            (reply.status, reply.code("guess").as_str()),
            (401, "UNAUTHORIZED")
        );
    }
    // from here on each guess waits as long as it gets
    let done = AtomicBool::new(false);
    std::thread::scope(|threads| -> Result<()> {
        let guesses: Vec<_> = (0..40)
            .map(|n| threads.spawn(move || guess(100 + n)))
            .collect();
        let watch = threads.spawn(|| -> Result<u32> {
            let mut answered = 0;
            while !done.load(Ordering::Acquire) {
                let reply = door.get("/api/v1/jobs", &door.bearer())?;
                assert_eq!(reply.status, 200, "a good token is let in meanwhile");
                answered += 1;
            }
            Ok(answered)
        });
        let began = Instant::now();
        let mut statuses = Vec::new();
        for guess in guesses {
            statuses.push(guess.join().expect("no panic")?);
        }
        let took = began.elapsed();
        done.store(true, Ordering::Release);
        let answered = watch.join().expect("no panic")?;
        let limited = statuses.iter().filter(|reply| reply.status == 429);
        for reply in limited.clone() {
            assert_eq!(reply.code("too many"), "RATE_LIMIT");
            assert!(reply.header("retry-after").is_some());
        }
        assert!(limited.count() >= 20, "few wait, the others are sent away");
        assert!(
            took >= Duration::from_secs(1),
            "those that wait do: {took:?}"
        );
        assert!(
            answered >= 10,
            "the good one was answered {answered} times meanwhile"
        );
        Ok(())
    })?;
    assert_eq!(
        door.get("/health", &[])?.status,
        200,
        "no token is no guess"
    );
    assert_eq!(door.get("/api/v1/jobs", &[])?.code("none"), "UNAUTHORIZED");
    Ok(())
}

#[test]
fn a_token_of_the_environment_has_to_be_long() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let words = refused(&sandbox, &[], &[("VIDEOANNOTATOR_TOKEN", "short")])?;
    assert!(words.contains("shorter"), "{words}");
    let token = "a".repeat(40);
    let door = Door::open(&sandbox, &[], &[("VIDEOANNOTATOR_TOKEN", &token)])?;
    assert!(door.token.is_empty(), "it is not printed");
    let reply = door.get("/api/v1/jobs", &[("x-api-key", &token)])?;
    assert_eq!(reply.status, 200);
    let own =
        format!("GET /api/v1/jobs HTTP/1.1\r\nconnection: close\r\nx-api-key: {token}\r\n\r\n");
    let mut stream = door.connect()?;
    stream.write_all(own.as_bytes())?;
    let reply = super::wire::Reply::read(&mut stream).context("an answer")?;
    assert_eq!(reply.status, 403, "a request without a host");
    Ok(())
}
