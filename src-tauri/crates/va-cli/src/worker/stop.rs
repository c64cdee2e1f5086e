//! The wish to stop, of the whole worker or of single steps: set from anywhere, heard by everything that
//! registered. The first wish about a step counts.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crossbeam_channel::{Receiver, Sender, bounded};
use va_core::{Failure, PipelineId};

type Action = Box<dyn FnOnce() + Send>;

/// Why a step is to stop.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// The whole worker is to leave, and will not come back to this job.
    Cancel,
    /// The whole worker is to leave; another one goes on later.
    Suspend,
    /// The step alone is cancelled.
    CancelStep,
    /// The step reads from one that is cancelled.
    Skip(Failure),
}

/// The wish to stop.
#[derive(Default)]
pub struct Stop(Mutex<State>);

#[derive(Default)]
struct State {
    all: Option<Wish>,
    begun: bool,
    steps: HashMap<PipelineId, Wish>,
    actions: Vec<(Option<PipelineId>, Action)>,
}

impl State {
    fn wish(&self, pipeline: Option<&PipelineId>) -> Option<&Wish> {
        let own = pipeline.and_then(|pipeline| self.steps.get(pipeline));
        own.or(self.all.as_ref())
    }

    /// Takes out the actions whose time has come.
    fn due(&mut self) -> Vec<Action> {
        let actions = std::mem::take(&mut self.actions);
        let mut due = Vec::new();
        for (of, action) in actions {
            if self.wish(of.as_ref()).is_some() {
                due.push(action);
            } else {
                self.actions.push((of, action));
            }
        }
        due
    }
}

impl Stop {
    /// Asks everything to stop; whether a step may have begun. Asking again changes nothing.
    pub fn request(&self, wish: Wish) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.all.get_or_insert(wish);
        state.due().into_iter().for_each(|action| action());
        state.begun
    }

    /// The steps begin now; `false` if somebody asked everything to stop before.
    pub fn begin(&self) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.begun = state.all.is_none();
        state.begun
    }

    /// Asks these steps to stop, all of them before any of them hears it.
    pub fn request_of(&self, wishes: impl IntoIterator<Item = (PipelineId, Wish)>) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (pipeline, wish) in wishes {
            state.steps.entry(pipeline).or_insert(wish);
        }
        state.due().into_iter().for_each(|action| action());
    }

    /// Whether somebody asked everything to stop.
    pub fn requested(&self) -> bool {
        self.reason().is_some()
    }

    /// Why everything is to stop, if it is.
    pub fn reason(&self) -> Option<Wish> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.all.clone()
    }

    /// Why a step is to stop, if it is.
    pub fn of(&self, pipeline: &PipelineId) -> Option<Wish> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.wish(Some(pipeline)).cloned()
    }

    /// Has something done when somebody asks everything to stop: at once if somebody has already. An
    /// action must be short and must not ask in its turn.
    pub fn on_request(&self, action: impl FnOnce() + Send + 'static) {
        self.register(None, Box::new(action));
    }

    /// The same for one step, or everything.
    pub fn on_request_of(&self, pipeline: &PipelineId, action: impl FnOnce() + Send + 'static) {
        self.register(Some(pipeline.clone()), Box::new(action));
    }

    /// A channel that closes when the step is to stop; nothing is ever sent.
    pub fn alarm(&self, pipeline: &PipelineId) -> Receiver<()> {
        let (open, alarm): (Sender<()>, _) = bounded(0);
        self.on_request_of(pipeline, move || drop(open));
        alarm
    }

    fn register(&self, of: Option<PipelineId>, action: Action) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.wish(of.as_ref()).is_some() {
            action();
        } else {
            state.actions.push((of, action));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn an_action_that_comes_late_is_done_at_once_and_each_only_once() {
        let stop = Stop::default();
        let done = Arc::new(AtomicU32::new(0));
        let count = || {
            let done = Arc::clone(&done);
            move || {
                done.fetch_add(1, Ordering::Relaxed);
            }
        };
        stop.on_request(count());
        assert_eq!(done.load(Ordering::Relaxed), 0);
        assert!(!stop.request(Wish::Suspend), "nothing has begun");
        assert!(!stop.begin(), "and nothing will");
        stop.request(Wish::Cancel);
        stop.on_request(count());
        assert_eq!(done.load(Ordering::Relaxed), 2);
        assert_eq!(stop.reason(), Some(Wish::Suspend), "the first wish counts");
    }

    #[test]
    fn a_step_can_be_stopped_alone() {
        let stop = Stop::default();
        assert!(stop.begin());
        let (one, other) = (PipelineId::new("one"), PipelineId::new("other"));
        let (alarm, calm) = (stop.alarm(&one), stop.alarm(&other));
        stop.request_of([(one.clone(), Wish::CancelStep)]);
        let closed = |channel: &Receiver<()>| {
            channel.try_recv() == Err(crossbeam_channel::TryRecvError::Disconnected)
        };
        assert!(closed(&alarm) && !closed(&calm));
        assert_eq!(
            (stop.of(&one), stop.of(&other)),
            (Some(Wish::CancelStep), None)
        );
        assert!(!stop.requested());
        assert!(stop.request(Wish::Cancel));
        assert!(closed(&calm));
        assert_eq!(stop.of(&one), Some(Wish::CancelStep), "what was said first");
    }
}
