//! Who comes back, with a small network that the tests write themselves: the mean colour of a person is how the
//! person looks.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use va_core::device::DeviceUse;
use va_core::{ErrorCode, Millis};
use va_media::{Colour, Frame};

use super::super::appearance::Appearance;
use super::super::begin;
use super::super::joints::Body;
use super::super::sight::{Networks, Sight};
use super::super::yolox::{Found, Keep};
use super::{networks, typed};
use crate::infer::test_library::library;
use crate::infer::test_model::{F32, Node, Port, model};
use crate::person_tracking::{Area, Detection};
use crate::pipeline::{Checkpoint, PicturePipeline, PipelineError};
use crate::recorder::{Recorder, run_interrupted};
use crate::registry::{Environment, StreamContext};
use crate::test_media::{MILLIS, no_facts};
use crate::vision::Picture;

const PERSON: &[Port<'_>] = &[("input.1", F32, &[-1, 3, 256, 128])];
const MEAN: &[Node<'_>] = &[("GlobalAveragePool", &["input.1"], &["843"])];
const BOXES: &str = "person_tracking.boxes";
const APPEARANCE: &str = "person_tracking.appearance";
const PRESENCE: &str = "person_tracking.presence";

/// A folder with a network as the catalogue's, and what opens it.
fn environment(network: &[u8]) -> Option<(tempfile::TempDir, Environment)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reid.onnx");
    std::fs::write(&path, network).unwrap();
    let environment = Environment {
        onnx_runtime: library()?,
        models: [("youtureid".to_owned(), path)].into(),
        threads: 1,
        ..Environment::default()
    };
    Some((folder, environment))
}

fn mean_colour() -> Vec<u8> {
    model(13, MEAN, PERSON, &[("843", F32, &[-1, 3, 1, 1])])
}

const RED: [u8; 3] = [230, 20, 20];
const GREEN: [u8; 3] = [20, 200, 30];
const GREY: [u8; 3] = [90; 3];
const SIZE: (usize, usize) = (64, 48);

/// Somebody of a colour, so far from the left.
type Someone = (usize, [u8; 3]);

fn area(x: usize) -> Area {
    let x = x as f32;
    Area {
        x1: x,
        y1: 5.0,
        x2: x + 12.0,
        y2: 41.0,
    }
}

/// A grey picture with these people. Its corner says which one it is.
fn frame(index: usize, people: &[Someone]) -> Frame {
    let mut data = GREY.repeat(SIZE.0 * SIZE.1);
    for (y, row) in data.chunks_mut(SIZE.0 * 3).enumerate() {
        for (x, colour) in people.iter().filter(|_| (5..41).contains(&y)) {
            row[x * 3..(x + 12) * 3].copy_from_slice(&colour.repeat(12));
        }
    }
    data[0] = index as u8;
    let pts = index as i64 * 200;
    Frame::with_colour(Colour::Rgb, (pts, Millis(pts)), SIZE, data, None)
}

/// Finds whom the test put there, and looks at them with the network.
struct Mirror {
    people: Arc<Vec<Vec<Someone>>>,
    network: Appearance,
    looks: Arc<AtomicUsize>,
}

impl Sight for Mirror {
    fn device(&self) -> Option<DeviceUse> {
        Some(self.network.model().device())
    }

    fn people(&mut self, picture: &Picture<'_>, _: &Keep) -> Result<Found, PipelineError> {
        let people = &self.people[usize::from(picture.row(0)[0])];
        let detection = |(x, _): &Someone| Detection {
            area: area(*x),
            score: 0.9,
        };
        Ok(Found {
            people: people.iter().map(detection).collect(),
            left_out: 0,
        })
    }

    fn body(&mut self, _: &Picture<'_>, _: &Area) -> Result<Option<Body>, PipelineError> {
        Ok(None)
    }

    fn look_numbers(&self) -> usize {
        self.network.numbers()
    }

    fn look(
        &mut self,
        picture: &Picture<'_>,
        person: &Area,
    ) -> Result<Option<Vec<f32>>, PipelineError> {
        self.looks.fetch_add(1, Ordering::Relaxed);
        self.network.read(picture, person)
    }
}

/// What a run leaves, and how many looks it took.
fn run(
    people: &[Vec<Someone>],
    given: &Value,
    stops: &[usize],
    cuts: &[i64],
) -> Option<(Recorder, usize)> {
    let (_folder, environment) = environment(&mean_colour())?;
    let looks = Arc::new(AtomicUsize::new(0));
    let scene = Arc::new(people.to_vec());
    let build = |resume: Option<&Checkpoint>| -> Box<dyn PicturePipeline> {
        let facts = no_facts();
        let stream = StreamContext {
            time_base: MILLIS,
            facts: &facts,
        };
        let mirror = Mirror {
            people: Arc::clone(&scene),
            network: Appearance::open(&environment).unwrap(),
            looks: Arc::clone(&looks),
        };
        begin(typed(given), &stream, Box::new(mirror), resume).unwrap()
    };
    let frames = people.iter().enumerate();
    let frames: Vec<_> = frames.map(|(i, people)| frame(i, people)).collect();
    let end = people.len() as i64 * 200;
    let others = super::staged::shots(cuts);
    let found = run_interrupted(&build, &frames, end, stops, &others).unwrap();
    Some((found, looks.load(Ordering::Relaxed)))
}

fn rows<'a>(found: &'a Recorder, key: &'a str) -> Vec<(i64, u32)> {
    let of = |row: &&(_, va_core::annotation::Observation)| row.0;
    let track = found.rows.tracks.iter().position(|t| t.key == key);
    let rows = found.rows.objects.iter();
    rows.filter(|row| Some(of(row).0) == track)
        .map(|row| (row.1.pts, row.1.object))
        .collect()
}

/// Red on the left and green on the right leave, and come back one after the other at each other's place.
fn swapped() -> Vec<Vec<Someone>> {
    let mut people = vec![vec![(8, RED), (40, GREEN)]; 6];
    people.resize(20, Vec::new());
    people.extend(vec![vec![(8, GREEN)]; 2]);
    people.extend(vec![vec![(8, GREEN), (40, RED)]; 4]);
    people
}

fn stays(found: &Recorder) -> Vec<(String, i64, i64)> {
    let stays = found.segments(PRESENCE);
    stays
        .map(|s| (s.label.clone(), s.start.0, s.end.0))
        .collect()
}

fn stay(n: u32, from: i64, to: i64) -> (String, i64, i64) {
    (format!("person {n}"), from, to)
}

const ON: &str = r#"{"reidentify": true, "keypoints": false, "motion": false}"#;

fn on() -> Value {
    serde_json::from_str(ON).unwrap()
}

#[test]
fn who_leaves_and_comes_back_keeps_the_number_when_looks_are_compared() {
    let Some((found, looks)) = run(&swapped(), &on(), &[], &[0]) else {
        return;
    };
    let both = [
        stay(1, 0, 1200),
        stay(2, 0, 1200),
        stay(2, 4000, 5200),
        stay(1, 4400, 5200),
    ];
    assert_eq!(stays(&found), both);
    // at once those of the first sample, the others when they are believed
    let seen = [(0, 1), (0, 2), (4200, 2), (4600, 1)];
    assert_eq!(rows(&found, APPEARANCE), seen);
    assert_eq!(looks, 4);
    let last = rows(&found, BOXES).split_off(20);
    assert_eq!(last, [(5000, 2), (5000, 1)]);
    let alike = found
        .segments(PRESENCE)
        .map(|s| s.data["similarity"].clone());
    assert!(alike.into_iter().all(|s| s.as_f64().unwrap() > 0.999));
    // nobody is recognised across a cut
    let (found, _) = run(&swapped(), &on(), &[], &[0, 2000]).unwrap();
    let numbers: Vec<_> = stays(&found).into_iter().map(|s| s.0).collect();
    assert_eq!(numbers, [1, 2, 3, 4].map(|n| format!("person {n}")));
    let joined = |s: &va_core::annotation::Segment| s.data["reidentified"] == json!(true);
    assert!(!found.segments(PRESENCE).any(joined));
}

#[test]
fn switched_off_it_looks_at_nobody_and_everybody_is_new() {
    let given = json!({"keypoints": false, "motion": false});
    let Some((found, looks)) = run(&swapped(), &given, &[], &[0]) else {
        return;
    };
    assert_eq!(looks, 0);
    assert!(found.rows.tracks.iter().all(|t| t.key != APPEARANCE));
    let numbers: Vec<_> = stays(&found).into_iter().map(|s| s.0).collect();
    assert_eq!(numbers, [1, 2, 3, 4].map(|n| format!("person {n}")));
    let data = &found.segments(PRESENCE).next().unwrap().data;
    assert!(!data.contains_key("reidentified") && !data.contains_key("track"));
}

#[test]
fn how_often_and_how_alike_can_be_set() {
    let with = |key: &str, value: f64| {
        let mut given = on();
        given[key] = json!(value);
        run(&swapped(), &given, &[], &[0])
    };
    let Some((often, _)) = with("reidentify_every_seconds", 0.4) else {
        return;
    };
    let looked: Vec<_> = rows(&often, APPEARANCE)
        .into_iter()
        .filter(|(pts, object)| *pts < 2000 && *object == 1)
        .collect();
    assert_eq!(looked, [(0, 1), (400, 1), (800, 1)]);
    // the same red beside more grey is a little less alike
    let mut people = vec![vec![(20, RED)]; 4];
    people.resize(20, Vec::new());
    people.extend(vec![vec![(20, [230, 90, 20])]; 4]);
    let count = |threshold: f64| {
        let mut given = on();
        given["reidentify_threshold"] = json!(threshold);
        let (found, _) = run(&people, &given, &[], &[0]).unwrap();
        found.segments(PRESENCE).last().unwrap().label.clone()
    };
    assert_eq!(
        (count(0.7), count(0.99)),
        ("person 1".into(), "person 2".into())
    );
}

#[test]
fn an_interrupted_run_looks_at_the_same_people_at_the_same_times() {
    let mut given = on();
    given["reidentify_every_seconds"] = json!(0.5);
    let Some((whole, _)) = run(&swapped(), &given, &[], &[0]) else {
        return;
    };
    for stops in [&[3][..], &[5, 21], &[22, 23, 24], &[25]] {
        let (found, _) = run(&swapped(), &given, stops, &[0]).unwrap();
        assert_eq!(found.rows, whole.rows, "interrupted at {stops:?}");
    }
}

#[test]
fn a_network_that_is_another_one_is_refused_with_a_hint() {
    let other: &[Port<'_>] = &[("x", F32, &[1, 3, 128, 256])];
    let two: &[Port<'_>] = &[("a", F32, &[1, 3, 256, 128]), ("b", F32, &[1, 3, 256, 128])];
    let whole: &[Port<'_>] = &[("843", F32, &[-1, 3, 256, 128])];
    let vector: &[Port<'_>] = &[("843", F32, &[-1, 3, 1, 1])];
    let one: &[Port<'_>] = &[("843", F32, &[1, 1, 1, 1])];
    let of = |nodes: &[Node<'_>], inputs: &[Port<'_>], outputs: &[Port<'_>]| {
        model(13, nodes, inputs, outputs)
    };
    let added: &[Node<'_>] = &[
        ("Add", &["a", "b"], &["sum"]),
        ("GlobalAveragePool", &["sum"], &["843"]),
    ];
    let wide: &[Node<'_>] = &[("GlobalAveragePool", &["x"], &["843"])];
    let abs: &[Node<'_>] = &[("Abs", &["input.1"], &["843"])];
    let all: &[Node<'_>] = &[("ReduceMean", &["input.1"], &["843"])];
    let cases = [
        (of(added, two, vector), "wants an input `b` too"),
        (of(wide, other, vector), "`x` is f32 [1, 3, 128, 256]"),
        (of(abs, PERSON, whole), "makes 98304 numbers of a person"),
        (of(all, PERSON, one), "makes 1 numbers of a person"),
        (b"no network".to_vec(), "`youtureid`"),
    ];
    for (network, words) in cases {
        let Some((_folder, environment)) = environment(&network) else {
            return;
        };
        let failure = Appearance::open(&environment).unwrap_err().failure();
        assert_eq!(failure.code, ErrorCode::ModelUnfit, "{}", failure.message);
        assert!(failure.message.contains(words), "{}", failure.message);
        assert!(failure.hint.is_some());
    }
}

#[test]
fn a_look_that_is_not_made_of_numbers_is_an_error() {
    // the mean of what is darker than usual is below zero and has no root
    let nodes: &[Node<'_>] = &[
        ("GlobalAveragePool", &["input.1"], &["mean"]),
        ("Sqrt", &["mean"], &["843"]),
    ];
    let network = model(13, nodes, PERSON, &[("843", F32, &[-1, 3, 1, 1])]);
    let Some((_folder, environment)) = environment(&network) else {
        return;
    };
    let mut network = Appearance::open(&environment).unwrap();
    let look = |network: &mut Appearance, level: u8| {
        let bytes = vec![level; SIZE.0 * SIZE.1 * 3];
        let picture = Picture::new(&bytes, SIZE.0, SIZE.1).unwrap();
        network.read(&picture, &area(8))
    };
    let failure = look(&mut network, 0).unwrap_err().failure();
    assert_eq!(failure.code, ErrorCode::ModelNotANumber);
    let good = look(&mut network, 255).unwrap().unwrap();
    assert!((good.iter().map(|v| v * v).sum::<f32>() - 1.0).abs() < 1e-5);
}

#[test]
fn only_who_asks_for_it_needs_the_network() {
    let Some(environment) = networks() else {
        return;
    };
    assert!(Networks::open(&environment, &typed(&json!({}))).is_ok());
    let missing = Networks::open(&environment, &typed(&on()));
    let failure = missing.unwrap_err().failure();
    assert_eq!(failure.code, ErrorCode::ModelMissing);
    assert!(failure.message.contains("`youtureid`") && failure.hint.is_some());
}
