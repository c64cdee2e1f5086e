//! An example of anything that has a schema. What the schema says itself comes first, then the table of
//! words, then the plainest value that the schema allows.

use serde_json::{Map, Value, json};

use super::{resolve, words};

/// How deep types may lie in each other.
const DEPTH: usize = 8;

/// An example of an answer: every property, those that may be null mostly null.
pub(super) fn answer(schema: &Value, schemas: &Value) -> Value {
    Sample {
        schemas,
        optional: true,
    }
    .of(schema, "", "", 0)
}

/// An example of a request: what is required, and what the table of words knows.
pub(super) fn request(schema: &Value, schemas: &Value) -> Value {
    Sample {
        schemas,
        optional: false,
    }
    .of(schema, "", "", 0)
}

struct Sample<'a> {
    schemas: &'a Value,
    optional: bool,
}

impl Sample<'_> {
    /// `owner` is the type that the value lies in, `name` its property there.
    fn of(&self, schema: &Value, owner: &str, name: &str, depth: usize) -> Value {
        if let Some(example) = schema.get("example") {
            return example.clone();
        }
        if let Some(word) = words::property(owner, name).filter(|word| self.fits(word, schema)) {
            return word;
        }
        if let Some(reference) = schema["$ref"].as_str() {
            let inner = reference.rsplit('/').next().unwrap_or_default();
            return self.of(resolve(schema, self.schemas), inner, "", depth + 1);
        }
        if let Some(first) = schema["enum"].as_array().and_then(|all| all.first()) {
            return first.clone();
        }
        if let Some(parts) = schema["allOf"].as_array() {
            return self.together(parts, owner, depth);
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(options) = schema[key].as_array() {
                let nullable = options.iter().any(|option| option["type"] == "null");
                let first = options.first().unwrap_or(&Value::Null);
                return if nullable {
                    Value::Null
                } else {
                    self.of(first, owner, name, depth)
                };
            }
        }
        self.plain(schema, owner, name, depth)
    }

    fn plain(&self, schema: &Value, owner: &str, name: &str, depth: usize) -> Value {
        if let Some(default) = schema.get("default") {
            return default.clone();
        }
        match kind(schema) {
            Kind::Nullable | Kind::Anything => Value::Null,
            Kind::One("object") => self.object(schema, owner, depth),
            Kind::One("array") if depth > DEPTH => json!([]),
            Kind::One("array") => {
                let item = schema.get("items").unwrap_or(&Value::Null);
                json!([self.of(item, owner, name, depth + 1)])
            }
            Kind::One("integer") => json!(schema["minimum"].as_i64().unwrap_or(0)),
            Kind::One("number") => json!(1.5),
            Kind::One("boolean") => json!(false),
            Kind::One(_) => json!(name),
        }
    }

    fn object(&self, schema: &Value, owner: &str, depth: usize) -> Value {
        let mut made = Map::new();
        let required = schema["required"].as_array();
        for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
            let needed = required.is_some_and(|all| all.iter().any(|one| one == key));
            if needed || self.optional || words::property(owner, key).is_some() {
                made.insert(key.clone(), self.of(inner, owner, key, depth + 1));
            }
        }
        if let Some(inner) = schema.get("additionalProperties").filter(|s| s.is_object()) {
            let value = self.of(inner, owner, words::KEY, depth + 1);
            made.insert(words::KEY.to_owned(), value);
        }
        Value::Object(made)
    }

    fn together(&self, parts: &[Value], owner: &str, depth: usize) -> Value {
        let mut made = Map::new();
        for part in parts {
            if let Value::Object(more) = self.of(part, owner, "", depth) {
                made.extend(more);
            }
        }
        Value::Object(made)
    }

    /// Whether a word of the table can stand here: the table goes by names, and a name can be used twice.
    fn fits(&self, word: &Value, schema: &Value) -> bool {
        let schema = resolve(schema, self.schemas);
        if let Some(allowed) = schema["enum"].as_array() {
            return allowed.contains(word);
        }
        let is = |kind: &str| match kind {
            "string" => word.is_string(),
            "integer" => word.is_i64(),
            "number" => word.is_number(),
            "boolean" => word.is_boolean(),
            "array" => word.is_array(),
            "object" => word.is_object(),
            "null" => word.is_null(),
            _ => false,
        };
        match &schema["type"] {
            Value::String(kind) => is(kind),
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).any(is),
            _ => schema.get("oneOf").is_none() && schema.get("allOf").is_none(),
        }
    }
}

enum Kind<'a> {
    Nullable,
    Anything,
    One(&'a str),
}

fn kind(schema: &Value) -> Kind<'_> {
    match &schema["type"] {
        Value::String(kind) => Kind::One(kind),
        Value::Array(_) => Kind::Nullable,
        _ if schema.get("properties").is_some() => Kind::One("object"),
        _ => Kind::Anything,
    }
}
