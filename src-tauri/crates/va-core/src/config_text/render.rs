//! A configuration as a file that people read: YAML with what each setting accepts beside it, or JSON.

use serde_json::{Map, Value, json};

use crate::issue::flow;
use crate::pipelines::{PIPELINES, resolve};
use crate::schema::Field;

/// Column at which remarks begin.
const REMARKS: usize = 34;

/// A configuration as YAML. `pipelines` are what is to run; `config` holds the sections. Reading it back
/// gives the same values.
pub fn render(pipelines: &[String], config: &Value) -> String {
    let mut text = String::new();
    if !pipelines.is_empty() {
        let line = format!("pipelines: {}\n", flow(&json!(pipelines)));
        text.push_str(&line);
    }
    let Value::Object(config) = config else {
        return text;
    };
    let mut sections: Vec<_> = config
        .iter()
        .filter(|(name, _)| *name != "pipelines")
        .collect();
    sections.sort_by_key(|(name, _)| {
        let pipeline = resolve(name).map(|p| p.id);
        PIPELINES.iter().position(|p| Some(p.id) == pipeline)
    });
    for (name, section) in sections {
        let pipeline = resolve(name);
        let name = flow(&Value::from(name.as_str()));
        match section {
            Value::Object(section) if !section.is_empty() => {
                let line = match pipeline {
                    Some(pipeline) => remark(&format!("{name}:"), pipeline.summary),
                    None => format!("{name}:"),
                };
                text.push('\n');
                text.push_str(&line);
                text.push('\n');
                let place = |key: &str| {
                    let fields = pipeline.map_or(&[][..], |p| p.schema.fields);
                    fields.iter().position(|f| f.key == key)
                };
                let mut section: Vec<_> = section.iter().collect();
                section.sort_by_key(|(key, _)| place(key).unwrap_or(usize::MAX));
                for (key, value) in section {
                    let field = pipeline.and_then(|p| p.schema.field(key));
                    text.push_str(&setting(key, value, field));
                }
            }
            other => {
                let line = format!("{name}: {}\n", flow(other));
                text.push_str(&line);
            }
        }
    }
    text
}

fn setting(key: &str, value: &Value, field: Option<&Field>) -> String {
    let line = format!("  {}: {}", flow(&Value::from(key)), flow(value));
    let Some(field) = field else {
        return line + "\n";
    };
    let unit = if field.unit.is_empty() {
        String::new()
    } else {
        format!(", {}", field.unit)
    };
    let accepts = field.kind.expected().replace('`', "");
    remark(&line, &format!("{accepts}{unit}")) + "\n"
}

fn remark(line: &str, words: &str) -> String {
    format!("{line:<REMARKS$}  # {words}")
}

/// A configuration as JSON, the sections beside the list `pipelines`.
pub fn render_json(pipelines: &[String], config: &Value) -> String {
    let mut root = Map::new();
    if !pipelines.is_empty() {
        root.insert("pipelines".into(), json!(pipelines));
    }
    if let Value::Object(config) = config {
        let sections = config.iter().filter(|(name, _)| *name != "pipelines");
        root.extend(sections.map(|(name, section)| (name.clone(), section.clone())));
    }
    let mut text = format!("{:#}", Value::Object(root));
    text.push('\n');
    text
}
