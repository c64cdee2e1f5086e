//! Where each setting of a text stands, found again by the path of an issue.

use std::collections::HashMap;

use crate::issue::{Issue, Place};
use crate::pipelines::resolve;

/// The place of every name and list entry, by its dotted path.
#[derive(Clone, Debug, Default)]
pub struct Places(HashMap<String, Place>);

impl Places {
    pub(super) fn note(&mut self, path: &str, place: Place) {
        self.0.entry(path.to_owned()).or_insert(place);
        // issues speak of registry names and keys, files also use other names
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let Some(pipeline) = resolve(first) else {
            return;
        };
        let mut named = vec![pipeline.id.to_owned()];
        if !rest.is_empty() {
            let field = pipeline.schema.field(rest);
            named = vec![
                format!("{}.{rest}", pipeline.id),
                format!("{}.{}", pipeline.id, field.map_or(rest, |f| f.key)),
            ];
        }
        for path in named {
            self.0.entry(path).or_insert(place);
        }
    }

    /// The place of a path: its own, that of the same setting shared by all pipelines, or that of the
    /// group that it belongs to.
    pub fn of(&self, path: &str) -> Option<Place> {
        if let Some(place) = self.0.get(path) {
            return Some(*place);
        }
        let (group, key) = path.rsplit_once('.')?;
        let pipeline = resolve(group);
        let shared = |name: &&str| self.0.get(*name).copied();
        let synonyms = pipeline
            .and_then(|p| p.schema.field(key))
            .map(|f| f.synonyms);
        shared(&key)
            .or_else(|| synonyms.unwrap_or_default().iter().find_map(|s| shared(s)))
            .or_else(|| self.of(group))
    }

    /// Gives each issue that has none its place.
    pub fn locate(&self, issues: &mut [Issue]) {
        for issue in issues {
            issue.place = issue.place.or_else(|| self.of(&issue.field));
        }
    }
}
