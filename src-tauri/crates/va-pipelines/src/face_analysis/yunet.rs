//! The detector: `YuNet` (Wu et al. 2023, *`YuNet`: A Tiny Millisecond-level Face Detector*). The picture goes in
//! as blue, green, red from 0 to 255, in the top left corner of a black square. Numbers are those of
//! `truth/preprocessing_reference.py`; knows nothing of tracks.

use crate::infer::{BadOutput, Input, Model};
use crate::person_tracking::Area;
use crate::pipeline::PipelineError;
use crate::registry::Environment;
use crate::vision::{Bilinear, Feed, Nms, Order, Picture};

const ID: &str = "yunet-n";
/// Side of the input.
const SIDE: usize = 640;
/// Sizes of a cell in pixels of the input.
const STRIDES: [usize; 3] = [8, 16, 32];
/// Overlap above which two boxes are one face.
const OVERLAP: f32 = 0.3;

/// A point in pixels of the frame.
pub(super) type Point = (f32, f32);

/// A face as the detector sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Face {
    pub area: Area,
    pub score: f32,
    /// Right eye, left eye, nose, right and left corner of the mouth; the person's own sides.
    pub five: [Point; 5],
}

/// The network with its scratch.
#[derive(Debug)]
pub(super) struct Yunet {
    model: Model,
    resize: Bilinear,
    nms: Nms,
    faces: Vec<Face>,
    boxes: Vec<[f32; 4]>,
    scores: Vec<f32>,
}

impl Yunet {
    /// Loads the network.
    pub fn open(environment: &Environment) -> Result<Self, PipelineError> {
        let side = SIDE as i64;
        let model = environment.model(ID, vec![Input::f32("input", &[1, 3, side, side])])?;
        Ok(Self {
            model,
            resize: Bilinear::default(),
            nms: Nms::default(),
            faces: Vec::new(),
            boxes: Vec::new(),
            scores: Vec::new(),
        })
    }

    /// The network.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The faces of a picture in its pixels, best score first.
    pub fn find(
        &mut self,
        picture: &Picture<'_>,
        threshold: f32,
    ) -> Result<Vec<Face>, PipelineError> {
        let feed = Feed::raw(Order::Bgr);
        let input = self.model.input(0);
        let scale = self
            .resize
            .letterbox(picture, (SIDE, SIDE), 0.0, &feed, input) as f32;
        let names = [
            "cls_8", "cls_16", "cls_32", "obj_8", "obj_16", "obj_32", "bbox_8", "bbox_16",
            "bbox_32", "kps_8", "kps_16", "kps_32",
        ];
        let faces = &mut self.faces;
        faces.clear();
        let read = |raw: [&[f32]; 12]| decode(raw, scale, threshold, faces);
        self.model.run(names, read)?.map_err(|bad| bad.of(ID))?;
        self.boxes.clear();
        self.scores.clear();
        for Face { area, score, .. } in &self.faces {
            self.boxes.push([area.x1, area.y1, area.x2, area.y2]);
            self.scores.push(*score);
        }
        let kept = self.nms.keep(&self.boxes, &self.scores, OVERLAP);
        Ok(kept.iter().map(|&i| self.faces[i]).collect())
    }
}

/// The faces of all cells, classes, objects, boxes and points of each of the three sizes.
fn decode(
    raw: [&[f32]; 12],
    scale: f32,
    threshold: f32,
    faces: &mut Vec<Face>,
) -> Result<(), BadOutput> {
    for (size, stride) in STRIDES.into_iter().enumerate() {
        let [classes, objects, boxes, points] = [0, 3, 6, 9].map(|kind| raw[kind + size]);
        let side = SIDE / stride;
        let cells = side * side;
        for (output, width) in [(classes, 1), (objects, 1), (boxes, 4), (points, 10)] {
            let (given, expected) = (output.len(), cells * width);
            if given != expected {
                return Err(BadOutput::Length { given, expected });
            }
        }
        let step = stride as f32;
        for cell in 0..cells {
            let score = (classes[cell].clamp(0.0, 1.0) * objects[cell].clamp(0.0, 1.0)).sqrt();
            if score < threshold {
                continue;
            }
            let (column, row) = ((cell % side) as f32, (cell / side) as f32);
            let side_of = &boxes[cell * 4..][..4];
            let (x, y) = ((column + side_of[0]) * step, (row + side_of[1]) * step);
            let (wide, high) = (side_of[2].exp() * step, side_of[3].exp() * step);
            let k = &points[cell * 10..][..10];
            let face = Face {
                area: Area {
                    x1: (x - wide / 2.0) / scale,
                    y1: (y - high / 2.0) / scale,
                    x2: (x + wide / 2.0) / scale,
                    y2: (y + high / 2.0) / scale,
                },
                score,
                five: std::array::from_fn(|i| {
                    let at = |value: f32, cell: f32| (value + cell) * step / scale;
                    (at(k[2 * i], column), at(k[2 * i + 1], row))
                }),
            };
            let Area { x1, y1, x2, y2 } = face.area;
            if [x1, y1, x2, y2].iter().any(|v| !v.is_finite()) {
                return Err(BadOutput::NotFinite("a box"));
            }
            faces.push(face);
        }
    }
    Ok(())
}
