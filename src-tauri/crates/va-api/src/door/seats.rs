//! Who is connected. A connection that asks nothing may be sent away when there is no room for a new one, the
//! one that has been quiet longest first; one that is being answered never is.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tokio_util::sync::CancellationToken;

/// The part of the quiet ones that goes at once, so that not every newcomer looks through all of them.
const SHARE: usize = 64;

/// Everybody who is connected.
#[derive(Debug)]
pub(super) struct Seats {
    most: usize,
    began: Instant,
    next: AtomicU64,
    taken: Mutex<HashMap<u64, Arc<Seat>>>,
}

/// One connection.
#[derive(Debug)]
pub(super) struct Seat {
    number: u64,
    began: Instant,
    requests: AtomicUsize,
    quiet_since: AtomicU64,
    /// Ends when the connection is sent away.
    pub(super) leave: CancellationToken,
}

/// A request that is being answered; ends with the last byte of its answer.
#[derive(Debug)]
pub(super) struct Asking(Arc<Seat>);

impl Seats {
    /// Room for so many.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            began: Instant::now(),
            next: AtomicU64::new(0),
            taken: Mutex::default(),
        }
    }

    /// A seat for a newcomer; `None` when everybody is being answered.
    pub(super) fn take(&self) -> Option<Arc<Seat>> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.len() >= self.most && !send_away(&mut taken) {
            return None;
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let seat = Arc::new(Seat {
            number,
            began: self.began,
            requests: AtomicUsize::new(0),
            quiet_since: AtomicU64::new(0),
            leave: CancellationToken::new(),
        });
        seat.now_quiet();
        taken.insert(number, Arc::clone(&seat));
        Some(seat)
    }

    /// Sends quiet connections away because the system gives no more.
    pub(super) fn make_room(&self) {
        send_away(&mut self.taken.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Its connection is gone.
    pub(super) fn give_back(&self, seat: &Seat) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.remove(&seat.number);
    }
}

/// Whether somebody went.
fn send_away(taken: &mut HashMap<u64, Arc<Seat>>) -> bool {
    let mut quiet: Vec<_> = taken
        .values()
        .filter(|seat| seat.is_quiet())
        .map(|seat| (seat.quiet_since.load(Ordering::Relaxed), seat.number))
        .collect();
    let going = (quiet.len() / SHARE).max(1).min(quiet.len());
    quiet.sort_unstable();
    for (_, number) in quiet.iter().take(going) {
        if let Some(seat) = taken.remove(number) {
            seat.leave.cancel();
        }
    }
    going > 0
}

impl Seat {
    /// A request of this connection begins.
    pub(super) fn ask(self: &Arc<Self>) -> Asking {
        self.requests.fetch_add(1, Ordering::AcqRel);
        Asking(Arc::clone(self))
    }

    /// Whether no request is being answered.
    pub(super) fn is_quiet(&self) -> bool {
        self.requests.load(Ordering::Acquire) == 0
    }

    fn now_quiet(&self) {
        let since = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.quiet_since.store(since, Ordering::Relaxed);
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.0.now_quiet();
        self.0.requests.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quietest_one_makes_room_and_one_that_is_answered_never_does() {
        let seats = Seats::new(2);
        let first = seats.take().unwrap();
        let second = seats.take().unwrap();
        let asking = first.ask();
        let third = seats.take().unwrap();
        assert!(!first.leave.is_cancelled());
        assert!(second.leave.is_cancelled());
        let also = third.ask();
        assert!(seats.take().is_none(), "both are being answered");
        drop((asking, also));
        assert!(seats.take().is_some());
        assert!(first.is_quiet() && first.leave.is_cancelled());
        seats.give_back(&third);
        seats.give_back(&third);
        assert_eq!(seats.taken.lock().unwrap().len(), 1);
    }
}
