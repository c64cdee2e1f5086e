//! The networks against `truth/reference_outputs.json`, on every picture that the reference has.

use serde_json::{Value, json};

use super::super::aligned::alignment;
use super::super::head::Head;
use super::super::mesh::{Mesh, Shapes};
use super::super::points::{FIVE, SHAPE_NAMES};
use super::super::sight::{Networks, Sight};
use super::super::yunet::{Face, Yunet};
use super::{networks, typed};
use crate::person_tracking::Area;
use crate::test_media::{shared, shared_json, shared_picture};
use crate::vision::Picture;

const MESH: &str = "conv_mediapipe_face_landmarks_478.onnx + conv_mediapipe_face_blendshapes.onnx";
const HEAD: &str = "fsanet_1x1.onnx+fsanet_var.onnx";

fn numbers<const N: usize>(value: &Value) -> [f32; N] {
    let list = value.as_array().unwrap();
    std::array::from_fn(|i| list[i].as_f64().unwrap() as f32)
}

fn area(value: &Value) -> Area {
    let [x1, y1, x2, y2] = numbers::<4>(value);
    Area { x1, y1, x2, y2 }
}

fn see<R>(name: &str, look: impl FnOnce(&Picture<'_>) -> R) -> R {
    let (bytes, width, height) = shared_picture(&format!("media/{name}"));
    look(&Picture::new(&bytes, width, height).unwrap())
}

/// Every picture of a part of the reference that is here, with its entry.
fn pictures(truth: &Value, model: &str) -> Vec<(String, Value)> {
    let all = truth[model]["images"].as_object().unwrap().clone();
    let here = |name: &str| shared(&format!("media/{name}")).is_some();
    let all: Vec<_> = all.into_iter().filter(|(name, _)| here(name)).collect();
    assert!(all.len() >= 6, "{model}: {} pictures", all.len());
    all
}

/// The reference's face, whose eyes are known by their line only.
fn face(entry: &Value, eye_line: f64) -> Face {
    let area = area(&entry["box"]);
    let (sin, cos) = eye_line.to_radians().sin_cos();
    let left = (10.0 * cos as f32, 10.0 * sin as f32);
    Face {
        area,
        score: 1.0,
        five: [(0.0, 0.0), left, (0.0, 0.0), (0.0, 0.0), (0.0, 0.0)],
    }
}

#[test]
fn boxes_and_five_points_are_those_of_the_reference() {
    let (Some(truth), Some(environment)) =
        (shared_json("truth/reference_outputs.json"), networks())
    else {
        return;
    };
    let mut detector = Yunet::open(&environment).unwrap();
    for (name, expected) in pictures(&truth, "yunet_n_640_640.onnx") {
        let found = see(&name, |picture| detector.find(picture, 0.6).unwrap());
        let expected = expected["faces"].as_array().unwrap();
        assert_eq!(found.len(), expected.len(), "{name}");
        for (found, expected) in found.iter().zip(expected) {
            let a = area(&expected["box_xyxy"]);
            let near = |x: f32, y: f32| (x - y).abs() < 2.0;
            let f = found.area;
            assert!(near(a.x1, f.x1) && near(a.y1, f.y1), "{name}: {f:?} {a:?}");
            assert!(near(a.x2, f.x2) && near(a.y2, f.y2), "{name}: {f:?} {a:?}");
            let score = expected["score"].as_f64().unwrap() as f32;
            assert!((found.score - score).abs() < 0.02, "{name}");
            for (point, expected) in found.five.iter().zip(expected["kps5"].as_array().unwrap()) {
                let [x, y] = numbers::<2>(expected);
                assert!(near(point.0, x) && near(point.1, y), "{name}");
            }
        }
    }
}

#[test]
fn heads_turn_as_in_the_reference_with_yaw_to_the_right() {
    let (Some(truth), Some(environment)) =
        (shared_json("truth/reference_outputs.json"), networks())
    else {
        return;
    };
    let mut head = Head::open(&environment).unwrap();
    for (name, faces) in pictures(&truth, HEAD) {
        for entry in faces.as_array().unwrap() {
            let [yaw, pitch, roll] = numbers::<3>(&entry["yaw_pitch_roll_deg"]);
            let face = area(&entry["box"]);
            let found = see(&name, |picture| head.find(picture, &face).unwrap().unwrap());
            let away = [found.yaw + yaw, found.pitch - pitch, found.roll - roll];
            assert!(
                away.iter().all(|d| d.abs() < 1.0),
                "{name}: {found:?} {entry}"
            );
        }
    }
}

#[test]
fn points_and_blendshapes_are_those_of_the_reference_and_more_looks_find_tilted_faces() {
    let (Some(truth), Some(environment)) =
        (shared_json("truth/reference_outputs.json"), networks())
    else {
        return;
    };
    let mut mesh = Mesh::open(&environment).unwrap();
    let mut shapes = Shapes::open(&environment).unwrap();
    for (name, faces) in pictures(&truth, MESH) {
        let lines = truth[HEAD]["images"][&name].as_array().unwrap();
        for entry in faces.as_array().unwrap() {
            let line = lines.iter().find(|l| l["box"] == entry["box"]).unwrap();
            let face = face(entry, line["eye_line_roll_deg"].as_f64().unwrap());
            see(&name, |picture| {
                let found = mesh.find(picture, &face, 1).unwrap().unwrap();
                for (index, expected) in entry["points"].as_object().unwrap() {
                    let (x, y) = found.all[index.parse::<usize>().unwrap()];
                    let [ex, ey] = numbers::<2>(expected);
                    assert!((x - ex).hypot(y - ey) < 2.0, "{name} {index}: {x} {y}");
                }
                let presence = entry["presence"].as_f64().unwrap() as f32;
                assert!((found.presence - presence).abs() < 0.02, "{name}");
                let values = shapes.read(&found.all).unwrap();
                let expected = entry["blendshapes"].as_array().unwrap();
                for ((value, expected), shape) in values.iter().zip(expected).zip(SHAPE_NAMES) {
                    let expected = expected.as_f64().unwrap() as f32;
                    assert!((value - expected).abs() < 0.05, "{name} {shape}: {value}");
                }
                let refined = mesh.find(picture, &face, 3).unwrap().unwrap();
                let roll = super::super::gaze::eye_line(&refined.all).to_degrees();
                eprintln!(
                    "{name}: presence {presence} -> {}, eye line {} -> {roll}",
                    refined.presence, line["eye_line_roll_deg"]
                );
                assert!(refined.presence > 0.5f32.min(presence) - 0.05, "{name}");
            });
        }
    }
}

#[test]
fn a_smile_is_happy_and_a_sideways_glance_is_one() {
    let Some(environment) = networks() else {
        return;
    };
    let settings = typed(&json!({"expression": true}));
    let mut networks = Networks::open(&environment, &settings).unwrap();
    let mut measure = |name: &str| {
        see(name, |picture| {
            let mut faces = networks.faces(picture).unwrap();
            faces.sort_by(|a, b| b.area.width().total_cmp(&a.area.width()));
            networks.measure(picture, &faces[0]).unwrap()
        })
    };
    let astronaut = measure("astronaut.png");
    let shape = |all: &[f32], name| all[SHAPE_NAMES.iter().position(|n| *n == name).unwrap()];
    let shapes = astronaut.shapes.unwrap();
    assert!(shape(&shapes, "mouthSmileLeft") > 0.8 && shape(&shapes, "mouthSmileRight") > 0.8);
    assert!(astronaut.expression.unwrap()[3] > 0.95);
    assert!(astronaut.turn.unwrap().yaw.abs() < 10.0);
    let mother = measure("peekaboo_frame0000.png");
    let shapes = mother.shapes.unwrap();
    eprintln!(
        "mother: {:?} {:?} out {} in {}",
        mother.turn,
        mother.gaze,
        shape(&shapes, "eyeLookOutLeft"),
        shape(&shapes, "eyeLookInRight")
    );
    let out = shape(&shapes, "eyeLookOutLeft") > shape(&shapes, "eyeLookInLeft");
    let across = mother.gaze.unwrap().left.turn.unwrap().0;
    assert_eq!(out, across > 0.0, "her left is the right of the picture");
}

#[test]
fn looks_tell_the_same_person_from_another() {
    let Some(environment) = networks() else {
        return;
    };
    let mut networks = Networks::open(&environment, &typed(&json!({}))).unwrap();
    let mut looks = |name: &str| -> Vec<Vec<f32>> {
        see(name, |picture| {
            let mut faces = networks.faces(picture).unwrap();
            faces.sort_by(|a, b| a.area.x1.total_cmp(&b.area.x1));
            let all = faces
                .iter()
                .map(|f| networks.measure(picture, f).unwrap().look);
            all.flatten().collect()
        })
    };
    let (first, last) = (
        looks("peekaboo_frame0000.png"),
        looks("peekaboo_frame0120.png"),
    );
    let stranger = looks("astronaut.png").remove(0);
    let cosine = super::super::aligned::cosine;
    let between: Vec<Vec<f32>> = first
        .iter()
        .map(|a| {
            last.iter()
                .chain([&stranger])
                .map(|b| cosine(a, b))
                .collect()
        })
        .collect();
    eprintln!("cosines {between:?}");
    assert!(
        between.iter().all(|row| row[row.len() - 1] < 0.4),
        "{between:?}"
    );
    assert!((cosine(&stranger, &stranger) - 1.0).abs() < 1e-4);
}

#[test]
fn an_identity_with_the_reference_alignment_is_the_reference() {
    let (Some(truth), Some(environment)) =
        (shared_json("truth/reference_outputs.json"), networks())
    else {
        return;
    };
    let name = "astronaut.png";
    let mut mesh = Mesh::open(&environment).unwrap();
    let mut identity = super::super::aligned::Identity::open(&environment).unwrap();
    let entry = &truth[MESH]["images"][name][0];
    let line = &truth[HEAD]["images"][name][0]["eye_line_roll_deg"];
    let face = face(entry, line.as_f64().unwrap());
    // the detector's own five points are not in the reference; those of the mesh lie within its 6 pixels
    let look = see(name, |picture| {
        let points = mesh.find(picture, &face, 1).unwrap().unwrap();
        let place = alignment(&FIVE.map(|i| points.all[i])).unwrap();
        identity.read(picture, &place).unwrap()
    });
    let expected = numbers::<8>(&truth["mobilefacenet.onnx"]["embedding_astronaut_first8"]);
    let signs = look
        .iter()
        .zip(expected)
        .filter(|(a, b)| **a * *b > 0.0)
        .count();
    eprintln!("first eight {:?}, reference {expected:?}", &look[..8]);
    assert!(signs >= 6, "{signs} of 8 signs");
}

#[test]
fn pictures_of_one_pixel_and_of_8k_show_nobody_and_break_nothing() {
    let Some(environment) = networks() else {
        return;
    };
    let mut networks = Networks::open(&environment, &typed(&json!({"expression": true}))).unwrap();
    for (width, height) in [(1, 1), (2, 3000), (7680, 4320)] {
        let bytes = vec![128; width * height * 3];
        let picture = Picture::new(&bytes, width, height).unwrap();
        assert_eq!(networks.faces(&picture).unwrap(), []);
        for (x2, y2) in [(width as f32, height as f32), (0.0, 0.0), (-50.0, -50.0)] {
            let area = Area {
                x1: 0.0,
                y1: 0.0,
                x2,
                y2,
            };
            let five = [(0.0, 0.0); 5];
            let face = Face {
                area,
                score: 0.9,
                five,
            };
            networks.measure(&picture, &face).unwrap();
        }
    }
}

#[test]
fn a_part_that_is_off_needs_no_model_and_one_that_is_on_says_which() {
    let Some(mut environment) = networks() else {
        return;
    };
    environment.models.retain(|id, _| id == "yunet-n");
    let off = json!({"mesh": false, "pose": false, "identity": false});
    assert!(Networks::open(&environment, &typed(&off)).is_ok());
    for (given, model) in [
        (
            json!({"mesh": true, "pose": false, "identity": false}),
            "face-mesh-478",
        ),
        (json!({"mesh": false, "identity": false}), "fsanet-1x1"),
        (json!({"mesh": false, "pose": false}), "mobilefacenet"),
    ] {
        let error = Networks::open(&environment, &typed(&given)).err().unwrap();
        let failure = error.failure();
        assert!(failure.message.contains(model) && failure.hint.is_some());
    }
}
