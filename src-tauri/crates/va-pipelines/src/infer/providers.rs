//! Execution providers: which ones there are here, how a session gets one, and what happens when it does not.
//! A provider that was asked for by name is obtained or an error; never silently another one.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use ort::ep::{self, ExecutionProvider};
use ort::session::Session;
use ort::session::builder::SessionBuilder;
use va_core::device::{DeviceUse, DeviceWish, Provider};

use super::fit;
use super::runtime::{Plan, Runtime};
use crate::pipeline::PipelineError;

/// The name under which the `WebGPU` plugin offers its devices.
const WEBGPU: &str = "WebGpuExecutionProvider";

/// Whether the library was built with a provider (the plugin: whether its file is beside the library). It may
/// still not work: for want of a driver, a card, or further libraries.
pub(super) fn present(runtime: &Runtime, provider: Provider) -> bool {
    match provider {
        Provider::Cuda => ep::CUDA::is_available().unwrap_or(false),
        Provider::WebGpu => plugin(runtime.path()).is_some(),
        Provider::DirectMl => ep::DirectML::is_available().unwrap_or(false),
        Provider::CoreMl => ep::CoreML::is_available().unwrap_or(false),
        Provider::Cpu => true,
    }
}

/// Whether a provider has a way of computing with half precision that it takes as an option: CUDA cuts the
/// factors of products to 10 binary places (TensorFloat-32), Core ML adds up in half precision.
pub(super) fn can_halve(provider: Provider) -> bool {
    match provider {
        Provider::Cuda | Provider::CoreMl => true,
        Provider::WebGpu | Provider::DirectMl | Provider::Cpu => false,
    }
}

/// Opens a session on the first provider of the plan that works. `commit` reads the model for a provider.
pub(super) fn open(
    runtime: &Runtime,
    model: &str,
    plan: &Plan,
    commit: impl Fn(Provider, &mut SessionBuilder) -> ort::Result<Session>,
) -> Result<(Session, DeviceUse), PipelineError> {
    let mut refused: Vec<String> = Vec::new();
    for provider in candidates(runtime, plan) {
        let half = plan.device.half && can_halve(provider);
        match attempt(runtime, provider, half, plan.threads, &commit) {
            Ok(session) => {
                let device = DeviceUse {
                    asked: plan.device.asked.clone(),
                    obtained: provider,
                    half,
                    fallback_because: (!refused.is_empty()).then(|| refused.join("; ")),
                    others: Vec::new(),
                };
                return Ok((session, device));
            }
            Err(error) => {
                if let Some(unfit) = fit::refusal(model, &error) {
                    return Err(unfit);
                }
                if provider == Provider::Cpu {
                    return Err(super::runtime::inference(model, &error));
                }
                refused.push(format!("{} can't be used: {error}", provider.word()));
            }
        }
    }
    Err(PipelineError::Device {
        asked: plan.device.words(),
        reason: refused.join("; "),
    })
}

/// The providers to try, in order.
fn candidates(runtime: &Runtime, plan: &Plan) -> Vec<Provider> {
    let DeviceWish {
        asked, fallback, ..
    } = &plan.device;
    if asked.is_empty() {
        let worth = |p: &Provider| *p == Provider::Cpu || (!plan.small && present(runtime, *p));
        return Provider::ALL.into_iter().filter(worth).collect();
    }
    let mut order = asked.clone();
    if *fallback && !order.contains(&Provider::Cpu) {
        order.push(Provider::Cpu);
    }
    order
}

fn attempt(
    runtime: &Runtime,
    provider: Provider,
    half: bool,
    threads: usize,
    commit: impl Fn(Provider, &mut SessionBuilder) -> ort::Result<Session>,
) -> ort::Result<Session> {
    let builder = runtime.builder(threads)?;
    let mut builder = match provider {
        Provider::Cpu => builder,
        Provider::Cuda => {
            let cuda = ep::CUDA::default().with_tf32(half);
            builder.with_execution_providers([cuda.build().error_on_failure()])?
        }
        Provider::DirectMl => builder
            // its own page demands both
            .with_memory_pattern(false)?
            .with_parallel_execution(false)?
            .with_execution_providers([ep::DirectML::default().build().error_on_failure()])?,
        Provider::CoreMl => {
            let core_ml = ep::CoreML::default().with_low_precision_accumulation_on_gpu(half);
            builder.with_execution_providers([core_ml.build().error_on_failure()])?
        }
        Provider::WebGpu => with_plugin(runtime, builder)?,
    };
    commit(provider, &mut builder)
}

/// The plugin's file, if it lies beside the library.
fn plugin(library: &Path) -> Option<PathBuf> {
    let name = if cfg!(windows) {
        "onnxruntime_providers_webgpu.dll"
    } else if cfg!(target_os = "macos") {
        "libonnxruntime_providers_webgpu.dylib"
    } else {
        "libonnxruntime_providers_webgpu.so"
    };
    let path = library.parent()?.join(name);
    path.is_file().then_some(path)
}

fn with_plugin(runtime: &Runtime, builder: SessionBuilder) -> ort::Result<SessionBuilder> {
    /// A library is registered once in a process.
    static REGISTERED: OnceLock<Result<(), String>> = OnceLock::new();
    let register = || {
        let path = plugin(runtime.path())
            .ok_or("the plugin `onnxruntime_providers_webgpu` does not lie beside the library")?;
        let environment = runtime.environment();
        environment
            .register_ep_library("webgpu", path)
            .map_err(|e| e.to_string())
    };
    REGISTERED
        .get_or_init(register)
        .clone()
        .map_err(ort::Error::new)?;
    let environment = runtime.environment().clone();
    let mut devices = environment
        .devices()
        .filter(|d| d.ep().is_ok_and(|name| name == WEBGPU));
    // several cards: the first one, so that a run is on one
    let Some(device) = devices.next() else {
        return Err(ort::Error::new("it found no graphics card"));
    };
    Ok(builder.with_devices([device], None)?)
}
