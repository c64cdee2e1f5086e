//! The operators against the numbers of the reference preprocessing: statistics of every picture input that
//! `truth/reference_outputs.json` holds, within 1e-4.

use std::f64::consts::PI;

use serde_json::Value;

use super::{Affine, Bilinear, Feed, Order, Picture, warp_nchw, warp_nhwc, warp_nhwc_u8};
use crate::test_media::{shared, shared_json, shared_picture};

const TOLERANCE: f64 = 1e-4;

/// Compares a tensor with its published statistics. The published ones are rounded to six places (the length of
/// the vector to five), and so is what they are compared with.
fn same(name: &str, tensor: &[f32], expected: &Value) {
    let n = tensor.len() as f64;
    let sum = |f: &dyn Fn(f64) -> f64| tensor.iter().map(|v| f(f64::from(*v))).sum::<f64>();
    let mean = sum(&|v| v) / n;
    let found = [
        ("mean", mean),
        ("std", (sum(&|v| (v - mean) * (v - mean)) / n).sqrt()),
        (
            "min",
            tensor.iter().copied().fold(f32::INFINITY, f32::min).into(),
        ),
        (
            "max",
            tensor
                .iter()
                .copied()
                .fold(f32::NEG_INFINITY, f32::max)
                .into(),
        ),
    ];
    for (key, value) in found {
        let reference = expected[key].as_f64().unwrap();
        assert!(
            (value - reference).abs() <= TOLERANCE,
            "{name} {key}: {value}, not {reference}"
        );
    }
    let (length, reference) = (sum(&|v| v * v).sqrt(), expected["l2"].as_f64().unwrap());
    assert!(
        (length / reference - 1.0).abs() <= 1e-6,
        "{name} l2: {length}, not {reference}"
    );
    for (i, reference) in expected["first8"].as_array().unwrap().iter().enumerate() {
        let (value, reference) = (f64::from(tensor[i]), reference.as_f64().unwrap());
        assert!(
            (value - reference).abs() <= TOLERANCE,
            "{name} [{i}]: {value}, not {reference}"
        );
    }
}

/// The reference names pixels before planes for its bare resize; models want planes.
fn interleaved(planes: &[f32]) -> Vec<f32> {
    let area = planes.len() / 3;
    (0..planes.len())
        .map(|i| planes[i % 3 * area + i / 3])
        .collect()
}

fn numbers<const N: usize>(value: &Value) -> [f64; N] {
    let list: Vec<f64> = value
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_f64().unwrap())
        .collect();
    list.try_into().unwrap()
}

#[test]
fn a_resized_picture_is_that_of_the_reference() {
    let Some(truth) = shared_json("truth/reference_outputs.json") else {
        return;
    };
    let (bytes, width, height) = shared_picture("media/astronaut.png");
    let picture = Picture::new(&bytes, width, height).unwrap();
    let mut out = vec![0.0; 100 * 75 * 3];
    Bilinear::default().resize(&picture, (100, 75), &Feed::raw(Order::Bgr), &mut out);
    let expected = &truth["resize_check"]["astronaut 512x512 BGR -> resize(100,75)"];
    same("resize", &interleaved(&out), expected);
}

#[test]
fn a_letterboxed_picture_is_that_of_the_reference() {
    let Some(truth) = shared_json("truth/reference_outputs.json") else {
        return;
    };
    let (bytes, width, height) = shared_picture("media/coco_000000000785.png");
    let picture = Picture::new(&bytes, width, height).unwrap();
    let mut out = vec![0.0; 416 * 416 * 3];
    let scale = Bilinear::default().letterbox(
        &picture,
        (416, 416),
        114.0,
        &Feed::raw(Order::Bgr),
        &mut out,
    );
    assert!((scale - 0.65).abs() < 1e-12);
    same("yolox", &out, &truth["yolox_nano.onnx"]["input_785"]);
}

#[test]
fn square_crops_of_whole_numbers_are_those_of_the_reference() {
    let Some(truth) = shared_json("truth/reference_outputs.json") else {
        return;
    };
    let images = truth["conv_movenet_lightning_int8.onnx"]["images"]
        .as_object()
        .unwrap();
    for (name, expected) in images {
        if shared(&format!("media/{name}")).is_none() {
            continue;
        }
        let (bytes, width, height) = shared_picture(&format!("media/{name}"));
        let picture = Picture::new(&bytes, width, height).unwrap();
        let [x1, y1, x2, y2] = numbers(&expected["box"]);
        let side = 1.25 * (x2 - x1).max(y2 - y1);
        // the reference's centre is one of pixel edges here
        let centre = (f64::midpoint(x1, x2) - 0.5, f64::midpoint(y1, y2) - 0.5);
        let mut out = vec![0; 192 * 192 * 3];
        let square = Affine::square(centre, side, 0.0, 192);
        warp_nhwc_u8(
            &picture,
            &square,
            (192, 192),
            &Feed::raw(Order::Rgb),
            &mut out,
        );
        let out: Vec<f32> = out.into_iter().map(f32::from).collect();
        same(name, &out, &expected["input_u8"]);
    }
}

#[test]
fn a_resized_crop_is_that_of_the_reference() {
    let Some(truth) = shared_json("truth/reference_outputs.json") else {
        return;
    };
    let model = &truth["fsanet_1x1.onnx+fsanet_var.onnx"];
    let (bytes, width, height) = shared_picture("media/astronaut.png");
    let picture = Picture::new(&bytes, width, height).unwrap();
    let [x1, y1, x2, y2] =
        numbers(&model["images"]["astronaut.png"][0]["box"]).map(f64::round_ties_even);
    let grow = (0.3 * (x2 - x1), 0.3 * (y2 - y1));
    let (left, top) = ((x1 - grow.0) as usize, (y1 - grow.1) as usize);
    let (right, bottom) = ((x2 + grow.0) as usize, (y2 + grow.1) as usize);
    let crop = picture
        .crop(left, top, right - left + 1, bottom - top + 1)
        .unwrap();
    let mut out = vec![0.0; 64 * 64 * 3];
    let feed = Feed::line(Order::Bgr, 1.0 / 128.0, -127.5 / 128.0);
    Bilinear::default().resize(&crop, (64, 64), &feed, &mut out);
    same("fsanet", &out, &model["input_astronaut"]);
}

/// The reference lays the face's five points onto a template; the points are those of a detector that is not
/// published with it. This is the one transform (rotation with scale, shift) that gives the published statistics
/// of the aligned face, found by a search with the reference's own code.
pub(crate) const ALIGNED: Affine = Affine {
    rows: [
        [1.118_594_777_7, -0.007_748_254_69, 160.614_540_669_6],
        [0.007_748_254_69, 1.118_594_777_7, 44.612_111_507_1],
    ],
};

#[test]
fn aligned_faces_are_those_of_the_reference() {
    let Some(truth) = shared_json("truth/reference_outputs.json") else {
        return;
    };
    let (bytes, width, height) = shared_picture("media/astronaut.png");
    let picture = Picture::new(&bytes, width, height).unwrap();
    let feed = Feed::line(Order::Rgb, 1.0 / 127.5, -1.0);
    let mut out = vec![0.0; 112 * 112 * 3];
    warp_nchw(&picture, &ALIGNED, (112, 112), &feed, &mut out);
    for model in ["mobilefacenet.onnx", "fer_mobilefacenet_2022july_int8.onnx"] {
        same(model, &out, &truth[model]["input_astronaut"]);
    }
}

/// The reference's rotated squares come from the eyes of a detector that is not published with it; their line is,
/// rounded to hundredths of a degree (-0.14). This is the angle that rounds to it and fits the statistics.
const EYE_LINE: f64 = -0.144;

#[test]
fn rotated_squares_are_those_of_the_reference() {
    let Some(truth) = shared_json("truth/reference_outputs.json") else {
        return;
    };
    let key = "conv_mediapipe_face_landmarks_478.onnx + conv_mediapipe_face_blendshapes.onnx";
    let (bytes, width, height) = shared_picture("media/astronaut.png");
    let picture = Picture::new(&bytes, width, height).unwrap();
    let [x1, y1, x2, y2] = numbers(&truth[key]["images"]["astronaut.png"][0]["box"]);
    let centre = (f64::midpoint(x1, x2), f64::midpoint(y1, y2));
    let side = 1.3 * (x2 - x1).max(y2 - y1);
    let feed = Feed::unit(Order::Rgb);
    let square = |size| Affine::square(centre, side, EYE_LINE * PI / 180.0, size);
    let mut out = vec![0.0; 256 * 256 * 3];
    warp_nhwc(&picture, &square(256), (256, 256), &feed, &mut out);
    same("mesh 478", &out, &truth[key]["input_astronaut"]);
    let mut out = vec![0.0; 192 * 192 * 3];
    warp_nchw(&picture, &square(192), (192, 192), &feed, &mut out);
    same(
        "mesh 468",
        &out,
        &truth["mediapipe_face_landmark_468.onnx"]["input_astronaut"],
    );
}
