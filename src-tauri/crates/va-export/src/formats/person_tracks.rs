//! Persons as such: one entry for each, with all stays, in the form of VideoAnnotator's own file. Holds no
//! word by which the existing viewer would take it for scenes or faces.

use std::io::Write;

use serde::Serialize;
use va_core::Millis;
use va_core::annotation::TrackSpec;

use super::Format;
use crate::error::ExportError;
use crate::json;
use crate::json_info::info;
use crate::note::Notes;
use crate::people::{PERSON_PRESENCE, Somebody, everybody, person_id};
use crate::person_table::NAME;
use crate::plan::{Part, Task};
use crate::source::Written;
use crate::times::Seconds;

pub(super) const FORMAT: Format = Format {
    id: "person_tracks",
    title: "Person tracks (JSON)",
    extension: "json",
    opens_in: "any JSON reader",
    parts,
    write,
};

fn parts(tracks: &[TrackSpec]) -> Vec<Part> {
    let mut parts = Part::of(tracks, PERSON_PRESENCE, &[]);
    for part in &mut parts {
        NAME.clone_into(&mut part.name);
    }
    parts
}

#[derive(Serialize)]
struct Entry<'a> {
    person_id: String,
    track_id: u32,
    video_id: &'a str,
    label: Option<&'a str>,
    confidence: f64,
    method: &'a str,
    timestamp: Option<Seconds>,
    samples: u64,
    mean_score: Option<f64>,
    stays: Vec<Stay>,
}

#[derive(Serialize)]
struct Stay {
    start_ms: Millis,
    end_ms: Millis,
    samples: u64,
    mean_score: Option<f64>,
    shot: Option<i64>,
}

fn write(task: &Task<'_>, mut out: &mut dyn Write) -> Result<Written, ExportError> {
    let io = |error| task.unwritable(error);
    let persons = everybody(task, PERSON_PRESENCE)?;
    let prefix = task.context.job.file_prefix();
    let mut notes = Notes::default();
    notes.clock_begins_at(task.context.media.facts.start);
    out.write_all(b"{\"person_tracks\":[\n").map_err(io)?;
    for (at, (object, person)) in persons.iter().enumerate() {
        let entry = track(task, &prefix, *object, person);
        json::own_item(&mut out, at == 0, &entry).map_err(io)?;
    }
    let labelled = persons
        .values()
        .filter(|person| person.role.is_some())
        .count();
    let summary = serde_json::json!({
        "total_persons": persons.len(),
        "labeled_persons": labelled,
        "id_format": format!("person_{prefix}_NNN"),
        "detections_summary": {
            "total_detections": persons.values().map(Somebody::samples).sum::<u64>(),
            "unique_persons": persons.len(),
            "labeled_persons": labelled,
        },
    });
    out.write_all(b"],\n\"labeling_metadata\":").map_err(io)?;
    json::own_item(&mut out, true, &summary).map_err(io)?;
    out.write_all(b",\n\"info\":").map_err(io)?;
    json::write(&mut out, &info(task, &notes)).map_err(io)?;
    out.write_all(b"}\n").map_err(io)?;
    Ok(Written {
        items: persons.len() as u64,
        notes: notes.list(),
    })
}

fn track<'a>(task: &Task<'_>, prefix: &'a str, object: u32, person: &'a Somebody) -> Entry<'a> {
    let role = person.role.as_ref();
    let stay = |stay: &crate::people::Stay| Stay {
        start_ms: stay.start,
        end_ms: stay.end,
        samples: stay.samples,
        mean_score: stay.mean_score,
        shot: stay.shot,
    };
    Entry {
        person_id: person_id(task, object),
        track_id: object,
        video_id: prefix,
        label: role.map(|role| role.label.as_str()),
        confidence: role.map_or(0.0, |role| role.confidence),
        method: role.map_or("none", |role| role.method.as_str()),
        timestamp: person.stays.first().map(|stay| Seconds(stay.start)),
        samples: person.samples(),
        mean_score: person.mean_score(),
        stays: person.stays.iter().map(stay).collect(),
    }
}
