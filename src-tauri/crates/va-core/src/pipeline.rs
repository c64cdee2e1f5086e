//! What a pipeline says about itself. The descriptors live here, without any implementation, because the
//! window, the API and the validator need them in a process that never links ONNX Runtime; a test in
//! `va-pipelines` compares them with the implementations.

use serde::Serialize;

use crate::schema::{Condition, ConfigSchema};

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
    /// Ids of the models that it needs, in `catalog.json`.
    pub models: &'static [&'static str],
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
