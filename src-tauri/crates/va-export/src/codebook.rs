//! The codebook: a table that describes every column of every other table of the job.

use crate::columns::{Column, columns, data_keys, table_name};
use crate::error::ExportError;
use crate::people::{FACE_BOXES, PERSON_PRESENCE};
use crate::plan::Task;
use crate::{face_table, person_table};
use va_core::PipelineId;
use va_core::annotation::TrackKind;
use va_core::pipelines::PIPELINES;

/// Its name between prefix and extension.
pub(crate) const NAME: &str = "codebook";

/// Its rows, the header first: file, column, type, unit, meaning.
pub(crate) fn rows(task: &Task<'_>) -> Result<Vec<[String; 5]>, ExportError> {
    let mut rows = vec![["file", "column", "type", "unit", "meaning"].map(str::to_owned)];
    let prefix = task.context.job.file_prefix();
    // pipelines run side by side and tell of their tracks in any order; the page should not show that
    let mut tracks: Vec<_> = task.file.tracks.iter().collect();
    tracks.sort_by_key(|track| place(&track.pipeline));
    for track in &tracks {
        let keys = match track.kind {
            TrackKind::Segments => data_keys(task.annotations, track)?,
            TrackKind::Curve | TrackKind::Objects => Vec::new(),
        };
        let file = format!("{prefix}_{}.csv", table_name(track));
        for column in columns(track, &keys, task.context.media.facts.start) {
            rows.push([
                file.clone(),
                column.name,
                column.kind.to_owned(),
                column.unit,
                column.meaning,
            ]);
        }
    }
    let mut table = |name: &str, columns: Vec<Column>| {
        let file = format!("{prefix}_{name}.csv");
        rows.extend(columns.into_iter().map(|column| {
            let Column {
                name,
                kind,
                unit,
                meaning,
            } = column;
            [file.clone(), name, kind.to_owned(), unit, meaning]
        }));
    };
    if task.has(PERSON_PRESENCE) {
        table(person_table::NAME, person_table::columns().collect());
    }
    if task.has(FACE_BOXES) {
        let columns = face_table::columns(&task.file.tracks);
        table(face_table::NAME, columns);
    }
    Ok(rows)
}

/// The place of a pipeline in the list that everybody is shown; unknown ones come last.
fn place(pipeline: &PipelineId) -> usize {
    let known = PIPELINES.iter().position(|p| p.id == pipeline.as_str());
    known.unwrap_or(PIPELINES.len())
}
