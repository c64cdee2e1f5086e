//! The ONNX Runtime library, loaded once a process: the library allows a single environment, which must
//! outlive every session. Called by the builders of pipelines with a model, and by diagnostics.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ort::LoadDynamicError;
use ort::environment::Environment;
use ort::logging::LogLevel;
use ort::session::Session;
use ort::session::builder::{GraphOptimizationLevel, SessionBuilder};
use va_core::device::{DeviceUse, DeviceWish, Provider};

use super::{providers, rewrite};
use crate::pipeline::PipelineError;

/// Bytes of the largest model file that is read whole to be written anew; a larger one is
/// taken as it is.
const REWRITTEN: u64 = 64 << 20;

/// The loaded library. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Runtime {
    environment: Environment,
    path: PathBuf,
}

/// How a session is made.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Threads that one run may use, at least 1.
    pub threads: usize,
    /// What it is to compute on.
    pub device: DeviceWish,
    /// Whether the model is so small that the processor is the fastest device for it.
    pub small: bool,
}

impl Plan {
    /// On the processor.
    pub fn processor(threads: usize) -> Self {
        let device = DeviceWish {
            asked: vec![Provider::Cpu],
            ..DeviceWish::default()
        };
        Self {
            threads,
            device,
            small: false,
        }
    }
}

/// Keeps the library from preparing reports to its maker; whoever starts a worker sets it.
const NO_TELEMETRY: &str = "ORT_DISABLE_TELEMETRY";

static LOADED: Mutex<Option<Runtime>> = Mutex::new(None);

impl Runtime {
    /// Loads the library, or returns the one that this process has loaded already, wherever it came from.
    /// Fails if the file is not there, is no ONNX Runtime, is older than 1.22, or is for another computer.
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
            .map_err(|e| unusable(path, &e))?
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

    /// The library's one environment.
    pub(super) fn environment(&self) -> &Environment {
        &self.environment
    }

    /// A session from a model file, for those who fill and run it themselves ([`super::Model`] does both), and
    /// what it computes on. `model` is its name for people.
    pub fn session(
        &self,
        model: &str,
        path: &Path,
        plan: &Plan,
    ) -> Result<(Session, DeviceUse), PipelineError> {
        if !path.is_file() {
            return Err(PipelineError::ModelMissing {
                model: model.to_owned(),
            });
        }
        providers::open(self, model, plan, |provider, builder| {
            let rewritten = (provider == Provider::Cpu).then(|| for_processor(path));
            match rewritten.flatten() {
                Some(model) => builder.commit_from_memory(&model),
                None => builder.commit_from_file(path),
            }
        })
    }

    /// A session from a model in memory. `model` is its name for people.
    pub(super) fn session_from_memory(
        &self,
        model: &str,
        bytes: &[u8],
        plan: &Plan,
    ) -> Result<(Session, DeviceUse), PipelineError> {
        providers::open(self, model, plan, |_, builder| {
            builder.commit_from_memory(bytes)
        })
    }

    /// A session to be, with everything but its device.
    pub(super) fn builder(&self, threads: usize) -> ort::Result<SessionBuilder> {
        Ok(Session::builder(&self.environment)?
            .with_optimization_level(GraphOptimizationLevel::Level3)?
            .with_intra_threads(threads.max(1))?
            .with_inter_threads(1)?
            // threads that wait for work by spinning take the cores from the decoder and the other steps
            .with_intra_op_spinning(false)?)
    }
}

/// A small model in the words that the processor is fastest with, if it has others.
fn for_processor(path: &Path) -> Option<Vec<u8>> {
    if path.metadata().ok()?.len() > REWRITTEN {
        return None;
    }
    rewrite::without_prelu(&std::fs::read(path).ok()?)
}

/// What it means that a file which is there does not load.
fn unusable(path: &Path, error: &LoadDynamicError) -> PipelineError {
    let reason = match error {
        LoadDynamicError::BadVersion { version_str, .. } => {
            format!("it is version {version_str}, too old: 1.22 is the oldest one that works")
        }
        LoadDynamicError::MissingApi { .. } | LoadDynamicError::InvalidVersionString => {
            "it is another library, not ONNX Runtime".to_owned()
        }
        LoadDynamicError::Dlopen { error, .. } => {
            let words = with_causes(error);
            if ANOTHER_COMPUTER.iter().any(|sign| words.contains(sign)) {
                format!(
                    "it was built for another kind of processor or system, or is damaged ({words})"
                )
            } else {
                words
            }
        }
    };
    PipelineError::RuntimeUnusable {
        path: path.display().to_string(),
        reason,
    }
}

/// An error with what is behind it.
fn with_causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |words, cause| {
        format!("{words}: {cause}")
    })
}

/// What the systems' loaders say of a file for another processor.
const ANOTHER_COMPUTER: [&str; 7] = [
    "wrong ELF class",
    "invalid ELF header",
    "file too short",
    "cannot open shared object file",
    "incompatible architecture",
    "not a mach-o file",
    "not a valid Win32 application",
];

/// The error of a model that did not load or run.
pub(super) fn inference(model: &str, why: &ort::Error) -> PipelineError {
    PipelineError::Inference {
        model: model.to_owned(),
        reason: why.to_string(),
    }
}
