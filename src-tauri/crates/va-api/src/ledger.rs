//! The network ledger: every socket that this program opens or accepts is counted, so that the window can
//! say "0 connections since start" and mean it.

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

    /// Connections since start: none leave this computer, as nothing here connects outwards; these are
    /// clients of the local API.
    pub fn connections(&self) -> u64 {
        self.accepted.load(Ordering::Relaxed)
    }
}
