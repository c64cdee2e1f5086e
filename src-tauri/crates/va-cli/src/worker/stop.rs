//! The wish to stop: set once, from anywhere, and heard by everything that registered.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

type Action = Box<dyn Fn() + Send>;

/// The wish to stop.
#[derive(Default)]
pub struct Stop {
    requested: AtomicBool,
    actions: Mutex<Vec<Action>>,
}

impl Stop {
    /// Asks everything to stop. Asking again changes nothing.
    pub fn request(&self) {
        let mut actions = self.actions.lock().unwrap_or_else(PoisonError::into_inner);
        self.requested.store(true, Ordering::Release);
        actions.drain(..).for_each(|action| action());
    }

    /// Whether somebody asked.
    pub fn requested(&self) -> bool {
        self.requested.load(Ordering::Acquire)
    }

    /// Has something done when somebody asks: at once if somebody has already.
    pub fn on_request(&self, action: impl Fn() + Send + 'static) {
        let mut actions = self.actions.lock().unwrap_or_else(PoisonError::into_inner);
        if self.requested() {
            action();
        } else {
            actions.push(Box::new(action));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::AtomicU32;

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
        stop.request();
        stop.request();
        stop.on_request(count());
        assert_eq!(done.load(Ordering::Relaxed), 2);
    }
}
