//! The content detector: `PySceneDetect` 0.7 `ContentDetector` with its `FlashFilter` in merge mode. A
//! change at or above the threshold is a cut, unless it comes too soon after the last one: then all
//! changes of the flicker are merged into one cut at the last of them.

use serde::{Deserialize, Serialize};

use super::cut::{Cut, MinLength, OpensWith};
use super::trail::Trail;
use crate::exact::f64_bits;

/// Where the detector stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Content {
    previous: Option<i64>,
    /// Last frame at or above the threshold; before there is one, the first frame.
    last_above: Option<i64>,
    /// Merging is off until a first cut was found.
    may_merge: bool,
    merging: Option<Merge>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Merge {
    /// Where it began.
    start: i64,
    /// The last change so far: where the cut will be.
    last: i64,
    before: i64,
    #[serde(with = "f64_bits")]
    score: f64,
    since: Trail,
}

impl Content {
    /// The next frame with its score.
    pub fn frame(&mut self, pts: i64, score: f64, threshold: f64, min: MinLength) -> Option<Cut> {
        let above = score >= threshold;
        let before = self.previous.replace(pts).unwrap_or(pts);
        let here = |above: bool| {
            above.then(|| Cut {
                pts,
                before,
                score: Some(score),
                kind: OpensWith::Cut,
                since: Trail::from(pts),
            })
        };
        if min.is_zero() {
            return here(above);
        }
        let last_above = *self.last_above.get_or_insert(pts);
        let far_enough = min.met(last_above, pts);
        if above {
            self.last_above = Some(pts);
        }
        let Some(merge) = &mut self.merging else {
            if above && !far_enough && self.may_merge {
                self.merging = Some(Merge {
                    start: pts,
                    last: pts,
                    before,
                    score,
                    since: Trail::from(pts),
                });
            }
            let cut = here(above && far_enough);
            self.may_merge |= cut.is_some();
            return cut;
        };
        if above {
            (merge.last, merge.before, merge.score) = (pts, before, score);
            merge.since = Trail::from(pts);
            return None;
        }
        merge.since.push(pts);
        if !(far_enough && min.met(merge.start, merge.last)) {
            return None;
        }
        self.merging.take().map(|merge| Cut {
            pts: merge.last,
            before: merge.before,
            score: Some(merge.score),
            kind: OpensWith::Cut,
            since: merge.since,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use va_core::TimeBase;

    /// Cuts for frames at 10 per second of which those in `above` change.
    fn cuts(frames: i64, above: &[i64], seconds: f64) -> Vec<i64> {
        let min = MinLength::new(seconds, TimeBase::new(1, 10));
        let mut detector = Content::default();
        let score = |i: i64| if above.contains(&i) { 50.0 } else { 1.0 };
        (0..frames)
            .filter_map(|i| detector.frame(i, score(i), 27.0, min))
            .map(|cut| cut.pts)
            .collect()
    }

    #[test]
    fn a_change_after_the_shortest_length_is_a_cut() {
        assert_eq!(cuts(60, &[20, 40], 0.6), [20, 40]);
    }

    #[test]
    fn a_change_too_near_the_start_is_no_cut() {
        assert_eq!(cuts(60, &[3, 40], 0.6), [40]);
    }

    #[test]
    fn a_flicker_is_merged_into_its_last_change() {
        // PySceneDetect 0.7.2: FlashFilter(MERGE, 0.6 s) gives 20 and 31 for these frames
        assert_eq!(cuts(60, &[20, 22, 24, 27, 31], 0.6), [20, 31]);
        assert_eq!(
            cuts(60, &[20, 22, 24], 0.6),
            [20],
            "a flicker shorter than the shortest shot adds no cut"
        );
    }

    #[test]
    fn without_a_shortest_length_every_change_is_a_cut() {
        assert_eq!(cuts(9, &[3, 4, 5], 0.0), [3, 4, 5]);
    }

    #[test]
    fn a_merged_cut_names_the_frame_before_it() {
        let min = MinLength::new(0.6, TimeBase::new(1, 10));
        let mut detector = Content::default();
        let above = [20, 22, 31];
        let score = |i: i64| if above.contains(&i) { 50.0 } else { 1.0 };
        let cuts: Vec<_> = (0..60)
            .filter_map(|i| detector.frame(i, score(i), 27.0, min))
            .collect();
        assert_eq!((cuts[1].pts, cuts[1].before), (31, 30));
        assert_eq!(cuts[1].since, Trail::of(31..=37).unwrap());
    }
}
