//! The hash of the recording, computed beside everything else.

use std::cell::OnceCell;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crossbeam_channel::{Receiver, bounded};
use va_core::Failure;
use va_models::sha256_file;

use super::job::{named, no_thread};
use super::stop::Stop;

/// The hash of the recording.
pub struct Hash {
    result: Receiver<Result<String, Failure>>,
    bytes: Arc<AtomicU64>,
    known: OnceCell<Result<Option<String>, Failure>>,
}

impl Hash {
    /// Starts to compute it.
    pub fn start(media: &Path, stop: &Arc<Stop>) -> Result<Self, Failure> {
        let (reply, result) = bounded(1);
        let bytes = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&bytes);
        let (media, stop) = (media.to_owned(), Arc::clone(stop));
        let compute = move || {
            let hash = sha256_file(&media, &mut |hashing| {
                counted.store(hashing.done, Ordering::Relaxed);
                if stop.requested() {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            });
            if stop.requested() {
                return;
            }
            let hash = hash.map_err(|e| e.failure());
            // a job that failed meanwhile does not wait for it
            drop(reply.send(hash));
        };
        named("hash").spawn(compute).map_err(|e| no_thread(&e))?;
        Ok(Self {
            result,
            bytes,
            known: OnceCell::new(),
        })
    }

    /// How many bytes were hashed so far.
    pub fn bytes(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes)
    }

    /// Waits for it. `None` if the worker was told to stop first.
    pub fn wait(&self) -> Result<Option<String>, Failure> {
        let wait = || {
            self.result
                .recv()
                .map_or(Ok(None), |result| result.map(Some))
        };
        self.known.get_or_init(wait).clone()
    }
}
