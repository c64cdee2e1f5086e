//! What is read from a face laid onto the template of 112 by 112 pixels: one of seven expressions, and the 128
//! numbers by which people are told apart (`MobileFaceNet`, Chen et al. 2018, *`MobileFaceNets`: Efficient CNNs for
//! Accurate Real-Time Face Verification on Mobile Devices*).

use super::yunet::Point;
use crate::infer::{Input, Model};
use crate::likeness::unit;
use crate::pipeline::PipelineError;
use crate::registry::Environment;
use crate::vision::{Affine, Feed, Order, Picture, softmax, warp_nchw};

/// Side of the template.
const SIZE: usize = 112;
/// Numbers of an identity.
pub(super) const NUMBERS: usize = 128;
/// Where the five points lie on the template (`ArcFace`).
const TEMPLATE: [(f64, f64); 5] = [
    (38.2946, 51.6963),
    (73.5318, 51.5014),
    (56.0252, 71.7366),
    (41.5493, 92.3655),
    (70.7299, 92.2041),
];

/// From the template to the picture; `None` if the five points are no face.
pub(super) fn alignment(five: &[Point; 5]) -> Option<Affine> {
    let five = five.map(|(x, y)| (f64::from(x), f64::from(y)));
    Affine::similarity(&five, &TEMPLATE)?.inverse()
}

fn open(
    environment: &Environment,
    id: &str,
    input: &'static str,
    output: &'static str,
    values: i64,
) -> Result<Model, PipelineError> {
    let shape = [1, 3, SIZE as i64, SIZE as i64];
    let model = environment.small_model(id, vec![Input::f32(input, &shape)])?;
    model.with_output(output, &[1, values])
}

/// The expression network.
#[derive(Debug)]
pub(super) struct Expression {
    model: Model,
}

impl Expression {
    /// The network.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Loads the network.
    pub fn open(environment: &Environment) -> Result<Self, PipelineError> {
        let model = open(environment, "fer-mobilefacenet", "data", "label", 7)?;
        Ok(Self { model })
    }

    /// Probabilities of the seven expressions.
    pub fn read(
        &mut self,
        picture: &Picture<'_>,
        place: &Affine,
    ) -> Result<[f32; 7], PipelineError> {
        let feed = Feed::line(Order::Rgb, 2.0 / 255.0, -1.0);
        warp_nchw(picture, place, (SIZE, SIZE), &feed, self.model.input(0));
        self.model.run(["label"], |[logits]| {
            let mut all: [f32; 7] = std::array::from_fn(|i| logits[i]);
            softmax(&mut all);
            all
        })
    }
}

/// The identity network.
#[derive(Debug)]
pub(super) struct Identity {
    model: Model,
}

impl Identity {
    /// The network.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Loads the network.
    pub fn open(environment: &Environment) -> Result<Self, PipelineError> {
        let numbers = NUMBERS as i64;
        let model = open(environment, "mobilefacenet", "input", "output", numbers)?;
        Ok(Self { model })
    }

    /// 128 numbers of length 1.
    pub fn read(
        &mut self,
        picture: &Picture<'_>,
        place: &Affine,
    ) -> Result<Vec<f32>, PipelineError> {
        let feed = Feed::line(Order::Rgb, 1.0 / 127.5, -1.0);
        warp_nchw(picture, place, (SIZE, SIZE), &feed, self.model.input(0));
        self.model.run(["output"], |[values]| unit(values))
    }
}
