//! The documentation of the API as a page: every operation of the OpenAPI document with its parameters, its
//! `curl` line and its answers. Made once, from the program's own document; plain HTML without a script, so it
//! works without a network and under the strictest policy.

use std::fmt::Write as _;
use std::sync::OnceLock;

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Map, Value};

use crate::router::document;

const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";
const STYLE: &str = include_str!("docs.css");
/// Keys of a path item that are operations.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

pub(super) fn routes() -> Router {
    Router::new()
        .route("/docs", get(|| async { page("Swagger UI") }))
        .route("/redoc", get(|| async { page("ReDoc") }))
        .route("/docs/style.css", get(style))
}

fn page(before: &str) -> Response {
    static PAGE: OnceLock<String> = OnceLock::new();
    let body = PAGE.get_or_init(|| body(&document()));
    let (low, version) = (before.to_lowercase(), env!("CARGO_PKG_VERSION"));
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>VideoAnnotator API</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"stylesheet\" href=\"/docs/style.css\">\n\
         </head>\n<body class=\"{}\">\n<header><h1>VideoAnnotator API <small>{version}</small></h1>\n\
         <p>This page stands where VideoAnnotator 1.4 had {before} ({low}). It is part of the program and loads nothing \
         from elsewhere. The same as a document: <code>/openapi.json</code>, with a token. Every address below \
         takes <code>Authorization: Bearer TOKEN</code>.</p></header>\n{body}</body>\n</html>\n",
        low.split(' ').next().unwrap_or_default(),
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, html).into_response()
}

async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, STYLE)
}

fn body(document: &Value) -> String {
    let none = Map::new();
    let paths = document["paths"].as_object().unwrap_or(&none);
    let mut groups: Vec<(String, String)> = Vec::new();
    for (path, item) in paths {
        for method in METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let tag = operation["tags"][0].as_str().unwrap_or("other").to_owned();
            let shown = operation_of(method, path, operation);
            match groups.iter_mut().find(|(name, _)| *name == tag) {
                Some((_, text)) => text.push_str(&shown),
                None => groups.push((tag, shown)),
            }
        }
    }
    groups.sort();
    let links = groups.iter().map(|(tag, _)| {
        let tag = escaped(tag);
        format!("<a href=\"#{tag}\">{tag}</a> ")
    });
    let mut out = format!("<nav>{}</nav>\n<main>\n", links.collect::<String>());
    for (tag, operations) in &groups {
        let tag = escaped(tag);
        // writing to a string can't fail
        let _ = write!(
            out,
            "<section id=\"{tag}\"><h2>{tag}</h2>\n{operations}</section>\n"
        );
    }
    out.push_str("</main>\n");
    out
}

fn operation_of(method: &str, path: &str, operation: &Value) -> String {
    let text = |key: &str| escaped(operation[key].as_str().unwrap_or_default());
    let mut out = format!(
        "<details><summary><b class=\"{method}\">{}</b> <code>{}</code> <span>{}</span></summary>\n",
        method.to_uppercase(),
        escaped(path),
        text("summary"),
    );
    for paragraph in text("description")
        .split("\n\n")
        .filter(|p| !p.trim().is_empty())
    {
        let _ = writeln!(out, "<p>{}</p>", paragraph.trim());
    }
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let mut rows = String::new();
    for parameter in parameters {
        let word = |key: &str| escaped(parameter[key].as_str().unwrap_or_default());
        let (name, place, words) = (word("name"), word("in"), word("description"));
        let _ = writeln!(
            rows,
            "<tr><td><code>{name}</code></td><td>{place}</td><td>{words}</td></tr>"
        );
    }
    if !rows.is_empty() {
        let _ = writeln!(out, "<h3>Parameters</h3><table>{rows}</table>");
    }
    let kinds = operation["requestBody"]["content"].as_object();
    let kinds: Vec<_> = kinds.into_iter().flat_map(Map::keys).collect();
    for kind in kinds {
        let content = &operation["requestBody"]["content"][kind];
        let _ = writeln!(out, "<h3>Body: {}</h3>{}", escaped(kind), example(content));
    }
    if let Some(curl) = operation["x-codeSamples"][0]["source"].as_str() {
        let _ = writeln!(out, "<h3>curl</h3><pre>{}</pre>", escaped(curl));
    }
    out.push_str("<h3>Answers</h3><table>\n");
    for (status, answer) in operation["responses"].as_object().into_iter().flatten() {
        let words = escaped(answer["description"].as_str().unwrap_or_default());
        let shown = answer["content"]["application/json"].clone();
        let shown = if status.starts_with('2') {
            example(&shown)
        } else {
            String::new()
        };
        let _ = writeln!(
            out,
            "<tr><td><code>{}</code></td><td>{words}{shown}</td></tr>",
            escaped(status)
        );
    }
    out.push_str("</table></details>\n");
    out
}

fn example(content: &Value) -> String {
    match content.get("example") {
        Some(example) if !example.is_null() => {
            let text = serde_json::to_string_pretty(example).unwrap_or_default();
            format!("<pre>{}</pre>", escaped(&text))
        }
        Some(_) | None => String::new(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_on_the_page_and_nothing_is_loaded_from_elsewhere() {
        let document = document();
        let page = body(&document);
        let paths = document["paths"].as_object().unwrap();
        assert!(paths.len() > 40, "{} addresses", paths.len());
        for path in paths.keys() {
            assert!(
                page.contains(&format!("<code>{}</code>", escaped(path))),
                "{path}"
            );
        }
        for loader in ["<script", "<img", "src=", "@import", "<iframe"] {
            assert!(!page.contains(loader), "{loader}");
        }
    }

    #[test]
    fn words_of_the_document_stay_words() {
        assert_eq!(escaped("<b>\"&"), "&lt;b&gt;&quot;&amp;");
    }
}
