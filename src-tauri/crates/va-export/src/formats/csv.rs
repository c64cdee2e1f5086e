//! CSV by RFC 4180: one table for each track, one row for each item, and a codebook beside them that
//! explains every column. Times are whole milliseconds, numbers have dots, a missing value is an empty
//! cell and nothing else.

use std::borrow::Cow;
use std::io::Write;

use csv::{ByteRecord, Terminator, Writer, WriterBuilder};
use serde_json::Value;
use va_core::annotation::{Observation, Sample, Segment, TrackKind, TrackSpec};

use super::Format;
use crate::columns::{columns, data_keys, table_name};
use crate::error::ExportError;
use crate::note::{NoteCode, Notes};
use crate::plan::{Part, Task};
use crate::source::{Written, objects, samples, segments};
use crate::text::table_text;
use crate::{codebook, face_table, person_table};

pub(super) const FORMAT: Format = Format {
    id: "csv",
    title: "CSV with codebook",
    extension: "csv",
    opens_in: "R, Python (pandas), SPSS, Excel, LibreOffice",
    parts,
    write,
};

fn parts(tracks: &[TrackSpec]) -> Vec<Part> {
    let table = |track: &TrackSpec| Part {
        name: table_name(track),
        pipeline: Some(track.pipeline.clone()),
        tracks: vec![track.clone()],
        extension: None,
    };
    let mut parts: Vec<Part> = tracks.iter().map(table).collect();
    parts.extend(person_table::parts(tracks));
    parts.extend(face_table::parts(tracks));
    if !parts.is_empty() {
        parts.push(Part {
            name: codebook::NAME.to_owned(),
            pipeline: None,
            tracks: tracks.to_vec(),
            extension: None,
        });
    }
    parts
}

fn write(task: &Task<'_>, out: &mut dyn Write) -> Result<Written, ExportError> {
    let mut table = Table {
        task,
        out: WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .from_writer(out),
        row: ByteRecord::new(),
        notes: Notes::default(),
        items: 0,
    };
    let one = task
        .file
        .tracks
        .first()
        .filter(|_| task.file.pipeline.is_some());
    let own = |name: &str| task.is_called(&format!("{name}.csv"));
    match one.map(|track| (track, track.kind)) {
        Some(_) if own(person_table::NAME) => {
            person_table::rows(task, &mut |row| table.cells(row))?;
            table.items -= 1;
        }
        Some(_) if own(face_table::NAME) => {
            let mut notes = Notes::default();
            face_table::rows(task, &mut notes, &mut |row| table.cells(row))?;
            table.notes = notes;
            table.items -= 1;
        }
        Some((track, TrackKind::Segments)) => table.segments(track)?,
        Some((track, TrackKind::Curve)) => table.samples(track)?,
        Some((track, TrackKind::Objects)) => table.objects(track)?,
        None => table.codebook()?,
    }
    table.out.flush().map_err(|error| task.unwritable(error))?;
    Ok(Written {
        items: table.items,
        notes: table.notes.list(),
    })
}

struct Table<'a> {
    task: &'a Task<'a>,
    out: Writer<&'a mut dyn Write>,
    row: ByteRecord,
    notes: Notes,
    items: u64,
}

impl Table<'_> {
    fn codebook(&mut self) -> Result<(), ExportError> {
        for row in codebook::rows(self.task)? {
            self.line(row.iter().map(String::as_str))?;
        }
        // the header is no item
        self.items -= 1;
        Ok(())
    }

    fn cells(&mut self, row: &[String]) -> Result<(), ExportError> {
        self.line(row.iter().map(String::as_str))
    }

    fn header(&mut self, track: &TrackSpec, keys: &[String]) -> Result<(), ExportError> {
        let columns = columns(track, keys, self.task.context.media.facts.start);
        self.line(columns.iter().map(|column| column.name.as_str()))?;
        self.items = 0;
        Ok(())
    }

    fn segments(&mut self, track: &TrackSpec) -> Result<(), ExportError> {
        let keys = data_keys(self.task.annotations, track)?;
        self.header(track, &keys)?;
        segments(self.task.annotations, &track.key, |segment| {
            self.segment(&segment, &keys)
        })
    }

    fn segment(&mut self, segment: &Segment, keys: &[String]) -> Result<(), ExportError> {
        self.integer(segment.start.0);
        self.integer(segment.end.0);
        self.integer((segment.end - segment.start).0);
        self.integer(segment.start_pts);
        self.integer(segment.end_pts);
        self.word(&segment.label);
        match segment.score {
            Some(score) if score.is_finite() => self.cell(&score.to_string()),
            Some(_) => self.not_a_number(),
            None => self.cell(""),
        }
        for key in keys {
            match segment.data.get(key) {
                None | Some(Value::Null) => self.cell(""),
                Some(Value::String(text)) => self.word(text),
                Some(
                    other
                    @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)),
                ) => self.cell(&other.to_string()),
            }
        }
        self.end_row()
    }

    fn samples(&mut self, track: &TrackSpec) -> Result<(), ExportError> {
        self.header(track, &[])?;
        let channels = track.channels.len();
        samples(self.task.annotations, &track.key, |sample| {
            self.sample(&sample, channels)
        })
    }

    fn sample(&mut self, sample: &Sample, channels: usize) -> Result<(), ExportError> {
        self.integer(sample.time.0);
        self.integer(sample.pts);
        for channel in 0..channels {
            self.number(sample.values.get(channel).copied().flatten());
        }
        self.end_row()
    }

    fn objects(&mut self, track: &TrackSpec) -> Result<(), ExportError> {
        self.header(track, &[])?;
        let channels = track.channels.len();
        objects(self.task.annotations, &track.key, |seen| {
            self.object(seen, channels)
        })
    }

    fn object(&mut self, seen: &Observation, channels: usize) -> Result<(), ExportError> {
        self.integer(seen.time.0);
        self.integer(seen.pts);
        self.integer(seen.object.into());
        self.number(seen.score);
        for channel in 0..channels {
            self.number(seen.values.get(channel).copied().flatten());
        }
        self.end_row()
    }

    fn number(&mut self, value: Option<f32>) {
        match value {
            Some(value) if value.is_finite() => self.cell(&value.to_string()),
            Some(_) => self.not_a_number(),
            None => self.cell(""),
        }
    }

    fn word(&mut self, text: &str) {
        let text = table_text(text);
        if matches!(text, Cow::Owned(_)) {
            self.notes.count(NoteCode::LabelChanged);
        }
        self.cell(&text);
    }

    fn not_a_number(&mut self) {
        self.notes.count(NoteCode::NotANumber);
        self.cell("");
    }

    fn integer(&mut self, value: i64) {
        self.cell(&value.to_string());
    }

    fn cell(&mut self, text: &str) {
        self.row.push_field(text.as_bytes());
    }

    fn line<'t>(&mut self, cells: impl Iterator<Item = &'t str>) -> Result<(), ExportError> {
        for cell in cells {
            self.cell(cell);
        }
        self.end_row()
    }

    fn end_row(&mut self) -> Result<(), ExportError> {
        let written = self.out.write_byte_record(&self.row);
        self.row.clear();
        self.items += 1;
        written.map_err(|error| self.task.unwritable(cause(error)))
    }
}

/// The writer's own error: wrapped, a full disk could not be told from any other failure.
fn cause(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => source,
        other => std::io::Error::other(format!("{other:?}")),
    }
}
