//! Where each setting of a text stands, found again by the path of an issue.

use std::collections::HashMap;

use crate::issue::{Issue, Place};
use crate::pipelines::resolve;

/// The place of every name and list entry, by its dotted path.
#[derive(Clone, Debug, Default)]
pub struct Places {
    as_written: HashMap<String, Place>,
    /// Under the registry names of pipelines.
    of_pipelines: HashMap<String, Place>,
    /// Under the keys of fields that are written with a synonym.
    of_fields: HashMap<String, Place>,
}

impl Places {
    pub(super) fn note(&mut self, path: &str, place: Place) {
        self.as_written.entry(path.to_owned()).or_insert(place);
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let Some(pipeline) = resolve(first) else {
            return;
        };
        let known = match rest {
            "" => pipeline.id.to_owned(),
            rest => format!("{}.{rest}", pipeline.id),
        };
        self.of_pipelines.entry(known).or_insert(place);
        if let Some(field) = pipeline.schema.field(rest) {
            let known = format!("{}.{}", pipeline.id, field.key);
            self.of_fields.entry(known).or_insert(place);
        }
    }

    /// The place of a path: its own, that of the same setting shared by all pipelines, or that of the
    /// group that it belongs to.
    pub fn of(&self, path: &str) -> Option<Place> {
        let maps = [&self.as_written, &self.of_pipelines, &self.of_fields];
        if let Some(place) = maps.iter().find_map(|places| places.get(path)) {
            return Some(*place);
        }
        let (group, key) = path.rsplit_once('.')?;
        let pipeline = resolve(group);
        let shared = |name: &&str| self.as_written.get(*name).copied();
        let synonyms = pipeline
            .and_then(|p| p.schema.field(key))
            .map(|f| f.synonyms);
        shared(&key)
            .or_else(|| synonyms.unwrap_or_default().iter().find_map(shared))
            .or_else(|| self.of(group))
    }

    /// Gives each issue that has none its place, and puts them in the order of the text.
    pub fn locate(&self, issues: &mut [Issue]) {
        for issue in issues.iter_mut() {
            issue.place = issue.place.or_else(|| self.of(&issue.field));
        }
        let last = (u32::MAX, 0);
        issues.sort_by_key(|issue| issue.place.map_or(last, |p| (p.line, p.column)));
    }
}
