//! Identifiers as newtypes, so that a job can't be passed where a pipeline is meant.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A job: one video with one configuration. Version 7 UUIDs, so ids sort by creation time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(pub Uuid);

impl JobId {
    /// A new id, later than every id made before it on this machine.
    #[expect(
        clippy::new_without_default,
        reason = "a default id would be a random one"
    )]
    pub fn new() -> Self {
        Self(Uuid::now_v7())
    }

    /// The prefix of this job's exported files: eight hex digits from the random tail of the id, moved
    /// along while they contain `face`, because the existing viewer guesses a file's kind from its name
    /// (`deface12_scene_detection.json` would load as faces).
    pub fn file_prefix(&self) -> String {
        let hex = self.0.simple().to_string();
        let bytes = hex.as_bytes();
        (0..=bytes.len() - 8)
            .rev()
            .map(|at| &hex[at..at + 8])
            .find(|window| !window.contains("face"))
            .unwrap_or("00000000")
            .to_owned()
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for JobId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::from_str(text).map(Self)
    }
}

/// The registry name of a pipeline, for example `scene_detection`. Not checked against the registry:
/// [`crate::pipelines::find`] does that.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PipelineId(String);

impl PipelineId {
    /// Wraps a registry name.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name as it stands in files and on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PipelineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for PipelineId {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_prefix_never_contains_face() {
        let id = JobId(Uuid::parse_str("00000000-0000-7000-8000-0000deface12").unwrap());
        let prefix = id.file_prefix();
        assert_eq!(prefix.len(), 8);
        assert!(
            !prefix.contains("face"),
            "the viewer would read {prefix} as a face file"
        );
    }

    #[test]
    fn job_ids_sort_by_creation() {
        let ids: Vec<_> = (0..50).map(|_| JobId::new()).collect();
        assert!(
            ids.is_sorted(),
            "the queue orders jobs of one instant by id"
        );
    }
}
