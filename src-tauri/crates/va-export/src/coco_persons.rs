//! Persons as COCO keypoints: the file that the existing viewer shows as persons and that pycocotools
//! evaluates. Annotations stand first, because the viewer looks for their words in the first kilobytes.

use std::io::Write;

use serde::{Serialize, Serializer};
use serde_json::json;
use va_core::joints::JOINTS;

use crate::boxes::{Beside, Boxed, each_box, exact, images, place, value};
use crate::error::ExportError;
use crate::json;
use crate::json_info::info;
use crate::note::Notes;
use crate::people::{
    PERSON_BOXES, PERSON_KEYPOINTS, PERSON_PRESENCE, everybody, person_id, role_or_unknown,
};
use crate::plan::{Part, Task};
use crate::source::Written;
use crate::times::Seconds;

/// A joint that was found less surely than this is not shown, as in VideoAnnotator's own files.
const SURE: f64 = 0.3;

/// Pairs of keypoints, counted from 1, that the skeleton joins: the list of the COCO data set.
const SKELETON: [[u8; 2]; 19] = [
    [16, 14],
    [14, 12],
    [17, 15],
    [15, 13],
    [12, 13],
    [6, 12],
    [7, 13],
    [6, 7],
    [6, 8],
    [7, 9],
    [8, 10],
    [9, 11],
    [2, 3],
    [1, 2],
    [1, 3],
    [2, 4],
    [3, 5],
    [4, 6],
    [5, 7],
];

/// The file, if there are persons. It is named as VideoAnnotator names it.
pub(crate) fn parts(tracks: &[va_core::annotation::TrackSpec]) -> Vec<Part> {
    let mut parts = Part::of(tracks, PERSON_BOXES, &[PERSON_KEYPOINTS, PERSON_PRESENCE]);
    for part in &mut parts {
        part.extension = Some("json");
    }
    parts
}

#[derive(Serialize)]
struct Entry<'a> {
    id: u64,
    image_id: String,
    category_id: u32,
    bbox: [f64; 4],
    area: f64,
    iscrowd: u8,
    score: f64,
    keypoints: Keypoints,
    num_keypoints: usize,
    track_id: u32,
    timestamp: Seconds,
    frame_number: u64,
    person_id: String,
    person_label: &'a str,
    label_confidence: f64,
    labeling_method: &'a str,
    time_ms: va_core::Millis,
    pts: i64,
}

/// Each joint as x, y and 2 where it is shown, 0 where not.
struct Keypoints([Option<(f64, f64)>; JOINTS.len()]);

impl Keypoints {
    fn shown(&self) -> usize {
        self.0.iter().flatten().count()
    }
}

impl Serialize for Keypoints {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(untagged)]
        enum Cell {
            Place(f64),
            Shown(u8),
        }
        serializer.collect_seq(self.0.iter().flat_map(|joint| match joint {
            Some((x, y)) => [Cell::Place(*x), Cell::Place(*y), Cell::Shown(2)],
            None => [Cell::Shown(0), Cell::Shown(0), Cell::Shown(0)],
        }))
    }
}

/// The places of x, y and score of each joint among the channels.
type Places = [[Option<usize>; 3]; JOINTS.len()];

pub(crate) fn write(task: &Task<'_>, mut out: &mut dyn Write) -> Result<Written, ExportError> {
    let io = |error| task.unwritable(error);
    let prefix = task.context.job.file_prefix();
    let image_id = |frame: u64| format!("{prefix}_frame_{frame}");
    let persons = everybody(task, PERSON_PRESENCE)?;
    let mut notes = Notes::default();
    notes.clock_begins_at(task.context.media.facts.start);
    let mut joints = Beside::new(task, PERSON_KEYPOINTS);
    let places: Places = JOINTS.map(|joint| {
        ["x", "y", "score"].map(|part| place(joints.spec()?, &format!("{joint}_{part}")))
    });
    out.write_all(b"{\"annotations\":[\n").map_err(io)?;
    let items = each_box(task, PERSON_BOXES, &mut notes, |seen: Boxed| {
        let found = joints.of(&seen)?;
        let keypoints = Keypoints(places.map(|[x, y, score]| {
            let row = found?;
            let sure = exact(row, score)? > SURE;
            sure.then_some((value(row, x)?, value(row, y)?))
        }));
        let (person_label, label_confidence, labeling_method) =
            role_or_unknown(persons.get(&seen.object));
        let entry = Entry {
            id: seen.id,
            image_id: image_id(seen.frame),
            category_id: 1,
            bbox: seen.bbox,
            area: seen.area(),
            iscrowd: 0,
            score: seen.score,
            num_keypoints: keypoints.shown(),
            keypoints,
            track_id: seen.object,
            timestamp: Seconds(seen.time),
            frame_number: seen.frame,
            person_id: person_id(task, seen.object),
            person_label,
            label_confidence,
            labeling_method,
            time_ms: seen.time,
            pts: seen.pts,
        };
        json::own_item(&mut out, seen.id == 1, &entry).map_err(io)
    })?;
    out.write_all(b"],\n\"info\":").map_err(io)?;
    json::write(&mut out, &info(task, &notes)).map_err(io)?;
    out.write_all(b",\n\"licenses\":[],\n\"images\":[\n")
        .map_err(io)?;
    images(task, PERSON_BOXES, out, image_id)?;
    out.write_all(b"],\n\"categories\":").map_err(io)?;
    let category = json!([{
        "id": 1, "name": "person", "supercategory": "person",
        "keypoints": JOINTS, "skeleton": SKELETON,
    }]);
    json::own_item(&mut out, true, &category).map_err(io)?;
    out.write_all(b"}\n").map_err(io)?;
    Ok(Written {
        items,
        notes: notes.list(),
    })
}
