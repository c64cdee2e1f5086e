//! Numbered events for whoever listens. Each event is numbered, kept in a ring and sent under one lock,
//! so a listener that reconnects with the last id it saw misses nothing and sees nothing twice; one that
//! comes too late, or from another run, is told to read everything again.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::watch;
use va_core::JobId;

use crate::diagnostics::SelfTest;
use crate::models::ModelView;
use crate::queue::QueueView;
use crate::view::JobView;

/// Waiting jobs that a [`EventKind::Queue`] names at most.
pub const TOLD: usize = 500;

/// What happened.
#[derive(Clone, Debug)]
pub enum EventKind {
    /// A job changed its state or was created.
    JobUpdate(Arc<JobView>),
    /// A running job got further.
    JobProgress(Arc<JobView>),
    /// A job was deleted.
    JobRemoved(JobId),
    /// Order, pause, limits or estimates of the queue changed. At most once a second, and with the first
    /// [`TOLD`] waiting jobs only.
    Queue(Arc<QueueView>),
    /// Settings of the program changed.
    Settings,
    /// A token was made, revoked or has ended.
    Tokens,
    /// The API's listener was opened or closed, or could not be opened.
    Access,
    /// A model was installed, removed or verified, or its download got further: at most four times a second.
    Model(Arc<ModelView>),
    /// The self-test got further.
    SelfTest(Arc<SelfTest>),
    /// The listener has missed events: it must read everything again.
    Reset,
}

/// An event with its number, counted from 1 in each run of the engine.
#[derive(Clone, Debug)]
pub struct Event {
    /// The number.
    pub seq: u64,
    /// What happened.
    pub kind: EventKind,
}

/// The hub: where events are published and listened to.
#[derive(Debug)]
pub struct Hub {
    epoch: u64,
    capacity: usize,
    ring: Mutex<Ring>,
    latest: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Ring {
    published: u64,
    events: VecDeque<Arc<Event>>,
}

impl Hub {
    /// A hub that remembers the last `capacity` events. `epoch` tells this run from others.
    pub fn new(capacity: usize, epoch: u64) -> Self {
        Self {
            epoch,
            capacity,
            ring: Mutex::default(),
            latest: watch::Sender::new(0),
        }
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Publishes an event to everybody who listens.
    pub fn publish(&self, kind: EventKind) {
        let mut ring = self.ring();
        ring.published += 1;
        let event = Arc::new(Event {
            seq: ring.published,
            kind,
        });
        ring.events.push_back(event);
        if ring.events.len() > self.capacity {
            ring.events.pop_front();
        }
        self.latest.send_replace(ring.published);
    }

    /// The id of an event on the wire, `<epoch>-<seq>`.
    pub fn id(&self, seq: u64) -> String {
        format!("{}-{seq}", self.epoch)
    }

    /// The number of the newest event.
    pub fn latest(&self) -> u64 {
        *self.latest.borrow()
    }

    /// Events after the one with this id, then those to come. Without an id: those to come. The first
    /// value is the number from which the stream goes on, for a listener that is cut off before its first
    /// event.
    pub fn subscribe(
        self: &Arc<Self>,
        last: Option<&str>,
    ) -> (u64, impl Stream<Item = Arc<Event>> + Send + use<>) {
        let watching = self.latest.subscribe();
        let now = self.latest();
        let (seen, reset) = match last.map(|id| self.parse(id)) {
            None => (now, false),
            Some(Some(seq)) if seq <= now => (seq, false),
            Some(_) => (now, true),
        };
        let hub = Arc::clone(self);
        let stream = unfold(
            (hub, watching, seen, reset),
            |(hub, mut watching, seen, reset)| async move {
                if reset {
                    let event = Arc::new(Event {
                        seq: seen,
                        kind: EventKind::Reset,
                    });
                    return Some((event, (hub, watching, seen, false)));
                }
                loop {
                    if let Some(event) = hub.after(seen) {
                        let seq = event.seq;
                        return Some((event, (hub, watching, seq, false)));
                    }
                    watching.changed().await.ok()?;
                }
            },
        );
        (seen, stream)
    }

    /// The event after this number, or a reset when it has been forgotten.
    fn after(&self, seen: u64) -> Option<Arc<Event>> {
        let ring = self.ring();
        if seen >= ring.published {
            return None;
        }
        let first = ring.events.front().map_or(ring.published + 1, |e| e.seq);
        if seen + 1 < first {
            return Some(Arc::new(Event {
                seq: ring.published,
                kind: EventKind::Reset,
            }));
        }
        ring.events.get((seen + 1 - first) as usize).cloned()
    }

    fn parse(&self, id: &str) -> Option<u64> {
        let (epoch, seq) = id.split_once('-')?;
        (epoch.parse::<u64>().ok()? == self.epoch).then(|| seq.parse().ok())?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::StreamExt;

    fn removed() -> EventKind {
        EventKind::JobRemoved(JobId::new())
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn reconnecting_loses_nothing_and_repeats_nothing() {
        let hub = Arc::new(Hub::new(100_000, 7));
        let publisher = Arc::clone(&hub);
        let thread =
            std::thread::spawn(move || (0..20_000).for_each(|_| publisher.publish(removed())));
        let mut last = hub.id(0);
        let mut want = 1;
        while want <= 20_000 {
            let (_, stream) = hub.subscribe(Some(&last));
            let mut stream = Box::pin(stream);
            for _ in 0..377 {
                let event = stream.next().await.unwrap();
                assert_eq!(event.seq, want, "no gap and no repetition");
                last = hub.id(want);
                want += 1;
                if want > 20_000 {
                    break;
                }
            }
        }
        thread.join().unwrap();
    }

    #[tokio::test]
    async fn too_old_foreign_and_garbled_ids_are_told_to_read_again() {
        let hub = Arc::new(Hub::new(4, 7));
        (0..10).for_each(|_| hub.publish(removed()));
        for id in ["7-2", "6-9", "x", "7-999"] {
            let (_, stream) = hub.subscribe(Some(id));
            let event = Box::pin(stream).next().await.unwrap();
            assert!(matches!(event.kind, EventKind::Reset), "{id}");
            assert_eq!(event.seq, 10, "after a reset the listener goes on from now");
        }
        let (from, stream) = hub.subscribe(Some("7-6"));
        assert_eq!((from, Box::pin(stream).next().await.unwrap().seq), (6, 7));
    }
}
