//! One configuration on top of another: a file on a preset, the command line on a file.

use serde_json::{Map, Value};

use super::sections::{RESERVED, dotted};
use crate::pipeline::PipelineDescriptor;
use crate::pipelines::{PIPELINES, resolve};

/// `top` wins over `base`, setting by setting, under whatever names both use. What is no group of
/// settings in `top` replaces what is there, so that the check says so.
#[must_use]
pub fn overlay(base: Value, top: Value) -> Value {
    let (mut root, top) = match (base, top) {
        (base, Value::Null) => return base,
        (Value::Object(base), Value::Object(top)) => (base, top),
        (_, top) => return top,
    };
    // settings for all pipelines first: a pipeline's own ones win over them
    let (groups, shared): (Map<_, _>, Map<_, _>) = top
        .into_iter()
        .partition(|(name, _)| resolve(name).is_some() || dotted(name).is_some());
    for (name, value) in shared.into_iter().chain(groups) {
        match (resolve(&name), dotted(&name)) {
            (Some(pipeline), _) => lay_group(&mut root, pipeline, name, value),
            (None, Some((pipeline, key))) => {
                let group = Value::Object(Map::from_iter([(key.to_owned(), value)]));
                lay_group(&mut root, pipeline, pipeline.id.to_owned(), group);
            }
            (None, None) => {
                if !RESERVED.contains(&name.as_str()) {
                    for pipeline in PIPELINES.iter().copied() {
                        forget(&mut root, pipeline, &name);
                    }
                }
                root.insert(name, value);
            }
        }
    }
    Value::Object(root)
}

fn lay_group(
    root: &mut Map<String, Value>,
    pipeline: &'static PipelineDescriptor,
    name: String,
    value: Value,
) {
    let own = |name: &str| resolve(name).is_some_and(|p| p.id == pipeline.id);
    let below = root.keys().find(|name| own(name)).cloned();
    let Value::Object(above) = value else {
        // an empty group changes nothing
        if !(value.is_null() && below.is_some()) {
            root.insert(below.unwrap_or(name), value);
        }
        return;
    };
    for key in above.keys() {
        forget(root, pipeline, key);
    }
    match below.and_then(|name| root.get_mut(&name)) {
        Some(Value::Object(group)) => group.extend(above),
        Some(group) => *group = Value::Object(above),
        None => {
            root.insert(name, Value::Object(above));
        }
    }
}

/// Removes a setting of a pipeline, under all its names, from where it is the pipeline's own.
fn forget(root: &mut Map<String, Value>, pipeline: &'static PipelineDescriptor, key: &str) {
    let Some(field) = pipeline.schema.field(key) else {
        return;
    };
    let same = |key: &str| pipeline.schema.field(key) == Some(field);
    root.retain(|name, _| {
        let own = dotted(name).filter(|(p, _)| p.id == pipeline.id);
        !own.is_some_and(|(_, key)| same(key))
    });
    for (name, group) in root.iter_mut() {
        if let (Some(p), Value::Object(group)) = (resolve(name), group)
            && p.id == pipeline.id
        {
            group.retain(|key, _| !same(key));
        }
    }
}
