//! The table of persons: one row for each. Part of the CSV format.

use va_core::annotation::TrackSpec;

use crate::columns::Column;
use crate::error::ExportError;
use crate::people::{PERSON_PRESENCE, everybody, person_id};
use crate::plan::{Part, Task};
use crate::text::table_text;

/// Its name between prefix and extension.
pub(crate) const NAME: &str = "person_tracks";

/// The table, if persons were looked for.
pub(crate) fn parts(tracks: &[TrackSpec]) -> Vec<Part> {
    let mut parts = Part::of(tracks, PERSON_PRESENCE, &[]);
    for part in &mut parts {
        NAME.clone_into(&mut part.name);
    }
    parts
}

/// Name, kind, unit and meaning of its columns.
const COLUMNS: [(&str, &str, &str, &str); 11] = [
    (
        "person_id",
        "text",
        "",
        "name of the person in every file of this job",
    ),
    (
        "object",
        "integer",
        "",
        "number of the person in the other tables of this job",
    ),
    (
        "first_ms",
        "integer",
        "ms",
        "start of the first stay, on the recording's own clock",
    ),
    (
        "last_ms",
        "integer",
        "ms",
        "end of the last stay, on the recording's own clock",
    ),
    (
        "present_ms",
        "integer",
        "ms",
        "length of all stays together",
    ),
    ("stays", "integer", "", "number of stays"),
    (
        "samples",
        "integer",
        "",
        "pictures in which the person was found",
    ),
    (
        "mean_score",
        "number",
        "",
        "mean score of the person's boxes, 0 to 1",
    ),
    (
        "role",
        "text",
        "",
        "estimated role; empty unless roles were asked for",
    ),
    (
        "role_confidence",
        "number",
        "",
        "how sure that is, 0 to 1; empty without a role",
    ),
    (
        "role_method",
        "text",
        "",
        "how it was estimated; empty without a role",
    ),
];

/// Its columns for the codebook.
pub(crate) fn columns() -> impl Iterator<Item = Column> {
    COLUMNS.iter().map(|(name, kind, unit, meaning)| Column {
        name: (*name).to_owned(),
        kind,
        unit: (*unit).to_owned(),
        meaning: (*meaning).to_owned(),
    })
}

/// Gives its rows to `row`, the header first.
pub(crate) fn rows(
    task: &Task<'_>,
    row: &mut dyn FnMut(&[String]) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    row(&COLUMNS.map(|(name, ..)| name.to_owned()))?;
    for (object, person) in everybody(task, PERSON_PRESENCE)? {
        let stays = &person.stays;
        let first = stays.iter().map(|stay| stay.start.0).min();
        let last = stays.iter().map(|stay| stay.end.0).max();
        let present: i64 = stays.iter().map(|stay| (stay.end - stay.start).0).sum();
        let role = person.role.as_ref();
        let text = |value: Option<i64>| value.map_or(String::new(), |value| value.to_string());
        row(&[
            person_id(task, object),
            object.to_string(),
            text(first),
            text(last),
            present.to_string(),
            stays.len().to_string(),
            person.samples().to_string(),
            person.mean_score().map_or(String::new(), |s| s.to_string()),
            role.map_or(String::new(), |r| table_text(&r.label).into_owned()),
            role.map_or(String::new(), |r| r.confidence.to_string()),
            role.map_or(String::new(), |r| table_text(&r.method).into_owned()),
        ])?;
    }
    Ok(())
}
