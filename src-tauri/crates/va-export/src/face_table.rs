//! The table of faces with the column names of py-feat's `Fex`: one row a face and frame. Part of the CSV
//! format. Has no action units: this program measures blendshapes, which stand under their own names.

use va_core::annotation::{Observation, TrackSpec};

use crate::boxes::{Beside, Boxed, each_box, exact, place};
use crate::columns::Column;
use crate::error::ExportError;
use crate::note::Notes;
use crate::people::{FACE_BOXES, FACE_PRESENCE, everybody, person_id};
use crate::plan::{Part, Task};
use crate::text::table_text;

const POSE: &str = "face_analysis.pose";
const GAZE: &str = "face_analysis.gaze";
const EXPRESSION: &str = "face_analysis.expression";
const BLENDSHAPES: &str = "face_analysis.blendshapes";

/// Its name between prefix and extension.
pub(crate) const NAME: &str = "face_analysis";

/// The table, if faces were looked for.
pub(crate) fn parts(tracks: &[TrackSpec]) -> Vec<Part> {
    let others = [POSE, GAZE, EXPRESSION, BLENDSHAPES, FACE_PRESENCE];
    Part::of(tracks, FACE_BOXES, &others)
}

/// Columns that every row has: name, kind, unit and meaning.
const FIXED: [(&str, &str, &str, &str); 15] = [
    ("input", "text", "", "name of the recording"),
    (
        "frame",
        "integer",
        "",
        "number of the frame in the recording, from 0, counted from the times of all frames",
    ),
    (
        "approx_time",
        "text",
        "",
        "minutes and seconds, cut to whole seconds, as py-feat writes it",
    ),
    (
        "time_ms",
        "integer",
        "ms",
        "time of the frame on the recording's own clock",
    ),
    (
        "pts",
        "integer",
        "ticks",
        "the same as the stream's own timestamp",
    ),
    (
        "Identity",
        "text",
        "",
        "face or person across the recording: `face_` with its number",
    ),
    (
        "person_id",
        "text",
        "",
        "person whose face it is, as in the files of persons; empty if that was not found",
    ),
    ("FaceRectX", "number", "px", "left edge of the face"),
    ("FaceRectY", "number", "px", "upper edge of the face"),
    ("FaceRectWidth", "number", "px", "width of the face"),
    ("FaceRectHeight", "number", "px", "height of the face"),
    ("FaceScore", "number", "", "score of the face, 0 to 1"),
    (
        "Pitch",
        "number",
        "deg",
        "head pose; axes and signs are those of the page of the pipeline face_analysis, not py-feat's",
    ),
    ("Roll", "number", "deg", "the same"),
    ("Yaw", "number", "deg", "the same"),
];

/// Our expressions and py-feat's names for them, in its order.
const EMOTIONS: [(&str, &str); 7] = [
    ("angry", "anger"),
    ("disgust", "disgust"),
    ("fearful", "fear"),
    ("happy", "happiness"),
    ("sad", "sadness"),
    ("surprised", "surprise"),
    ("neutral", "neutral"),
];

/// Its columns for the codebook; they depend on what was measured.
pub(crate) fn columns(tracks: &[TrackSpec]) -> Vec<Column> {
    let column = |name: &str, kind: &'static str, unit: &str, meaning: &str| Column {
        name: name.to_owned(),
        kind,
        unit: unit.to_owned(),
        meaning: meaning.to_owned(),
    };
    let mut columns: Vec<Column> = FIXED
        .iter()
        .map(|(name, kind, unit, meaning)| column(name, kind, unit, meaning))
        .collect();
    let track = |key: &str| tracks.iter().find(|track| track.key == key);
    if track(EXPRESSION).is_some() {
        columns.extend(EMOTIONS.map(|(ours, name)| {
            let meaning =
                format!("score of the expression `{ours}`; empty where the model abstained");
            column(name, "number", "", &meaning)
        }));
    }
    for channel in track(GAZE).into_iter().flat_map(|track| &track.channels) {
        let name = format!("gaze_{}", channel.key);
        let meaning = format!("gaze: {}", channel.title);
        columns.push(column(&name, "number", &channel.unit, &meaning));
    }
    for channel in track(BLENDSHAPES).into_iter().flat_map(|t| &t.channels) {
        let meaning = "blendshape of this name, 0 to 1: a proxy, no action unit";
        columns.push(column(&channel.key, "number", "", meaning));
    }
    columns
}

/// Gives its rows to `row`, the header first.
pub(crate) fn rows(
    task: &Task<'_>,
    notes: &mut Notes,
    row: &mut dyn FnMut(&[String]) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let header = columns(&task.file.tracks);
    row(&header.into_iter().map(|c| c.name).collect::<Vec<_>>())?;
    let faces = everybody(task, FACE_PRESENCE)?;
    let input = table_text(&task.context.media.file_name).into_owned();
    let mut poses = Beside::new(task, POSE);
    let mut expressions = Beside::new(task, EXPRESSION);
    let mut gazes = Beside::new(task, GAZE);
    let mut shapes = Beside::new(task, BLENDSHAPES);
    let mut cells: Vec<String> = Vec::new();
    each_box(task, FACE_BOXES, notes, |seen: Boxed| {
        let seconds = seen.time.0 / 1000;
        let face = faces.get(&seen.object);
        let person = face.and_then(|face| face.person_at(seen.time));
        cells.clear();
        cells.extend([
            input.clone(),
            seen.frame.to_string(),
            format!("{:02}:{:02}", seconds / 60, seconds % 60),
            seen.time.0.to_string(),
            seen.pts.to_string(),
            format!("face_{:03}", seen.object),
            person.map_or(String::new(), |person| person_id(task, person)),
        ]);
        cells.extend(seen.bbox.iter().map(f64::to_string));
        cells.push(seen.score.to_string());
        cells.extend(measured(
            &mut poses,
            &seen,
            Some(&["pitch", "roll", "yaw"]),
        )?);
        if expressions.spec().is_some() {
            let keys = EMOTIONS.map(|(ours, _)| ours);
            cells.extend(measured(&mut expressions, &seen, Some(&keys))?);
        }
        cells.extend(measured(&mut gazes, &seen, None)?);
        cells.extend(measured(&mut shapes, &seen, None)?);
        row(&cells)
    })?;
    Ok(())
}

/// The values of these channels, of all if none are named; empty cells where nothing was measured.
fn measured(
    track: &mut Beside<'_>,
    seen: &Boxed,
    keys: Option<&[&str]>,
) -> Result<Vec<String>, ExportError> {
    let spec = track.spec();
    let all = 0..spec.map_or(0, |spec| spec.channels.len());
    let places: Vec<Option<usize>> = match keys {
        Some(keys) => keys.iter().map(|key| place(spec?, key)).collect(),
        None => all.map(Some).collect(),
    };
    let found: Option<&Observation> = track.of(seen)?;
    let cell = |at: Option<usize>| {
        let value = found.and_then(|row| exact(row, at));
        value.map_or(String::new(), |value| value.to_string())
    };
    Ok(places.into_iter().map(cell).collect())
}
