//! Where a person will be: a Kalman filter of constant velocity over the middle, the aspect (width by
//! height) and the height of the box, as in SORT (Bewley et al. 2016) and `ByteTrack` (Zhang et al. 2022).
//! Time is true time, so that any sampling rate works. Called by the tracker only.
//!
//! The filter's matrices couple each measure with its own speed and with nothing else, so it is four
//! filters of two numbers. `ByteTrack`'s noise is per frame of a 30 fps recording; here it grows with time
//! in such a way that two predictions after each other are one over both intervals.

use super::super::area::Area;

/// Frames of `ByteTrack` in a millisecond.
const FRAMES_PER_MS: f32 = 0.03;
/// Standard deviation of a place, in heights of the person.
const PLACE: f32 = 1.0 / 20.0;
/// Standard deviation of a speed, in heights of the person per frame.
const SPEED: f32 = 1.0 / 160.0;
/// Numbers of a filter.
pub(super) const NUMBERS: usize = 20;

/// One measure: value, speed per frame and their covariance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Axis {
    at: f32,
    speed: f32,
    var_at: f32,
    shared: f32,
    var_speed: f32,
}

impl Axis {
    fn new(at: f32, std_at: f32, std_speed: f32) -> Self {
        Self {
            at,
            speed: 0.0,
            var_at: std_at * std_at,
            shared: 0.0,
            var_speed: std_speed * std_speed,
        }
    }

    /// `frames` later, with noise of these deviations per frame.
    fn predict(&mut self, frames: f32, std_at: f32, std_speed: f32) {
        let (noise_at, noise_speed) = (std_at * std_at, std_speed * std_speed);
        self.at += self.speed * frames;
        self.var_at += frames * (2.0 * self.shared + frames * self.var_speed)
            + frames * (noise_at + noise_speed * frames * frames / 3.0);
        self.shared += frames * self.var_speed + noise_speed * frames * frames / 2.0;
        self.var_speed += noise_speed * frames;
    }

    /// Takes in a measurement of this deviation.
    fn correct(&mut self, measured: f32, std: f32) {
        let total = self.var_at + std * std;
        let (gain_at, gain_speed) = (self.var_at / total, self.shared / total);
        let surprise = measured - self.at;
        self.at += gain_at * surprise;
        self.speed += gain_speed * surprise;
        self.var_speed -= gain_speed * self.shared;
        self.shared -= gain_at * self.shared;
        self.var_at -= gain_at * self.var_at;
    }
}

/// The filter of one person.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Motion {
    x: Axis,
    y: Axis,
    aspect: Axis,
    height: Axis,
}

fn measures(area: &Area) -> [f32; 4] {
    let (x, y) = area.centre();
    let height = area.height().max(1.0);
    [x, y, area.width().max(1.0) / height, height]
}

impl Motion {
    /// A person that was seen for the first time.
    pub fn new(area: &Area) -> Self {
        let [x, y, aspect, height] = measures(area);
        let (place, speed) = (2.0 * PLACE * height, 10.0 * SPEED * height);
        Self {
            x: Axis::new(x, place, speed),
            y: Axis::new(y, place, speed),
            aspect: Axis::new(aspect, 1e-2, 1e-5),
            height: Axis::new(height, place, speed),
        }
    }

    /// Goes on in time. Someone who is not seen does not grow or shrink.
    pub fn predict(&mut self, elapsed_ms: i64, seen: bool) {
        if !seen {
            self.height.speed = 0.0;
        }
        let frames = elapsed_ms.max(0) as f32 * FRAMES_PER_MS;
        let (place, speed) = (PLACE * self.height.at, SPEED * self.height.at);
        self.x.predict(frames, place, speed);
        self.y.predict(frames, place, speed);
        self.aspect.predict(frames, 1e-2, 1e-5);
        self.height.predict(frames, place, speed);
        self.height.at = self.height.at.max(1.0);
        self.aspect.at = self.aspect.at.max(0.01);
    }

    /// Takes in where the person was found.
    pub fn correct(&mut self, area: &Area) {
        let [x, y, aspect, height] = measures(area);
        let place = PLACE * self.height.at;
        self.x.correct(x, place);
        self.y.correct(y, place);
        self.aspect.correct(aspect, 1e-1);
        self.height.correct(height, place);
    }

    /// Where the person is taken to be.
    pub fn area(&self) -> Area {
        let (half_width, half_height) =
            (self.aspect.at * self.height.at / 2.0, self.height.at / 2.0);
        Area {
            x1: self.x.at - half_width,
            y1: self.y.at - half_height,
            x2: self.x.at + half_width,
            y2: self.y.at + half_height,
        }
    }

    /// Everything, for a checkpoint.
    pub fn numbers(&self) -> [f32; NUMBERS] {
        let mut all = [0.0; NUMBERS];
        let axes = [self.x, self.y, self.aspect, self.height];
        for (to, a) in all.chunks_exact_mut(5).zip(axes) {
            to.copy_from_slice(&[a.at, a.speed, a.var_at, a.shared, a.var_speed]);
        }
        all
    }

    /// Back from a checkpoint.
    pub fn from_numbers(all: [f32; NUMBERS]) -> Self {
        let axis = |n: usize| Axis {
            at: all[n * 5],
            speed: all[n * 5 + 1],
            var_at: all[n * 5 + 2],
            shared: all[n * 5 + 3],
            var_speed: all[n * 5 + 4],
        };
        Self {
            x: axis(0),
            y: axis(1),
            aspect: axis(2),
            height: axis(3),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f32) -> Area {
        Area {
            x1: x,
            y1: 100.0,
            x2: x + 50.0,
            y2: 300.0,
        }
    }

    #[test]
    fn somebody_who_walks_is_expected_further_on_at_any_sampling() {
        for step in [33, 100, 200, 500] {
            let mut motion = Motion::new(&at(0.0));
            let mut time = 0;
            while time < 3000 {
                time += step;
                motion.predict(step, true);
                motion.correct(&at(time as f32 * 0.1));
            }
            motion.predict(500, true);
            let expected = (time + 500) as f32 * 0.1;
            let off = (motion.area().x1 - expected).abs();
            assert!(off < 4.0, "{step} ms: {off} px away after half a second");
        }
    }

    #[test]
    fn two_predictions_are_one_over_both_intervals() {
        let mut once = Motion::new(&at(10.0));
        once.correct(&at(14.0));
        let mut twice = once;
        once.predict(400, false);
        twice.predict(150, false);
        twice.predict(250, false);
        for (a, b) in once.numbers().iter().zip(twice.numbers()) {
            assert!((a - b).abs() <= 1e-4 * a.abs().max(1.0), "{a} {b}");
        }
    }

    #[test]
    fn one_frame_later_the_uncertainty_is_bytetracks() {
        // reference numbers: the 8 x 8 filter of `ByteTrack`, started with (cx, cy, a, h) = (25, 200, 0.25, 200)
        let mut axis = Axis::new(25.0, 20.0, 12.5);
        axis.predict(1.0, 10.0, 1.25);
        let expected = [400.0 + 156.25 + 100.0, 156.25, 156.25 + 1.5625];
        let found = [axis.var_at, axis.shared, axis.var_speed];
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1.0, "{found} {expected}");
        }
    }

    #[test]
    fn numbers_come_back() {
        let mut motion = Motion::new(&at(3.0));
        motion.predict(70, true);
        assert_eq!(Motion::from_numbers(motion.numbers()), motion);
    }
}
