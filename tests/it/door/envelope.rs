//! Every operation of the document with every kind of bad input: the one error shape, a documented status, and
//! never the program's own mistake.

use anyhow::{Context, Result};
use serde_json::Value;
use va_tests::sandbox::Sandbox;

use super::wire::Door;

/// Addresses that answer without a token.
const OPEN: &[&str] = &["/health", "/api/v1/health"];
const JSON: (&str, &str) = ("content-type", "application/json");
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

struct Operation {
    path: String,
    method: String,
    statuses: Vec<u16>,
    allowed: Vec<String>,
    takes_json: bool,
    takes_body: bool,
}

fn operations(document: &Value) -> Result<Vec<Operation>> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().context("paths")? {
        let item = item.as_object().context("operations")?;
        let allowed: Vec<_> = METHODS
            .into_iter()
            .filter(|method| item.contains_key(*method))
            .map(str::to_owned)
            .collect();
        for method in &allowed {
            let operation = &item[method];
            let answers = operation["responses"].as_object().context("responses")?;
            let kinds = &operation["requestBody"]["content"];
            all.push(Operation {
                path: path.clone(),
                method: method.to_uppercase(),
                statuses: answers
                    .keys()
                    .filter_map(|status| status.parse().ok())
                    .collect(),
                allowed: allowed.clone(),
                takes_json: kinds["application/json"].is_object(),
                takes_body: kinds.is_object(),
            });
        }
    }
    Ok(all)
}

/// The path with something in the place of its parameters.
fn filled(path: &str, with: &str) -> String {
    let parts = path
        .split('/')
        .map(|part| if part.starts_with('{') { with } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// Sends bodies that the operation does not take; how many.
fn bad_bodies(door: &Door, operation: &Operation, target: &str) -> Result<u32> {
    let Operation { path, method, .. } = operation;
    let mut asked = 0;
    if operation.takes_body {
        for (kind, body) in [
            ("application/json", &b"{"[..]),
            ("application/json", b"[]"),
            ("application/json", b"\xff\xfe"),
            (
                "application/json",
                b"{\"config\": 3, \"name\": [], \"path\": {}, \"ids\": 1}",
            ),
            ("text/plain", b"hello"),
            ("multipart/form-data", b"no boundary"),
            ("application/x-www-form-urlencoded", b"a=b"),
        ] {
            let name = format!(
                "{method} {path} with {kind} {}",
                String::from_utf8_lossy(body)
            );
            let headers = [door.bearer()[0], ("content-type", kind)];
            let reply = door.send(method, target, &headers, body)?;
            if reply.status >= 400 {
                reply.code(&name);
                let known = operation.statuses.contains(&reply.status);
                assert!(known, "{name}: {} is not documented", reply.status);
            }
            assert!(
                reply.status < 500,
                "{name}: {} {}",
                reply.status,
                reply.json()
            );
            asked += 1;
        }
    }
    if operation.takes_json {
        let name = format!("{method} {path} with too much");
        let large = [b"{\"x\": \"", vec![b'x'; 5 << 20].as_slice(), b"\"}"].concat();
        let reply = door.send(method, target, &[door.bearer()[0], JSON], &large)?;
        assert!(
            (400..500).contains(&reply.status),
            "{name}: {}",
            reply.status
        );
        reply.code(&name);
        asked += 1;
    }
    Ok(asked)
}

#[test]
fn every_route_answers_bad_input_in_the_one_shape() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let door = Door::start(&sandbox, &["--max-jobs", "0"], &[])?;
    let document = door.get("/openapi.json", &door.bearer())?.json();
    let operations = operations(&document)?;
    assert!(
        operations.len() > 40,
        "the whole document: {}",
        operations.len()
    );
    let mut asked = 0;
    for operation in &operations {
        let Operation { path, method, .. } = operation;
        let target = filled(path, "00000000-0000-4000-8000-000000000000");
        if !OPEN.contains(&path.as_str()) {
            let name = format!("{method} {path} without a token");
            let reply = door.send(method, &target, &[], b"")?;
            assert_eq!(reply.status, 401, "{name}");
            assert_eq!(reply.code(&name), "UNAUTHORIZED");
            assert!(operation.statuses.contains(&401), "{name} is documented");
            asked += 1;
        }
        let other = METHODS
            .iter()
            .find(|m| !operation.allowed.iter().any(|a| a == *m));
        if let Some(other) = other {
            let name = format!("{other} {path}, which there is not");
            let reply = door.send(&other.to_uppercase(), &target, &door.bearer(), b"")?;
            if reply.status != 404 {
                // the place of a parameter may also be another address
                assert_eq!(reply.status, 405, "{name}");
                assert_eq!(reply.code(&name), "METHOD_NOT_ALLOWED");
                let allow = reply.header("allow").unwrap_or_default().to_lowercase();
                let all = operation
                    .allowed
                    .iter()
                    .all(|method| allow.contains(method));
                assert!(all, "{name}: Allow is `{allow}`");
            }
            asked += 1;
        }
        if path.contains('{') {
            for garbage in [
                "garbage",
                "%00",
                "%ff",
                "..%2f..",
                "%20",
                &"x".repeat(2_000),
            ] {
                let name = format!("{method} {path} with `{garbage:.20}`");
                let reply = door.send(method, &filled(path, garbage), &door.bearer(), b"")?;
                if reply.status >= 400 {
                    reply.code(&name);
                }
                assert!(reply.status < 500, "{name}: {}", reply.status);
                asked += 1;
            }
        }
        asked += bad_bodies(&door, operation, &target)?;
    }
    eprintln!("{asked} bad requests to {} operations", operations.len());
    Ok(())
}

#[test]
fn addresses_outside_of_the_document_have_the_one_shape_too() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let door = Door::start(&sandbox, &[], &[])?;
    for (method, path, status, code) in [
        ("GET", "/api/v1/nothing", 404, "NOT_FOUND"),
        ("GET", "/api/", 404, "NOT_FOUND"),
        ("GET", "/api", 404, "NOT_FOUND"),
        ("TRACE", "/api/v1/jobs", 405, "METHOD_NOT_ALLOWED"),
        ("FOO", "/api/v1/jobs", 405, "METHOD_NOT_ALLOWED"),
        ("OPTIONS", "/api/v1/jobs", 405, "METHOD_NOT_ALLOWED"),
        ("POST", "/openapi.json", 405, "METHOD_NOT_ALLOWED"),
        ("POST", "/", 405, "METHOD_NOT_ALLOWED"),
        (
            "GET",
            "/m/wrong/00000000-0000-4000-8000-000000000000",
            404,
            "NOT_FOUND",
        ),
        ("POST", "/m/wrong/x", 405, "METHOD_NOT_ALLOWED"),
    ] {
        let reply = door.send(method, path, &door.bearer(), b"")?;
        let name = format!("{method} {path}");
        assert_eq!(
            (reply.status, reply.code(&name).as_str()),
            (status, code),
            "{name}"
        );
        assert_eq!(status == 405, reply.header("allow").is_some(), "{name}");
    }
    let head = door.send("HEAD", "/api/v1/nothing", &door.bearer(), b"")?;
    assert_eq!((head.status, head.body.len()), (404, 0));
    assert!(head.header("x-request-id").is_some());
    let plain = door.get("/health", &[])?;
    assert!(
        plain.header("x-request-id").is_some(),
        "on good answers too"
    );
    assert_eq!(plain.header("x-content-type-options"), Some("nosniff"));
    Ok(())
}
