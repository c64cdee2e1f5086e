//! Presets on the wire.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use va_core::presets::Preset;
use va_engine::preset_shelf::Unreadable;

use crate::dto::config::IssueBody;

/// All presets.
#[derive(Debug, Serialize, ToSchema)]
pub struct PresetList {
    /// Those that ship, then one's own ones by name.
    pub presets: Vec<PresetBody>,
    /// Files in the folder of presets that are none.
    pub unreadable: Vec<UnreadablePreset>,
}

/// A named configuration.
#[derive(Debug, Serialize, ToSchema)]
pub struct PresetBody {
    /// Its name in addresses and commands.
    #[schema(example = "balanced")]
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// Whether it came with the program and can't be changed.
    pub built_in: bool,
    /// The pipelines that it runs.
    pub selected_pipelines: Vec<String>,
    /// Settings by pipeline; what is not there has its default.
    #[schema(value_type = Object)]
    pub config: Value,
}

/// A file that is no preset.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnreadablePreset {
    /// Its name; it can be deleted or replaced under it.
    pub name: String,
    /// What is wrong with it.
    pub errors: Vec<IssueBody>,
}

/// A preset to be kept.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PresetRequest {
    /// Its name for people; its name if there is none.
    #[serde(default)]
    pub title: Option<String>,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The pipelines that it runs; without it those that `config` names.
    #[serde(default)]
    pub selected_pipelines: Vec<String>,
    /// Settings by pipeline.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub config: Value,
}

impl From<Preset> for PresetBody {
    fn from(preset: Preset) -> Self {
        Self {
            name: preset.name,
            title: preset.title,
            description: preset.description,
            built_in: preset.built_in,
            selected_pipelines: preset.selected_pipelines,
            config: preset.config,
        }
    }
}

impl From<Unreadable> for UnreadablePreset {
    fn from(file: Unreadable) -> Self {
        Self {
            name: file.name,
            errors: file.issues.iter().map(IssueBody::from).collect(),
        }
    }
}
