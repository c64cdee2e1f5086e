//! Completes the OpenAPI document by rule: security, every refusal with its codes, an example of every
//! request and answer, and a line for `curl`. Route files say what their operation does and answers, and
//! repeat none of this. Called once by the router when it is made.

mod curl;
mod operation;
mod refusals;
mod sample;
#[cfg(test)]
mod tests;
mod words;

use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;
use va_core::ErrorCode;

/// Keys of a path item that are operations.
const METHODS: &[&str] = &["get", "put", "post", "delete", "patch"];

/// The document with everything that can be said by rule, its keys in alphabetical order. One that is no
/// JSON stays empty, which no test lets through.
pub(crate) fn complete(document: &OpenApi) -> Value {
    let mut value = serde_json::to_value(document).unwrap_or_default();
    // other programs of the workspace make serde_json keep the order of insertion
    value.sort_all_objects();
    components(&mut value);
    unsigned(&mut value);
    let schemas = value["components"]["schemas"].clone();
    if let Some(paths) = value["paths"].as_object_mut() {
        for (path, item) in paths {
            for method in METHODS {
                if let Some(found) = item.get_mut(*method).and_then(Value::as_object_mut) {
                    operation::complete(method, path, found, &schemas);
                }
            }
        }
    }
    value.sort_all_objects();
    value
}

/// The list of codes as a schema, which the envelope refers to, and the two ways to send a token.
fn components(document: &mut Value) {
    let meaning = |code: &ErrorCode| format!("- `{code}`: {}", code.meaning());
    let meanings: Vec<_> = ErrorCode::ALL.iter().map(meaning).collect();
    let codes: Vec<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    let schemas = &mut document["components"]["schemas"];
    schemas["ErrorCode"] = json!({
        "type": "string",
        "description": format!("What went wrong, as a closed list.\n\n{}", meanings.join("\n")),
        "enum": codes,
    });
    schemas["ErrorObject"]["properties"]["code"] =
        json!({"$ref": "#/components/schemas/ErrorCode"});
    let example = |code: &ErrorCode| (code.to_string(), refusals::example(*code));
    document["components"]["examples"] = ErrorCode::ALL.iter().map(example).collect();
    document["components"]["securitySchemes"] = json!({
        "bearer": {"type": "http", "scheme": "bearer", "description":
            "A token made with `videoannotator token create` or in the settings: `Authorization: Bearer va_...`."},
        "api_key": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description":
            "The same token, for clients that can't set the other header."},
    });
}

/// Numbers without a sign are not the signed ones of the same width: half of them are larger.
fn unsigned(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if map.get("minimum") == Some(&json!(0)) {
                if map.get("format") == Some(&json!("int32")) {
                    map.insert("format".to_owned(), json!("uint32"));
                } else if map.get("format") == Some(&json!("int64")) {
                    map.insert("format".to_owned(), json!("uint64"));
                }
            }
            map.values_mut().for_each(unsigned);
        }
        Value::Array(items) => items.iter_mut().for_each(unsigned),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The schema that a reference stands for.
fn resolve<'a>(schema: &'a Value, schemas: &'a Value) -> &'a Value {
    schema["$ref"]
        .as_str()
        .and_then(|at| at.rsplit('/').next())
        .map_or(schema, |name| &schemas[name])
}

/// The object below a key, made if it is not there.
fn object<'a>(map: &'a mut Map<String, Value>, key: &str) -> Option<&'a mut Map<String, Value>> {
    map.entry(key).or_insert_with(|| json!({})).as_object_mut()
}
