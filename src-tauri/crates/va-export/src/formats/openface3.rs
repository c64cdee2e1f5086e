//! The face file in the native form of `OpenFace` 3 that the existing viewer draws: landmarks, head pose and
//! gaze. What this program does not measure is left out, never filled in: blendshapes are proxies and no
//! action units, so `action_units` stays empty, and without valence and arousal there is no `emotion`.

use std::io::Write;

use serde::Serialize;
use serde_json::{Map, Value, json};
use va_core::annotation::{Observation, TrackSpec};

use super::Format;
use crate::boxes::{Beside, Boxed, each_box, exact, place, short, value};
use crate::coco_faces::named;
use crate::error::ExportError;
use crate::json;
use crate::json_info::info;
use crate::note::Notes;
use crate::people::FACE_BOXES;
use crate::plan::{Part, Task};
use crate::source::Written;
use crate::times::Seconds;

const LANDMARKS: &str = "face_analysis.landmarks";
const POSE: &str = "face_analysis.pose";
const GAZE: &str = "face_analysis.gaze";
const BLENDSHAPES: &str = "face_analysis.blendshapes";
const EXPRESSION: &str = "face_analysis.expression";

pub(super) const FORMAT: Format = Format {
    id: "openface3",
    title: "OpenFace 3 (JSON)",
    extension: "json",
    opens_in: "Video Annotation Viewer, any JSON reader",
    parts,
    write,
};

/// By this name the viewer knows a file of any size.
const NAME: &str = "openface3_detailed";

const NOTES: [&str; 4] = [
    "not made by OpenFace: the same form, filled from this program's own models",
    "blendshape_proxies are blendshapes from 0 to 1; they are no action unit intensities, so action_units is empty",
    "expression has the classes that the model knows; valence and arousal are not measured, so there is no emotion",
    "head_pose is in degrees; axes, signs and landmarks are described on the page of the pipeline face_analysis",
];

fn parts(tracks: &[TrackSpec]) -> Vec<Part> {
    let others = [LANDMARKS, POSE, GAZE, BLENDSHAPES, EXPRESSION];
    let mut parts = Part::of(tracks, FACE_BOXES, &others);
    for part in &mut parts {
        NAME.clone_into(&mut part.name);
    }
    parts
}

#[derive(Serialize)]
struct Face {
    annotation_id: u64,
    bbox: [f64; 4],
    timestamp: Seconds,
    object: u32,
    frame_number: u64,
    features: Features,
}

#[derive(Serialize)]
struct Features {
    confidence: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    landmarks_2d: Option<Vec<Point>>,
    action_units: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    head_pose: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gaze: Option<Gaze>,
    #[serde(skip_serializing_if = "Option::is_none")]
    blendshape_proxies: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expression: Option<Value>,
}

#[derive(Serialize)]
struct Point {
    x: f64,
    y: f64,
}

#[derive(Serialize)]
struct Gaze {
    direction_x: f64,
    direction_y: f64,
    direction_z: f64,
    confidence: f64,
}

fn write(task: &Task<'_>, mut out: &mut dyn Write) -> Result<Written, ExportError> {
    let io = |error| task.unwritable(error);
    let mut notes = Notes::default();
    notes.clock_begins_at(task.context.media.facts.start);
    out.write_all(b"{\"metadata\":").map_err(io)?;
    // counted first: the viewer reads the number before the faces
    let faces = each_box(task, FACE_BOXES, &mut Notes::default(), |_| Ok(()))?;
    json::write(&mut out, &metadata(task, faces)).map_err(io)?;
    out.write_all(b",\n\"faces\":[\n").map_err(io)?;
    let mut landmarks = Beside::new(task, LANDMARKS);
    let mut poses = Beside::new(task, POSE);
    let mut gazes = Beside::new(task, GAZE);
    let mut shapes = Beside::new(task, BLENDSHAPES);
    let mut expressions = Beside::new(task, EXPRESSION);
    let points = landmarks.spec().map(points).unwrap_or_default();
    let items = each_box(task, FACE_BOXES, &mut notes, |seen: Boxed| {
        let sure = |row: &Observation| row.score.map_or(seen.score, short);
        let pose_spec = poses.spec();
        let head_pose = poses.of(&seen)?.and_then(|row| {
            let mut pose = named(pose_spec?, row)?;
            pose.insert("confidence".to_owned(), sure(row).into());
            Some(pose)
        });
        let gaze_spec = gazes.spec();
        let shape_spec = shapes.spec();
        let expression_spec = expressions.spec();
        let features = Features {
            confidence: seen.score,
            landmarks_2d: landmarks.of(&seen)?.and_then(|row| drawn(&points, row)),
            action_units: Map::new(),
            head_pose,
            gaze: gazes
                .of(&seen)?
                .and_then(|row| gaze(gaze_spec?, row, sure(row))),
            blendshape_proxies: shapes.of(&seen)?.and_then(|row| scores(shape_spec?, row)),
            expression: expressions
                .of(&seen)?
                .and_then(|row| expression(&scores(expression_spec?, row)?)),
        };
        let face = Face {
            annotation_id: seen.id,
            bbox: seen.bbox,
            timestamp: Seconds(seen.time),
            object: seen.object,
            frame_number: seen.frame,
            features,
        };
        json::own_item(&mut out, seen.id == 1, &face).map_err(io)
    })?;
    out.write_all(b"],\n\"about\":").map_err(io)?;
    json::write(&mut out, &info(task, &notes)).map_err(io)?;
    out.write_all(b"}\n").map_err(io)?;
    Ok(Written {
        items,
        notes: notes.list(),
    })
}

fn metadata(task: &Task<'_>, faces: u64) -> Value {
    let pipeline = task.file.pipeline.as_ref();
    let step = pipeline.and_then(|pipeline| task.context.step(pipeline));
    json!({
        "pipeline": pipeline.map_or("", |pipeline| pipeline.as_str()),
        "model_info": {
            "model_name": step.map_or("", |step| step.variant.as_str()),
            "version": step.map_or_else(String::new, |step| step.version.to_string()),
            "features": {
                "landmarks": task.has(LANDMARKS),
                "action_units": false,
                "head_pose": task.has(POSE),
                "gaze": task.has(GAZE),
                "emotion_recognition": false,
                "expression": task.has(EXPRESSION),
                "blendshape_proxies": task.has(BLENDSHAPES),
            },
        },
        "config": step.map(|step| &step.settings),
        "processing_stats": { "total_faces": faces },
        "notes": NOTES,
    })
}

/// The places of x and y of each landmark, in the order of the channels.
fn points(spec: &TrackSpec) -> Vec<(usize, usize)> {
    let keys = spec.channels.iter().enumerate();
    keys.filter_map(|(at, channel)| {
        let name = channel.key.strip_suffix("_x")?;
        Some((at, place(spec, &format!("{name}_y"))?))
    })
    .collect()
}

fn drawn(points: &[(usize, usize)], row: &Observation) -> Option<Vec<Point>> {
    let drawn: Vec<Point> = points
        .iter()
        .filter_map(|(x, y)| {
            Some(Point {
                x: value(row, Some(*x))?,
                y: value(row, Some(*y))?,
            })
        })
        .collect();
    (!drawn.is_empty()).then_some(drawn)
}

/// The direction as a unit vector in the axes of the picture: x to the right, y down, z towards the
/// camera. Yaw is positive to the right edge of the picture, pitch is positive upwards.
fn gaze(spec: &TrackSpec, row: &Observation, confidence: f64) -> Option<Gaze> {
    let angle = |key: &str| exact(row, place(spec, key)).map(f64::to_radians);
    let (yaw, pitch) = (angle("yaw")?, angle("pitch")?);
    let round = |value: f64| (value * 10_000.0).round() / 10_000.0;
    Some(Gaze {
        direction_x: round(yaw.sin() * pitch.cos()),
        direction_y: round(-pitch.sin()),
        direction_z: round(yaw.cos() * pitch.cos()),
        confidence,
    })
}

fn scores(spec: &TrackSpec, row: &Observation) -> Option<Map<String, Value>> {
    let values = spec.channels.iter().enumerate();
    let found: Map<String, Value> = values
        .filter_map(|(at, channel)| Some((channel.key.clone(), exact(row, Some(at))?.into())))
        .collect();
    (!found.is_empty()).then_some(found)
}

fn expression(scores: &Map<String, Value>) -> Option<Value> {
    let score = |entry: &(&String, &Value)| entry.1.as_f64().unwrap_or(0.0);
    let surest = scores
        .iter()
        .max_by(|a, b| score(a).total_cmp(&score(b)))
        .map(|entry| (entry.0.clone(), score(&entry)))?;
    Some(json!({ "dominant": surest.0, "confidence": surest.1, "probabilities": scores }))
}
