//! The state machine of a step (one pipeline of one job). States change only through
//! [`StepState::on`], which is total: each pair of state and event is written out, so a new state or
//! event does not compile until every pair is decided.

use serde::{Deserialize, Serialize};

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Waiting for a worker, for the first time or after an interruption.
    Queued,
    /// A worker is on it.
    Running,
    /// Finished; its results are complete.
    Succeeded,
    /// Stopped by an error; what it had committed stays and is labelled partial.
    Failed,
    /// Stopped by the user; final.
    Cancelled,
    /// Not applicable to this video (no sound, say); final, with a recorded reason.
    Skipped,
}

/// What can happen to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepEvent {
    /// A worker took it up.
    Start,
    /// It finished.
    Succeed,
    /// It stopped with an error.
    Fail,
    /// The user cancelled it or its job.
    Cancel,
    /// It does not apply to this video.
    Skip,
    /// The worker or the whole program went away; it goes on from its checkpoint.
    Interrupt,
    /// The user or the retry policy asks for another try.
    Retry,
}

/// An event that a state does not allow. The state stays as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a step that is {from:?} can't {event:?}")]
pub struct IllegalTransition {
    /// The state that refused.
    pub from: StepState,
    /// The event that it refused.
    pub event: StepEvent,
}

impl StepState {
    /// The state after an event, or the refusal. Cancelled, succeeded and skipped are final.
    pub fn on(self, event: StepEvent) -> Result<Self, IllegalTransition> {
        use StepEvent as E;
        use StepState as S;
        let refused = Err(IllegalTransition { from: self, event });
        match (self, event) {
            (S::Queued, E::Start) => Ok(S::Running),
            (S::Queued, E::Fail) | (S::Running, E::Fail) => Ok(S::Failed),
            (S::Queued, E::Cancel) | (S::Running, E::Cancel) => Ok(S::Cancelled),
            (S::Queued, E::Skip) | (S::Running, E::Skip) => Ok(S::Skipped),
            (S::Queued, E::Interrupt) | (S::Running, E::Interrupt) | (S::Failed, E::Retry) => {
                Ok(S::Queued)
            }
            (S::Running, E::Succeed) => Ok(S::Succeeded),
            (S::Queued, E::Succeed | E::Retry)
            | (S::Running, E::Start | E::Retry)
            | (S::Failed, E::Start | E::Succeed | E::Fail | E::Cancel | E::Skip | E::Interrupt)
            | (
                S::Succeeded,
                E::Start | E::Succeed | E::Fail | E::Cancel | E::Skip | E::Interrupt | E::Retry,
            )
            | (
                S::Cancelled,
                E::Start | E::Succeed | E::Fail | E::Cancel | E::Skip | E::Interrupt | E::Retry,
            )
            | (
                S::Skipped,
                E::Start | E::Succeed | E::Fail | E::Cancel | E::Skip | E::Interrupt | E::Retry,
            ) => refused,
        }
    }

    /// Whether nothing more will happen to it without the user.
    pub fn is_final(self) -> bool {
        match self {
            Self::Queued | Self::Running => false,
            Self::Succeeded | Self::Failed | Self::Cancelled | Self::Skipped => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: [StepState; 6] = [
        StepState::Queued,
        StepState::Running,
        StepState::Succeeded,
        StepState::Failed,
        StepState::Cancelled,
        StepState::Skipped,
    ];
    const EVENTS: [StepEvent; 7] = [
        StepEvent::Start,
        StepEvent::Succeed,
        StepEvent::Fail,
        StepEvent::Cancel,
        StepEvent::Skip,
        StepEvent::Interrupt,
        StepEvent::Retry,
    ];

    #[test]
    fn cancelled_succeeded_and_skipped_are_never_left() {
        for state in [
            StepState::Cancelled,
            StepState::Succeeded,
            StepState::Skipped,
        ] {
            for event in EVENTS {
                assert!(state.on(event).is_err(), "{state:?} must refuse {event:?}");
            }
        }
    }

    #[test]
    fn every_unfinished_step_can_be_cancelled() {
        for state in STATES {
            assert_eq!(
                state.on(StepEvent::Cancel).is_ok(),
                !state.is_final(),
                "{state:?}"
            );
        }
    }

    #[test]
    fn only_a_running_step_succeeds() {
        for state in STATES {
            assert_eq!(
                state.on(StepEvent::Succeed).is_ok(),
                state == StepState::Running
            );
        }
    }

    #[test]
    fn an_interrupted_step_waits_again() {
        assert_eq!(
            StepState::Running.on(StepEvent::Interrupt),
            Ok(StepState::Queued)
        );
    }
}
