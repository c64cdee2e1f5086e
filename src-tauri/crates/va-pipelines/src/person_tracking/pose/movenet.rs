//! `MoveNet` Lightning, one person: a square of 1.25 times the longer side of the box, 192 x 192 whole numbers,
//! black outside the picture. Numbers are those of `truth/preprocessing_reference.py`.

use super::super::area::Area;
use super::super::joints::{Body, JOINTS, Joint};
use super::crop::{Cropper, Square};
use super::unusable;
use crate::infer::{Input, Model};
use crate::pipeline::PipelineError;
use crate::registry::Environment;
use crate::vision::Picture;

const ID: &str = "movenet-lightning";
const SIDE: usize = 192;
/// Side of the square, in longer sides of the box.
const MARGIN: f64 = 1.25;

/// The network with its input.
#[derive(Debug)]
pub(in super::super) struct MoveNet {
    model: Model,
    crop: Cropper,
}

impl MoveNet {
    /// The network.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Loads the network.
    pub fn open(environment: &Environment) -> Result<Self, PipelineError> {
        let side = SIDE as i64;
        let model = environment.model(ID, vec![Input::u8("input", &[1, side, side, 3])])?;
        let model = model.with_output("keypoints", &[1, 1, JOINTS as i64, 3])?;
        Ok(Self {
            model,
            crop: Cropper::default(),
        })
    }

    /// The joints of the person in this box.
    pub fn find(&mut self, picture: &Picture<'_>, person: &Area) -> Result<Body, PipelineError> {
        let (x, y) = person.centre();
        let longer = f64::from(person.width().max(person.height()));
        let square = Square {
            centre: (x.into(), y.into()),
            side: (MARGIN * longer).max(1.0),
        };
        self.within(picture, square)
    }

    /// The joints of the person in this square.
    pub(super) fn within(
        &mut self,
        picture: &Picture<'_>,
        square: Square,
    ) -> Result<Body, PipelineError> {
        self.crop
            .fill(picture, square, SIDE, self.model.input_u8(0));
        let read = |[raw]: [&[f32]; 1]| decode(raw, square);
        let body = self.model.run(["keypoints"], read)?;
        body.map_err(|reason| unusable(ID, reason))
    }
}

/// Rows of (y, x, score), as shares of the square.
fn decode(raw: &[f32], square: Square) -> Result<Body, &'static str> {
    let (rows, rest) = raw.as_chunks::<3>();
    if rows.len() != JOINTS || !rest.is_empty() {
        return Err("it does not give 17 joints");
    }
    if raw.iter().any(|v| !v.is_finite()) {
        return Err("a joint is not made of numbers");
    }
    let corner = square.side / 2.0;
    let place = |share: f32, centre: f64| (centre - corner + f64::from(share) * square.side) as f32;
    let mut body = Body::default();
    for (joint, [y, x, score]) in body.iter_mut().zip(rows) {
        *joint = Joint {
            x: place(*x, square.centre.0),
            y: place(*y, square.centre.1),
            score: score.clamp(0.0, 1.0),
        };
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person_tracking::tests::networks;
    use crate::test_media::{shared_json, shared_picture};
    use va_core::joints::JOINTS as NAMES;

    const SQUARE: Square = Square {
        centre: (120.0, 220.0),
        side: 40.0,
    };

    #[test]
    fn joints_are_shares_of_the_square() {
        let mut raw = [0.0; JOINTS * 3];
        raw[3..6].copy_from_slice(&[0.5, 0.25, 0.8]);
        let body = decode(&raw, SQUARE).unwrap();
        let eye = Joint {
            x: 110.0,
            y: 220.0,
            score: 0.8,
        };
        assert_eq!(body[1], eye);
        assert_eq!((body[0].x, body[0].y), (100.0, 200.0));
    }

    #[test]
    fn what_is_not_a_number_is_an_error() {
        let mut raw = [0.0; JOINTS * 3];
        raw[5] = f32::NAN;
        assert!(decode(&raw, SQUARE).is_err());
        assert!(decode(&raw[3..], SQUARE).is_err());
    }

    #[test]
    fn joints_are_those_of_the_reference() {
        let (Some(truth), Some(environment)) =
            (shared_json("truth/reference_outputs.json"), networks())
        else {
            return;
        };
        let mut network = MoveNet::open(&environment).unwrap();
        let pictures = &truth["conv_movenet_lightning_int8.onnx"]["images"];
        for (name, expected) in pictures.as_object().unwrap() {
            let [x1, y1, x2, y2] = [0, 1, 2, 3].map(|i| expected["box"][i].as_f64().unwrap());
            let square = Square {
                centre: (f64::midpoint(x1, x2), f64::midpoint(y1, y2)),
                side: MARGIN * (x2 - x1).max(y2 - y1),
            };
            let (bytes, width, height) = shared_picture(&format!("media/{name}"));
            let picture = Picture::new(&bytes, width, height).unwrap();
            let body = network.within(&picture, square).unwrap();
            for (joint, part) in body.iter().zip(NAMES) {
                let place = &expected["keypoints_xys"][part];
                let [x, y, score] = [0, 1, 2].map(|i| place[i].as_f64().unwrap() as f32);
                let off = (joint.x - x).hypot(joint.y - y);
                assert!(off < 3.0, "{name}: {part} is {off} px off, score {score}");
                let off = (joint.score - score).abs();
                assert!(
                    off < 0.05,
                    "{name}: {part} has {}, not {score}",
                    joint.score
                );
            }
        }
    }
}
