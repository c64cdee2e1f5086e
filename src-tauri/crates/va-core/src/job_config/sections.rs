//! The settings of a configuration, sorted by pipeline: in a group under its name, under a dotted name,
//! or shared by all pipelines.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::choose::unknown_pipeline;
use crate::issue::{Issue, IssueCode};
use crate::pipeline::PipelineDescriptor;
use crate::pipelines::{PIPELINES, find, resolve};
use crate::schema::UnknownKeys;

/// Keys that are no settings of a pipeline: the list of pipelines, words for people, and what to compute on.
pub(super) const RESERVED: [&str; 6] = [
    "pipelines",
    "title",
    "description",
    "device",
    "device_fallback",
    "half_precision",
];

/// A configuration without the settings that are for every chosen pipeline, and the names of those.
pub fn without_shared(config: &Value) -> (Value, Vec<String>) {
    let Value::Object(object) = config else {
        return (config.clone(), Vec::new());
    };
    let shared = |key: &str, value: &Value| {
        let own = RESERVED.contains(&key) || resolve(key).is_some() || dotted(key).is_some();
        !own && !value.is_object()
    };
    let (left, kept): (Map<_, _>, Map<_, _>) = object
        .clone()
        .into_iter()
        .partition(|(key, value)| shared(key, value));
    let names = left.into_iter().map(|(key, _)| key).collect();
    (Value::Object(kept), names)
}

/// What was given for whom.
#[derive(Debug, Default)]
pub(super) struct Sections {
    own: BTreeMap<&'static str, Map<String, Value>>,
    shared: Map<String, Value>,
}

impl Sections {
    pub(super) fn read(object: &Map<String, Value>, issues: &mut Vec<Issue>) -> Self {
        let mut sections = Self::default();
        for (key, value) in object {
            if RESERVED.contains(&key.as_str()) {
                continue;
            }
            match (resolve(key), value) {
                (Some(pipeline), Value::Object(section)) => {
                    sections.own.entry(pipeline.id).or_default();
                    for (key, value) in section {
                        sections.put(pipeline, key, value, issues);
                    }
                }
                (Some(pipeline), Value::Null) => {
                    sections.own.entry(pipeline.id).or_default();
                }
                (Some(pipeline), other) => {
                    sections.own.entry(pipeline.id).or_default();
                    let wrong = pipeline.schema.check(pipeline.id, other);
                    issues.extend(wrong.err().unwrap_or_default());
                }
                (None, Value::Object(_)) => issues.push(unknown_pipeline(key, key)),
                (None, _) => match dotted(key) {
                    Some((pipeline, key)) => sections.put(pipeline, key, value, issues),
                    None => {
                        sections.shared.insert(key.clone(), value.clone());
                    }
                },
            }
        }
        sections
    }

    fn put(
        &mut self,
        pipeline: &'static PipelineDescriptor,
        key: &str,
        value: &Value,
        issues: &mut Vec<Issue>,
    ) {
        let section = self.own.entry(pipeline.id).or_default();
        if section.contains_key(key) {
            let path = format!("{}.{key}", pipeline.id);
            let message = format!("`{key}` is given twice for `{}`", pipeline.id);
            let hint = format!("keep one group `{}`", pipeline.id);
            let issue = Issue::error(path.clone(), IssueCode::DuplicateField, message, hint);
            let default = pipeline.schema.field(key).map(|f| f.kind.default_value());
            issues.push(issue.example(&path, &default.unwrap_or(Value::Null)));
        } else {
            section.insert(key.to_owned(), value.clone());
        }
    }

    pub(super) fn any(&self) -> bool {
        !self.own.is_empty()
    }

    /// The pipelines that have a section, in the order of the window.
    pub(super) fn pipelines(&self) -> Vec<&'static PipelineDescriptor> {
        let with = |p: &&PipelineDescriptor| self.own.contains_key(p.id);
        PIPELINES.iter().copied().filter(with).collect()
    }

    /// Shared settings that no chosen pipeline has.
    pub(super) fn report_strays(
        &self,
        chosen: &[&'static PipelineDescriptor],
        unknown: UnknownKeys,
        issues: &mut Vec<Issue>,
    ) {
        let strays = self
            .shared
            .keys()
            .filter(|key| !chosen.iter().any(|p| p.schema.field(key).is_some()));
        issues.extend(strays.map(|key| unknown.judge(stray(key))));
    }

    /// The settings of a pipeline; its own ones win over shared ones.
    pub(super) fn take(&mut self, pipeline: &PipelineDescriptor) -> Value {
        let own = self.own.remove(pipeline.id).unwrap_or_default();
        let field = |key: &str| pipeline.schema.field(key).map(|f| f.key);
        let mut given: Map<String, Value> = self
            .shared
            .iter()
            .filter(|(key, _)| {
                let known = field(key);
                known.is_some() && !own.keys().any(|k| field(k) == known)
            })
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        given.extend(own);
        Value::Object(given)
    }

    /// The sections that nobody took.
    pub(super) fn rest(self) -> impl Iterator<Item = (&'static PipelineDescriptor, Value)> {
        let own = self.own.into_iter();
        own.filter_map(|(id, section)| Some((find(id)?, Value::Object(section))))
    }
}

/// `scene_detection.threshold`, split.
pub(super) fn dotted(key: &str) -> Option<(&'static PipelineDescriptor, &str)> {
    let (name, key) = key.split_once('.')?;
    Some((resolve(name)?, key))
}

fn stray(key: &str) -> Issue {
    let owner = PIPELINES
        .iter()
        .find_map(|p| Some((p.id, p.schema.field(key)?)));
    let hint = match owner {
        Some((id, _)) => format!("it is a setting of `{id}`, which is not chosen: put it there"),
        None => "put settings under their pipeline, for example `scene_detection: {threshold: 27}`"
            .to_owned(),
    };
    let message = format!("no chosen pipeline has a setting `{key}`");
    let issue = Issue::error(key, IssueCode::UnknownField, message, hint);
    match owner {
        Some((id, field)) => {
            issue.example(&format!("{id}.{}", field.key), &field.kind.default_value())
        }
        None => issue.example("scene_detection.threshold", &27.into()),
    }
}
