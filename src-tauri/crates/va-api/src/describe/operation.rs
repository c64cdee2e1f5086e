//! One operation: its words, its door, what it refuses, its examples.

use serde_json::{Map, Value, json};

use super::refusals::{self, Refusal};
use super::{curl, object, resolve, sample, words};

/// Adds to an operation what can be said by rule; what its route says itself stays.
pub(super) fn complete(method: &str, path: &str, op: &mut Map<String, Value>, schemas: &Value) {
    let has_query = parameters(path, op);
    let id = op["operationId"].as_str().unwrap_or_default().to_owned();
    bodies(&id, op, schemas);
    answers(&id, op, schemas);
    let asks = refusals::Asks {
        method,
        path,
        has_query,
        body: body_kind(op),
    };
    refuse(op, &refusals::of(&asks, &declared(op)));
    op.insert("security".to_owned(), security(path));
    describe(method, path, op, schemas);
}

/// The first sentence becomes the summary; the whole text, the scope and the line for `curl` the description.
fn describe(method: &str, path: &str, op: &mut Map<String, Value>, schemas: &Value) {
    let text = |key: &str| op.get(key).and_then(Value::as_str).unwrap_or_default();
    let whole = [text("summary"), text("description")].join("\n\n");
    let whole = whole.trim();
    let first = whole.split_once(". ").map_or(whole, |(first, _)| first);
    let summary = first.trim_end_matches('.').replace('\n', " ");
    let scope = refusals::scope(method, path).map_or_else(
        || "Needs no token.".to_owned(),
        |scope| format!("Needs a token with the scope `{}`.", scope.word()),
    );
    let line = curl::line(method, path, op, schemas);
    let description = format!("{whole}\n\n{scope}\n\n```sh\n{line}\n```");
    op.insert("summary".to_owned(), summary.into());
    op.insert("description".to_owned(), description.into());
}

fn security(path: &str) -> Value {
    if refusals::is_open(path) {
        return json!([]);
    }
    json!([{"bearer": []}, {"api_key": []}])
}

/// Gives every parameter an example; returns whether some are in the query.
fn parameters(path: &str, op: &mut Map<String, Value>) -> bool {
    let Some(parameters) = op.get_mut("parameters").and_then(Value::as_array_mut) else {
        return false;
    };
    let mut has_query = false;
    for parameter in parameters {
        has_query |= parameter["in"] == "query";
        let name = parameter["name"].as_str().unwrap_or_default();
        if parameter.get("example").is_none()
            && let Some(example) = words::parameter(path, name)
        {
            parameter["example"] = example;
        }
    }
    has_query
}

/// Gives every body of a request an example.
fn bodies(id: &str, op: &mut Map<String, Value>, schemas: &Value) {
    let Some(content) = op
        .get_mut("requestBody")
        .and_then(|body| body.get_mut("content"))
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    for (kind, body) in content {
        if body.get("example").is_some() || body.get("examples").is_some() {
            continue;
        }
        let written = (kind == "application/json").then(|| words::request(id));
        let example = written
            .flatten()
            .unwrap_or_else(|| sample::request(&body["schema"], schemas));
        body["example"] = example;
    }
}

/// Gives every answer in JSON an example, and raw bytes the one schema for raw bytes.
fn answers(id: &str, op: &mut Map<String, Value>, schemas: &Value) {
    let Some(answers) = op.get_mut("responses").and_then(Value::as_object_mut) else {
        return;
    };
    for (status, answer) in answers {
        if !status.starts_with('2') {
            continue;
        }
        if answer["description"].as_str().is_none_or(str::is_empty) {
            answer["description"] = words::success(status).into();
        }
        let Some(content) = answer.get_mut("content").and_then(Value::as_object_mut) else {
            continue;
        };
        for kind in words::kinds(id) {
            content.entry(*kind).or_insert_with(|| json!({}));
        }
        for (kind, body) in content {
            if !words::kinds(id).is_empty() {
                *body = json!({"schema": {}, "example": words::file(kind)});
            } else if !kind.ends_with("json") && !kind.starts_with("text/") {
                body["schema"] = json!({"type": "string", "format": "binary"});
            } else if resolve(&body["schema"], schemas).is_object()
                && body.get("example").is_none()
                && body.get("examples").is_none()
            {
                body["example"] = sample::answer(&body["schema"], schemas);
            }
        }
    }
}

/// Statuses of refusals that the route says itself.
fn declared(op: &Map<String, Value>) -> Vec<u16> {
    let answers = op.get("responses").and_then(Value::as_object);
    let statuses = answers.into_iter().flat_map(Map::keys);
    statuses
        .filter_map(|status| status.parse().ok())
        .filter(|status| *status >= 400)
        .collect()
}

fn body_kind(op: &Map<String, Value>) -> refusals::BodyKind {
    match op.get("requestBody").map(|body| &body["content"]) {
        None => refusals::BodyKind::None,
        Some(content) if content.get("multipart/form-data").is_some() => refusals::BodyKind::Upload,
        Some(_) => refusals::BodyKind::Json,
    }
}

fn refuse(op: &mut Map<String, Value>, refusals: &[Refusal]) {
    let Some(answers) = object(op, "responses") else {
        return;
    };
    for refusal in refusals {
        let said = answers
            .get(&refusal.status.to_string())
            .and_then(|answer| answer["description"].as_str())
            .unwrap_or_default()
            .to_owned();
        answers.insert(refusal.status.to_string(), refusal.answer(&said));
    }
}
