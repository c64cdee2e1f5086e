//! The queue: who waits, in which order, as the owner keeps it in memory beside the catalogue, and as it
//! is shown. Decides nothing: `limits` says what may start, `estimate` when.

use std::collections::{BTreeMap, HashMap};

use va_core::{Failure, JobId};
use va_store::WallTime;
use va_store::catalogue::Waiting as Entry;

/// The queue as it is now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueView {
    /// Whether the user paused it. Running jobs go on.
    pub paused: bool,
    /// Why nothing starts, other than a pause: no slots, no space, a folder on the move.
    pub held: Option<Failure>,
    /// Jobs on the processor.
    pub cpu: Slots,
    /// Jobs on a graphics card.
    pub gpu: Slots,
    /// Jobs that wait, next one first.
    pub waiting: Vec<Waiting>,
}

/// How many jobs of a kind may run at once, and how many do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slots {
    /// How many may.
    pub limit: u32,
    /// How many do. More than the limit for a while after the limit was lowered.
    pub running: u32,
}

/// A job that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which.
    pub id: JobId,
    /// Its place, from 1.
    pub position: u32,
    /// When it will start, as far as measured speeds tell.
    pub estimated_start: Option<WallTime>,
}

/// The jobs that wait for a worker, in order.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    order: BTreeMap<(i64, JobId), Entry>,
    places: HashMap<JobId, i64>,
}

impl Queue {
    pub(crate) fn of(entries: Vec<Entry>) -> Self {
        let mut queue = Self::default();
        for entry in entries {
            queue.put(entry);
        }
        queue
    }

    /// Adds a job, or replaces what was known about it.
    pub(crate) fn put(&mut self, entry: Entry) {
        self.remove(entry.id);
        self.places.insert(entry.id, entry.position);
        self.order.insert((entry.position, entry.id), entry);
    }

    /// Takes a job out; whether it was in.
    pub(crate) fn remove(&mut self, id: JobId) -> bool {
        let Some(position) = self.places.remove(&id) else {
            return false;
        };
        self.order.remove(&(position, id)).is_some()
    }

    /// Whether a job waits.
    pub(crate) fn has(&self, id: JobId) -> bool {
        self.places.contains_key(&id)
    }

    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// The jobs in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.order.values()
    }

    /// A job's place, from 1.
    pub(crate) fn place(&self, id: JobId) -> Option<u32> {
        let key = (*self.places.get(&id)?, id);
        // from both ends at once: a job that was just added is the last one of thousands
        let ends = self.order.keys().zip(self.order.keys().rev());
        (1..).zip(ends).find_map(|(at, (first, last))| {
            let from_front = (*first == key).then_some(at);
            from_front.or_else(|| (*last == key).then(|| self.len() as u32 + 1 - at))
        })
    }

    /// Every job's place: cheaper than asking for each one.
    pub(crate) fn places(&self) -> HashMap<JobId, u32> {
        (1..).zip(self.iter()).map(|(at, e)| (e.id, at)).collect()
    }
}

#[cfg(test)]
mod tests {
    use va_core::job::Device;

    use super::*;

    fn entry(position: i64) -> Entry {
        Entry {
            id: JobId::new(),
            position,
            device: Device::Cpu,
            crashes: 0,
            next_try_at: None,
            length: None,
            pipelines: Vec::new(),
        }
    }

    #[test]
    fn every_place_is_found_from_either_end() {
        let entries: Vec<_> = (0..9).map(entry).collect();
        let queue = Queue::of(entries.clone());
        let places = entries.iter().map(|e| queue.place(e.id).unwrap());
        assert!(places.eq(1..=9));
        assert_eq!(queue.places().len(), 9);
    }

    #[test]
    fn places_follow_the_order_and_close_up() {
        let entries = [entry(5), entry(2), entry(9)];
        let [five, two, nine] = entries.clone().map(|e| e.id);
        let mut queue = Queue::of(entries.to_vec());
        assert_eq!(queue.place(five), Some(2));
        let moved = Entry {
            position: 1,
            ..entries[2].clone()
        };
        queue.put(moved);
        assert_eq!(queue.place(nine), Some(1), "a job is in the queue once");
        assert_eq!(queue.len(), 3);
        assert!(queue.remove(two) && !queue.remove(two));
        assert_eq!(queue.places(), [(nine, 1), (five, 2)].into());
        assert_eq!(queue.place(two), None);
    }
}
