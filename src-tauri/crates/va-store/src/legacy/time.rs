//! The server's times. It stored them without a zone: Python's own clock reading, which is local time and
//! always has a fraction, or `SQLite`'s `CURRENT_TIMESTAMP`, which is UTC and never has one.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::WallTime;

/// The zone of this computer, which is taken for the server's.
pub(super) fn here() -> TimeZone {
    TimeZone::system()
}

/// A stored time. One with a zone of its own is taken at its word.
pub(super) fn read(text: &str, zone: &TimeZone) -> Option<WallTime> {
    let text = text.trim();
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(WallTime(time.as_millisecond()));
    }
    let time: DateTime = text.parse().ok()?;
    let zone = if text.contains('.') {
        zone.clone()
    } else {
        TimeZone::UTC
    };
    let zoned: Zoned = time.to_zoned(zone).ok()?;
    Some(WallTime(zoned.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_with_a_fraction_is_local_and_one_without_is_utc() {
        let east = TimeZone::fixed(jiff::tz::offset(2));
        for (text, expected) in [
            ("2026-11-22 15:04:05.678000", "2026-11-22T13:04:05.678Z"),
            ("2026-11-22T15:04:05.678901", "2026-11-22T13:04:05.678Z"),
            ("2026-11-22 15:04:05.000000", "2026-11-22T13:04:05.000Z"),
            ("2026-11-22 15:04:05", "2026-11-22T15:04:05.000Z"),
            ("2026-11-22T15:04:05Z", "2026-11-22T15:04:05.000Z"),
            (" 2026-11-22T15:04:05.5+01:00", "2026-11-22T14:04:05.500Z"),
        ] {
            let time = read(text, &east).unwrap();
            assert_eq!(time.to_string(), expected, "{text}");
        }
        for text in ["", "yesterday", "2026-13-01 00:00:00", "1763820000"] {
            assert_eq!(read(text, &east), None, "{text}");
        }
    }
}
