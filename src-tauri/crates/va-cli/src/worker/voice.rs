//! What the worker says: events, one JSON line each, written by one thread, so that lines never mix. Says
//! that it is still there when there is nothing else to say.

use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{RecvTimeoutError, Sender, unbounded};
use va_core::worker::WorkerEvent;

/// Silence after which it says that it is still there.
const PAUSE: Duration = Duration::from_secs(1);

/// Says events. Share it by reference.
pub struct Voice {
    events: Sender<Option<WorkerEvent>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Voice {
    /// Starts the thread that writes.
    pub fn start() -> Self {
        let (events, inbox) = unbounded::<Option<WorkerEvent>>();
        let write = move || {
            let mut out = std::io::stdout().lock();
            loop {
                let event = match inbox.recv_timeout(PAUSE) {
                    Ok(Some(event)) => event,
                    Err(RecvTimeoutError::Timeout) => WorkerEvent::Alive,
                    Ok(None) | Err(RecvTimeoutError::Disconnected) => return,
                };
                let line = serde_json::to_string(&event).unwrap_or_default();
                if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
                    // whoever listened is gone; the end of our input will stop us
                    return;
                }
            }
        };
        let thread = std::thread::Builder::new()
            .name("voice".into())
            .spawn(write)
            .ok();
        Self {
            events,
            thread: Mutex::new(thread),
        }
    }

    /// Says an event. Never waits.
    pub fn say(&self, event: WorkerEvent) {
        // without its thread nobody listens
        drop(self.events.send(Some(event)));
    }

    /// Waits until everything is said.
    pub fn finish(&self) {
        drop(self.events.send(None));
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = thread {
            // a panic while writing has nothing left to say
            drop(thread.join());
        }
    }
}
