//! The networks against `truth/reference_outputs.json`, on every picture that the reference has.

use serde_json::{Value, json};

use super::super::aligned::{Expression, Identity, alignment};
use super::super::head::Head;
use super::super::mesh::{Mesh, Shapes};
use super::super::points::SHAPE_NAMES;
use super::super::sight::{Networks, Sight};
use super::super::yunet::{Face, Yunet};
use super::reference_face::{Reference, aligned};
use super::{networks, typed};
use crate::likeness::{cosine, unit};
use crate::person_tracking::Area;
use crate::test_media::{shared, shared_json, shared_picture};
use crate::vision::golden::ALIGNED as ASTRONAUT;
use crate::vision::{Feed, Order, Picture, warp_nchw};

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

/// Whoever looks up shows the tip of the nose nearer to the eyes, and nearer to the chin who looks down: the share of
/// the way from the eyes to the chin at which it lies has to fall where the pitch grows.
#[test]
fn pitch_grows_upwards() {
    let (Some(truth), Some(environment)) =
        (shared_json("truth/reference_outputs.json"), networks())
    else {
        return;
    };
    let mut head = Head::open(&environment).unwrap();
    let mut seen: Vec<(f32, f32)> = Vec::new();
    for (name, faces) in pictures(&truth, MESH) {
        for entry in faces.as_array().unwrap() {
            // what the mesh does not take for a face has no nose to go by
            if entry["presence"].as_f64().unwrap() < 0.4 {
                continue;
            }
            let point = |index: &str| numbers::<2>(&entry["points"][index]);
            let ([rx, ry], [lx, ly]) = (point("468"), point("473"));
            let eyes = (f32::midpoint(rx, lx), f32::midpoint(ry, ly));
            let turn = (ly - ry).atan2(lx - rx);
            // along the face, square to the line of the eyes
            let below = |[x, y]: [f32; 2]| (y - eyes.1) * turn.cos() - (x - eyes.0) * turn.sin();
            let nose = below(point("1")) / below(point("152"));
            let face = area(&entry["box"]);
            let found = see(&name, |picture| head.find(picture, &face).unwrap().unwrap());
            seen.push((found.pitch, nose));
        }
    }
    let mean = |of: fn(&(f32, f32)) -> f32| seen.iter().map(of).sum::<f32>() / seen.len() as f32;
    let (pitch, nose) = (mean(|s| s.0), mean(|s| s.1));
    let sum = |of: &dyn Fn(f32, f32) -> f32| -> f32 {
        seen.iter().map(|s| of(s.0 - pitch, s.1 - nose)).sum()
    };
    let together = sum(&|p, n| p * n) / (sum(&|p, _| p * p) * sum(&|_, n| n * n)).sqrt();
    assert!(seen.len() >= 6 && together < -0.5, "{together}: {seen:?}");
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

const SEVEN: [&str; 7] = [
    "angry",
    "disgust",
    "fearful",
    "happy",
    "neutral",
    "sad",
    "surprised",
];
const EXPRESSION: &str = "fer_mobilefacenet_2022july_int8.onnx";

/// The reference hands its points on in hundredths of a pixel.
fn rounded(five: &[(f32, f32); 5]) -> [(f32, f32); 5] {
    let hundredths = |v: f32| (f64::from(v) * 100.0).round_ties_even() / 100.0;
    five.map(|(x, y)| (hundredths(x) as f32, hundredths(y) as f32))
}

/// Not the published numbers, which belong to points that are not published: the steps of the reference, written a
/// second time, from our points. Nothing that identifies anybody is kept; `tests/python/aligned_faces.py` does the
/// same by hand without a line of this program.
#[test]
fn identities_and_expressions_are_those_of_the_reference_steps_on_every_picture() {
    let (Some(truth), Some(environment)) =
        (shared_json("truth/reference_outputs.json"), networks())
    else {
        return;
    };
    let mut detector = Yunet::open(&environment).unwrap();
    let mut identity = Identity::open(&environment).unwrap();
    let mut expression = Expression::open(&environment).unwrap();
    let mut reference = Reference::open(&environment);
    let mut faces = 0;
    for (name, _) in pictures(&truth, EXPRESSION) {
        let (bytes, width, height) = shared_picture(&format!("media/{name}"));
        let picture = Picture::new(&bytes, width, height).unwrap();
        for face in detector.find(&picture, 0.6).unwrap() {
            let five = rounded(&face.five);
            let place = alignment(&five).unwrap();
            let theirs = aligned((&bytes, width, height), &five);
            let mut ours = vec![0.0; theirs.len()];
            let feed = Feed::line(Order::Rgb, 1.0 / 127.5, -1.0);
            warp_nchw(&picture, &place, (112, 112), &feed, &mut ours);
            let input = ours.iter().zip(&theirs).map(|(a, b)| (a - b).abs());
            let input = input.fold(0.0f32, f32::max);
            assert!(
                input < 1e-4,
                "{name}: the networks' input differs by {input}"
            );
            let look = identity.read(&picture, &place).unwrap();
            let shares = expression.read(&picture, &place).unwrap();
            let (their_look, their_shares) = reference.read(&theirs);
            let same = cosine(&look, &unit(&their_look));
            let away = shares.iter().zip(&their_shares).map(|(a, b)| (a - b).abs());
            let away = away.fold(0.0f32, f32::max);
            println!(
                "{}",
                json!({"image": name, "five": five, "expression": shares, "identity": look})
            );
            println!("{name}: input {input:.1e}, cosine {same:.6}, expression {away:.5}");
            assert!(same > 0.999, "{name}: {same}");
            assert!(away < 0.05, "{name}: {shares:?} {their_shares:?}");
            faces += 1;
        }
    }
    assert!(faces >= 9, "{faces} faces");
}

#[test]
fn with_the_points_of_the_reference_an_identity_and_an_expression_are_its_own() {
    let (Some(truth), Some(environment)) =
        (shared_json("truth/reference_outputs.json"), networks())
    else {
        return;
    };
    let name = "astronaut.png";
    let mut identity = Identity::open(&environment).unwrap();
    let mut expression = Expression::open(&environment).unwrap();
    let (look, shares) = see(name, |picture| {
        let look = identity.read(picture, &ASTRONAUT).unwrap();
        (look, expression.read(picture, &ASTRONAUT).unwrap())
    });
    let expected = numbers::<8>(&truth["mobilefacenet.onnx"]["embedding_astronaut_first8"]);
    for (value, expected) in look.iter().zip(expected) {
        assert!((value - expected).abs() < 1e-3, "{value} {expected}");
    }
    assert!(cosine(&unit(&look[..8]), &unit(&expected)) > 0.999);
    let expected = &truth[EXPRESSION]["images"][name][0]["probs"];
    for (share, word) in shares.iter().zip(SEVEN) {
        let expected = expected[word].as_f64().unwrap() as f32;
        assert!((share - expected).abs() < 0.05, "{word}: {share}");
    }
}

/// The published expressions were read with another detector's points, which are not published: how far ours
/// are from them stands in `docs/pipelines/face_analysis.md`.
#[test]
fn expressions_with_our_own_points_say_mostly_what_the_reference_says() {
    let (Some(truth), Some(environment)) =
        (shared_json("truth/reference_outputs.json"), networks())
    else {
        return;
    };
    let mut detector = Yunet::open(&environment).unwrap();
    let mut expression = Expression::open(&environment).unwrap();
    let (mut all, mut agree) = (0, 0);
    for (name, faces) in pictures(&truth, EXPRESSION) {
        see(&name, |picture| {
            let found = detector.find(picture, 0.6).unwrap();
            for entry in faces.as_array().unwrap() {
                let expected = area(&entry["box"]);
                let near = found
                    .iter()
                    .max_by(|a, b| a.area.iou(&expected).total_cmp(&b.area.iou(&expected)));
                let Some(near) = near.filter(|f| f.area.iou(&expected) > 0.5) else {
                    println!("| {name} | {} | not found | |", entry["top"]);
                    continue;
                };
                let place = alignment(&near.five).unwrap();
                let shares = expression.read(picture, &place).unwrap();
                let top = (0..7)
                    .max_by(|a, b| shares[*a].total_cmp(&shares[*b]))
                    .unwrap();
                let away = SEVEN.iter().zip(shares).map(|(word, share)| {
                    (share - entry["probs"][word].as_f64().unwrap() as f32).abs()
                });
                let away = away.fold(0.0f32, f32::max);
                let (word, theirs) = (SEVEN[top], entry["top"].as_str().unwrap());
                let share = entry["probs"][theirs].as_f64().unwrap();
                println!(
                    "| {name} | {theirs} {share:.3} | {word} {:.3} | {away:.3} |",
                    shares[top]
                );
                all += 1;
                agree += usize::from(word == theirs);
            }
        });
    }
    assert!(all >= 9 && agree == all, "{agree} of {all}");
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
