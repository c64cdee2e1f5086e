//! No operation without words, a line for `curl`, examples and every refusal.

use serde_json::Value;
use va_core::ErrorCode;

use super::METHODS;
use crate::router::document;

/// Every operation with its name for messages.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in METHODS {
            if let Some(operation) = item.get(*method) {
                found.push((format!("{method} {path}"), operation));
            }
        }
    }
    found
}

#[test]
fn every_operation_has_words_a_scope_and_a_line_for_curl() {
    let document = document();
    let all = operations(&document);
    assert!(all.len() > 50, "only {} operations were found", all.len());
    for (name, operation) in all {
        let description = operation["description"].as_str().unwrap_or_default();
        let summary = operation["summary"].as_str().unwrap_or_default();
        assert!(
            summary.len() > 5,
            "{name} says nothing: write a doc comment"
        );
        assert!(
            !summary.contains('\n') && !summary.ends_with('.'),
            "{name}: {summary}"
        );
        assert!(description.contains("```sh\ncurl "), "{name} has no curl");
        assert!(
            description.contains("oken"),
            "{name} does not say who may use it"
        );
        assert!(
            operation["operationId"].is_string(),
            "{name} has no operation id"
        );
        let line = description.split("```sh").nth(1).unwrap_or_default();
        assert!(
            !line.replace("{\"", "").contains('{') || operation["requestBody"].is_object(),
            "{name} has a parameter without an example: {line}"
        );
    }
}

#[test]
fn every_operation_shows_what_is_sent_and_what_is_answered() {
    let document = document();
    for (name, operation) in operations(&document) {
        let contents = |part: &Value| part["content"].as_object().cloned().unwrap_or_default();
        for (kind, body) in contents(&operation["requestBody"]) {
            assert!(
                !body["example"].is_null() || body["examples"].is_object(),
                "{name} has no example of a body as {kind}"
            );
        }
        let answers = operation["responses"].as_object().unwrap();
        assert!(
            answers.keys().any(|status| status.starts_with('2')),
            "{name}"
        );
        for (status, answer) in answers {
            assert!(
                answer["description"]
                    .as_str()
                    .is_some_and(|d| !d.is_empty()),
                "{name} {status} has no words"
            );
            for (kind, body) in contents(answer) {
                let shown = !body["example"].is_null() || body["examples"].is_object();
                assert!(
                    shown || !kind.ends_with("json"),
                    "{name} {status}: no example of {kind}"
                );
            }
        }
    }
}

#[test]
fn every_operation_lists_the_refusals_that_its_shape_brings() {
    let document = document();
    for (name, operation) in operations(&document) {
        let answers = operation["responses"].as_object().unwrap();
        let mut needed = vec!["403", "500", "503"];
        let open = operation["security"].as_array().is_some_and(Vec::is_empty);
        if !open {
            needed.extend(["401", "429"]);
        }
        if operation["requestBody"].is_object() {
            needed.extend(["400", "408", "413", "415", "422"]);
        }
        if name.contains('{') {
            needed.push("404");
        }
        for status in needed {
            assert!(
                answers.contains_key(status),
                "{name} does not list {status}"
            );
        }
        for (status, answer) in answers
            .iter()
            .filter(|(status, _)| status.as_str() >= "400")
        {
            let codes = answer["x-error-codes"].as_array().unwrap();
            assert!(!codes.is_empty(), "{name} {status} names no code");
            for code in codes {
                let code: ErrorCode = serde_json::from_value(code.clone()).unwrap();
                let text = answer["description"].as_str().unwrap();
                assert!(text.contains(code.as_str()), "{name} {status}: {code}");
            }
            let schema = &answer["content"]["application/json"]["schema"]["$ref"];
            assert_eq!(schema, "#/components/schemas/ErrorBody", "{name} {status}");
        }
    }
}

#[test]
fn the_document_has_every_code_and_no_other() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    let listed: Vec<ErrorCode> =
        serde_json::from_value(schemas["ErrorCode"]["enum"].clone()).unwrap();
    assert_eq!(listed, ErrorCode::ALL);
    let examples = document["components"]["examples"].as_object().unwrap();
    assert_eq!(examples.len(), listed.len());
    assert_eq!(
        schemas["ErrorObject"]["properties"]["code"]["$ref"],
        "#/components/schemas/ErrorCode"
    );
}

#[test]
fn an_operation_that_nobody_described_gets_everything_by_rule() {
    let mut operation = serde_json::json!({
        "operationId": "make_thing",
        "summary": "Makes a thing. Takes a while.",
        "parameters": [{"name": "id", "in": "path", "required": true}],
        "requestBody": {"content": {"application/json": {"schema": {
            "type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}},
        }}}},
        "responses": {"200": {"description": ""}, "418": {"description": "I am a teapot."}},
    });
    let op = operation.as_object_mut().unwrap();
    super::operation::complete("post", "/api/v1/things/{id}", op, &Value::Null);
    assert_eq!(operation["summary"], "Makes a thing");
    let description = operation["description"].as_str().unwrap();
    assert!(description.contains("Takes a while."), "{description}");
    assert!(description.contains("scope `admin`"), "{description}");
    assert!(description.contains(r#"-d '{"size":0}'"#), "{description}");
    for status in [
        "400", "401", "403", "404", "408", "413", "415", "418", "422", "500",
    ] {
        assert!(
            operation["responses"][status].is_object(),
            "{status} is not there"
        );
    }
}
