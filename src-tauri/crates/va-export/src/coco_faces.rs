//! Faces as COCO boxes in the form that the existing viewer shows: annotations first, so that `face_id`
//! stands in the first kilobytes, by which it recognises them. Image ids are numbers, for COCO tools.

use std::io::Write;

use serde::Serialize;
use serde_json::{Map, Value, json};
use va_core::annotation::{Observation, TrackSpec};

use crate::boxes::{Beside, Boxed, each_box, exact, images, value};
use crate::error::ExportError;
use crate::json;
use crate::json_info::info;
use crate::note::Notes;
use crate::people::{
    FACE_BOXES, FACE_PRESENCE, PERSON_PRESENCE, everybody, person_id, role_or_unknown,
};
use crate::plan::{Part, Task};
use crate::source::Written;
use crate::times::Seconds;

const EXPRESSION: &str = "face_analysis.expression";
const POSE: &str = "face_analysis.pose";
const EMBEDDING: &str = "face_analysis.embedding";

/// The category of faces, as VideoAnnotator numbers it.
const FACE: u32 = 100;

/// The file, if there are faces.
pub(crate) fn parts(tracks: &[TrackSpec]) -> Vec<Part> {
    let others = [EXPRESSION, POSE, EMBEDDING, FACE_PRESENCE, PERSON_PRESENCE];
    Part::of(tracks, FACE_BOXES, &others)
}

#[derive(Serialize)]
struct Entry<'a> {
    id: u64,
    image_id: u64,
    category_id: u32,
    bbox: [f64; 4],
    area: f64,
    iscrowd: u8,
    score: f64,
    face_id: u32,
    timestamp: Seconds,
    frame_number: u64,
    backend: &'a str,
    person_id: &'a str,
    person_label: &'a str,
    person_label_confidence: f64,
    person_labeling_method: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    head_pose: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<Value>,
    time_ms: va_core::Millis,
    pts: i64,
}

pub(crate) fn write(task: &Task<'_>, mut out: &mut dyn Write) -> Result<Written, ExportError> {
    let io = |error| task.unwritable(error);
    let faces = everybody(task, FACE_PRESENCE)?;
    let persons = everybody(task, PERSON_PRESENCE)?;
    let pipeline = task.file.pipeline.as_ref();
    let step = pipeline.and_then(|pipeline| task.context.step(pipeline));
    let backend = step.map_or("", |step| step.variant.as_str());
    let dimensions = task.track(EMBEDDING).map_or(0, |t| t.channels.len());
    let model = json!({ "model_size": backend, "embedding_dim": dimensions });
    let mut notes = Notes::default();
    notes.clock_begins_at(task.context.media.facts.start);
    let mut expressions = Beside::new(task, EXPRESSION);
    let mut poses = Beside::new(task, POSE);
    out.write_all(b"{\"annotations\":[\n").map_err(io)?;
    let items = each_box(task, FACE_BOXES, &mut notes, |seen: Boxed| {
        let spec = expressions.spec();
        let emotions = expressions.of(&seen)?.and_then(|row| emotions(spec?, row));
        let spec = poses.spec();
        let pose = poses.of(&seen)?.and_then(|row| named(spec?, row));
        let face = faces.get(&seen.object);
        let person = face.and_then(|face| face.person_at(seen.time));
        let known = person.map(|person| person_id(task, person));
        let (label, confidence, method) =
            role_or_unknown(person.and_then(|person| persons.get(&person)));
        let entry = Entry {
            id: seen.id,
            image_id: seen.frame + 1,
            category_id: FACE,
            bbox: seen.bbox,
            area: seen.area(),
            iscrowd: 0,
            score: seen.score,
            face_id: seen.object,
            timestamp: Seconds(seen.time),
            frame_number: seen.frame,
            backend,
            person_id: known.as_deref().unwrap_or("unknown"),
            person_label: label,
            person_label_confidence: confidence,
            person_labeling_method: method,
            head_pose: pose,
            attributes: emotions
                .map(|emotions| json!({ "emotions": emotions, "model_info": model })),
            time_ms: seen.time,
            pts: seen.pts,
        };
        json::own_item(&mut out, seen.id == 1, &entry).map_err(io)
    })?;
    out.write_all(b"],\n\"fields\":").map_err(io)?;
    // also the word by which the viewer knows a file of faces in which there is none
    let fields = json!({
        "face_id": "number of the person or face track across the recording",
        "head_pose": "degrees; axes and signs as on the page of the pipeline",
    });
    json::own_item(&mut out, true, &fields).map_err(io)?;
    out.write_all(b",\n\"info\":").map_err(io)?;
    json::write(&mut out, &info(task, &notes)).map_err(io)?;
    out.write_all(b",\n\"licenses\":[],\n\"images\":[\n")
        .map_err(io)?;
    images(task, FACE_BOXES, out, |frame| frame + 1)?;
    out.write_all(b"],\n\"categories\":").map_err(io)?;
    let category = json!([{ "id": FACE, "name": "face", "supercategory": "person" }]);
    json::own_item(&mut out, true, &category).map_err(io)?;
    out.write_all(b"}\n").map_err(io)?;
    Ok(Written {
        items,
        notes: notes.list(),
    })
}

/// Each class with its score and its rank, the surest first; nothing where the model abstained.
fn emotions(spec: &TrackSpec, row: &Observation) -> Option<Map<String, Value>> {
    let scores = spec.channels.iter().enumerate();
    let mut scores: Vec<(&str, f64)> = scores
        .filter_map(|(at, channel)| Some((channel.key.as_str(), exact(row, Some(at))?)))
        .collect();
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    let ranked = scores.iter().zip(1..).map(|((name, score), rank)| {
        let entry = json!({ "score": score, "rank": rank });
        ((*name).to_owned(), entry)
    });
    (!scores.is_empty()).then(|| ranked.collect())
}

/// The values of a row by the names of its channels; nothing if nothing was measured.
pub(crate) fn named(spec: &TrackSpec, row: &Observation) -> Option<Map<String, Value>> {
    let values = spec.channels.iter().enumerate();
    let found: Map<String, Value> = values
        .filter_map(|(at, channel)| Some((channel.key.clone(), value(row, Some(at))?.into())))
        .collect();
    (!found.is_empty()).then_some(found)
}
