//! Times as text, by integer arithmetic only: a float printed as a time can be one millisecond off, and
//! `60.000` seconds in a cue destroys it. Also the one rule for times that a format can't hold.

use serde::Serialize;
use serde_json::value::RawValue;
use va_core::Millis;

use crate::note::{NoteCode, Notes};

/// Seconds with three decimals, exact: `-1500` ms is `-1.500`.
pub fn seconds_3(time: Millis) -> String {
    let sign = if time.0 < 0 { "-" } else { "" };
    let ms = time.0.unsigned_abs();
    format!("{sign}{}.{:03}", ms / 1000, ms % 1000)
}

/// A `WebVTT` time, `HH:MM:SS.mmm`, hours always present and as many digits as needed. Negative times
/// don't exist there: they become 0, so cut them first and say so.
pub fn cue_time(time: Millis) -> String {
    let ms = time.0.max(0);
    let (h, m, s, ms) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    format!("{h:02}:{m:02}:{s:02}.{ms:03}")
}

/// An interval that a format without negative times and without empty intervals can hold: cut at 0, left
/// out (`None`) if nothing of it is after 0, at least 1 ms long. Each change is counted.
pub(crate) fn positive_span(
    start: Millis,
    end: Millis,
    notes: &mut Notes,
) -> Option<(Millis, Millis)> {
    if end < Millis(0) || (end == Millis(0) && start < Millis(0)) {
        notes.count(NoteCode::LeftOutBeforeZero);
        return None;
    }
    let mut from = start;
    if from < Millis(0) {
        notes.count(NoteCode::CutAtZero);
        from = Millis(0);
    }
    if end <= from {
        notes.count(NoteCode::LengthenedToOneMillisecond);
        return Some((from, Millis(from.0.saturating_add(1))));
    }
    Some((from, end))
}

/// A time as a JSON number of seconds with three decimals, without a float in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seconds(pub Millis);

impl Serialize for Seconds {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(seconds_3(self.0))
            .map_err(serde::ser::Error::custom)?
            .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_minute_is_never_sixty_seconds() {
        assert_eq!(cue_time(Millis(59_999)), "00:00:59.999");
        assert_eq!(cue_time(Millis(60_000)), "00:01:00.000");
        assert_eq!(cue_time(Millis(360_000_000)), "100:00:00.000");
    }

    #[test]
    fn an_interval_before_zero_is_cut_or_left_out_and_both_are_counted() {
        let mut notes = Notes::default();
        assert_eq!(positive_span(Millis(-9), Millis(-1), &mut notes), None);
        assert_eq!(positive_span(Millis(-9), Millis(0), &mut notes), None);
        let cut = positive_span(Millis(-9), Millis(5), &mut notes);
        assert_eq!(cut, Some((Millis(0), Millis(5))));
        let long = positive_span(Millis(7), Millis(7), &mut notes);
        assert_eq!(long, Some((Millis(7), Millis(8))));
        let counted: Vec<_> = notes.list().iter().map(|n| (n.code, n.count)).collect();
        assert_eq!(
            counted,
            [
                (NoteCode::CutAtZero, 1),
                (NoteCode::LeftOutBeforeZero, 2),
                (NoteCode::LengthenedToOneMillisecond, 1)
            ]
        );
    }

    proptest! {
        #[test]
        fn seconds_read_back_as_the_same_milliseconds(ms in any::<i64>()) {
            let text = seconds_3(Millis(ms));
            let digits: String = text.chars().filter(|c| *c != '.').collect();
            prop_assert_eq!(digits.parse::<i64>().unwrap(), ms);
            prop_assert_eq!(text.len() - text.find('.').unwrap(), 4);
        }

        #[test]
        fn json_seconds_are_the_same_text(ms in -100_000_000_000_i64..100_000_000_000) {
            let text = serde_json::to_string(&Seconds(Millis(ms))).unwrap();
            prop_assert_eq!(text, seconds_3(Millis(ms)));
        }

        #[test]
        fn a_span_that_is_kept_is_positive(start in -5000i64..5000, length in 0i64..5000) {
            if let Some((from, to)) = positive_span(Millis(start), Millis(start + length), &mut Notes::default()) {
                prop_assert!(from >= Millis(0) && to > from);
                prop_assert!(start < 0 || from.0 == start, "nothing is shifted");
            }
        }
    }
}
