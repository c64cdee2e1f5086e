//! What the graphics card is and what is left of it, asked of NVIDIA's management library. No card, no
//! driver and no library are ordinary answers here, each with its own words.

use nvml_wrapper::Nvml;
use nvml_wrapper::error::NvmlError;
use serde::Serialize;

/// The graphics card, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum GpuFacts {
    /// A card that the driver can talk to.
    Present {
        /// Name of the first card.
        name: String,
        /// Number of cards.
        count: u32,
        /// Driver version.
        driver: String,
        /// Highest CUDA version that the driver supports, for example `12.8`.
        cuda: String,
        /// Memory of the first card in bytes.
        total_bytes: u64,
        /// Free memory of the first card in bytes.
        free_bytes: u64,
    },
    /// No card that can be used.
    Absent {
        /// Why, in words.
        reason: String,
    },
}

/// Asks the driver. Takes some milliseconds; opens nothing that stays open.
pub fn facts() -> GpuFacts {
    read().unwrap_or_else(|error| GpuFacts::Absent {
        reason: words(&error),
    })
}

fn read() -> Result<GpuFacts, NvmlError> {
    let nvml = Nvml::init()?;
    let count = nvml.device_count()?;
    let device = nvml.device_by_index(0)?;
    let memory = device.memory_info()?;
    let cuda = nvml.sys_cuda_driver_version()?;
    Ok(GpuFacts::Present {
        name: device.name()?,
        count,
        driver: nvml.sys_driver_version()?,
        cuda: format!("{}.{}", cuda / 1000, cuda % 1000 / 10),
        total_bytes: memory.total,
        free_bytes: memory.free,
    })
}

fn words(error: &NvmlError) -> String {
    match error {
        NvmlError::LibloadingError(_) | NvmlError::LibraryNotFound => {
            "no NVIDIA driver is installed; everything runs on the processor".to_owned()
        }
        NvmlError::DriverNotLoaded => "the NVIDIA driver is installed but not running".to_owned(),
        NvmlError::LibRmVersionMismatch => {
            "the NVIDIA driver was updated; restart the computer".to_owned()
        }
        other => format!("the NVIDIA driver answered: {other}"),
    }
}
