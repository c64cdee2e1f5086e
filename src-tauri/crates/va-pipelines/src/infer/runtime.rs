//! The ONNX Runtime library, loaded once a process: the library allows a single environment, which must
//! outlive every session. Called by the builders of pipelines with a model, and by diagnostics.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ort::environment::Environment;
use ort::logging::LogLevel;
use ort::session::Session;
use ort::session::builder::GraphOptimizationLevel;

use crate::pipeline::PipelineError;

/// The loaded library. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Runtime {
    environment: Environment,
    path: PathBuf,
}

/// Keeps the library from preparing reports to its maker; whoever starts a worker sets it.
const NO_TELEMETRY: &str = "ORT_DISABLE_TELEMETRY";

static LOADED: Mutex<Option<Runtime>> = Mutex::new(None);

impl Runtime {
    /// Loads the library, or returns the one that this process has loaded already, wherever it came from.
    /// Fails if the file is not there, is no ONNX Runtime, or is older than 1.22.
    pub fn load(path: &Path) -> Result<Self, PipelineError> {
        // held while loading: a second caller must wait, as the library can't be loaded twice
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(runtime) = loaded.as_ref() {
            return Ok(runtime.clone());
        }
        let refused = |reason: String| PipelineError::Runtime {
            path: path.display().to_string(),
            reason,
        };
        if !path.is_file() {
            return Err(refused("there is no such file".into()));
        }
        if std::env::var_os(NO_TELEMETRY).is_none_or(|value| value != "1") {
            // `with_telemetry(false)` comes too late: the library has made an id by then
            return Err(refused(format!(
                "{NO_TELEMETRY}=1 is not set, so it would report its use"
            )));
        }
        let environment = ort::init_from(path)
            .map_err(|e| refused(e.to_string()))?
            .with_name("videoannotator")
            .with_telemetry(false)
            .build()
            .map_err(|e| refused(e.to_string()))?;
        // below this level the library formats a line for every node of every run
        environment.set_log_level(LogLevel::Warning);
        let runtime = Self {
            environment,
            path: path.to_owned(),
        };
        Ok(loaded.insert(runtime).clone())
    }

    /// The file that was loaded.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the library says about its own build: version, commit, compiler.
    pub fn build_info(&self) -> &'static str {
        ort::info()
    }

    /// A session on the CPU from a model file, for those who fill and run it themselves; [`super::Model`]
    /// does both. `model` is its name for people, `threads` at least 1.
    pub fn session(
        &self,
        model: &str,
        path: &Path,
        threads: usize,
    ) -> Result<Session, PipelineError> {
        if !path.is_file() {
            return Err(PipelineError::ModelMissing {
                model: model.to_owned(),
            });
        }
        self.build(threads, |builder| builder.commit_from_file(path))
            .map_err(|e| inference(model, &e))
    }

    /// A session on the CPU from a model in memory. `model` is its name for people.
    pub(super) fn session_from_memory(
        &self,
        model: &str,
        bytes: &[u8],
    ) -> Result<Session, PipelineError> {
        self.build(1, |builder| builder.commit_from_memory(bytes))
            .map_err(|e| inference(model, &e))
    }

    fn build(
        &self,
        threads: usize,
        commit: impl FnOnce(&mut ort::session::builder::SessionBuilder) -> ort::Result<Session>,
    ) -> ort::Result<Session> {
        let mut builder = Session::builder(&self.environment)?
            .with_optimization_level(GraphOptimizationLevel::Level3)?
            .with_intra_threads(threads.max(1))?
            .with_inter_threads(1)?;
        commit(&mut builder)
    }
}

/// The error of a model that did not load or run.
pub(super) fn inference(model: &str, why: &ort::Error) -> PipelineError {
    PipelineError::Inference {
        model: model.to_owned(),
        reason: why.to_string(),
    }
}
