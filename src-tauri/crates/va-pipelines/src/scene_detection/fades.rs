//! Fades to and from black. [`Threshold`] is `PySceneDetect` 0.7 `ThresholdDetector` (floor method, fade
//! bias 0): a cut in the middle of each stretch of black. [`Fades`] marks the stretches themselves.

use serde::{Deserialize, Serialize};

use super::cut::{Cut, MinLength, OpensWith};
use super::trail::Trail;

/// Where the threshold detector stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Threshold {
    previous: Option<i64>,
    /// The frame that ended the last fade; before there is one, the first frame.
    last_cut: Option<i64>,
    black: Option<Black>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Black {
    since: Trail,
    start: i64,
    before: i64,
}

impl Threshold {
    /// The next frame with its brightness.
    pub fn frame(&mut self, pts: i64, brightness: f64, level: f64, min: MinLength) -> Option<Cut> {
        let before = self.previous.replace(pts).unwrap_or(pts);
        let last_cut = *self.last_cut.get_or_insert(pts);
        if brightness < level {
            match &mut self.black {
                Some(black) => black.since.push(pts),
                None => {
                    self.black = Some(Black {
                        since: Trail::from(pts),
                        start: pts,
                        before,
                    });
                }
            }
            return None;
        }
        let mut black = self.black.take()?;
        if !min.met(last_cut, pts) {
            return None;
        }
        self.last_cut = Some(pts);
        black.since.push(pts);
        // between two middle frames the reference takes the even one, counted from the first black frame
        let frames = black.since.frames() - 1;
        let later = i64::from(frames % 4 == 3);
        let middle = black.start + (pts - black.start) / 2 + later;
        let split = black.since.nearest(middle, i64::MAX)?;
        Some(Cut {
            pts: split,
            before: black.since.before(split).unwrap_or(black.before),
            score: None,
            kind: OpensWith::Fade,
            since: black.since.starting_at(split),
        })
    }
}

/// Which side of a fade is in the recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FadeKind {
    /// Out to black and in again.
    OutIn,
    /// The recording begins black.
    In,
    /// The recording ends black.
    Out,
}

impl FadeKind {
    /// The word in results.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OutIn => "out_in",
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

/// A stretch of black.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fade {
    /// First black frame.
    pub start: i64,
    /// First frame that is not black, or the end of the recording.
    pub end: i64,
    /// Which side is in the recording.
    pub kind: FadeKind,
}

/// Watches for stretches of black.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Fades {
    begun: bool,
    /// First black frame, and whether it is the first of all.
    black: Option<(i64, bool)>,
}

impl Fades {
    /// The next frame with its brightness.
    pub fn frame(&mut self, pts: i64, brightness: f64, level: f64) -> Option<Fade> {
        let first = !std::mem::replace(&mut self.begun, true);
        if brightness < level {
            self.black.get_or_insert((pts, first));
            return None;
        }
        let (start, at_start) = self.black.take()?;
        let kind = if at_start {
            FadeKind::In
        } else {
            FadeKind::OutIn
        };
        Some(Fade {
            start,
            end: pts,
            kind,
        })
    }

    /// The recording ends here.
    pub fn finish(&mut self, end: i64) -> Option<Fade> {
        let (start, _) = self.black.take()?;
        Some(Fade {
            start,
            end,
            kind: FadeKind::Out,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use va_core::TimeBase;

    fn brightness(frame: i64) -> f64 {
        match frame {
            0..5 | 40..51 | 80.. => 2.0,
            _ => 90.0,
        }
    }

    #[test]
    fn the_cut_of_a_fade_lies_in_the_middle_of_its_black() {
        let min = MinLength::new(0.6, TimeBase::new(1, 10));
        let mut detector = Threshold::default();
        let cuts: Vec<_> = (0..90)
            .filter_map(|i| detector.frame(i, brightness(i), 12.0, min))
            .collect();
        assert_eq!(
            cuts.len(),
            1,
            "the black at the beginning is too short for a shot of its own"
        );
        assert_eq!((cuts[0].pts, cuts[0].before), (46, 45));
        assert_eq!(cuts[0].since, Trail::of(46..=51).unwrap());
    }

    #[test]
    fn between_two_middle_frames_the_even_one_is_the_cut() {
        for (black, expected) in [(1, 40), (3, 42), (5, 42), (7, 44)] {
            let min = MinLength::new(0.6, TimeBase::new(1, 10));
            let level = |i: i64| {
                if (40..40 + black).contains(&i) {
                    2.0
                } else {
                    90.0
                }
            };
            let mut detector = Threshold::default();
            let cut = (0..90).find_map(|i| detector.frame(i, level(i), 12.0, min));
            assert_eq!(cut.unwrap().pts, expected, "{black} black frames");
        }
    }

    #[test]
    fn every_stretch_of_black_is_marked_once() {
        let mut fades = Fades::default();
        let mut found: Vec<_> = (0..90)
            .filter_map(|i| fades.frame(i, brightness(i), 12.0))
            .collect();
        found.extend(fades.finish(90));
        let words: Vec<_> = found
            .iter()
            .map(|f| (f.start, f.end, f.kind.as_str()))
            .collect();
        assert_eq!(words, [(0, 5, "in"), (40, 51, "out_in"), (80, 90, "out")]);
    }
}
