//! The mesh of 478 points (Kartynnik et al. 2019, *Real-time Facial Surface Geometry from Monocular Video on
//! Mobile GPUs*; Grishchenko et al. 2020, *Attention Mesh*) and the 52 blendshapes that are read from it
//! (Grishchenko et al. 2022, *Blendshapes GHUM*). The first look goes by the detector's box and eyes; the next
//! ones by the points themselves, because the detector hardly follows a tilted head.

use super::points::{LEFT_CORNERS, POINTS, RIGHT_CORNERS, SHAPES, SUBSET};
use super::yunet::{Face, Point};
use crate::infer::{Input, Model};
use crate::pipeline::PipelineError;
use crate::registry::Environment;
use crate::vision::{Affine, Feed, Order, Picture, sigmoid, warp_nhwc};

/// Side of the input.
const SIZE: usize = 256;
/// Side of the first square, in the longer side of the detector's box.
const FIRST: f64 = 1.3;
/// Side of the later ones, in the longer side of the points' own box along the face.
const LATER: f64 = 1.5;
/// Shift of all points, in sides of the square, below which another look changes nothing.
const STABLE: f64 = 0.004;

/// A face's points.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Points {
    /// In pixels of the frame.
    pub all: Vec<Point>,
    /// How sure it is that there is a face, 0 to 1.
    pub presence: f32,
}

/// The mesh network.
#[derive(Debug)]
pub(super) struct Mesh {
    model: Model,
}

/// Where the network looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Square {
    pub centre: (f64, f64),
    pub side: f64,
    pub angle: f64,
}

impl Square {
    /// From the detector: upright to its eyes.
    pub fn of_face(face: &Face) -> Self {
        let [right, left, ..] = face.five.map(|(x, y)| (f64::from(x), f64::from(y)));
        let centre = face.area.centre();
        Self {
            centre: (f64::from(centre.0), f64::from(centre.1)),
            side: FIRST * f64::from(face.area.width().max(face.area.height())),
            angle: (left.1 - right.1).atan2(left.0 - right.0),
        }
    }

    /// From points: upright to the outer corners of the eyes, around the points as seen along that line.
    pub fn of_points(points: &[Point]) -> Self {
        let (right, left) = (points[RIGHT_CORNERS.0], points[LEFT_CORNERS.0]);
        let angle = f64::from(left.1 - right.1).atan2(f64::from(left.0 - right.0));
        let (sin, cos) = angle.sin_cos();
        let (mut low, mut high) = ([f64::MAX; 2], [f64::MIN; 2]);
        for &(x, y) in points {
            let (x, y) = (f64::from(x), f64::from(y));
            for (axis, value) in [x * cos + y * sin, y * cos - x * sin]
                .into_iter()
                .enumerate()
            {
                low[axis] = low[axis].min(value);
                high[axis] = high[axis].max(value);
            }
        }
        let (u, v) = (
            f64::midpoint(low[0], high[0]),
            f64::midpoint(low[1], high[1]),
        );
        Self {
            centre: (u * cos - v * sin, u * sin + v * cos),
            side: LATER * (high[0] - low[0]).max(high[1] - low[1]),
            angle,
        }
    }

    /// Whether a network can look there.
    fn is_sound(&self) -> bool {
        let all = [self.centre.0, self.centre.1, self.side, self.angle];
        all.iter().all(|v| v.is_finite()) && self.side >= 1.0
    }
}

impl Mesh {
    /// The network.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Loads the network.
    pub fn open(environment: &Environment) -> Result<Self, PipelineError> {
        let size = SIZE as i64;
        let input = Input::f32("input", &[1, size, size, 3]);
        let model = environment.small_model("face-mesh-478", vec![input])?;
        let model = model.with_output("landmarks", &[1, 1, 1, (POINTS * 3) as i64])?;
        Ok(Self { model })
    }

    /// The points of a face after up to so many looks; `None` if there is nothing to look at.
    pub fn find(
        &mut self,
        picture: &Picture<'_>,
        face: &Face,
        looks: u32,
    ) -> Result<Option<Points>, PipelineError> {
        let mut square = Square::of_face(face);
        if !square.is_sound() {
            return Ok(None);
        }
        let mut found = self.look(picture, &square)?;
        for _ in 1..looks {
            square = Square::of_points(&found.all);
            if !square.is_sound() {
                break;
            }
            let next = self.look(picture, &square)?;
            let moved = |(a, b): (&Point, &Point)| f64::from((a.0 - b.0).hypot(a.1 - b.1));
            let shift = found.all.iter().zip(&next.all).map(moved).sum::<f64>() / POINTS as f64;
            // a look that lost the face is not a better one
            if next.presence < found.presence.min(0.5) {
                break;
            }
            found = next;
            if shift < STABLE * square.side {
                break;
            }
        }
        Ok(Some(found))
    }

    /// One look.
    fn look(&mut self, picture: &Picture<'_>, square: &Square) -> Result<Points, PipelineError> {
        let place = Affine::square(square.centre, square.side, square.angle, SIZE);
        let feed = Feed::unit(Order::Rgb);
        warp_nhwc(picture, &place, (SIZE, SIZE), &feed, self.model.input(0));
        self.model
            .run(["landmarks", "presence_logit"], |[points, presence]| {
                let (points, _) = points.as_chunks::<3>();
                let point = |&[x, y, _]: &[f32; 3]| {
                    let (x, y) = place.apply((f64::from(x), f64::from(y)));
                    (x as f32, y as f32)
                };
                Points {
                    all: points.iter().map(point).collect(),
                    presence: presence.first().map_or(0.0, |&logit| sigmoid(logit)),
                }
            })
    }
}

/// The blendshape network.
#[derive(Debug)]
pub(super) struct Shapes {
    model: Model,
}

impl Shapes {
    /// The network.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Loads the network.
    pub fn open(environment: &Environment) -> Result<Self, PipelineError> {
        let input = Input::f32("input_points", &[1, SUBSET.len() as i64, 2]);
        let model = environment.small_model("face-blendshapes", vec![input])?;
        let model = model.with_output("blendshapes", &[SHAPES as i64])?;
        Ok(Self { model })
    }

    /// The 52 values, 0 to 1.
    pub fn read(&mut self, points: &[Point]) -> Result<Vec<f32>, PipelineError> {
        let (pairs, _) = self.model.input(0).as_chunks_mut::<2>();
        for (pair, &index) in pairs.iter_mut().zip(&SUBSET) {
            *pair = [points[index].0, points[index].1];
        }
        self.model.run(["blendshapes"], |[values]| values.to_vec())
    }
}
