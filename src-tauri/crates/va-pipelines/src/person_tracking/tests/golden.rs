//! The networks against `truth/reference_outputs.json`: boxes within 2 pixels and 0.02 of score, on every
//! picture that the reference has (joints: beside `MoveNet`); and against the people who labelled a COCO picture.

use serde_json::{Value, json};

use super::super::joints::Body;
use super::super::sight::{Networks, Sight};
use super::super::yolox::Keep;
use super::{networks, typed};
use crate::person_tracking::{Area, Detection};
use crate::test_media::{shared, shared_json, shared_picture};
use crate::vision::Picture;

const REFERENCE: Keep = Keep {
    low: 0.3,
    high: 0.3,
    most: 100,
};

fn open() -> Option<Networks> {
    Some(Networks::open(&networks()?, &typed(&json!({}))).unwrap())
}

fn numbers<const N: usize>(value: &Value) -> [f32; N] {
    let list = value.as_array().unwrap();
    std::array::from_fn(|i| list[i].as_f64().unwrap() as f32)
}

fn sides(area: &Area) -> [f32; 4] {
    [area.x1, area.y1, area.x2, area.y2]
}

fn area([x1, y1, x2, y2]: [f32; 4]) -> Area {
    Area { x1, y1, x2, y2 }
}

fn see<R>(name: &str, look: impl FnOnce(&Picture<'_>) -> R) -> R {
    let (bytes, width, height) = shared_picture(&format!("media/{name}"));
    look(&Picture::new(&bytes, width, height).unwrap())
}

#[test]
fn boxes_are_those_of_the_reference() {
    let (Some(truth), Some(mut networks)) = (shared_json("truth/reference_outputs.json"), open())
    else {
        return;
    };
    let pictures = truth["yolox_nano.onnx"]["persons"].as_object().unwrap();
    let mut seen = 0;
    for (name, expected) in pictures {
        if shared(&format!("media/{name}")).is_none() {
            continue;
        }
        let found = see(name, |picture| {
            networks.people(picture, &REFERENCE).unwrap()
        });
        let expected = expected.as_array().unwrap();
        assert_eq!(found.people.len(), expected.len(), "{name}");
        for (Detection { area, score }, person) in found.people.iter().zip(expected) {
            let reference = numbers::<4>(&person["box_xyxy"]);
            for (found, expected) in sides(area).into_iter().zip(reference) {
                assert!(
                    (found - expected).abs() < 2.0,
                    "{name}: {area:?}, not {reference:?}"
                );
            }
            let reference = person["score"].as_f64().unwrap() as f32;
            assert!(
                (score - reference).abs() < 0.02,
                "{name}: {score}, not {reference}"
            );
        }
        seen += 1;
    }
    assert!(seen >= 6, "{seen} pictures");
}

/// Object keypoint similarity of COCO.
fn oks(body: &Body, labelled: &[f32], size: f32) -> f32 {
    let spread = [
        0.026, 0.025, 0.025, 0.035, 0.035, 0.079, 0.079, 0.072, 0.072, 0.062, 0.062, 0.107, 0.107,
        0.087, 0.087, 0.089, 0.089,
    ];
    let (labels, _) = labelled.as_chunks::<3>();
    let labelled = body
        .iter()
        .zip(labels)
        .zip(spread)
        .filter(|((_, label), _)| label[2] > 0.0);
    let alike = labelled.map(|((joint, label), k): (_, f32)| {
        let squared = (joint.x - label[0]).powi(2) + (joint.y - label[1]).powi(2);
        (-squared / (2.0 * (2.0 * k).powi(2) * size)).exp()
    });
    let all: Vec<f32> = alike.collect();
    all.iter().sum::<f32>() / all.len() as f32
}

#[test]
fn a_labelled_person_is_found_as_well_as_the_reference_finds_it() {
    let (Some(truth), Some(mut networks)) = (shared_json("truth/coco_785_keypoints.json"), open())
    else {
        return;
    };
    let label = &truth["annotations"][0];
    let [x, y, w, h] = numbers::<4>(&label["bbox"]);
    see("coco_000000000785.png", |picture| {
        let found = networks.people(picture, &REFERENCE).unwrap().people[0];
        let overlap = found.area.iou(&area([x, y, x + w, y + h]));
        assert!(overlap > 0.9067 - 0.005, "overlap {overlap}");
        let body = networks.body(picture, &found.area).unwrap().unwrap();
        let alike = oks(
            &body,
            &numbers::<51>(&label["keypoints"]),
            label["area"].as_f64().unwrap() as f32,
        );
        assert!(alike > 0.9628 - 0.01, "similarity {alike}");
    });
}

#[test]
fn a_picture_of_one_pixel_and_one_of_8k_show_nobody_and_break_nothing() {
    let Some(mut networks) = open() else { return };
    for (width, height) in [(1, 1), (2, 3000), (7680, 4320)] {
        let bytes = vec![128; width * height * 3];
        let picture = Picture::new(&bytes, width, height).unwrap();
        assert_eq!(networks.people(&picture, &REFERENCE).unwrap().people, []);
        let all = area([0.0, 0.0, width as f32, height as f32]);
        let body = networks.body(&picture, &all).unwrap().unwrap();
        assert!(body.iter().all(|j| j.x.is_finite() && j.y.is_finite()));
        let nothing = area([5.0, 5.0, 5.0, 5.0]);
        assert!(
            networks.body(&picture, &nothing).is_ok(),
            "a box without a size"
        );
    }
}

#[test]
fn a_model_that_is_not_there_or_is_another_one_is_an_error_with_a_hint() {
    let Some(mut environment) = networks() else {
        return;
    };
    let pose = environment.models["movenet-lightning"].clone();
    let failure = |environment, given| {
        let opened = Networks::open(environment, &typed(&given));
        opened.err().unwrap().failure()
    };
    let missing = failure(&environment, json!({"quality": "thorough"}));
    assert!(missing.message.contains("`yolox-s`") && missing.hint.is_some());
    environment.models.insert("yolox-nano".into(), pose);
    let mut confused = match Networks::open(&environment, &typed(&json!({}))) {
        // told when it is opened, or at the first picture
        Err(error) => return assert!(error.failure().hint.is_some()),
        Ok(networks) => networks,
    };
    let bytes = [0; 48];
    let picture = Picture::new(&bytes, 4, 4).unwrap();
    let error = confused.people(&picture, &REFERENCE).unwrap_err().failure();
    assert!(error.message.contains("`yolox-nano`") && error.hint.is_some());
}
