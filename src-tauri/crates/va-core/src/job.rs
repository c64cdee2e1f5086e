//! A job's status, derived from its steps and never stored on its own.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::device::{DeviceWish, Provider};
use crate::job_config::StepConfig;
use crate::step::StepState;

/// The status of a job, in the words of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobStatus {
    /// No step has been taken up, or the job waits for a worker again after an interruption.
    Pending,
    /// A worker is on it.
    Running,
    /// Every step has ended and at least one gave a result (or was not applicable).
    Completed,
    /// Every step failed.
    Failed,
    /// The user stopped it; final.
    Cancelled,
}

impl JobStatus {
    /// The status that follows from the states of the job's steps. A job with a cancelled step and no
    /// step left to do is cancelled; one without steps is completed.
    pub fn of(steps: &[StepState]) -> Self {
        let any = |wanted: StepState| steps.contains(&wanted);
        if any(StepState::Running) {
            Self::Running
        } else if any(StepState::Queued) {
            Self::Pending
        } else if any(StepState::Cancelled) {
            Self::Cancelled
        } else if any(StepState::Failed) && !any(StepState::Succeeded) {
            Self::Failed
        } else {
            Self::Completed
        }
    }

    /// Whether nothing more will happen to it without the user.
    pub fn is_final(self) -> bool {
        match self {
            Self::Pending | Self::Running => false,
            Self::Completed | Self::Failed | Self::Cancelled => true,
        }
    }

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What a job computes on: which of the two limits it counts against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Device {
    /// The processor.
    Cpu,
    /// A graphics card.
    Gpu,
}

impl Device {
    /// What a configuration asks for: a `device` of the whole job or of one of its pipelines that names a
    /// graphics card. `auto` and everything else is the processor, which is always there.
    pub fn asked(config: &Value, steps: &[StepConfig]) -> Self {
        let names_gpu = |value: Option<&Value>| {
            let word = value.and_then(Value::as_str).unwrap_or_default();
            let asked = DeviceWish::providers(word).unwrap_or_default();
            word.to_ascii_lowercase().starts_with("cuda:")
                || asked.iter().any(|provider| *provider != Provider::Cpu)
        };
        let steps = steps.iter().map(|step| step.settings.0.get("device"));
        if std::iter::once(config.get("device"))
            .chain(steps)
            .any(names_gpu)
        {
            Self::Gpu
        } else {
            Self::Cpu
        }
    }

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Gpu => "gpu",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use StepState::{Cancelled, Failed, Queued, Running, Skipped, Succeeded};
    use serde_json::json;

    #[test]
    fn status_follows_from_the_steps() {
        assert_eq!(JobStatus::of(&[Queued, Succeeded]), JobStatus::Pending);
        assert_eq!(JobStatus::of(&[Running, Queued]), JobStatus::Running);
        assert_eq!(JobStatus::of(&[Succeeded, Cancelled]), JobStatus::Cancelled);
        assert_eq!(JobStatus::of(&[Failed, Failed]), JobStatus::Failed);
        assert_eq!(
            JobStatus::of(&[Failed, Succeeded]),
            JobStatus::Completed,
            "partial success"
        );
        assert_eq!(JobStatus::of(&[Skipped, Succeeded]), JobStatus::Completed);
    }

    #[test]
    fn a_graphics_card_is_used_only_when_it_is_named() {
        for (config, device) in [
            (json!({}), Device::Cpu),
            (json!(null), Device::Cpu),
            (json!({"device": "auto"}), Device::Cpu),
            (json!({"device": "CUDA:0"}), Device::Gpu),
            (json!({"device": "gpu"}), Device::Gpu),
            (json!({"device": "webgpu"}), Device::Gpu),
            (json!({"device": "cpu"}), Device::Cpu),
        ] {
            assert_eq!(Device::asked(&config, &[]), device, "{config}");
        }
    }
}
