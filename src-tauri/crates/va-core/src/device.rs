//! Where a model computes: the execution providers that the program knows, the user's order of them, and
//! what a step obtained. No ONNX Runtime here; `va-pipelines/src/infer` turns these into sessions.

use serde::{Deserialize, Serialize};

/// An execution provider of ONNX Runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// NVIDIA GPUs.
    Cuda,
    /// GPUs of any maker through Vulkan, Metal or Direct3D 12.
    WebGpu,
    /// GPUs on Windows.
    DirectMl,
    /// Apple's GPU and neural engine.
    CoreMl,
    /// The processor: always there.
    Cpu,
}

impl Provider {
    /// Every provider, the fastest first.
    pub const ALL: [Self; 5] = [
        Self::Cuda,
        Self::WebGpu,
        Self::DirectMl,
        Self::CoreMl,
        Self::Cpu,
    ];

    /// The word in settings, files and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cuda => "cuda",
            Self::WebGpu => "webgpu",
            Self::DirectMl => "directml",
            Self::CoreMl => "coreml",
            Self::Cpu => "cpu",
        }
    }
}

/// What a step computed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceUse {
    /// The providers that were asked for, in order.
    pub asked: Vec<Provider>,
    /// The one that computed.
    pub obtained: Provider,
    /// Whether it computed with half precision.
    pub half: bool,
    /// Why the first one asked for was not obtained; `None` if it was.
    pub fallback_because: Option<String>,
}
