//! The detector: YOLOX (Ge et al. 2021, *YOLOX: Exceeding YOLO Series in 2021*), of which only the class
//! `person` is read. The picture goes in as blue, green, red from 0 to 255, in the top left corner of a grey
//! square. Numbers are those of `truth/preprocessing_reference.py`; knows nothing of tracks.

use crate::infer::{BadOutput, Input, Model};
use crate::pipeline::PipelineError;
use crate::registry::Environment;
use crate::vision::{Bilinear, Feed, Nms, Order, Picture};

use super::area::Area;
use super::settings::Quality;
use super::tracker::Detection;

/// Grey beside and below the picture.
const PAD: f32 = 114.0;
/// Numbers of a candidate: box, whether there is an object, 80 classes of which `person` is the first.
const ROW: usize = 85;
/// Sizes of a cell in pixels of the input.
const STRIDES: [usize; 3] = [8, 16, 32];
/// Overlap above which two boxes are one person.
const OVERLAP: f32 = 0.45;
/// Candidates that are compared with each other; the best ones of a picture that has more.
const CANDIDATES: usize = 1000;

/// Which of the family: its id in the catalogue and the side of its input.
fn variant(quality: Quality) -> (&'static str, usize) {
    match quality {
        Quality::Quick => ("yolox-nano", 416),
        Quality::Thorough => ("yolox-s", 640),
    }
}

/// People found in a picture, and how many more there were.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Found {
    /// Best score first.
    pub people: Vec<Detection>,
    /// Sure ones beyond the greatest number.
    pub left_out: usize,
}

/// What is kept of a picture's detections.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keep {
    /// Score from which a detection can continue a track.
    pub low: f32,
    /// Score from which it counts when too many are left out.
    pub high: f32,
    /// Greatest number.
    pub most: usize,
}

/// Numbers in the output for an input of this side.
fn numbers(side: usize) -> usize {
    STRIDES.iter().map(|s| (side / s) * (side / s) * ROW).sum()
}

/// The network with its input and its scratch.
#[derive(Debug)]
pub(super) struct Yolox {
    model: Model,
    id: &'static str,
    side: usize,
    resize: Bilinear,
    boxes: Vec<[f32; 4]>,
    scores: Vec<f32>,
    nms: Nms,
}

impl Yolox {
    /// Loads the network of this quality.
    pub fn open(environment: &Environment, quality: Quality) -> Result<Self, PipelineError> {
        let (id, side) = variant(quality);
        let input = Input::f32("images", &[1, 3, side as i64, side as i64]);
        let model = environment.model(id, vec![input])?;
        let rows = (numbers(side) / ROW) as i64;
        Ok(Self {
            model: model.with_output("output", &[1, rows, ROW as i64])?,
            id,
            side,
            resize: Bilinear::default(),
            boxes: Vec::new(),
            scores: Vec::new(),
            nms: Nms::default(),
        })
    }

    /// The network.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The people in a picture, in its pixels.
    pub fn find(&mut self, picture: &Picture<'_>, keep: &Keep) -> Result<Found, PipelineError> {
        let Self {
            model,
            side,
            resize,
            boxes,
            scores,
            ..
        } = self;
        let size = (*side, *side);
        let feed = Feed::raw(Order::Bgr);
        let scale = resize.letterbox(picture, size, PAD, &feed, model.input(0)) as f32;
        let read = |[raw]: [&[f32]; 1]| decode(raw, *side, scale, keep.low, boxes, scores);
        model
            .run(["output"], read)?
            .map_err(|bad| bad.of(self.id))?;
        Ok(self.choose(keep))
    }

    /// One box a person, the best ones of too many.
    fn choose(&mut self, keep: &Keep) -> Found {
        if self.scores.len() > CANDIDATES {
            let mut order: Vec<usize> = (0..self.scores.len()).collect();
            order.sort_by(|&a, &b| self.scores[b].total_cmp(&self.scores[a]));
            order.truncate(CANDIDATES);
            self.boxes = order.iter().map(|&i| self.boxes[i]).collect();
            self.scores = order.iter().map(|&i| self.scores[i]).collect();
        }
        let kept = self.nms.keep(&self.boxes, &self.scores, OVERLAP);
        let (chosen, beyond) = kept.split_at(kept.len().min(keep.most));
        let person = |&i: &usize| {
            let [x1, y1, x2, y2] = self.boxes[i];
            Detection {
                area: Area { x1, y1, x2, y2 },
                score: self.scores[i],
            }
        };
        Found {
            people: chosen.iter().map(person).collect(),
            left_out: beyond
                .iter()
                .filter(|&&i| self.scores[i] >= keep.high)
                .count(),
        }
    }
}

/// Boxes (left, top, right, bottom, in pixels of the picture) and scores of all cells that may show a
/// person. An error says what is wrong with the output.
fn decode(
    raw: &[f32],
    side: usize,
    scale: f32,
    low: f32,
    boxes: &mut Vec<[f32; 4]>,
    scores: &mut Vec<f32>,
) -> Result<(), BadOutput> {
    boxes.clear();
    scores.clear();
    let expected = numbers(side);
    if raw.len() != expected {
        let given = raw.len();
        return Err(BadOutput::Length { given, expected });
    }
    let mut rows = raw.chunks_exact(ROW);
    for stride in STRIDES {
        let cells = side / stride;
        for (cell, row) in rows.by_ref().take(cells * cells).enumerate() {
            let score = row[4] * row[5];
            if !score.is_finite() {
                return Err(BadOutput::NotFinite("a score"));
            }
            if score < low {
                continue;
            }
            let step = stride as f32;
            let x = (row[0] + (cell % cells) as f32) * step;
            let y = (row[1] + (cell / cells) as f32) * step;
            let (w, h) = (row[2].exp() * step, row[3].exp() * step);
            let found = [x - w / 2.0, y - h / 2.0, x + w / 2.0, y + h / 2.0].map(|v| v / scale);
            if found.iter().any(|v| !v.is_finite()) {
                return Err(BadOutput::NotFinite("a box"));
            }
            boxes.push(found);
            scores.push(score);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An output in which nothing is found.
    fn empty(side: usize) -> Vec<f32> {
        vec![0.0; numbers(side)]
    }

    fn read(raw: &[f32], side: usize, scale: f32) -> Result<Vec<([f32; 4], f32)>, BadOutput> {
        let (mut boxes, mut scores) = (Vec::new(), Vec::new());
        decode(raw, side, scale, 0.1, &mut boxes, &mut scores)?;
        Ok(boxes.into_iter().zip(scores).collect())
    }

    #[test]
    fn a_cell_of_each_size_is_where_its_grid_says_for_both_networks() {
        for side in [416, 640] {
            let mut raw = empty(side);
            let mut before = 0;
            for stride in STRIDES {
                let cells = side / stride;
                // third row, second cell; the box is as wide as the cell and e times as high
                let at = (before + 2 * cells + 1) * ROW;
                raw[at..at + 6].copy_from_slice(&[0.5, 0.25, 0.0, 1.0, 0.8, 0.5]);
                // another class does not count
                raw[at + ROW + 4] = 1.0;
                raw[at + ROW + 6] = 1.0;
                before += cells * cells;
            }
            let found = read(&raw, side, 0.5).unwrap();
            assert_eq!(found.len(), 3);
            for ((area, score), stride) in found.iter().zip([8.0f32, 16.0, 32.0]) {
                let (x, y, h) = (1.5 * stride, 2.25 * stride, std::f32::consts::E * stride);
                let expected = [x - stride / 2.0, y - h / 2.0, x + stride / 2.0, y + h / 2.0];
                for (found, expected) in area.iter().zip(expected) {
                    assert!(
                        (found - expected * 2.0).abs() < 1e-3,
                        "{area:?} at {stride}"
                    );
                }
                assert!((score - 0.4).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn what_is_not_a_number_or_not_the_right_size_is_an_error() {
        let mut raw = empty(416);
        assert_eq!(read(&raw, 416, 1.0).unwrap(), []);
        assert!(
            read(&raw[ROW..], 416, 1.0)
                .unwrap_err()
                .to_string()
                .contains("numbers")
        );
        raw[7 * ROW + 4] = f32::NAN;
        assert!(
            read(&raw, 416, 1.0)
                .unwrap_err()
                .to_string()
                .contains("score")
        );
        raw[7 * ROW + 4..7 * ROW + 6].fill(1.0);
        raw[7 * ROW + 2] = 1000.0;
        assert!(
            read(&raw, 416, 1.0)
                .unwrap_err()
                .to_string()
                .contains("box")
        );
    }
}
