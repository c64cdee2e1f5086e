//! Where samples belong: counted on while timestamps agree within 10 ms, moved where they do not. Pure.

use va_core::Millis;

/// A stretch of sound that the file leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Index of the first missing sample.
    pub from: u64,
    /// Index of the first sample after it.
    pub to: u64,
    /// The same as a time on the container's clock.
    pub start: Millis,
    /// The end as a time.
    pub end: Millis,
}

/// What to do with samples that arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Append them.
    Next,
    /// First append this many zeros.
    After(u64),
    /// Drop this many from the front; they were there before.
    Overlap(u64),
    /// So far ahead that it is no gap but another clock; append them.
    AnotherClock,
}

/// Seconds of silence that are believed: a pause of half a day is a broken clock.
const LONGEST_GAP: u64 = 12 * 3600;

/// Decides for samples whose timestamp puts them at `index`, when `count` samples are there already.
/// `index` may be negative after a clock jumps back.
pub(super) fn place(index: i64, count: u64, rate: u32) -> Place {
    let tolerance = i64::from(rate / 100);
    let ahead = index.saturating_sub(count as i64);
    if ahead.abs() <= tolerance {
        Place::Next
    } else if ahead < 0 {
        Place::Overlap(ahead.unsigned_abs())
    } else if ahead.unsigned_abs() > LONGEST_GAP * u64::from(rate) {
        Place::AnotherClock
    } else {
        Place::After(ahead.unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jitter_of_ten_milliseconds_is_no_gap() {
        assert_eq!(place(1160, 1000, 16000), Place::Next);
        assert_eq!(place(840, 1000, 16000), Place::Next);
    }

    #[test]
    fn a_gap_is_filled_and_an_overlap_dropped() {
        assert_eq!(place(41_272, 1000, 16000), Place::After(40_272));
        assert_eq!(place(-500, 1000, 16000), Place::Overlap(1500));
    }

    #[test]
    fn a_jump_of_a_day_is_another_clock() {
        assert_eq!(place(16000 * 86_400, 0, 16000), Place::AnotherClock);
        assert_eq!(place(i64::MAX, 0, 16000), Place::AnotherClock);
    }
}
