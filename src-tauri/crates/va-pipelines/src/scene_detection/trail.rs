//! The timestamps of the frames of a stretch of video in bounded memory: all of them up to 256 frames,
//! then every second, fourth, ... one. Lets a shot's middle frame be named without keeping every PTS.

use serde::{Deserialize, Serialize};

const CAPACITY: usize = 256;

/// Timestamps in order of arrival, thinned evenly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Trail {
    points: Vec<i64>,
    /// One of how many frames is kept; a power of two.
    stride: u64,
    seen: u64,
}

impl Trail {
    /// A trail that begins with this frame.
    pub fn from(pts: i64) -> Self {
        let mut trail = Self {
            points: Vec::new(),
            stride: 1,
            seen: 0,
        };
        trail.push(pts);
        trail
    }

    /// A trail of all these frames.
    pub fn of(frames: impl IntoIterator<Item = i64>) -> Option<Self> {
        let mut frames = frames.into_iter();
        let mut trail = Self::from(frames.next()?);
        frames.for_each(|pts| trail.push(pts));
        Some(trail)
    }

    /// The next frame.
    pub fn push(&mut self, pts: i64) {
        if self.seen.is_multiple_of(self.stride) {
            if self.points.len() == CAPACITY {
                let mut index = 0;
                self.points.retain(|_| {
                    index += 1;
                    index % 2 == 1
                });
                self.stride *= 2;
            }
            if self.seen.is_multiple_of(self.stride) {
                self.points.push(pts);
            }
        }
        self.seen += 1;
    }

    /// How many frames it covers, kept or not.
    pub fn frames(&self) -> u64 {
        self.seen
    }

    /// The kept frame nearest to a time, among those before `end`; the earlier of two equally near. Exact
    /// up to 256 frames, else off by at most 1/256 of the trail's frames.
    pub fn nearest(&self, pts: i64, end: i64) -> Option<i64> {
        let candidates = self.points.iter().copied().take_while(|&p| p < end);
        candidates.min_by_key(|&p| p.abs_diff(pts))
    }

    /// The last kept frame before this one.
    pub fn before(&self, pts: i64) -> Option<i64> {
        self.points.iter().copied().take_while(|&p| p < pts).last()
    }

    /// The trail from a kept frame on.
    pub fn starting_at(&self, pts: i64) -> Self {
        let skipped = self.points.partition_point(|&p| p < pts);
        Self {
            points: self.points[skipped..].to_vec(),
            stride: self.stride,
            seen: self.seen - (skipped as u64 * self.stride).min(self.seen),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nearest_is_exact_up_to_256_frames_and_close_after(steps in proptest::collection::vec(1i64..50, 1..2000), at in 0.0f64..1.0) {
            let frames: Vec<i64> = steps.iter().scan(0, |t, s| { *t += s; Some(*t) }).collect();
            let end = frames.last().unwrap() + 1;
            let wanted = (end as f64 * at) as i64;
            let found = Trail::of(frames.iter().copied()).unwrap().nearest(wanted, end).unwrap();
            let index = |p: i64| frames.iter().position(|&f| f == p).unwrap() as i64;
            let exact = *frames.iter().min_by_key(|p| p.abs_diff(wanted)).unwrap();
            let off = index(found).abs_diff(index(exact));
            if frames.len() <= CAPACITY {
                prop_assert_eq!(found, exact);
            } else {
                // the step between two frames varies by 50 here, so nearest in time may be further in frames
                prop_assert!(found.abs_diff(wanted) <= exact.abs_diff(wanted) + 50 * (frames.len() as u64 / 128 + 1), "{off} frames off");
            }
        }

        #[test]
        fn memory_is_bounded(count in 1usize..20_000) {
            let trail = Trail::of((0..count as i64).map(|i| i * 3)).unwrap();
            prop_assert!(trail.points.len() <= CAPACITY);
            prop_assert!(count < CAPACITY || trail.points.len() >= CAPACITY / 2);
        }
    }

    #[test]
    fn a_tail_goes_on_like_the_whole() {
        let mut tail = Trail::of(0..1000).unwrap().starting_at(400);
        tail.push(1000);
        assert_eq!(tail.nearest(400, 2000), Some(400));
        assert_eq!(
            tail.nearest(1000, 2000),
            Some(1000),
            "1000 is a multiple of the stride of 4"
        );
        assert_eq!(tail.before(400), None);
    }
}
