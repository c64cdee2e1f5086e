//! Where a decode begins after a resume. Seeking is not exact in every container, so it is checked: the
//! first frame must be the one that was asked for, else the seek goes further back, and in the end the
//! stream is decoded from its beginning.

use va_core::Millis;
use va_core::media::{MediaFacts, PtsSource, VideoFacts};

/// Seconds before the wanted frame of the first attempt; each next one doubles it.
const FIRST: i64 = 5;
/// The last one that is worth trying.
const LAST: i64 = 160;

/// One way to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attempt {
    /// Seek to this time after the container's start; `None`: from the beginning.
    pub seek: Option<Millis>,
    /// Frames before this timestamp are not delivered.
    pub from: Option<i64>,
}

impl Attempt {
    /// Whether the first frame proves that nothing was lost by seeking.
    pub(super) fn accepts(self, first: Option<i64>) -> bool {
        self.seek.is_none() || first == self.from
    }
}

/// Ways to begin at a frame, best first; the last one always works.
pub(super) fn attempts(facts: &MediaFacts, video: &VideoFacts, from: Option<i64>) -> Vec<Attempt> {
    // without times in the file a seek can't be checked
    let position = from
        .filter(|_| video.pts_source == PtsSource::Pts)
        .map(|pts| video.time_base.millis(pts) - facts.start);
    let seeks = position.into_iter().flat_map(prerolls).map(Some);
    seeks
        .chain([None])
        .map(|seek| Attempt { seek, from })
        .collect()
}

/// Times to seek to for a frame at this position after the container's start.
fn prerolls(position: Millis) -> impl Iterator<Item = Millis> {
    std::iter::successors(Some(FIRST), |seconds| Some(seconds * 2))
        .take_while(|seconds| *seconds <= LAST)
        .map(move |seconds| position - Millis(seconds * 1000))
        .take_while(|seek| seek.0 > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeks_go_further_back_until_the_beginning() {
        let seconds = |position| -> Vec<i64> {
            prerolls(Millis(position))
                .map(|seek| position - seek.0)
                .collect()
        };
        assert_eq!(seconds(30_000), [5000, 10_000, 20_000]);
        assert_eq!(seconds(5000), [0; 0], "from the beginning at once");
        assert_eq!(seconds(-7000), [0; 0]);
        assert_eq!(
            seconds(3_600_000).len(),
            6,
            "at an hour, 160 s is far enough to look"
        );
    }

    #[test]
    fn a_seek_is_believed_only_if_it_finds_the_very_frame() {
        let seek = Attempt {
            seek: Some(Millis(1)),
            from: Some(90),
        };
        assert!(seek.accepts(Some(90)));
        assert!(!seek.accepts(Some(91)) && !seek.accepts(None));
        let whole = Attempt {
            seek: None,
            from: Some(90),
        };
        assert!(whole.accepts(Some(91)), "the file may not have that frame");
    }
}
