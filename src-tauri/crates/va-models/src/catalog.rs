//! The catalogue, `catalog.json`: a closed list, embedded. A model that is not in it can't be loaded, and
//! a field that the type does not know is an error, so nothing in it is ignored. No environment variable
//! and no file changes it.

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
    /// SHA-256 of the file, lower-case hexadecimal. `None`: nobody has published one, so the file is never
    /// called verified.
    pub sha256: Option<String>,
    /// Size of the file in bytes, known whenever the hash is.
    pub bytes: Option<u64>,
    /// Licence, as an SPDX identifier.
    pub licence: String,
    /// Line that the licence asks to keep.
    pub copyright: String,
    /// What is known about the data that it learned from.
    pub training_data: String,
    /// Whether that data may be used for research only. The user agrees to that before a download.
    pub research_only: bool,
    /// Page of its makers.
    pub page: String,
    /// Where the file comes from, in words.
    pub source: String,
    /// Where it can be downloaded, in order. Empty: only in the model pack of a release.
    pub urls: Vec<String>,
    /// The addresses lead to an archive; the file in it whose path ends like this is the model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
}

impl Model {
    /// The pipelines that use it, as their descriptors say.
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

    /// Where models are downloaded from, and nowhere else.
    const HOSTS: &[&str] = &[
        "download.openmmlab.com",
        "github.com",
        "huggingface.co",
        "media.githubusercontent.com",
        "raw.githubusercontent.com",
        "storage.googleapis.com",
    ];

    #[test]
    fn the_catalogue_is_complete_and_each_entry_can_be_checked() {
        let models = catalog().unwrap();
        for model in models {
            let id = &model.id;
            assert_eq!(
                model.sha256.is_some(),
                model.bytes.is_some(),
                "`{id}` is recognised by size and hash together"
            );
            if let Some(sha256) = &model.sha256 {
                let hex = |b| matches!(b, b'0'..=b'9' | b'a'..=b'f');
                assert!(
                    sha256.len() == 64 && sha256.bytes().all(hex),
                    "the hash of `{id}` is compared as lower-case text"
                );
            }
            assert_ne!(model.bytes, Some(0), "{id}");
            assert!(
                !model.file.contains(['/', '\\']),
                "`{}` must stay inside a models folder",
                model.file
            );
            let words = [
                &model.title,
                &model.task,
                &model.revision,
                &model.licence,
                &model.copyright,
                &model.training_data,
                &model.source,
            ];
            assert!(
                words.iter().all(|w| !w.trim().is_empty() && w.is_ascii()),
                "`{id}` is shown with all of its words, on any console"
            );
        }
        let ids = models.iter().map(|m| &m.id).collect();
        let files = models.iter().map(|m| &m.file).collect();
        let titles = models.iter().map(|m| &m.title).collect();
        let lists: [Vec<_>; 3] = [ids, files, titles];
        for mut words in lists {
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), models.len(), "two models share a name");
        }
    }

    #[test]
    fn models_come_from_their_own_hosts_over_tls_and_every_other_one_says_where_from() {
        for model in catalog().unwrap() {
            for url in &model.urls {
                let host = url
                    .strip_prefix("https://")
                    .and_then(|rest| rest.split_once('/'))
                    .map(|(host, _)| host);
                assert!(
                    host.is_some_and(|host| HOSTS.contains(&host)),
                    "`{}`: {url}",
                    model.id
                );
            }
            if model.urls.is_empty() {
                assert!(model.source.contains("model pack"), "{}", model.id);
                assert!(model.sha256.is_some(), "a pack is recognised by hash");
            }
        }
    }

    #[test]
    fn models_with_a_licence_that_binds_the_users_own_work_stay_out() {
        for model in catalog().unwrap() {
            assert!(
                ["MIT", "Apache-2.0", "BSD-3-Clause", "CC0-1.0"].contains(&&*model.licence),
                "`{}` is {}",
                model.id,
                model.licence
            );
        }
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
