//! Models on the wire: what each one is, under which terms, whether it is here, and how its download goes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use va_core::pipeline::PipelineDescriptor;
use va_engine::models::{ModelView, Place, Presence, Transfer, TransferState};
use va_models::{Arrival, Imported};
use va_store::WallTime;

use super::job::{FailureBody, text};
use super::pipeline::ParameterCondition;
use super::time::rfc3339;

/// All models.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelList {
    /// The models, in the order of the catalogue.
    pub models: Vec<Model>,
    /// How many are here and can be used.
    pub installed: u64,
    /// Bytes of those.
    pub installed_bytes: u64,
    /// Where downloads and imports go.
    pub folder: String,
    /// Free bytes of its disk.
    #[schema(required = true)]
    pub free_bytes: Option<u64>,
}

/// A model.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the wire has one flag for each thing that can be done"
)]
pub struct Model {
    /// Name in the program.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// What it does.
    pub task: String,
    /// Where it stands in a list.
    pub group: ModelGroup,
    /// Its file name.
    pub file: String,
    /// Version at its source.
    pub revision: String,
    /// Size in bytes; of one whose size nobody has published, that of its file here.
    #[schema(required = true)]
    pub bytes: Option<u64>,
    /// SHA-256 that its file has to have; `null`: nobody has published one.
    #[schema(required = true)]
    pub sha256: Option<String>,
    /// Licence, as an SPDX identifier.
    pub licence: String,
    /// Whose it is.
    pub copyright: String,
    /// What is known about the data that it learned from.
    pub training_data: String,
    /// Whether that data may be used for research only, so that a download asks for agreement.
    pub research_only: bool,
    /// Page of its makers.
    pub page: String,
    /// Where the file comes from, in words.
    pub source: String,
    /// Whether it can be downloaded; else it comes in the model pack of a release.
    pub downloadable: bool,
    /// The pipelines that use it.
    pub pipelines: Vec<ModelUse>,
    /// Whether its file is here.
    pub state: ModelState,
    /// How its file came here.
    #[schema(required = true)]
    pub origin: Option<ModelOrigin>,
    /// Name of the host or path of the folder or archive that it came from.
    #[schema(required = true)]
    pub origin_detail: Option<String>,
    /// When it was downloaded or imported.
    #[schema(required = true)]
    pub installed_at: Option<String>,
    /// Its file.
    #[schema(required = true)]
    pub path: Option<String>,
    /// Whether it can be removed here.
    pub removable: bool,
    /// Whether somebody has agreed to its terms, or it asks for nothing.
    pub accepted: bool,
    /// Why its file can't be used.
    #[schema(required = true)]
    pub error: Option<FailureBody>,
    /// Its download.
    #[schema(required = true)]
    pub transfer: Option<ModelTransfer>,
}

/// Where a model stands in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModelGroup {
    /// People, bodies, scenes.
    Picture,
    /// Faces.
    Face,
    /// Sound.
    Sound,
}

/// Whether a model's file is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModelState {
    /// Here and verified.
    Installed,
    /// Here; nobody has published a checksum.
    Unchecked,
    /// Here and not the right file; never used.
    Altered,
    /// Here and can't be read.
    Unreadable,
    /// Not here.
    Missing,
}

/// How a model's file came here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModelOrigin {
    /// With the program.
    Bundled,
    /// By a download.
    Downloaded,
    /// From a folder or archive.
    Imported,
    /// It lies in a folder that the user has put it into.
    Folder,
}

/// A pipeline that uses a model.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ModelUse {
    /// Registry name.
    pub name: String,
    /// Name in the window.
    pub display_name: String,
    /// Whether it runs without the model, and then does less.
    pub optional: bool,
    /// It uses the model while all of these hold; empty: always.
    pub when: Vec<ParameterCondition>,
}

/// A download.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ModelTransfer {
    /// Where it stands.
    pub state: ModelTransferState,
    /// Bytes that are here.
    pub bytes_done: u64,
    /// Bytes of the whole.
    #[schema(required = true)]
    pub bytes_total: Option<u64>,
    /// Speed.
    #[schema(required = true)]
    pub bytes_per_second: Option<f64>,
    /// Seconds until it is here.
    #[schema(required = true)]
    pub seconds_left: Option<f64>,
    /// Who is asked.
    #[schema(required = true)]
    pub host: Option<String>,
    /// Which try in a row, from 1.
    pub attempt: u32,
    /// Why it was given up.
    #[schema(required = true)]
    pub error: Option<FailureBody>,
}

/// Where a download stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModelTransferState {
    /// For its turn, or for the server.
    Waiting,
    /// Bytes are coming.
    Downloading,
    /// Everything has come and is being checked.
    Verifying,
    /// Stopped; it goes on when asked.
    Paused,
    /// Given up.
    Failed,
}

/// A wish to download.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct ModelDownload {
    /// Whether the user agrees that the model is used for research only, where that is asked for.
    #[serde(default)]
    pub accept: bool,
}

/// Where models are imported from.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ModelImport {
    /// Absolute path of a folder, a file or an archive.
    #[schema(example = "/media/usb/models.zip")]
    pub path: String,
}

/// What an import has brought.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModelImportResult {
    /// Models that are new here.
    pub imported: Vec<ImportedModel>,
    /// Ids of models that were here already.
    pub present: Vec<String>,
    /// Files that are called like a model and are not it.
    pub refused: Vec<RefusedFile>,
    /// Names of other files, the first ones.
    pub unknown: Vec<String>,
    /// What happened, in a sentence.
    pub message: String,
}

/// A model that was imported.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedModel {
    /// Which.
    pub id: String,
    /// Name of the file that it was in.
    pub from: String,
}

/// A file that is called like a model and is not it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusedFile {
    /// Its name.
    pub name: String,
    /// What differs.
    pub reason: String,
}

impl From<&ModelView> for Model {
    fn from(view: &ModelView) -> Self {
        let model = view.model;
        let (origin, note) = match &view.place {
            None => (None, None),
            Some(Place::Bundled) => (Some(ModelOrigin::Bundled), None),
            Some(Place::Folder | Place::Depot(None)) => (Some(ModelOrigin::Folder), None),
            Some(Place::Depot(Some(origin))) => {
                let kind = match origin.arrival {
                    Arrival::Download => ModelOrigin::Downloaded,
                    Arrival::Import => ModelOrigin::Imported,
                };
                (Some(kind), Some(origin))
            }
        };
        let size = |path: &std::path::PathBuf| std::fs::metadata(path).ok().map(|m| m.len());
        Self {
            id: model.id.clone(),
            title: model.title.clone(),
            task: model.task.clone(),
            group: group(&model.task),
            file: model.file.clone(),
            revision: model.revision.clone(),
            bytes: model.bytes.or_else(|| view.path.as_ref().and_then(size)),
            sha256: model.sha256.clone(),
            licence: model.licence.clone(),
            copyright: model.copyright.clone(),
            training_data: model.training_data.clone(),
            research_only: model.research_only,
            page: model.page.clone(),
            source: model.source.clone(),
            downloadable: !model.urls.is_empty(),
            pipelines: model.pipelines().flat_map(|p| uses(p, &model.id)).collect(),
            state: match view.presence {
                Presence::Installed => ModelState::Installed,
                Presence::Unchecked => ModelState::Unchecked,
                Presence::Altered => ModelState::Altered,
                Presence::Unreadable => ModelState::Unreadable,
                Presence::Missing => ModelState::Missing,
            },
            origin,
            origin_detail: note.map(|note| note.from.clone()),
            installed_at: note.and_then(|note| moment(note.at_ms)),
            path: view.path.as_deref().map(text),
            removable: view.removable(),
            accepted: view.accepted,
            error: view.failure.as_ref().map(FailureBody::from),
            transfer: view.transfer.as_ref().map(ModelTransfer::from),
        }
    }
}

fn uses(pipeline: &'static PipelineDescriptor, id: &str) -> Vec<ModelUse> {
    let needs = pipeline.models.iter().filter(|need| need.id == id);
    needs
        .map(|need| ModelUse {
            name: pipeline.id.to_owned(),
            display_name: pipeline.title.to_owned(),
            optional: need.optional,
            when: need.when.iter().map(ParameterCondition::from).collect(),
        })
        .collect()
}

fn group(task: &str) -> ModelGroup {
    if task.contains("face") || task.contains("head") || task.contains("emotion") {
        ModelGroup::Face
    } else if task.contains("voice") || task.contains("speech") || task.contains("audio") {
        ModelGroup::Sound
    } else {
        ModelGroup::Picture
    }
}

fn moment(at_ms: u64) -> Option<String> {
    let time = std::time::UNIX_EPOCH.checked_add(std::time::Duration::from_millis(at_ms))?;
    Some(rfc3339(WallTime::from(time)))
}

impl From<&Transfer> for ModelTransfer {
    fn from(transfer: &Transfer) -> Self {
        Self {
            state: match transfer.state {
                TransferState::Waiting => ModelTransferState::Waiting,
                TransferState::Downloading => ModelTransferState::Downloading,
                TransferState::Verifying => ModelTransferState::Verifying,
                TransferState::Paused => ModelTransferState::Paused,
                TransferState::Failed => ModelTransferState::Failed,
            },
            bytes_done: transfer.done,
            bytes_total: transfer.total,
            bytes_per_second: transfer.per_second,
            seconds_left: transfer.seconds_left(),
            host: transfer.host.clone(),
            attempt: transfer.attempt,
            error: transfer.failure.as_ref().map(FailureBody::from),
        }
    }
}

impl From<Imported> for ModelImportResult {
    fn from(imported: Imported) -> Self {
        let message = match (imported.installed.len(), imported.present.len()) {
            (0, 1) => "The model was here already.".to_owned(),
            (0, here) => format!("All {here} models were here already."),
            (1, 0) => "One model was imported.".to_owned(),
            (new, 0) => format!("{new} models were imported."),
            (new, here) => format!("Imported: {new}. Here already: {here}."),
        };
        let installed = imported.installed.into_iter();
        let refused = imported.refused.into_iter();
        Self {
            imported: installed
                .map(|(id, from)| ImportedModel { id, from })
                .collect(),
            present: imported.present,
            refused: refused
                .map(|(name, reason)| RefusedFile { name, reason })
                .collect(),
            unknown: imported.unknown,
            message,
        }
    }
}
