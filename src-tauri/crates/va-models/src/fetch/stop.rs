//! A way to stop a download from another thread, at once, also while it waits for the network.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ureq::Agent;

/// Stops a download. Copies stop the same one.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    state: Mutex<State>,
    told: Condvar,
}

#[derive(Debug, Default)]
struct State {
    stopped: bool,
    agent: Option<Agent>,
}

impl Stop {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stops: what waits or reads ends now.
    pub fn stop(&self) {
        let agent = {
            let mut state = self.state();
            state.stopped = true;
            state.agent.take()
        };
        self.0.told.notify_all();
        if let Some(agent) = agent {
            agent.shutdown();
        }
    }

    /// Whether it was stopped.
    pub fn is_stopped(&self) -> bool {
        self.state().stopped
    }

    /// Says which connections end with it. False when it was stopped before.
    pub(crate) fn guard(&self, agent: &Agent) -> bool {
        let mut state = self.state();
        if !state.stopped {
            state.agent = Some(agent.clone());
        }
        !state.stopped
    }

    /// Waits so long, or until it is stopped: then true.
    pub(crate) fn wait(&self, long: Duration) -> bool {
        let deadline = Instant::now() + long;
        let mut state = self.state();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if state.stopped || left.is_zero() {
                return state.stopped;
            }
            let waited = self.0.told.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
