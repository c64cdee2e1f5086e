//! The graphics card: driver, memory and what uses it, asked of NVIDIA's management library. A computer without
//! one is well; a card that can't be used is not.

use std::time::Duration;

use nvml_wrapper::enums::device::UsedGpuMemory;
use nvml_wrapper::error::NvmlError;
use nvml_wrapper::{Device, Nvml};
use serde_json::{Value, json};

use super::{Check, Context, Finding};

pub(super) const CHECK: Check = Check {
    part: "gpu",
    title: "Graphics card",
    slow: false,
    limit: Duration::from_secs(20),
    run,
};

const GIB: f64 = (1_u64 << 30) as f64;
/// Less free memory than this and the models beside a job's decoder do not fit.
const LITTLE: f64 = 1.5;

fn run(_: &Context) -> Finding {
    match read() {
        Ok(driver) => found(&driver),
        Err(error) => absent(&error),
    }
}

/// What the driver says.
struct Driver {
    version: String,
    cuda: String,
    all: Vec<Card>,
}

struct Card {
    name: String,
    capability: Option<String>,
    total: f64,
    free: f64,
    processes: Vec<(u32, Option<u64>)>,
}

fn read() -> Result<Driver, NvmlError> {
    let nvml = Nvml::init()?;
    let cuda = nvml.sys_cuda_driver_version()?;
    let count = nvml.device_count()?;
    let cards = (0..count).map(|index| card(&nvml.device_by_index(index)?));
    Ok(Driver {
        version: nvml.sys_driver_version()?,
        cuda: format!("{}.{}", cuda / 1000, cuda % 1000 / 10),
        all: cards.collect::<Result<_, NvmlError>>()?,
    })
}

fn card(device: &Device<'_>) -> Result<Card, NvmlError> {
    let memory = device.memory_info()?;
    let capability = device.cuda_compute_capability().ok();
    // some drivers tell nobody but an administrator who uses the card
    let compute = device.running_compute_processes().unwrap_or_default();
    let graphics = device.running_graphics_processes().unwrap_or_default();
    let used = |used: &UsedGpuMemory| match used {
        UsedGpuMemory::Used(bytes) => Some(*bytes),
        UsedGpuMemory::Unavailable => None,
    };
    let all = compute.into_iter().chain(graphics);
    Ok(Card {
        name: device.name()?,
        capability: capability.map(|c| format!("{}.{}", c.major, c.minor)),
        total: memory.total as f64 / GIB,
        free: memory.free as f64 / GIB,
        processes: all.map(|p| (p.pid, used(&p.used_gpu_memory))).collect(),
    })
}

impl Card {
    fn json(&self, index: usize) -> Value {
        json!({
            "index": index, "name": self.name, "compute_capability": self.capability,
            "total_memory_gb": self.total, "memory_allocated_gb": self.total - self.free,
            "memory_reserved_gb": self.total - self.free, "memory_free_gb": self.free,
            "multiprocessor_count": null,
            "processes": self.processes.iter()
                .map(|(pid, bytes)| json!({ "pid": pid, "memory_bytes": bytes })).collect::<Vec<_>>(),
        })
    }
}

fn found(driver: &Driver) -> Finding {
    let Some(first) = driver.all.first() else {
        return absent(&NvmlError::NotFound);
    };
    let cards: Vec<_> = driver
        .all
        .iter()
        .enumerate()
        .map(|(n, c)| c.json(n))
        .collect();
    let finding = Finding::good(
        format!(
            "{}, {:.1} of {:.1} GB free",
            first.name, first.free, first.total
        ),
        format!("driver {}, CUDA {}", driver.version, driver.cuda),
        json!({
            "cuda_available": true, "device_count": driver.all.len(), "devices": cards,
            "cuda_version": driver.cuda, "driver_version": driver.version, "pytorch_version": null,
        }),
    );
    if first.free < LITTLE {
        let who = first.processes.iter().map(|(pid, _)| pid.to_string());
        let who: Vec<_> = who.collect();
        return finding.warn(
            format!("only {:.1} GB of the card's memory are free", first.free),
            if who.is_empty() {
                "close programs that draw or compute on the card".to_owned()
            } else {
                format!("close what uses the card: process {}", who.join(", "))
            },
        );
    }
    finding
}

fn absent(error: &NvmlError) -> Finding {
    let details = |reason: &str| {
        json!({
            "cuda_available": false, "device_count": 0, "devices": [], "cuda_version": null,
            "pytorch_version": null, "reason": reason,
        })
    };
    let none = |reason: &str| Finding::good("none", reason, details(reason));
    let ill = |reason: &str, fix: &str| none(reason).warn(reason, fix);
    match error {
        NvmlError::LibloadingError(_) | NvmlError::LibraryNotFound if has_nvidia_card() => ill(
            "an NVIDIA card is here, and its driver is not installed",
            "install NVIDIA's driver, or leave it: everything runs on the processor",
        ),
        NvmlError::LibloadingError(_) | NvmlError::LibraryNotFound => {
            none("no NVIDIA card; everything runs on the processor")
        }
        NvmlError::NotFound => {
            none("the NVIDIA driver sees no card; everything runs on the processor")
        }
        NvmlError::DriverNotLoaded => ill(
            "the NVIDIA driver is installed but not running",
            "restart the computer; if that does not help, install the driver again",
        ),
        NvmlError::LibRmVersionMismatch => ill(
            "the NVIDIA driver was updated while it ran: its two halves differ",
            "restart the computer",
        ),
        other => ill(
            &format!("the NVIDIA driver answered: {other}"),
            "restart the computer, or install the driver again",
        ),
    }
}

/// Whether a display card of NVIDIA's is in this computer, by what the bus says (Linux).
fn has_nvidia_card() -> bool {
    let Ok(devices) = std::fs::read_dir("/sys/bus/pci/devices") else {
        return false;
    };
    devices.flatten().any(|device| {
        let says =
            |file: &str| std::fs::read_to_string(device.path().join(file)).unwrap_or_default();
        says("vendor").trim() == "0x10de" && says("class").starts_with("0x03")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Status;

    #[test]
    fn no_card_is_well_and_a_card_that_cannot_be_used_is_named_with_a_fix() {
        let none = absent(&NvmlError::NotFound);
        assert_eq!(none.status, Status::Ok);
        for error in [
            NvmlError::DriverNotLoaded,
            NvmlError::LibRmVersionMismatch,
            NvmlError::NoPermission,
        ] {
            let finding = absent(&error);
            assert_eq!(finding.status, Status::Warning, "{error}");
            assert!(finding.fix.is_some_and(|fix| fix.contains("restart")));
        }
    }
}
