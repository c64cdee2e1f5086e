//! Time as the stream tells it. A presentation timestamp (PTS) is an integer number of ticks of the
//! stream's time base; everything that leaves the program is integer milliseconds made from it here,
//! once, by exact integer arithmetic. Nothing in this project computes a time from a frame number.

use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// Whole milliseconds on the container's own clock (absolute: the first frame need not be at 0).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    /// Seconds as a float, for formats that want them. Exact to the millisecond below 2^43 s.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

impl Add for Millis {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Millis {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl fmt::Display for Millis {
    /// `h:mm:ss.mmm`, with a minus sign before negative times.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let ms = self.0.unsigned_abs();
        let (h, m, s, ms) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
        write!(f, "{sign}{h}:{m:02}:{s:02}.{ms:03}")
    }
}

/// Seconds per tick as a fraction, for example 1/30000. Both parts are positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TimeBase {
    /// Numerator, at least 1.
    pub num: u32,
    /// Denominator, at least 1.
    pub den: u32,
}

impl TimeBase {
    /// A time base; zero parts become 1, so that a broken file can't divide by zero.
    pub fn new(num: u32, den: u32) -> Self {
        Self {
            num: num.max(1),
            den: den.max(1),
        }
    }

    /// The time of a tick in milliseconds, rounded to the nearest (halves away from negative infinity).
    pub fn millis(self, pts: i64) -> Millis {
        let scaled = i128::from(pts) * i128::from(self.num) * 1000;
        let den = i128::from(self.den);
        Millis((scaled + den / 2).div_euclid(den) as i64)
    }

    /// The time of a tick in seconds.
    pub fn seconds(self, pts: i64) -> f64 {
        pts as f64 * f64::from(self.num) / f64::from(self.den)
    }

    /// The first tick at or after a time.
    pub fn pts_at_or_after(self, time: Millis) -> i64 {
        let scaled = i128::from(time.0) * i128::from(self.den);
        let unit = 1000 * i128::from(self.num);
        (-(-scaled).div_euclid(unit)) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn display_is_readable() {
        assert_eq!(Millis(3_723_004).to_string(), "1:02:03.004");
        assert_eq!(Millis(-1500).to_string(), "-0:00:01.500");
    }

    proptest! {
        #[test]
        fn millis_is_within_half_a_millisecond(pts in -1_000_000_000_i64..1_000_000_000, num in 1u32..2000, den in 1u32..200_000) {
            let base = TimeBase::new(num, den);
            let exact = base.seconds(pts) * 1000.0;
            prop_assert!((base.millis(pts).0 as f64 - exact).abs() <= 0.5 + exact.abs() * 1e-12 + 1e-6);
        }

        #[test]
        fn first_tick_is_not_before_the_time(ms in -1_000_000i64..1_000_000, num in 1u32..2000, den in 1u32..200_000) {
            let base = TimeBase::new(num, den);
            let pts = base.pts_at_or_after(Millis(ms));
            let ticks = |p: i64| i128::from(p) * i128::from(num) * 1000;
            prop_assert!(ticks(pts) >= i128::from(ms) * i128::from(den));
            prop_assert!(ticks(pts - 1) < i128::from(ms) * i128::from(den));
        }
    }
}
