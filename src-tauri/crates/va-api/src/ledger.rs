//! The network ledger: every socket that this program listens on or accepts is counted, so that the window
//! can say "0 connections since start" and mean it. Requests to other computers, which only downloads of
//! models make, are counted where they are made.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts of sockets since the program started.
#[derive(Debug, Default)]
pub struct Ledger {
    listeners: AtomicU64,
    accepted: AtomicU64,
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

    /// Listeners bound since start.
    pub fn listeners(&self) -> u64 {
        self.listeners.load(Ordering::Relaxed)
    }

    /// Connections of clients of the local API since start.
    pub fn connections(&self) -> u64 {
        self.accepted.load(Ordering::Relaxed)
    }
}
