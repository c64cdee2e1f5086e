//! The catalogue, `catalog.json`: a closed list, embedded. A model that is not in it can't be loaded, and
//! a field that the type does not know is an error, so nothing in it is ignored.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use va_core::pipeline::PipelineDescriptor;
use va_core::pipelines::PIPELINES;

use crate::error::ModelError;

/// The text of the catalogue.
pub const CATALOG: &str = include_str!("../catalog.json");

/// A model: one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Name in the program, in descriptors and in provenance.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// What it does, in the vocabulary of the pipelines' tasks.
    pub task: String,
    /// File name in a models folder.
    pub file: String,
    /// Version at its source.
    pub revision: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// Licence, as an SPDX identifier.
    pub licence: String,
    /// Line that the licence asks to keep.
    pub copyright: String,
    /// What is known about the data that it learned from.
    pub training_data: String,
    /// Page of its makers.
    pub page: String,
    /// Where the file comes from, in words.
    pub package: String,
}

impl Model {
    /// The pipelines that need it, as their descriptors say.
    pub fn pipelines(&self) -> impl Iterator<Item = &'static PipelineDescriptor> {
        PIPELINES
            .iter()
            .copied()
            .filter(|p| p.models.iter().any(|need| need.id == self.id))
    }
}

/// Every model.
pub fn catalog() -> Result<&'static [Model], ModelError> {
    static MODELS: OnceLock<Result<Vec<Model>, String>> = OnceLock::new();
    MODELS
        .get_or_init(|| serde_json::from_str(CATALOG).map_err(|e| e.to_string()))
        .as_deref()
        .map_err(|reason| ModelError::Catalog {
            reason: reason.clone(),
        })
}

/// The model with this id.
pub fn find(id: &str) -> Result<&'static Model, ModelError> {
    catalog()?
        .iter()
        .find(|model| model.id == id)
        .ok_or_else(|| ModelError::Unknown { id: id.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_complete_and_each_entry_can_be_checked() {
        let models = catalog().unwrap();
        for model in models {
            assert_eq!(model.sha256.len(), 64, "{}", model.id);
            assert!(
                model
                    .sha256
                    .bytes()
                    .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')),
                "the hash of `{}` is compared as lower-case text",
                model.id
            );
            assert!(model.bytes > 0, "{}", model.id);
            assert!(
                !model.licence.is_empty(),
                "{} is shown with its licence",
                model.id
            );
            assert!(!model.training_data.is_empty(), "{}", model.id);
            assert!(
                !model.file.contains(['/', '\\']),
                "`{}` must stay inside a models folder",
                model.file
            );
            assert!(
                model.pipelines().count() > 0,
                "nothing needs `{}`",
                model.id
            );
            assert!(
                model
                    .pipelines()
                    .any(|p| p.tasks.contains(&model.task.as_str())),
                "the task of `{}` is none of its pipelines'",
                model.id
            );
        }
        let mut ids: Vec<_> = models.iter().map(|m| &m.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), models.len(), "two models share an id");
    }

    #[test]
    fn every_model_that_a_pipeline_needs_is_in_the_catalogue() {
        for pipeline in PIPELINES {
            for need in pipeline.models {
                assert!(
                    find(need.id).is_ok(),
                    "`{}` needs `{}`",
                    pipeline.id,
                    need.id
                );
            }
        }
    }

    #[test]
    fn a_model_outside_the_catalogue_does_not_exist() {
        assert!(matches!(find("yolov8"), Err(ModelError::Unknown { id }) if id == "yolov8"));
    }
}
