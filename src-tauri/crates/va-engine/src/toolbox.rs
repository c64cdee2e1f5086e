//! The things outside this program: ffmpeg, ONNX Runtime, models and the demo clip. Found once, in a
//! documented order, and said plainly when missing.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use va_core::job_config::{Hindrance, StepConfig};
use va_core::pipeline::{ModelNeed, PipelineDescriptor};
use va_core::schema::Settings;
use va_core::worker::Tools;
use va_core::{ErrorCode, Failure, pipelines};
use va_models::{Depot, ModelError, Shelf};

/// Environment variable that names another runtime folder.
pub const RUNTIME_VARIABLE: &str = "VIDEOANNOTATOR_RUNTIME_DIR";
/// Environment variable that names a folder with models.
pub const MODELS_VARIABLE: &str = "VIDEOANNOTATOR_MODELS_DIR";
/// Environment variable that names the ONNX Runtime library.
pub const ONNX_VARIABLE: &str = "ORT_DYLIB_PATH";

/// The folder with models in the data folder and in the runtime folder.
const MODELS: &str = "models";
/// What is remembered about files there: their hashes.
const HASHES: &str = "hashes.json";

const ONNX_LIBRARY: &str = if cfg!(windows) {
    "onnxruntime.dll"
} else if cfg!(target_os = "macos") {
    "libonnxruntime.dylib"
} else {
    "libonnxruntime.so"
};

/// Where to look.
#[derive(Clone, Debug)]
pub struct Toolbox {
    runtime: Option<PathBuf>,
    models: Arc<[PathBuf]>,
    /// Shared with every copy: the data folder, which holds models too, can be moved.
    shelf: Arc<RwLock<(Arc<Shelf>, Option<Depot>)>>,
}

impl Toolbox {
    /// Looks in the places of this installation and, for models, first in the given folders, then in
    /// `VIDEOANNOTATOR_MODELS_DIR`, the data folder's `models`, and the runtime folder.
    pub fn new(models: &[PathBuf], data_root: Option<&Path>) -> Self {
        let runtime = runtime_folder();
        let shelf = shelf(models, data_root, runtime.as_deref());
        Self {
            runtime,
            models: models.into(),
            shelf: Arc::new(RwLock::new(shelf)),
        }
    }

    /// The model folders.
    pub fn shelf(&self) -> Arc<Shelf> {
        let shelf = self.shelf.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&shelf.0)
    }

    /// Where models are installed: the data folder's `models`.
    pub fn depot(&self) -> Option<Depot> {
        let shelf = self.shelf.read().unwrap_or_else(PoisonError::into_inner);
        shelf.1.clone()
    }

    /// The runtime folder, if there is one.
    pub fn runtime(&self) -> Option<&Path> {
        self.runtime.as_deref()
    }

    /// The data folder is elsewhere now.
    pub(crate) fn moved_to(&self, data_root: &Path) {
        let shelf = shelf(&self.models, Some(data_root), self.runtime.as_deref());
        *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = shelf;
    }

    /// ffmpeg and ffprobe, from the runtime folder or the search path.
    pub fn media(&self) -> Result<va_media::Tools, va_media::MediaError> {
        va_media::Tools::find(self.runtime.as_deref())
    }

    /// The ONNX Runtime library, if there is one.
    pub fn onnxruntime(&self) -> Option<PathBuf> {
        let given = std::env::var_os(ONNX_VARIABLE)
            .filter(|v| !v.is_empty())
            .map(PathBuf::from);
        given
            .or_else(|| {
                self.runtime
                    .as_ref()
                    .map(|folder| folder.join(ONNX_LIBRARY))
            })
            .filter(|path| path.is_file())
    }

    /// The demo clip.
    pub fn demo(&self) -> PathBuf {
        self.runtime
            .clone()
            .unwrap_or_default()
            .join("demo")
            .join("demo.mp4")
    }

    /// Why a pipeline can't run here with its default settings, if it can't.
    pub fn obstacle(&self, pipeline: &'static PipelineDescriptor) -> Option<Failure> {
        let defaults = pipeline.schema.defaults();
        self.hindrance(pipeline, &defaults).map(|h| h.failure)
    }

    /// Why a pipeline can't run here with these settings, if it can't, and which model is in the way.
    pub fn hindrance(
        &self,
        pipeline: &'static PipelineDescriptor,
        settings: &Settings,
    ) -> Option<Hindrance> {
        if pipeline.backends.contains(&"onnx") && self.onnxruntime().is_none() {
            let failure = Failure::new(
                ErrorCode::OnnxRuntimeMissing,
                "the ONNX Runtime library is not installed",
            );
            let hint = format!("reinstall the program, or set {ONNX_VARIABLE}");
            return Some(Hindrance {
                failure: failure.hint(hint),
                model: None,
            });
        }
        let shelf = self.shelf();
        let needed = pipeline.models_for(settings).filter(|n| !n.optional);
        let refused = needed.filter_map(|need| Some((need, shelf.locate(need.id).err()?)));
        let refused: Vec<_> = refused.collect();
        let (need, error) = refused.first()?;
        let failure = match &refused[..] {
            [_] => error.failure(),
            several => several_missing(pipeline, error, several),
        };
        let model = Some(*need);
        Some(Hindrance { failure, model })
    }

    /// Everything that a worker needs for these steps. Models are verified by hash; those that can't be used
    /// are named with the reason, so that only the steps that use them fail; an optional one that is not
    /// there is left out.
    pub fn tools(&self, steps: &[StepConfig]) -> Result<Tools, Failure> {
        let media = self.media().map_err(|e| e.failure())?;
        let mut tools = Tools {
            ffmpeg: media.ffmpeg,
            ffprobe: media.ffprobe,
            onnxruntime: self.onnxruntime(),
            ..Tools::default()
        };
        for step in steps {
            let Some(descriptor) = pipelines::find(step.pipeline.as_str()) else {
                continue;
            };
            for need in descriptor.models_for(&step.settings) {
                match self.shelf().locate(need.id) {
                    Ok(located) => {
                        tools.models.insert(need.id.to_owned(), located.path);
                    }
                    Err(ModelError::Missing { .. }) if need.optional => {}
                    Err(error) => {
                        tools.refused.insert(need.id.to_owned(), error.failure());
                    }
                }
            }
        }
        Ok(tools)
    }
}

/// The words for several models that can't be used, with one thing to do.
fn several_missing(
    pipeline: &PipelineDescriptor,
    first: &ModelError,
    all: &[(&ModelNeed, ModelError)],
) -> Failure {
    let quoted = |id: &str| format!("`{id}`");
    let ids: Vec<_> = all.iter().map(|(need, _)| quoted(need.id)).collect();
    let packed = |id: &&str| va_models::find(id).is_ok_and(|model| model.urls.is_empty());
    let packed: Vec<_> = all.iter().map(|(need, _)| need.id).filter(packed).collect();
    let id = pipeline.id;
    let mut hint =
        format!("get them on the Models page, or with `videoannotator models fetch --for {id}`");
    if !packed.is_empty() {
        let packed: Vec<_> = packed.into_iter().map(quoted).collect();
        hint = format!(
            "{hint}; {} from the model pack with `videoannotator models import FILE`",
            packed.join(", ")
        );
    }
    let message = format!("the models {} can't be used here", ids.join(", "));
    Failure::new(first.failure().code, message).hint(hint)
}

/// The model folders in the order in which they are searched.
fn shelf(
    models: &[PathBuf],
    data_root: Option<&Path>,
    runtime: Option<&Path>,
) -> (Arc<Shelf>, Option<Depot>) {
    let variable = std::env::var_os(MODELS_VARIABLE).filter(|v| !v.is_empty());
    let folders = models
        .iter()
        .cloned()
        .chain(variable.map(PathBuf::from))
        .chain(
            data_root
                .into_iter()
                .chain(runtime)
                .map(|folder| folder.join(MODELS)),
        );
    let depot = data_root.map(|root| Depot::new(root.join(MODELS)));
    let shelf = match &depot {
        Some(depot) => Shelf::remembering(folders.collect(), depot.folder().join(HASHES)),
        None => Shelf::new(folders.collect()),
    };
    (Arc::new(shelf), depot)
}

/// The runtime folder: the environment variable, beside the program, or where the installer puts it.
fn runtime_folder() -> Option<PathBuf> {
    let variable = std::env::var_os(RUNTIME_VARIABLE)
        .filter(|v| !v.is_empty())
        .map(PathBuf::from);
    let program = std::env::current_exe().ok();
    let beside = program
        .as_deref()
        .and_then(Path::parent)
        .map(Path::to_owned);
    let places = beside.into_iter().flat_map(|folder| {
        [
            folder.join("runtime"),
            folder.join("../lib/VideoAnnotator/runtime"),
            folder.join("../Resources/runtime"),
        ]
    });
    variable
        .into_iter()
        .chain(places)
        .find(|folder| folder.is_dir())
}
