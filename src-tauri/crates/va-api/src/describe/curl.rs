//! The line that a person can paste: one for each kind of body that an operation takes.

use serde_json::{Map, Value};

use super::{refusals, resolve};

/// Where a server listens when nobody says otherwise.
const BASE: &str = "http://127.0.0.1:18011";

/// The lines of an operation that has its examples.
pub(super) fn line(method: &str, path: &str, op: &Map<String, Value>, schemas: &Value) -> String {
    let mut parts = vec!["curl".to_owned()];
    if let Some(flag) = output(op) {
        parts.push(flag);
    }
    if method != "get" {
        parts.push(format!("-X {}", method.to_uppercase()));
    }
    if !refusals::is_open(path) {
        parts.push("-H \"Authorization: Bearer $VIDEOANNOTATOR_API_TOKEN\"".to_owned());
    }
    parts.push(quoted(&format!("{BASE}{}", address(path, op))));
    let start = parts.join(" ");
    let bodies = bodies(op, schemas);
    if bodies.is_empty() {
        return start;
    }
    let with = |body: &String| format!("{start} {body}");
    bodies.iter().map(with).collect::<Vec<_>>().join("\n")
}

/// Parameters of the query that are shown although they can be left out: most files need them.
const SHOWN: &[&str] = &["track"];

/// The path with its examples, and what the query must have.
fn address(path: &str, op: &Map<String, Value>) -> String {
    let mut path = path.to_owned();
    let mut query = Vec::new();
    for parameter in op
        .get("parameters")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let name = parameter["name"].as_str().unwrap_or_default();
        let example = match &parameter["example"] {
            Value::String(text) => text.clone(),
            Value::Null => name.to_owned(),
            other => other.to_string(),
        };
        if parameter["in"] == "path" {
            path = path.replace(&format!("{{{name}}}"), &example);
        } else if parameter["in"] == "query"
            && (parameter["required"] == true || SHOWN.contains(&name))
        {
            query.push(format!("{name}={example}"));
        }
    }
    if query.is_empty() {
        return path;
    }
    format!("{path}?{}", query.join("&"))
}

fn bodies(op: &Map<String, Value>, schemas: &Value) -> Vec<String> {
    let content = op.get("requestBody").map(|body| &body["content"]);
    let Some(content) = content.and_then(Value::as_object) else {
        return Vec::new();
    };
    content
        .iter()
        .map(|(kind, body)| {
            if kind == "multipart/form-data" {
                return form(resolve(&body["schema"], schemas), &body["example"]);
            }
            let mut example = body["example"].clone();
            example.sort_all_objects();
            let example = quoted(&example.to_string());
            format!("-H 'Content-Type: {kind}' -d {example}")
        })
        .collect()
}

/// The fields of a form that have an example, and its files.
fn form(schema: &Value, example: &Value) -> String {
    let fields = schema["properties"].as_object().into_iter().flatten();
    let field = |(name, inner): (&String, &Value)| {
        if inner["format"] == "binary" || inner.get("contentMediaType").is_some() {
            return Some(format!("-F {name}=@visit-07.mp4"));
        }
        match &example[name] {
            Value::Null => None,
            Value::String(text) => Some(format!("-F {}", quoted(&format!("{name}={text}")))),
            other => Some(format!("-F {}", quoted(&format!("{name}={other}")))),
        }
    };
    fields.filter_map(field).collect::<Vec<_>>().join(" ")
}

/// How an answer that is not JSON is taken.
fn output(op: &Map<String, Value>) -> Option<String> {
    let answers = op.get("responses").and_then(Value::as_object)?;
    let (_, answer) = answers.iter().find(|(status, _)| status.starts_with('2'))?;
    let kind = answer.get("content")?.as_object()?.keys().next()?;
    match kind.as_str() {
        "text/event-stream" => Some("-N".to_owned()),
        "application/zip" => Some("-o result.zip".to_owned()),
        "image/jpeg" => Some("-o picture.jpg".to_owned()),
        other if other.ends_with("json") || other.starts_with("text/") => None,
        _ => Some("-o result.bin".to_owned()),
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
