//! When a checkpoint is due: about every ten seconds of media time, so that at most that much is done
//! twice after a crash. Counts the recording's time, never the wall clock, so runs are repeatable.

use va_core::Millis;

const INTERVAL: Millis = Millis(10_000);

/// Says when the next checkpoint is due.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CheckpointClock {
    last: Option<Millis>,
}

impl CheckpointClock {
    /// A clock that starts at the first time it sees, or at a checkpoint.
    pub fn new(resumed_at: Option<Millis>) -> Self {
        Self { last: resumed_at }
    }

    /// Whether a checkpoint is due at this time; if so, the interval starts anew.
    pub fn due(&mut self, now: Millis) -> bool {
        let last = *self.last.get_or_insert(now);
        let due = now - last >= INTERVAL;
        if due {
            self.last = Some(now);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_is_due_every_ten_seconds_of_media_time() {
        let mut clock = CheckpointClock::new(None);
        let due: Vec<i64> = (0..100)
            .map(|i| 3000 + i * 333)
            .filter(|&t| clock.due(Millis(t)))
            .collect();
        assert_eq!(due, [13_323, 23_646, 33_969]);
    }
}
