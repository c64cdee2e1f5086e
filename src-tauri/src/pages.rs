//! Which page is in the window, and which of its calls are on their way. A reloaded page has a new id:
//! what its predecessor left running is cancelled, and late calls of it are refused. Calls are kept by
//! page and number, since numbers start at 1 again with every page. Only [`crate::door`] uses it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

use crate::door::DoorError;

/// Pages and aborts that are remembered; a late call is at most a few pages late.
const REMEMBERED: usize = 64;

type Key = (String, u64);

/// The pages and their calls.
#[derive(Clone, Debug, Default)]
pub struct Pages(Arc<Mutex<Register>>);

#[derive(Debug, Default)]
struct Register {
    now: String,
    gone: VecDeque<String>,
    calls: HashMap<Key, CancellationToken>,
    /// Aborts that overtook their call.
    early: VecDeque<Key>,
}

/// A call on its way. Dropping it forgets the call.
#[derive(Debug)]
pub struct Call {
    pages: Pages,
    key: Key,
    stop: CancellationToken,
}

impl Call {
    /// Resolves when the page aborts the call or is gone.
    pub async fn aborted(&self) {
        self.stop.cancelled().await;
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.pages.register().calls.remove(&self.key);
    }
}

impl Pages {
    /// Registers a call. A page that was never seen takes the window over from the one before.
    pub fn begin(&self, page: &str, id: u64) -> Result<Call, DoorError> {
        let mut register = self.register();
        if register.gone.iter().any(|gone| gone == page) {
            return Err(DoorError::PageGone);
        }
        if register.now != page {
            register.turn(page);
        }
        let key = (page.to_owned(), id);
        if register.calls.contains_key(&key) {
            return Err(DoorError::Twice(id));
        }
        let stop = CancellationToken::new();
        if let Some(at) = register.early.iter().position(|early| *early == key) {
            register.early.remove(at);
            stop.cancel();
        }
        register.calls.insert(key.clone(), stop.clone());
        let pages = self.clone();
        Ok(Call { pages, key, stop })
    }

    /// Aborts a call: its future is dropped, as when a client hangs up. One that has ended stays ended.
    pub fn abort(&self, page: &str, id: u64) {
        let mut register = self.register();
        let key = (page.to_owned(), id);
        match register.calls.get(&key) {
            Some(stop) => stop.cancel(),
            None => remember(&mut register.early, key),
        }
    }

    fn register(&self) -> MutexGuard<'_, Register> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Register {
    fn turn(&mut self, page: &str) {
        let old = std::mem::replace(&mut self.now, page.to_owned());
        for stop in self.calls.values() {
            stop.cancel();
        }
        remember(&mut self.gone, old);
    }
}

fn remember<T>(queue: &mut VecDeque<T>, item: T) {
    if queue.len() == REMEMBERED {
        queue.pop_front();
    }
    queue.push_back(item);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stopped(call: &Call) -> bool {
        call.stop.is_cancelled()
    }

    #[test]
    fn a_reload_cancels_what_the_old_page_left_running() {
        let pages = Pages::default();
        let old = pages.begin("a", 1).unwrap();
        let new = pages.begin("b", 1).unwrap();
        assert!(stopped(&old), "nobody is there to read it");
        assert!(
            !stopped(&new),
            "the same number on a new page is another call"
        );
    }

    #[test]
    fn a_late_call_of_a_gone_page_is_refused() {
        let pages = Pages::default();
        drop(pages.begin("a", 1).unwrap());
        drop(pages.begin("b", 1).unwrap());
        assert!(matches!(pages.begin("a", 2), Err(DoorError::PageGone)));
    }

    #[test]
    fn an_abort_stops_only_its_own_call() {
        let pages = Pages::default();
        let (one, two) = (pages.begin("a", 1).unwrap(), pages.begin("a", 2).unwrap());
        pages.abort("a", 1);
        assert!(stopped(&one) && !stopped(&two));
    }

    #[test]
    fn an_abort_that_overtakes_its_call_still_stops_it() {
        let pages = Pages::default();
        pages.abort("a", 5);
        assert!(stopped(&pages.begin("a", 5).unwrap()));
    }

    #[test]
    fn a_call_is_forgotten_when_it_ends() {
        let pages = Pages::default();
        drop(pages.begin("a", 1).unwrap());
        assert!(pages.register().calls.is_empty());
        assert!(pages.begin("a", 1).is_ok());
    }

    #[test]
    fn a_number_that_is_in_use_is_refused() {
        let pages = Pages::default();
        let _first = pages.begin("a", 1).unwrap();
        assert!(matches!(pages.begin("a", 1), Err(DoorError::Twice(1))));
    }

    #[test]
    fn memory_of_pages_and_aborts_is_bounded() {
        let pages = Pages::default();
        for n in 0..1000 {
            drop(pages.begin(&n.to_string(), 1).unwrap());
            pages.abort("nobody", n);
        }
        let register = pages.register();
        assert!(register.gone.len() <= REMEMBERED && register.early.len() <= REMEMBERED);
    }
}
