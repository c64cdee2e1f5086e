//! What a pipeline says about itself. The descriptors live here, without any implementation, because the
//! window, the API and the validator need them in a process that never links ONNX Runtime; a test in
//! `va-pipelines` compares them with the implementations.

use serde::Serialize;

use crate::schema::{Condition, ConfigSchema, Settings};

/// What a pipeline reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// The picture.
    Picture,
    /// The sound.
    Sound,
}

/// How far a pipeline can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stability {
    /// May change or go.
    Experimental,
    /// Works; details may change.
    Beta,
    /// Its results won't change without a new version.
    Stable,
}

/// A pipeline, described.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PipelineDescriptor {
    /// Registry name, also in files and on the wire.
    pub id: &'static str,
    /// Version of the algorithm: it changes when the same input can give other numbers.
    pub version: u32,
    /// Name in the window.
    pub title: &'static str,
    /// One line in the window.
    pub summary: &'static str,
    /// Family, one of `scene`, `person`, `face`, `audio`, `interaction`: an alias on the wire.
    pub family: &'static str,
    /// Which algorithm, for provenance and clients.
    pub variant: &'static str,
    /// What it reads.
    pub modality: Modality,
    /// Tasks in the vocabulary of VideoAnnotator's registry.
    pub tasks: &'static [&'static str],
    /// Capabilities in the same vocabulary.
    pub capabilities: &'static [&'static str],
    /// What computes it, in the same vocabulary.
    pub backends: &'static [&'static str],
    /// How far it can be relied on.
    pub stability: Stability,
    /// Export formats that carry its results, ids of `va-export`.
    pub formats: &'static [&'static str],
    /// The models that it uses.
    pub models: &'static [ModelNeed],
    /// Pipelines whose results it reads, with the switch that asks for them (empty: always).
    pub needs: &'static [Need],
    /// Whether it runs when nothing is chosen.
    pub default_enabled: bool,
    /// Its settings.
    pub schema: ConfigSchema,
}

/// A pipeline that another one reads from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Need {
    /// The pipeline that is read.
    pub pipeline: &'static str,
    /// The switch of the reading pipeline that makes it necessary.
    pub when: &'static str,
    /// A state of the pipeline that is read in which there is nothing to read. Worth a warning.
    pub idle: Option<Condition>,
}

/// A model that a pipeline uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ModelNeed {
    /// Its id in `catalog.json`.
    pub id: &'static str,
    /// The settings with which it is used: all of these hold; none means always.
    pub when: &'static [Condition],
    /// Whether the pipeline runs without it, and then does less.
    pub optional: bool,
}

impl ModelNeed {
    /// A model without which the pipeline can't run.
    pub const fn always(id: &'static str) -> Self {
        Self {
            id,
            when: &[],
            optional: false,
        }
    }

    /// Whether it is used with these settings, which are complete.
    pub fn is_used(&self, settings: &Settings) -> bool {
        self.when
            .iter()
            .all(|condition| settings.0.get(condition.key) == Some(&condition.is.value()))
    }
}

impl PipelineDescriptor {
    /// The models that it uses with these settings, which are complete.
    pub fn models_for<'a>(
        &'a self,
        settings: &'a Settings,
    ) -> impl Iterator<Item = &'static ModelNeed> + 'a {
        self.models.iter().filter(|need| need.is_used(settings))
    }
}
