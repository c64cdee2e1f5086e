//! Which of the two limits a job counts against. A job that names its device has said so; one that leaves it to
//! the program (`auto`) counts as what it will obtain. Whether `auto` obtains a graphics card here is known
//! beforehand for NVIDIA cards, and otherwise as soon as a worker has said what it got. Loads no library.

use std::path::Path;

use va_core::device::{DeviceUse, Provider};
use va_core::job::Device;
use va_core::job_config::DeviceConfig;
use va_core::pipeline::Modality;
use va_core::{PipelineId, pipelines};
use va_store::catalogue::{JobRow, Waiting};

use crate::gpu::{self, GpuFacts};
use crate::owner::Owner;
use crate::toolbox::Toolbox;

/// The part of ONNX Runtime that computes on NVIDIA cards.
const CUDA: &str = if cfg!(windows) {
    "onnxruntime_providers_cuda.dll"
} else {
    "libonnxruntime_providers_cuda.so"
};

/// Whether `auto` will obtain a graphics card, as far as that can be seen without loading the library.
pub(crate) fn expected(toolbox: &Toolbox) -> bool {
    let library = toolbox.onnxruntime();
    let built = library
        .as_deref()
        .and_then(Path::parent)
        .is_some_and(|f| f.join(CUDA).is_file());
    built && matches!(gpu::facts(), GpuFacts::Present { .. })
}

/// What a worker's word says of `auto`: nothing when the job named a device, or when the model is so small
/// that the processor was not a second choice.
pub(crate) fn learned(device: &DeviceUse) -> Option<bool> {
    if !device.asked.is_empty() {
        return None;
    }
    match device.obtained {
        Provider::Cuda | Provider::WebGpu | Provider::DirectMl | Provider::CoreMl => Some(true),
        Provider::Cpu => device.fallback_because.as_ref().map(|_| false),
    }
}

/// Whether models of a pipeline are large enough for a graphics card: those that look at the picture.
fn is_worth_it(id: &PipelineId) -> bool {
    let Some(pipeline) = pipelines::find(id.as_str()) else {
        return false;
    };
    match pipeline.modality {
        Modality::Picture => !pipeline.models.is_empty(),
        Modality::Sound => false,
    }
}

/// What a job counts as, when `auto` obtains a graphics card.
fn obtains(job: &JobRow) -> Device {
    let auto = DeviceConfig::of(&job.config).alone().asked.is_empty();
    if auto && job.steps.iter().any(|step| is_worth_it(&step.pipeline)) {
        Device::Gpu
    } else {
        job.device
    }
}

impl Owner {
    /// The entry as it counts here.
    pub(crate) fn counted(&self, mut entry: Waiting) -> Waiting {
        if self.auto_on_card
            && entry.device == Device::Cpu
            && entry.pipelines.iter().any(is_worth_it)
            && let Ok(job) = self.row(entry.id)
        {
            entry.device = obtains(&job);
        }
        entry
    }

    /// A worker says what a step computes on: from now on jobs count accordingly.
    pub(crate) fn learn_device(&mut self, device: &DeviceUse) {
        let Some(on_card) = learned(device).filter(|on_card| *on_card != self.auto_on_card) else {
            return;
        };
        self.auto_on_card = on_card;
        tracing::info!(on_card, "jobs without a device of their own count anew");
        match self.catalogue.read().waiting() {
            Ok(all) => self.take_in(all),
            Err(error) => tracing::warn!(%error, "the queue can't be read again"),
        }
        self.forecast.outdate();
    }

    /// Puts entries that wait already in their place, as they count here.
    pub(crate) fn take_in(&mut self, entries: Vec<Waiting>) {
        for entry in entries {
            if self.queue.has(entry.id) {
                let entry = self.counted(entry);
                self.queue.put(entry);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(asked: &[Provider], obtained: Provider, because: Option<&str>) -> Option<bool> {
        learned(&DeviceUse {
            asked: asked.to_vec(),
            obtained,
            half: false,
            fallback_because: because.map(str::to_owned),
            others: Vec::new(),
        })
    }

    #[test]
    fn only_what_auto_obtained_tells_what_auto_obtains() {
        assert_eq!(told(&[], Provider::WebGpu, None), Some(true));
        assert_eq!(
            told(&[], Provider::Cpu, Some("cuda: no driver")),
            Some(false)
        );
        assert_eq!(
            told(&[], Provider::Cpu, None),
            None,
            "a small model, or nothing else is there"
        );
        assert_eq!(
            told(&[Provider::Cuda], Provider::Cuda, None),
            None,
            "somebody named it"
        );
        assert_eq!(
            told(&[Provider::Cuda], Provider::Cpu, Some("no driver")),
            None
        );
    }

    #[test]
    fn models_that_look_at_the_picture_are_worth_a_card() {
        let worth = |id: &str| is_worth_it(&id.into());
        assert!(worth("person_tracking") && worth("face_analysis"));
        assert!(
            !worth("voice_activity"),
            "its model is faster on the processor"
        );
        assert!(!worth("scene_detection") && !worth("motion_energy") && !worth("unknown"));
    }
}
