//! The adaptive detector: `PySceneDetect` 0.7 `AdaptiveDetector`. A cut is a change that is several times
//! larger than those of the frames around it, so that steady camera movement is none. It decides a few
//! frames late, because it needs the frames after.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::cut::{Cut, MinLength, OpensWith};
use super::trail::Trail;

/// What makes a change a cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct AdaptiveRule {
    /// How many times its neighbours' mean it must be.
    pub ratio: f64,
    /// Frames on each side that count as neighbours, at least 1.
    pub window: usize,
    /// Score that it must have at least.
    pub min_change: f64,
}

/// Where the detector stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Adaptive {
    /// The last `2 * window + 1` frames: PTS and bits of the score.
    recent: VecDeque<(i64, u64)>,
    /// Last cut; before there is one, the first frame.
    last_cut: Option<i64>,
}

impl Adaptive {
    /// The next frame with its score.
    pub fn frame(
        &mut self,
        pts: i64,
        score: f64,
        rule: AdaptiveRule,
        min: MinLength,
    ) -> Option<Cut> {
        let last_cut = *self.last_cut.get_or_insert(pts);
        let needed = 2 * rule.window + 1;
        self.recent.push_back((pts, score.to_bits()));
        if self.recent.len() > needed {
            self.recent.pop_front();
        }
        if self.recent.len() < needed {
            return None;
        }
        let (target, score) = (
            self.recent[rule.window].0,
            f64::from_bits(self.recent[rule.window].1),
        );
        if !(score >= rule.min_change
            && self.ratio(rule, score) >= rule.ratio
            && min.met(last_cut, target))
        {
            return None;
        }
        self.last_cut = Some(target);
        Some(Cut {
            pts: target,
            before: self.recent[rule.window - 1].0,
            score: Some(score),
            kind: OpensWith::Cut,
            since: Trail::of(self.recent.iter().skip(rule.window).map(|&(pts, _)| pts))?,
        })
    }

    /// The target's score divided by the mean of its neighbours, at most 255.
    fn ratio(&self, rule: AdaptiveRule, score: f64) -> f64 {
        let neighbours = self.recent.iter().enumerate();
        let sum: f64 = neighbours
            .filter(|&(i, _)| i != rule.window)
            .map(|(_, &(_, bits))| f64::from_bits(bits))
            .sum();
        let mean = sum / (2.0 * rule.window as f64);
        if mean.abs() < 0.000_01 {
            // the caller has checked that the score is large enough
            255.0
        } else {
            (score / mean).min(255.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use va_core::TimeBase;

    const RULE: AdaptiveRule = AdaptiveRule {
        ratio: 3.0,
        window: 2,
        min_change: 15.0,
    };

    fn cuts(scores: &[f64]) -> Vec<Cut> {
        let min = MinLength::new(0.6, TimeBase::new(1, 10));
        let mut detector = Adaptive::default();
        (0..)
            .zip(scores)
            .filter_map(|(i, &score)| detector.frame(i, score, RULE, min))
            .collect()
    }

    #[test]
    fn a_peak_over_its_neighbours_is_a_cut() {
        let mut scores = [8.0; 30];
        scores[12] = 40.0;
        let found = cuts(&scores);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].pts, found[0].before), (12, 11));
        assert_eq!(found[0].since, Trail::of([12, 13, 14]).unwrap());
    }

    #[test]
    fn steady_movement_is_no_cut() {
        let mut scores = [1.0; 30];
        scores[10..20].fill(60.0);
        assert!(cuts(&scores).is_empty());
    }

    #[test]
    fn a_peak_in_perfect_stillness_is_a_cut_only_if_large_enough() {
        let mut scores = [0.0; 30];
        scores[12] = 14.9;
        assert!(cuts(&scores).is_empty());
        scores[12] = 15.0;
        assert_eq!(cuts(&scores).len(), 1);
    }
}
