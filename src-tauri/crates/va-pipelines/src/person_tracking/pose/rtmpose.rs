//! `RTMPose` (Jiang et al. 2023, arXiv 2303.07399), with
//! coordinates as two one-dimensional classifications (`SimCC`). The box is grown by a quarter and brought to
//! 3:4; its pixels are normalised as on `ImageNet`; the strongest place of each joint is taken, in halves of a
//! pixel. Written from the published contract; the real file was not at hand.

use super::super::area::Area;
use super::super::joints::{Body, JOINTS, Joint};
use super::unusable;
use crate::infer::{Input, Model};
use crate::pipeline::PipelineError;
use crate::registry::Environment;
use crate::vision::{Affine, Feed, Picture, warp_nchw};

const ID: &str = "rtmpose-m";
const WIDTH: usize = 192;
const HEIGHT: usize = 256;
/// Places for each pixel of the input.
const SPLIT: usize = 2;
/// How much the box grows.
const MARGIN: f32 = 1.25;

/// The network with its input.
#[derive(Debug)]
pub(in super::super) struct RtmPose {
    model: Model,
}

impl RtmPose {
    /// The network.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Loads the network.
    pub fn open(environment: &Environment) -> Result<Self, PipelineError> {
        let input = Input::f32("input", &[1, 3, HEIGHT as i64, WIDTH as i64]);
        let places = |pixels: usize| [1, JOINTS as i64, (pixels * SPLIT) as i64];
        let model = environment.model(ID, vec![input])?;
        let model = model.with_output("simcc_x", &places(WIDTH))?;
        let model = model.with_output("simcc_y", &places(HEIGHT))?;
        Ok(Self { model })
    }

    /// The joints of the person in this box.
    pub fn find(&mut self, picture: &Picture<'_>, person: &Area) -> Result<Body, PipelineError> {
        let crop = Crop::around(person);
        let feed = Feed::imagenet();
        let size = (WIDTH, HEIGHT);
        warp_nchw(picture, &crop.affine(), size, &feed, self.model.input(0));
        let outputs = ["simcc_x", "simcc_y"];
        let body = self.model.run(outputs, |[x, y]| decode(x, y, crop))?;
        body.map_err(|reason| unusable(ID, reason))
    }
}

/// The part of the picture that the network sees: corner, and pixels of the picture for one of the input.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Crop {
    left: f32,
    top: f32,
    step: f32,
}

impl Crop {
    fn around(person: &Area) -> Self {
        let (x, y) = person.centre();
        let wide = person.width().max(1.0) * MARGIN / WIDTH as f32;
        let high = person.height().max(1.0) * MARGIN / HEIGHT as f32;
        let step = wide.max(high);
        Self {
            left: x - step * WIDTH as f32 / 2.0,
            top: y - step * HEIGHT as f32 / 2.0,
            step,
        }
    }

    fn affine(self) -> Affine {
        let step = f64::from(self.step);
        Affine {
            rows: [
                [step, 0.0, f64::from(self.left)],
                [0.0, step, f64::from(self.top)],
            ],
        }
    }
}

/// One row of places a joint, for each direction.
fn decode(x: &[f32], y: &[f32], crop: Crop) -> Result<Body, &'static str> {
    let (across, down) = (WIDTH * SPLIT, HEIGHT * SPLIT);
    if x.len() != JOINTS * across || y.len() != JOINTS * down {
        return Err("it does not give 17 joints");
    }
    if x.iter().chain(y).any(|v| !v.is_finite()) {
        return Err("a joint is not made of numbers");
    }
    let mut body = Body::default();
    let rows = x.chunks_exact(across).zip(y.chunks_exact(down));
    for (joint, (x, y)) in body.iter_mut().zip(rows) {
        let (x, y) = (strongest(x), strongest(y));
        *joint = Joint {
            x: crop.left + x.0 as f32 / SPLIT as f32 * crop.step,
            y: crop.top + y.0 as f32 / SPLIT as f32 * crop.step,
            // as surely as the less sure direction
            score: x.1.min(y.1).clamp(0.0, 1.0),
        };
    }
    Ok(body)
}

/// Place and value of the greatest number, the first of equal ones.
fn strongest(row: &[f32]) -> (usize, f32) {
    let better = |best: (usize, f32), (place, &value): (usize, &f32)| {
        if value > best.1 { (place, value) } else { best }
    };
    row.iter().enumerate().fold((0, f32::NEG_INFINITY), better)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: Area = Area {
        x1: 100.0,
        y1: 50.0,
        x2: 200.0,
        y2: 370.0,
    };

    #[test]
    fn the_crop_is_a_quarter_larger_than_the_box_and_3_to_4() {
        let crop = Crop::around(&PERSON);
        assert!(
            (crop.step - 400.0 / 256.0).abs() < 1e-6,
            "the height decides"
        );
        assert!((crop.top - 10.0).abs() < 1e-4 && (crop.left - 0.0).abs() < 1e-4);
        let broad = Area {
            x2: 700.0,
            ..PERSON
        };
        let crop = Crop::around(&broad);
        assert!(
            (crop.step - 750.0 / 192.0).abs() < 1e-5,
            "the width decides"
        );
    }

    #[test]
    fn the_strongest_place_of_both_directions_is_the_joint() {
        let (mut x, mut y) = (vec![0.1; JOINTS * 384], vec![0.1; JOINTS * 512]);
        x[4 * 384 + 192] = 0.9;
        y[4 * 512 + 255] = 0.6;
        let body = decode(&x, &y, Crop::around(&PERSON)).unwrap();
        assert!((body[4].x - 150.0).abs() < 1e-3, "the middle of the box");
        assert!((body[4].y - (10.0 + 127.5 * 400.0 / 256.0)).abs() < 1e-3);
        assert!((body[4].score - 0.6).abs() < 1e-6);
    }

    #[test]
    fn what_is_not_a_number_or_not_the_right_size_is_an_error() {
        let (mut x, y) = (vec![0.1; JOINTS * 384], vec![0.1; JOINTS * 512]);
        let crop = Crop::around(&PERSON);
        assert!(decode(&x[1..], &y, crop).is_err());
        x[3] = f32::INFINITY;
        assert!(decode(&x, &y, crop).is_err());
    }
}
