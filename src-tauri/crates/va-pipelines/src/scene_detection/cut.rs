//! What a detector says when it has found a cut, and the test that all three share: whether two frames
//! are far enough apart. Decided on ticks with integers, never on frame numbers.

use serde::{Deserialize, Serialize};
use va_core::TimeBase;

use super::trail::Trail;

/// How a shot begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OpensWith {
    /// The recording begins.
    Start,
    /// A camera cut.
    Cut,
    /// A fade through black.
    Fade,
}

impl OpensWith {
    /// The word in results.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Cut => "cut",
            Self::Fade => "fade",
        }
    }
}

/// A boundary between two shots. It may lie behind the frame that decided it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cut {
    /// First frame of the new shot.
    pub pts: i64,
    /// Last frame of the old shot.
    pub before: i64,
    /// Content score at the cut, if that is what decided it.
    pub score: Option<f64>,
    /// Cut or fade.
    pub kind: OpensWith,
    /// The frames from the cut up to now.
    pub since: Trail,
}

/// The shortest shot.
#[derive(Clone, Copy, Debug)]
pub(super) struct MinLength {
    micros: i128,
    base: TimeBase,
}

impl MinLength {
    /// From seconds.
    pub fn new(seconds: f64, base: TimeBase) -> Self {
        let micros = (seconds * 1e6).round() as i128;
        Self { micros, base }
    }

    /// Whether there is no shortest length at all.
    pub fn is_zero(self) -> bool {
        self.micros <= 0
    }

    /// Whether `to` comes at least the shortest length after `from`.
    pub fn met(self, from: i64, to: i64) -> bool {
        let ticks = i128::from(to) - i128::from(from);
        ticks * i128::from(self.base.num) * 1_000_000 >= self.micros * i128::from(self.base.den)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_exact_at_ntsc_rates() {
        let min = MinLength::new(0.6, TimeBase::new(1, 30_000));
        assert!(min.met(7, 18_007));
        assert!(!min.met(7, 18_006), "one tick short is short");
    }
}
