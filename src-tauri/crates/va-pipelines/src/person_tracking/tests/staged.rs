//! The pipeline with people that a test makes up: what is written, and that nothing depends on where a run
//! was interrupted.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use va_core::Millis;
use va_core::annotation::{Observation, Segment};
use va_core::device::DeviceUse;
use va_media::{Colour, Frame};

use super::super::joints::{Body, JOINTS, Joint};
use super::super::sight::Sight;
use super::super::yolox::{Found, Keep};
use super::super::{BOXES, KEYPOINTS, begin};
use super::typed;
use crate::person_tracking::{Area, Detection};
use crate::pipeline::{Checkpoint, PicturePipeline, PipelineError, Sampling};
use crate::recorder::{Others, Recorder, run_interrupted};
use crate::registry::{StreamContext, VISION_WIDTH};
use crate::test_media::{MILLIS, no_facts};
use crate::vision::Picture;

const WIDTH: usize = 64;
const HEIGHT: usize = 48;

/// People of each frame; the frame's first two bytes say which one it is.
#[derive(Clone, Debug)]
struct Stage(Arc<Vec<Vec<Detection>>>);

impl Sight for Stage {
    fn device(&self) -> Option<DeviceUse> {
        None
    }

    fn people(&mut self, picture: &Picture<'_>, keep: &Keep) -> Result<Found, PipelineError> {
        let row = picture.row(0);
        let mut people = self.0[usize::from(row[0]) * 256 + usize::from(row[1])].clone();
        people.sort_by(|a, b| b.score.total_cmp(&a.score));
        let left_out = people.len().saturating_sub(keep.most);
        people.truncate(keep.most);
        Ok(Found { people, left_out })
    }

    fn body(&mut self, _: &Picture<'_>, person: &Area) -> Result<Option<Body>, PipelineError> {
        let joint = |n: usize| Joint {
            x: person.x1 + n as f32,
            y: person.y1 + (n as f32 * 7.7) % 3.0,
            score: n as f32 / 17.0,
        };
        Ok(Some(std::array::from_fn::<_, JOINTS, _>(joint)))
    }

    fn look_numbers(&self) -> usize {
        2
    }

    /// Who stands at the same place looks the same.
    fn look(&mut self, _: &Picture<'_>, person: &Area) -> Result<Option<Vec<f32>>, PipelineError> {
        let (y, x) = (person.x1 / 10.0).sin_cos();
        Ok(Some(vec![x, y]))
    }
}

/// A frame of a grey picture with a stripe that wanders.
fn frame(index: usize) -> Frame {
    let mut data = vec![90u8; WIDTH * HEIGHT * 3];
    for row in data.chunks_mut(WIDTH * 3) {
        row[index % 50 * 3..][..15].fill(200);
    }
    (data[0], data[1]) = ((index / 256) as u8, index as u8);
    let pts = index as i64 * 200;
    Frame::with_colour(Colour::Rgb, (pts, Millis(pts)), (WIDTH, HEIGHT), data, None)
}

fn someone(x: f32, score: f32) -> Detection {
    let area = Area {
        x1: x,
        y1: 5.0,
        x2: x + 12.0,
        y2: 41.0,
    };
    Detection { area, score }
}

pub(super) fn shots(cuts: &[i64]) -> Others {
    let shot = |&start: &i64| Segment {
        start_pts: start,
        end_pts: start + 1,
        start: Millis(start),
        end: Millis(start + 1),
        label: "shot".into(),
        score: None,
        data: serde_json::Map::new(),
    };
    Others(Some(cuts.iter().map(shot).collect()))
}

fn run(people: &[Vec<Detection>], given: &Value, stops: &[usize], cuts: &[i64]) -> Recorder {
    let stage = Stage(Arc::new(people.to_vec()));
    let build = |resume: Option<&Checkpoint>| -> Box<dyn PicturePipeline> {
        let facts = no_facts();
        let stream = StreamContext {
            time_base: MILLIS,
            facts: &facts,
        };
        begin(typed(given), &stream, Box::new(stage.clone()), resume).unwrap()
    };
    let frames: Vec<_> = (0..people.len()).map(frame).collect();
    let end = people.len() as i64 * 200;
    run_interrupted(&build, &frames, end, stops, &shots(cuts)).unwrap()
}

fn rows<'a>(found: &'a Recorder, key: &'a str) -> impl Iterator<Item = &'a Observation> {
    let rows = found.rows.objects.iter();
    rows.filter(move |row| found.rows.tracks[row.0.0].key == key)
        .map(|row| &row.1)
}

fn counts(found: &Recorder) -> Vec<[Option<f32>; 2]> {
    let values = |s: &(_, va_core::annotation::Sample)| [s.1.values[0], s.1.values[1]];
    found.rows.samples.iter().map(values).collect()
}

#[test]
fn it_asks_for_colour_pictures_at_the_sampling_that_was_set() {
    let facts = no_facts();
    let stream = StreamContext {
        time_base: MILLIS,
        facts: &facts,
    };
    let stage = Box::new(Stage(Arc::default()));
    let settings = typed(&json!({"samples_per_second": 3}));
    let demand = begin(settings, &stream, stage, None).unwrap().demand();
    assert_eq!(demand.sampling, Sampling::PerSecond(3));
    assert_eq!((demand.width, demand.colour), (VISION_WIDTH, Colour::Rgb));
}

#[test]
fn the_first_sample_of_somebody_found_again_is_kept() {
    let walk = (0..11).map(|step| vec![someone(-25.0 + step as f32 * 4.5, 0.9)]);
    let back = [44.75, 41.75, 43.0].map(|x| vec![someone(x, 0.9)]);
    let people: Vec<_> = walk.chain([vec![], vec![]]).chain(back).collect();
    for stops in [&[][..], &[14], &[15]] {
        let found = run(&people, &json!({}), stops, &[0]);
        let seen: Vec<_> = rows(&found, BOXES).map(|r| (r.object, r.pts)).collect();
        let times = (0..11).chain(13..16);
        let expected: Vec<_> = times.map(|step| (1, step * 200)).collect();
        assert_eq!(seen, expected, "interrupted at {stops:?}");
        let count: Vec<_> = counts(&found)[11..].iter().map(|c| c[0]).collect();
        assert_eq!(count, [0.0, 0.0, 1.0, 1.0, 1.0].map(Some));
    }
}

#[test]
fn nobody_is_found_in_an_empty_recording() {
    for people in [vec![], vec![vec![]; 5]] {
        let found = run(&people, &json!({}), &[], &[0]);
        assert!(found.rows.objects.is_empty() && found.rows.segments.is_empty());
        assert_eq!(counts(&found), vec![[Some(0.0); 2]; people.len()]);
        assert_eq!(found.rows.tracks.len(), 5);
    }
}

#[test]
fn a_person_has_boxes_joints_movement_and_a_presence() {
    let people = vec![vec![someone(20.0, 0.9)]; 4];
    let found = run(&people, &json!({}), &[], &[0]);
    let boxes: Vec<_> = rows(&found, BOXES).collect();
    assert_eq!(boxes.len(), 4);
    let expected = [20.0, 5.0, 12.0, 36.0].map(Some);
    assert!(boxes.iter().all(|b| b.object == 1 && b.values == expected));
    assert_eq!(boxes[0].score, Some(0.9));
    let joints = rows(&found, KEYPOINTS).next().unwrap();
    assert_eq!(joints.values.len(), 51);
    assert_eq!(joints.values[4 * 3], None, "a score of 0.24 gives no place");
    assert_eq!(joints.values[5 * 3], Some(25.0));
    let energy: Vec<_> = rows(&found, "person_tracking.motion")
        .map(|row| row.values[0])
        .collect();
    assert_eq!(energy[0], None, "nothing came before");
    assert!(
        energy[1..]
            .iter()
            .all(|e| e.is_some_and(|e| (0.0..=1.0).contains(&e)))
    );
    assert_eq!(found.spans("person_tracking.presence"), [(0, 800)]);
    let presence = found.segments("person_tracking.presence").next().unwrap();
    assert_eq!(
        (presence.label.as_str(), &presence.data["samples"]),
        ("person 1", &json!(4))
    );
}

#[test]
fn what_is_switched_off_is_not_written() {
    let people = vec![vec![someone(20.0, 0.9)]; 3];
    let found = run(&people, &json!({"motion": false}), &[], &[0]);
    assert!(
        found
            .rows
            .tracks
            .iter()
            .all(|t| t.key != "person_tracking.motion")
    );
    let keypoints = found.rows.tracks.iter().any(|t| t.key == KEYPOINTS);
    assert!(keypoints && rows(&found, KEYPOINTS).count() == 3);
}

#[test]
fn somebody_new_is_counted_from_the_first_sample_and_a_flash_never() {
    let mut people = vec![vec![]; 6];
    for sample in &mut people[1..5] {
        sample.push(someone(10.0, 0.9));
    }
    people[3].push(someone(40.0, 0.9));
    let found = run(&people, &json!({}), &[], &[0]);
    let persons: Vec<_> = counts(&found).iter().map(|c| c[0].unwrap()).collect();
    assert_eq!(persons, [0.0, 1.0, 1.0, 1.0, 1.0, 0.0]);
    assert_eq!(rows(&found, BOXES).count(), 4);
    assert_eq!(found.spans("person_tracking.presence"), [(200, 1000)]);
}

#[test]
fn nobody_crosses_a_cut_unless_that_was_asked_for() {
    let people = vec![vec![someone(10.0, 0.9), someone(40.0, 0.8)]; 6];
    let objects = |given: Value| -> Vec<u32> {
        rows(&run(&people, &given, &[], &[0, 600]), BOXES)
            .map(|row| row.object)
            .collect()
    };
    assert_eq!(objects(json!({})), [1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4]);
    assert_eq!(objects(json!({"split_at_cuts": false})), [1, 2].repeat(6));
}

#[test]
fn a_jump_is_neither_smoothed_nor_movement() {
    let places = [10.0, 11.0, 12.0, 19.0, 20.0];
    let people: Vec<_> = places.iter().map(|&x| vec![someone(x, 1.0)]).collect();
    let found = run(&people, &json!({}), &[], &[0]);
    let nose = |row: &Observation| row.values[16 * 3].unwrap() - 16.0;
    let smooth: Vec<_> = rows(&found, KEYPOINTS).map(nose).collect();
    assert!(smooth[2] < 12.0, "{smooth:?} lags a little");
    let raw = run(&people, &json!({"smoothing": false}), &[], &[0]);
    let raw: Vec<_> = rows(&raw, KEYPOINTS).map(nose).collect();
    assert_eq!(raw, places);
}

#[test]
fn a_crowd_is_followed_up_to_the_bound_and_the_rest_is_counted() {
    let crowd: Vec<_> = (0..60)
        .map(|i| someone(i as f32 * 20.0, 0.9 - i as f32 * 0.001))
        .collect();
    let people = vec![crowd; 100];
    let found = run(&people, &json!({"max_persons": 25}), &[33, 70], &[0]);
    assert_eq!(counts(&found), vec![[Some(25.0), Some(35.0)]; 100]);
    assert_eq!(found.segments("person_tracking.presence").count(), 25);
    let everybody = run(&people[..5], &json!({"max_persons": 100}), &[], &[0]);
    assert_eq!(counts(&everybody), vec![[Some(60.0), Some(0.0)]; 5]);
}

#[test]
fn without_shots_it_fails_with_a_hint() {
    let facts = no_facts();
    let stream = StreamContext {
        time_base: MILLIS,
        facts: &facts,
    };
    let build = |resume: Option<&Checkpoint>| {
        let stage = Box::new(Stage(Arc::new(vec![vec![]])));
        begin(typed(&json!({})), &stream, stage, resume).unwrap()
    };
    let failed = run_interrupted(&build, &[frame(0)], 200, &[], &Others(None));
    let failure = failed.unwrap_err();
    assert!(
        failure.message.contains("`scene_detection`"),
        "{}",
        failure.message
    );
    assert!(failure.hint.is_some());
}

#[test]
fn a_frame_of_the_wrong_kind_is_an_error_and_not_nobody() {
    let facts = no_facts();
    let stream = StreamContext {
        time_base: MILLIS,
        facts: &facts,
    };
    let stage = Box::new(Stage(Arc::new(vec![vec![]])));
    let mut pipeline = begin(typed(&json!({})), &stream, stage, None).unwrap();
    let grey = crate::test_media::plain(0, (64, 48), [90, 128, 128]);
    let failed = pipeline.push(&grey, &mut Recorder::default());
    assert!(failed.unwrap_err().to_string().contains("no colours"));
}

prop_compose! {
    /// Up to 250 samples of people who come, walk and go.
    fn scenes()(
        walks in proptest::collection::vec((0usize..250, 1usize..120, 0u8..60, 0u8..60, 5u8..100), 0..12),
        samples in 1usize..250
    ) -> Vec<Vec<Detection>> {
        let mut people = vec![Vec::new(); samples];
        for (first, length, from, to, score) in walks {
            for (step, sample) in people.iter_mut().skip(first).take(length).enumerate() {
                let way = step as f32 / length as f32;
                let x = f32::from(from) + (f32::from(to) - f32::from(from)) * way;
                // now and then less sure
                let sure = if step % 7 == 3 { 0.3 } else { 1.0 };
                sample.push(someone(x, f32::from(score) / 100.0 * sure));
            }
        }
        people
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_interrupted_run_gives_what_an_uninterrupted_one_gives(
        people in scenes(),
        stops in proptest::collection::vec(0usize..250, 0..6),
        cuts in proptest::collection::vec(1i64..50_000, 0..4),
        smoothing: bool,
        reidentify: bool,
    ) {
        let mut cuts = cuts;
        cuts.push(0);
        cuts.sort_unstable();
        let given = json!({"smoothing": smoothing, "roles": true, "reidentify": reidentify});
        let whole = run(&people, &given, &[], &cuts);
        let interrupted = run(&people, &given, &stops, &cuts);
        prop_assert_eq!(&interrupted.rows.segments, &whole.rows.segments);
        prop_assert_eq!(&interrupted.rows, &whole.rows);
        // numbers have no gaps, and each of them is one presence
        let mut numbers: Vec<_> = rows(&whole, BOXES).map(|row| row.object).collect();
        numbers.sort_unstable();
        numbers.dedup();
        prop_assert_eq!(&numbers, &(1..=numbers.len() as u32).collect::<Vec<_>>());
        let stays = whole.rows.segments.len();
        prop_assert!(stays == numbers.len() || reidentify && stays > numbers.len());
        for presence in whole.segments("person_tracking.presence") {
            let crossed = cuts.iter().any(|&cut| presence.start_pts < cut && cut < presence.end_pts);
            prop_assert!(!crossed, "{:?} crosses one of {:?}", presence, cuts);
            let others = whole.segments("person_tracking.presence").filter(|o| *o != presence);
            for other in others.filter(|other| other.label == presence.label) {
                let apart = presence.end_pts <= other.start_pts || other.end_pts <= presence.start_pts;
                prop_assert!(apart, "{:?} is twice at once: {:?}", presence, other);
                prop_assert_eq!(&presence.data["shot"], &other.data["shot"]);
            }
        }
    }
}
