//! The pipeline with faces that a test makes up: what is written, and that nothing depends on where a run was
//! interrupted.

use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use serde_json::{Value, json};
use va_core::Millis;
use va_core::annotation::{Observation, Segment};
use va_core::device::DeviceUse;
use va_media::{Colour, Frame};

use super::super::aligned::NUMBERS;
use super::super::begin;
use super::super::sight::{Measured, Sight};
use super::super::yunet::Face;
use super::typed;
use crate::person_tracking::Area;
use crate::pipeline::{Checkpoint, PicturePipeline, PipelineError};
use crate::recorder::{Others, Recorder, run_interrupted};
use crate::registry::StreamContext;
use crate::test_media::{MILLIS, no_facts};
use crate::vision::Picture;

const SIDE: usize = 16;

/// Somebody at a place: from the left, and who.
type Someone = (f32, usize);

/// The faces of each frame; its first two bytes say which one it is. Counts what was measured.
#[derive(Clone, Debug)]
struct Stage(Arc<Vec<Vec<Someone>>>, Arc<Mutex<usize>>);

impl Sight for Stage {
    fn device(&self) -> Option<DeviceUse> {
        None
    }

    fn faces(&mut self, picture: &Picture<'_>) -> Result<Vec<Face>, PipelineError> {
        let row = picture.row(0);
        let people = &self.0[usize::from(row[0]) * 256 + usize::from(row[1])];
        let face = |&(x1, who): &Someone| Face {
            area: Area {
                x1,
                y1: 1.0,
                x2: x1 + 3.0,
                y2: 5.0,
            },
            score: 0.9,
            five: [(who as f32, 0.0); 5],
        };
        Ok(people.iter().map(face).collect())
    }

    fn measure(&mut self, _: &Picture<'_>, face: &Face) -> Result<Measured, PipelineError> {
        *self.1.lock().unwrap() += 1;
        let mut look = vec![0.0; NUMBERS];
        look[face.five[0].0 as usize] = 1.0;
        Ok(Measured {
            look: Some(look),
            expression: Some([0.1, 0.1, 0.1, 0.4, 0.1, 0.1, 0.1]),
            ..Measured::default()
        })
    }
}

fn frame(index: usize) -> Frame {
    let mut data = vec![90u8; SIDE * SIDE * 3];
    (data[0], data[1]) = ((index / 256) as u8, index as u8);
    let pts = index as i64 * 200;
    Frame::with_colour(Colour::Rgb, (pts, Millis(pts)), (SIDE, SIDE), data, None)
}

fn run(people: &[Vec<Someone>], given: &Value, stops: &[usize], cuts: &[i64]) -> (Recorder, usize) {
    let measured = Arc::new(Mutex::new(0));
    let stage = Stage(Arc::new(people.to_vec()), Arc::clone(&measured));
    let build = |resume: Option<&Checkpoint>| -> Box<dyn PicturePipeline> {
        let facts = no_facts();
        let stream = StreamContext {
            time_base: MILLIS,
            facts: &facts,
        };
        begin(typed(given), &stream, Box::new(stage.clone()), resume).unwrap()
    };
    let frames: Vec<_> = (0..people.len()).map(frame).collect();
    let shot = |&start: &i64| Segment {
        start_pts: start,
        end_pts: start + 1,
        start: Millis(start),
        end: Millis(start + 1),
        label: "shot".into(),
        score: None,
        data: serde_json::Map::new(),
    };
    let others = Others(Some(cuts.iter().map(shot).collect()));
    let end = people.len() as i64 * 200;
    let found = run_interrupted(&build, &frames, end, stops, &others).unwrap();
    let measured = *measured.lock().unwrap();
    (found, measured)
}

fn rows<'a>(found: &'a Recorder, key: &'a str) -> impl Iterator<Item = &'a Observation> {
    let rows = found.rows.objects.iter();
    rows.filter(move |row| found.rows.tracks[row.0.0].key == key)
        .map(|row| &row.1)
}

#[test]
fn who_comes_back_is_the_same_person_with_identity_and_another_face_without() {
    let away = vec![Vec::new(); 10];
    let there = |x, who| vec![vec![(x, who)]; 5];
    let people = [
        there(1.0, 0),
        away.clone(),
        there(9.0, 1),
        away,
        there(5.0, 0),
    ]
    .concat();
    let labels = |given: &Value| -> Vec<String> {
        let (found, _) = run(&people, given, &[], &[0]);
        found
            .segments("face_analysis.presence")
            .map(|s| s.label.clone())
            .collect()
    };
    assert_eq!(labels(&json!({})), ["face 1", "face 2", "face 1"]);
    assert_eq!(
        labels(&json!({"identity": false})),
        ["face 1", "face 2", "face 3"]
    );
}

#[test]
fn each_track_leaves_one_look_and_an_unsure_expression_is_none() {
    let people = [vec![vec![(1.0, 0), (9.0, 1)]; 5], vec![vec![(1.0, 0)]; 20]].concat();
    let (found, _) = run(&people, &json!({"expression": true}), &[], &[0]);
    let looks: Vec<_> = rows(&found, "face_analysis.embedding").collect();
    assert_eq!(looks.len(), 2);
    assert!(looks.iter().all(|l| l.values.len() == NUMBERS));
    let mut expressions = rows(&found, "face_analysis.expression");
    assert!(
        expressions.all(|e| e.values == [None; 7]),
        "0.4 is below 0.5"
    );
    let (found, _) = run(&people, &json!({"identity": false}), &[], &[0]);
    assert!(rows(&found, "face_analysis.embedding").next().is_none());
}

#[test]
fn of_a_crowd_every_box_is_kept_up_to_the_bound_and_few_are_measured() {
    let crowd: Vec<Someone> = (0..60u8)
        .map(|i| (f32::from(i) * 4.0, usize::from(i)))
        .collect();
    let (found, measured) = run(&vec![crowd; 100], &json!({}), &[], &[0]);
    // the run is repeated twice after its end, without measuring again
    assert_eq!(measured, 100 * 10);
    assert_eq!(rows(&found, "face_analysis.boxes").count(), 100 * 50);
    let expected = [Some(50.0), Some(10.0), Some(40.0)];
    assert!(found.rows.samples.iter().all(|(_, s)| s.values == expected));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_interrupted_run_leaves_the_same_as_an_uninterrupted_one(
        people in prop::collection::vec(
            prop::collection::vec((0.0f32..14.0, 0usize..4), 0..4), 100..220),
        stops in prop::collection::vec(1usize..220, 0..5),
        cut in 0i64..40_000,
        identity: bool,
    ) {
        let given = json!({"identity": identity, "expression": true});
        let (whole, _) = run(&people, &given, &[], &[0, cut]);
        let (broken, _) = run(&people, &given, &stops, &[0, cut]);
        prop_assert_eq!(whole.rows, broken.rows);
    }
}
