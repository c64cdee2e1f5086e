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
        // issues speak of pipelines by registry name, files also by other names
        let (first, rest) = path.split_at(path.find('.').unwrap_or(path.len()));
        if let Some(pipeline) = resolve(first).filter(|p| p.id != first) {
            let path = format!("{}{rest}", pipeline.id);
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
        self.0.get(key).copied().or_else(|| self.of(group))
    }

    /// Gives each issue that has none its place.
    pub fn locate(&self, issues: &mut [Issue]) {
        for issue in issues {
            issue.place = issue.place.or_else(|| self.of(&issue.field));
        }
    }
}
