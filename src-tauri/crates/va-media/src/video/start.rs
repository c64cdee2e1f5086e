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
    let mut ways = Vec::new();
    // without times in the file a seek can't be checked
    if let Some(pts) = from.filter(|_| video.pts_source == PtsSource::Pts) {
        let position = video.time_base.millis(pts) - facts.start;
        let mut preroll = FIRST;
        while preroll <= LAST {
            let seek = position - Millis(preroll * 1000);
            if seek.0 <= 0 {
                break;
            }
            ways.push(Attempt {
                seek: Some(seek),
                from,
            });
            preroll *= 2;
        }
    }
    ways.push(Attempt { seek: None, from });
    ways
}
