//! The network ledger: every address that this program listens on and every client of the API is counted, so
//! that the window can say "0 connections since start" and mean it. The window's own player is not counted.
//! Requests to other computers, which only downloads of models make, are counted where they are made.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Counts of sockets since the program started.
#[derive(Debug, Default)]
pub struct Ledger {
    listeners: AtomicU64,
    accepted: AtomicU64,
    answered: AtomicU64,
    answering_us: AtomicU64,
}

impl Ledger {
    /// A listener was bound, on loopback.
    pub fn listening(&self) {
        self.listeners.fetch_add(1, Ordering::Relaxed);
    }

    /// A client connected to the API's listener.
    pub fn accepted(&self) {
        self.accepted.fetch_add(1, Ordering::Relaxed);
    }

    /// A request was answered after this time.
    pub fn answer(&self, took: Duration) {
        self.answered.fetch_add(1, Ordering::Relaxed);
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.answering_us.fetch_add(took, Ordering::Relaxed);
    }

    /// Requests answered since start, and the mean time that one took, in seconds.
    pub fn answered(&self) -> (u64, f64) {
        let answered = self.answered.load(Ordering::Relaxed);
        let took = self.answering_us.load(Ordering::Relaxed) as f64 / 1e6;
        (
            answered,
            if answered == 0 {
                0.0
            } else {
                took / answered as f64
            },
        )
    }

    /// Listeners bound since start.
    pub fn listeners(&self) -> u64 {
        self.listeners.load(Ordering::Relaxed)
    }

    /// Connections of clients of the local API since start.
    pub fn connections(&self) -> u64 {
        self.accepted.load(Ordering::Relaxed)
    }
}
