//! A made-up job with persons and faces in which every pipeline ran.

use std::f32::consts::PI;

use serde_json::{Map, Value, json};
use va_core::Millis;
use va_core::annotation::{Observation, Segment};
use va_core::provenance::StepRecord;
use va_export::{ExportContext, plan};

use crate::jobs::{Memory, context, sample, segment, shots};

pub const JOINTS: [&str; 17] = [
    "nose",
    "left_eye",
    "right_eye",
    "left_ear",
    "right_ear",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
];

pub const EXPRESSIONS: [&str; 7] = [
    "angry",
    "disgust",
    "fearful",
    "happy",
    "neutral",
    "sad",
    "surprised",
];

/// Samples are 200 ms apart, every fifth frame.
pub const STEP: i64 = 200;

pub fn seen(tick: i64, object: u32, values: Vec<Option<f32>>) -> Observation {
    Observation {
        pts: tick * STEP,
        time: Millis(tick * STEP),
        object,
        score: Some(0.9),
        values,
    }
}

fn rows(
    ticks: i64,
    objects: u32,
    values: impl Fn(i64, u32) -> Vec<Option<f32>>,
) -> Vec<Observation> {
    let values = &values;
    (0..ticks)
        .flat_map(|tick| (1..=objects).map(move |o| seen(tick, o, values(tick, o))))
        .collect()
}

fn stay(label: &str, object: u32, ticks: i64, data: &Value) -> Segment {
    let mut all = json!({ "object": object, "samples": ticks, "mean_score": 0.9 });
    let more: Map<String, Value> = data.as_object().cloned().unwrap();
    all.as_object_mut().unwrap().extend(more);
    Segment {
        data: all.as_object().cloned().unwrap(),
        ..segment(0, ticks * STEP, &format!("{label} {object}"))
    }
}

fn keys(names: &[&str], parts: &[&str]) -> Vec<String> {
    names
        .iter()
        .flat_map(|name| parts.iter().map(move |part| format!("{name}_{part}")))
        .collect()
}

/// Joints that walk to the right; the last three were not found.
pub fn joints(tick: i64, object: u32) -> Vec<Option<f32>> {
    (0..17)
        .flat_map(|joint| {
            let sure = if joint < 14 { 0.8 } else { 0.1 };
            [
                Some(object as f32 * 50.0 + tick as f32 / 3.0),
                Some(40.0 + joint as f32 * 8.25),
                Some(sure),
            ]
        })
        .collect()
}

/// The results of all pipelines: `ticks` samples of `objects` persons with a face each.
pub fn everything(ticks: i64, objects: u32) -> Memory {
    let joint_keys = keys(&JOINTS, &["x", "y", "score"]);
    let joint_keys: Vec<&str> = joint_keys.iter().map(String::as_str).collect();
    let landmarks = keys(&["p001", "p033", "p468"], &["x", "y"]);
    let landmarks: Vec<&str> = landmarks.iter().map(String::as_str).collect();
    let body = |tick: i64, o: u32| {
        let left = o as f32 * 50.0 + tick as f32 * PI;
        vec![Some(left), Some(40.333), Some(40.1), Some(160.7)]
    };
    let face = |tick: i64, o: u32| {
        let left = o as f32 * 50.0 + tick as f32 * PI;
        vec![Some(left), Some(42.5), Some(30.25), Some(31.0)]
    };
    let abstains = |tick: i64| tick % 4 == 3;
    let expression = move |tick: i64, o: u32| {
        let score = |at: usize| (at as f32 + o as f32) / 100.0;
        (0..7)
            .map(|at| (!abstains(tick)).then(|| score(at)))
            .collect()
    };
    let role = json!({ "shot": 1, "role": "child", "role_confidence": 0.61, "role_method": "head_to_body" });
    let nobody = json!({ "track": 2, "person": null, "link_share": 0.0 });
    let hers = json!({ "track": 1, "person": 2, "link_share": 0.8 });
    let persons = (1..=objects).map(|o| {
        let data = if o == 2 { role.clone() } else { json!({}) };
        stay("person", o, ticks, &data)
    });
    let faces = (1..=objects).map(|o| {
        let data = if o == 1 { &hers } else { &nobody };
        stay("face", o, ticks, data)
    });
    let counts: Vec<_> = (0..ticks)
        .map(|tick| sample(tick * STEP, &[Some(objects as f32)]))
        .collect();
    let looks = || rows(ticks.min(1), objects, |_, _| vec![Some(0.1), Some(-0.2)]);
    Memory::default()
        .with_segments("scene_detection.shots", shots(&[ticks.max(1) * STEP]))
        .with_segments("scene_detection.fades", Vec::new())
        .with_samples("motion_energy.energy", &["whole"], counts.clone())
        .with_segments("voice_activity.speech", vec![segment(10, 900, "speech")])
        .with_samples("voice_activity.probability", &["speech"], counts.clone())
        .with_objects(
            "person_tracking.boxes",
            &["x", "y", "w", "h"],
            rows(ticks, objects, body),
        )
        .with_objects(
            "person_tracking.keypoints",
            &joint_keys,
            rows(ticks, objects, joints),
        )
        .with_objects(
            "person_tracking.motion",
            &["energy"],
            rows(ticks, objects, |tick, _| vec![(tick > 0).then_some(0.25)]),
        )
        .with_objects("person_tracking.appearance", &["e000", "e001"], looks())
        .with_segments("person_tracking.presence", persons.collect())
        .with_samples("person_tracking.count", &["persons"], counts.clone())
        .with_objects(
            "face_analysis.boxes",
            &["x", "y", "w", "h"],
            rows(ticks, objects, face),
        )
        .with_objects(
            "face_analysis.landmarks",
            &landmarks,
            rows(ticks, objects, |tick, o| {
                (0..6)
                    .map(|at| Some(o as f32 * 50.0 + (at + tick) as f32))
                    .collect()
            }),
        )
        .with_objects(
            "face_analysis.pose",
            &["yaw", "pitch", "roll"],
            rows(ticks, objects, |tick, _| {
                vec![Some(tick as f32), Some(-5.5), Some(0.25)]
            }),
        )
        .with_objects(
            "face_analysis.gaze",
            &["yaw", "pitch"],
            rows(ticks, objects, |_, _| vec![Some(30.0), Some(0.0)]),
        )
        .with_objects(
            "face_analysis.blendshapes",
            &["browInnerUp", "jawOpen"],
            rows(ticks, objects, |_, _| vec![Some(0.125), Some(0.5)]),
        )
        .with_objects(
            "face_analysis.expression",
            &EXPRESSIONS,
            rows(ticks, objects, expression),
        )
        .with_segments("face_analysis.presence", faces.collect())
        .with_objects("face_analysis.embedding", &["e000", "e001"], looks())
        .with_samples("face_analysis.count", &["faces"], counts)
}

/// The context of such a job; the picture is 640 x 480.
pub fn crowd_context(file_name: &str) -> ExportContext {
    let mut context = context(file_name);
    let step = |pipeline: &str, variant: &str| StepRecord {
        pipeline: pipeline.into(),
        variant: variant.into(),
        ..context.steps[0].clone()
    };
    let more = [
        step("person_tracking", "yolox-bytetrack"),
        step("face_analysis", "yunet-mesh"),
    ];
    context.steps.extend(more);
    context
}

/// Every file of the job: name and text.
pub fn files(memory: &Memory, context: &ExportContext) -> Vec<(String, String)> {
    let plan = plan(&context.job.file_prefix(), &memory.tracks, &[]).unwrap();
    let write = |file| {
        let (name, text, _) = memory.write(context, file);
        (name, text)
    };
    plan.files.iter().map(write).collect()
}

/// One file of the job by the end of its name.
pub fn file(memory: &Memory, context: &ExportContext, ending: &str) -> (String, String) {
    let all = files(memory, context);
    let found = all.into_iter().find(|(name, _)| name.ends_with(ending));
    found.unwrap_or_else(|| panic!("there is no file {ending}"))
}
