//! A job's status, derived from its steps and never stored on its own.

use serde::{Deserialize, Serialize};

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

#[cfg(test)]
mod tests {
    use super::*;
    use StepState::{Cancelled, Failed, Queued, Running, Skipped, Succeeded};

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
}
