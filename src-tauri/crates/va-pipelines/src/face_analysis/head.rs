//! How the head is turned: the two networks of FSA-Net (Yang et al. 2019, *FSA-Net: Learning Fine-Grained
//! Structure Aggregation for Head Pose Estimation from a Single Image*), averaged. Signs are turned to those of
//! this program here and nowhere else.

use crate::infer::{Input, Model};
use crate::person_tracking::Area;
use crate::pipeline::PipelineError;
use crate::registry::Environment;
use crate::vision::{Bilinear, Feed, Order, Picture};

/// Side of the input.
const SIZE: usize = 64;
/// What is added to each side of the box, in its size.
const MARGIN: f32 = 0.3;

/// Degrees. Yaw is positive to the right edge of the picture, pitch upwards, roll clockwise as seen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Turn {
    pub yaw: f32,
    pub pitch: f32,
    pub roll: f32,
}

/// Both networks.
#[derive(Debug)]
pub(super) struct Head {
    nets: [Model; 2],
    resize: Bilinear,
}

impl Head {
    /// The networks.
    pub fn models(&self) -> &[Model] {
        &self.nets
    }

    /// Loads them.
    pub fn open(environment: &Environment) -> Result<Self, PipelineError> {
        let net = |id| {
            let input = Input::f32("input", &[1, 3, SIZE as i64, SIZE as i64]);
            environment
                .small_model(id, vec![input])?
                .with_output("output", &[1, 3])
        };
        Ok(Self {
            nets: [net("fsanet-1x1")?, net("fsanet-var")?],
            resize: Bilinear::default(),
        })
    }

    /// How the head in this box is turned; `None` if nothing of it is in the picture.
    pub fn find(
        &mut self,
        picture: &Picture<'_>,
        face: &Area,
    ) -> Result<Option<Turn>, PipelineError> {
        let Some([left, top, width, height]) =
            surroundings(face, (picture.width(), picture.height()))
        else {
            return Ok(None);
        };
        let Some(crop) = picture.crop(left, top, width, height) else {
            return Ok(None);
        };
        let [first, second] = &mut self.nets;
        let feed = Feed::line(Order::Bgr, 1.0 / 128.0, -127.5 / 128.0);
        self.resize
            .resize(&crop, (SIZE, SIZE), &feed, first.input(0));
        second.input(0).copy_from_slice(first.input(0));
        let read = |[v]: [&[f32]; 1]| [v[0], v[1], v[2]];
        let (a, b) = (first.run(["output"], read)?, second.run(["output"], read)?);
        // the networks turn to the left edge for a positive yaw
        Ok(Some(Turn {
            yaw: -f32::midpoint(a[0], b[0]),
            pitch: f32::midpoint(a[1], b[1]),
            roll: f32::midpoint(a[2], b[2]),
        }))
    }
}

/// The box with its margin inside the picture, cut to whole pixels as the reference does it: left, top, width,
/// height.
fn surroundings(face: &Area, size: (usize, usize)) -> Option<[usize; 4]> {
    let [x1, y1, x2, y2] = [face.x1, face.y1, face.x2, face.y2].map(f32::round_ties_even);
    let (w, h) = ((x2 - x1) * MARGIN, (y2 - y1) * MARGIN);
    let (left, top) = ((x1 - w).trunc().max(0.0), (y1 - h).trunc().max(0.0));
    let right = (x2 + w).trunc().min(size.0 as f32 - 1.0);
    let bottom = (y2 + h).trunc().min(size.1 as f32 - 1.0);
    let sound = right >= left && bottom >= top;
    sound.then(|| [left, top, right - left + 1.0, bottom - top + 1.0].map(|v| v as usize))
}
