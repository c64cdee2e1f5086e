//! Less jitter in the joints: the one-euro filter (Casiez, Roussel & Vogel 2012, *1 Euro Filter: A Simple
//! Speed-based Low-pass Filter for Noisy Input in Interactive Systems*, CHI), in seconds and body sizes,
//! so that one setting fits every sampling rate and resolution. Starts anew wherever the tracker says so.

use std::f32::consts::TAU;

use serde::{Deserialize, Serialize};

use super::joints::{Body, JOINTS};
use crate::exact::f32_hex;

/// Cut-off of the speed in Hz, as in the paper.
const SPEED_CUTOFF: f32 = 1.0;
/// Numbers of a joint: place and speed in x and y.
const NUMBERS: usize = 4;

/// What the filter goes by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Smoothing {
    /// Cut-off at rest in Hz.
    pub min_cutoff: f32,
    /// Hz for each body size a second.
    pub beta: f32,
    /// Score below which a joint is not seen.
    pub threshold: f32,
}

type Memory = [[f32; NUMBERS]; JOINTS];

/// What is remembered of the joints of everybody in the sample before. A joint that was not seen is NaN.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(into = "Packed", try_from = "Packed")]
pub(super) struct Smoother {
    before: Vec<(u32, Memory)>,
    now: Vec<(u32, Memory)>,
}

impl Smoother {
    /// A new sample begins; who is not smoothed in it is forgotten.
    pub fn begin(&mut self) {
        self.before.clear();
        self.before.append(&mut self.now);
    }

    /// Smooths the body of a person of `size` pixels in place. `anew`: nothing of before counts.
    pub fn smooth(
        &mut self,
        (id, anew): (u32, bool),
        body: &mut Body,
        size: f32,
        elapsed_ms: i64,
        rules: &Smoothing,
    ) {
        let known = self.before.iter().find(|(known, _)| *known == id && !anew);
        let seconds = elapsed_ms.max(1) as f32 / 1000.0;
        let mut memory = known.map_or([[f32::NAN; NUMBERS]; JOINTS], |(_, memory)| *memory);
        for (joint, memory) in body.iter_mut().zip(&mut memory) {
            let [x, y, speed_x, speed_y] = memory;
            if joint.score < rules.threshold {
                *memory = [f32::NAN; NUMBERS];
            } else if x.is_nan() {
                *memory = [joint.x, joint.y, 0.0, 0.0];
            } else {
                // one speed for both directions, or a straight movement would bend
                follow(speed_x, (joint.x - *x) / seconds, SPEED_CUTOFF, seconds);
                follow(speed_y, (joint.y - *y) / seconds, SPEED_CUTOFF, seconds);
                let speed = speed_x.hypot(*speed_y) / size.max(1.0);
                let cutoff = rules.min_cutoff + rules.beta * speed;
                follow(x, joint.x, cutoff, seconds);
                follow(y, joint.y, cutoff, seconds);
                (joint.x, joint.y) = (*x, *y);
            }
        }
        self.now.push((id, memory));
    }
}

/// A low-pass filter of the first order.
fn follow(kept: &mut f32, new: f32, cutoff: f32, seconds: f32) {
    let alpha = 1.0 / (1.0 + 1.0 / (TAU * cutoff * seconds));
    *kept += alpha * (new - *kept);
}

/// As it is kept in a checkpoint, bit for bit.
#[derive(Serialize, Deserialize)]
struct Packed {
    ids: Vec<u32>,
    #[serde(with = "f32_hex")]
    numbers: Vec<f32>,
}

impl From<Smoother> for Packed {
    fn from(from: Smoother) -> Self {
        let numbers = |(_, memory): &(u32, Memory)| memory.as_flattened().to_vec();
        Self {
            ids: from.now.iter().map(|(id, _)| *id).collect(),
            numbers: from.now.iter().flat_map(numbers).collect(),
        }
    }
}

impl TryFrom<Packed> for Smoother {
    type Error = &'static str;

    fn try_from(from: Packed) -> Result<Self, Self::Error> {
        let (joints, rest) = from.numbers.as_chunks::<NUMBERS>();
        let (bodies, odd) = joints.as_chunks::<JOINTS>();
        if bodies.len() != from.ids.len() || !rest.is_empty() || !odd.is_empty() {
            return Err("there is not one body for each person");
        }
        Ok(Self {
            before: Vec::new(),
            now: from.ids.into_iter().zip(bodies.iter().copied()).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::float_cmp, reason = "what starts anew is exact")]

    use super::*;
    use crate::person_tracking::joints::Joint;

    const RULES: Smoothing = Smoothing {
        min_cutoff: 1.0,
        beta: 5.0,
        threshold: 0.25,
    };

    fn at(x: f32, score: f32) -> Body {
        [Joint { x, y: 50.0, score }; JOINTS]
    }

    fn run(places: &[f32], step: i64) -> Vec<f32> {
        let mut smoother = Smoother::default();
        let one = |&x: &f32| {
            let mut body = at(x, 0.9);
            smoother.begin();
            smoother.smooth((1, false), &mut body, 200.0, step, &RULES);
            body[0].x
        };
        places.iter().map(one).collect()
    }

    #[test]
    fn jitter_is_reduced_and_a_fast_movement_is_followed() {
        let jitter: Vec<f32> = (0..50).map(|i| 100.0 + (i % 2) as f32 * 2.0).collect();
        let smooth = run(&jitter, 33);
        let swing = smooth[40..].iter().map(|x| (x - 101.0).abs());
        assert!(
            swing.fold(0.0, f32::max) < 0.4,
            "2 px of jitter: {smooth:?}"
        );
        let walk: Vec<f32> = (0..50).map(|i| i as f32 * 20.0).collect();
        let behind = walk[49] - run(&walk, 33)[49];
        assert!(behind < 12.0, "{behind} px behind at 600 px/s");
    }

    #[test]
    fn the_delay_is_in_time_at_any_sampling() {
        // three times as many samples of the same movement end at nearly the same place
        let walk = |steps: i32, ms: i64| {
            let places: Vec<f32> = (0..=steps).map(|i| i as f32 * ms as f32 * 0.05).collect();
            run(&places, ms).last().copied().unwrap()
        };
        assert!((walk(30, 100) - walk(90, 33)).abs() < 6.0);
    }

    #[test]
    fn a_new_start_and_an_unsure_joint_are_not_smeared() {
        let mut smoother = Smoother::default();
        for (x, score, anew) in [
            (100.0, 0.9, true),
            (300.0, 0.9, true),
            (310.0, 0.1, false),
            (400.0, 0.9, false),
        ] {
            let mut body = at(x, score);
            smoother.begin();
            smoother.smooth((7, anew), &mut body, 200.0, 200, &RULES);
            assert_eq!(body[3].x, x, "nothing before {x} counts");
        }
        smoother.begin();
        smoother.begin();
        let mut body = at(600.0, 0.9);
        smoother.smooth((7, false), &mut body, 200.0, 200, &RULES);
        assert_eq!(body[0].x, 600.0, "who was away is forgotten");
    }

    #[test]
    fn it_comes_back_bit_for_bit() {
        let mut smoother = Smoother::default();
        smoother.begin();
        smoother.smooth((3, true), &mut at(0.1, 0.9), 200.0, 200, &RULES);
        let text = serde_json::to_string(&smoother).unwrap();
        let back: Smoother = serde_json::from_str(&text).unwrap();
        assert_eq!(back.now, smoother.now);
    }
}
