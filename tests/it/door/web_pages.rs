//! Web pages of other addresses: names that were bent to this computer, and origins that nobody configured.

use anyhow::Result;
use va_tests::sandbox::Sandbox;

use super::refused;
use super::wire::Door;

const VIEWER: &str = "http://localhost:19011";
const EVIL: &str = "http://evil.example";

/// Method, address, headers, body, and the status that is expected.
type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a [u8], u16);

#[test]
fn a_name_that_was_bent_to_this_computer_is_refused_everywhere() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let door = Door::start(&sandbox, &[], &[])?;
    let [(_, bearer)] = door.bearer();
    for path in [
        "/",
        "/health",
        "/api/v1/jobs",
        "/openapi.json",
        "/m/x/y",
        "/nothing",
    ] {
        for host in [
            "evil.example",
            "evil.example:18011",
            "127.0.0.1.evil.example",
            "0.0.0.0",
        ] {
            let reply = door.get(path, &[("host", host), ("authorization", bearer)])?;
            assert_eq!(reply.status, 403, "{host} {path}");
            assert_eq!(reply.code(path), "FORBIDDEN");
        }
    }
    let absolute = door.get("http://evil.example/api/v1/jobs", &door.bearer())?;
    assert_eq!(
        absolute.status, 403,
        "the name in the address counts as well"
    );
    let two = [
        ("host", "localhost"),
        ("host", "evil.example"),
        ("authorization", bearer),
    ];
    assert!(matches!(door.get("/api/v1/jobs", &two)?.status, 400 | 403));
    for host in ["localhost", "127.0.0.1:9", "[::1]:18011"] {
        let reply = door.get("/api/v1/jobs", &[("host", host), ("authorization", bearer)])?;
        assert_eq!(reply.status, 200, "{host}: a tunnel has another port");
    }
    Ok(())
}

#[test]
fn a_page_that_nobody_configured_learns_and_changes_nothing() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let door = Door::start(&sandbox, &[], &[])?;
    let [(_, bearer)] = door.bearer();
    for origin in [
        EVIL,
        "null",
        "http://localhost:19011.evil.example",
        "http://localhost:1",
    ] {
        let asks = [
            ("origin", origin),
            ("access-control-request-method", "POST"),
        ];
        let preflight = door.send("OPTIONS", "/api/v1/jobs", &asks, b"")?;
        assert_eq!(preflight.status, 403, "{origin}");
        assert_eq!(preflight.code(origin), "FORBIDDEN");
        assert_eq!(
            preflight.header("access-control-allow-origin"),
            None,
            "{origin}"
        );
        let known = [("origin", origin), ("authorization", bearer)];
        let read = door.get("/api/v1/jobs", &known)?;
        assert_eq!(
            read.header("access-control-allow-origin"),
            None,
            "the browser keeps it"
        );
        for (method, path) in [
            ("POST", "/api/v1/queue/pause"),
            ("PATCH", "/api/v1/settings"),
            ("DELETE", "/api/v1/jobs/x"),
        ] {
            let changed = door.send(method, path, &known, b"{}")?;
            assert_eq!(
                changed.status, 403,
                "{origin} {method}: even with a good token"
            );
            assert_eq!(changed.header("access-control-allow-origin"), None);
        }
    }
    let queue = door.get("/api/v1/queue", &door.bearer())?;
    assert_eq!(queue.json()["paused"], false, "{}", queue.json());
    let own = format!("http://{}", door.address);
    let own = [("origin", own.as_str()), ("authorization", bearer)];
    assert_eq!(
        door.send("POST", "/api/v1/queue/pause", &own, b"")?.status,
        200,
        "own pages"
    );
    Ok(())
}

#[test]
fn a_configured_page_may_ask() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let door = Door::start(&sandbox, &[], &[])?;
    let asks = [
        ("origin", VIEWER),
        ("access-control-request-method", "POST"),
        (
            "access-control-request-headers",
            "authorization,content-type",
        ),
        ("access-control-request-private-network", "true"),
    ];
    let preflight = door.send("OPTIONS", "/api/v1/config/validate", &asks, b"")?;
    assert_eq!(preflight.status, 204, "without a token: browsers send none");
    assert_eq!(
        preflight.header("access-control-allow-origin"),
        Some(VIEWER)
    );
    assert_eq!(
        preflight.header("access-control-allow-private-network"),
        Some("true")
    );
    let allowed = preflight
        .header("access-control-allow-headers")
        .unwrap_or_default();
    assert!(
        allowed.contains("authorization") && allowed.contains("content-type"),
        "{allowed}"
    );
    assert!(
        preflight
            .header("access-control-allow-methods")
            .is_some_and(|m| m.contains("DELETE"))
    );
    Ok(())
}

#[test]
fn a_configured_page_can_read_every_error() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let door = Door::start(&sandbox, &[], &[])?;
    let [(_, bearer)] = door.bearer();
    let large = vec![b' '; 5 << 20];
    let json = [("content-type", "application/json")];
    let cases: [Case<'_>; 7] = [
        (
            "GET",
            "/api/v1/jobs",
            &[("authorization", bearer)],
            b"",
            200,
        ),
        ("GET", "/api/v1/jobs", &[], b"", 401),
        (
            "GET",
            "/api/v1/jobs",
            &[("authorization", "Bearer wrong")],
            b"",
            401,
        ),
        (
            "GET",
            "/api/v1/jobs/x",
            &[("authorization", bearer)],
            b"",
            404,
        ),
        (
            "GET",
            "/api/v1/nothing",
            &[("authorization", bearer)],
            b"",
            404,
        ),
        (
            "PUT",
            "/api/v1/jobs",
            &[("authorization", bearer)],
            b"",
            405,
        ),
        (
            "POST",
            "/api/v1/config/validate",
            &[("authorization", bearer), json[0]],
            &large,
            413,
        ),
    ];
    for (method, path, headers, body, status) in cases {
        let headers = [headers, &[("origin", VIEWER)]].concat();
        let reply = door.send(method, path, &headers, body)?;
        assert_eq!(reply.status, status, "{method} {path}");
        assert_eq!(
            reply.header("access-control-allow-origin"),
            Some(VIEWER),
            "{method} {path}"
        );
        assert!(
            reply
                .headers
                .iter()
                .any(|(n, v)| n == "vary" && v == "origin"),
            "{path}"
        );
        let exposed = reply
            .header("access-control-expose-headers")
            .unwrap_or_default();
        assert!(exposed.contains("x-request-id"), "{exposed}");
    }
    Ok(())
}

#[test]
fn origins_are_configured_by_either_name_and_a_wrong_one_stops_the_start() -> Result<()> {
    let sandbox = Sandbox::new()?;
    for variable in ["ALLOWED_ORIGINS", "CORS_ORIGINS"] {
        let door = Door::start(&sandbox, &[], &[(variable, "https://lab.example")])?;
        let reply = door.get("/health", &[("origin", "https://lab.example")])?;
        let allowed = reply.header("access-control-allow-origin");
        assert_eq!(allowed, Some("https://lab.example"), "{variable}");
        let reply = door.get("/health", &[("origin", VIEWER)])?;
        assert_eq!(
            reply.header("access-control-allow-origin"),
            None,
            "only those"
        );
    }
    let door = Door::start(&sandbox, &[], &[("ALLOWED_ORIGINS", "")])?;
    let reply = door.get("/health", &[("origin", VIEWER)])?;
    assert_eq!(
        reply.header("access-control-allow-origin"),
        None,
        "empty means none"
    );
    drop(door);
    for wrong in ["*", "lab.example", "http://lab.example/path"] {
        let list = format!("http://localhost:1,{wrong}");
        let words = refused(
            &sandbox,
            &["--session-token"],
            &[("ALLOWED_ORIGINS", &list)],
        )?;
        assert!(
            words.contains(&format!("`{wrong}`")),
            "it is named: {words}"
        );
    }
    Ok(())
}
