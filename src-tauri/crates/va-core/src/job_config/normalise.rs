//! A configuration under its own names: what forms and presets work with, whatever a file calls things.

use serde_json::{Map, Value};

use super::choose::Chosen;
use super::sections::{RESERVED, Sections, dotted};
use crate::pipeline::PipelineDescriptor;
use crate::pipelines::resolve;

/// The same configuration with registry names for pipelines, keys for synonyms, groups for dotted names,
/// and shared settings in every chosen pipeline that has them. Values are not looked at. What would
/// collide keeps its name, so that the check says so.
#[must_use]
pub fn normalise(config: Value) -> Value {
    let Value::Object(given) = config else {
        return config;
    };
    let chosen = {
        // the check reports the same issues again
        let mut said = Vec::new();
        let sections = Sections::read(&given, &mut said);
        let choice = Chosen::ByConfig.resolve(given.get("pipelines"), &sections, &mut said);
        choice.pipelines
    };
    let mut root = Map::new();
    let (mut groups, others): (Vec<_>, Vec<_>) = given
        .into_iter()
        .partition(|(name, _)| resolve(name).is_some());
    // a pipeline's own name first: another name must not take its place
    groups.sort_by_key(|(name, _)| resolve(name).is_none_or(|p| p.id != name));
    for (name, value) in groups {
        let Some(pipeline) = resolve(&name) else {
            continue;
        };
        let name = if root.contains_key(pipeline.id) {
            name
        } else {
            pipeline.id.to_owned()
        };
        root.insert(name, renamed(pipeline, value));
    }
    for (name, value) in others {
        if RESERVED.contains(&name.as_str()) || value.is_object() {
            root.insert(name, value);
        } else if let Some((pipeline, key)) = dotted(&name) {
            if !put(&mut root, pipeline, key, &value) {
                root.insert(name, value);
            }
        } else {
            let mut used = false;
            for pipeline in &chosen {
                if let Some(field) = pipeline.schema.field(&name) {
                    // a pipeline's own setting wins over a shared one
                    put(&mut root, pipeline, field.key, &value);
                    used = true;
                }
            }
            if !used {
                root.insert(name, value);
            }
        }
    }
    Value::Object(root)
}

/// Puts a setting where there is none. Whether it could.
fn put(
    root: &mut Map<String, Value>,
    pipeline: &PipelineDescriptor,
    key: &str,
    value: &Value,
) -> bool {
    let key = pipeline.schema.field(key).map_or(key, |field| field.key);
    let group = root
        .entry(pipeline.id)
        .or_insert_with(|| Value::Object(Map::new()));
    if group.is_null() {
        *group = Value::Object(Map::new());
    }
    match group {
        Value::Object(group) if !group.contains_key(key) => {
            group.insert(key.to_owned(), value.clone());
            true
        }
        _ => false,
    }
}

fn renamed(pipeline: &PipelineDescriptor, section: Value) -> Value {
    let Value::Object(section) = section else {
        return section;
    };
    let mut own = Map::new();
    let known = |key: &str| pipeline.schema.field(key).map(|f| f.key);
    let taken: Vec<String> = section.keys().cloned().collect();
    for (key, value) in section {
        let name = known(&key).filter(|name| *name != key && !taken.iter().any(|t| t == name));
        let name = name.filter(|name| !own.contains_key(*name));
        own.insert(name.map_or(key, str::to_owned), value);
    }
    Value::Object(own)
}
