//! Export formats: pure functions from annotations to bytes. One file a format under `formats`, one line
//! each in [`FORMATS`]. This crate opens no file and no database: annotations come in through
//! [`Annotations`], bytes leave through any `std::io::Write`, and whatever a format could not hold
//! unchanged comes back as a [`Note`]. The worker and `videoannotator export` call it; they write part
//! files, sync and rename them.

mod boxes;
mod coco_faces;
mod coco_persons;
mod coco_shots;
mod codebook;
mod column_meanings;
mod columns;
mod error;
mod face_table;
mod formats;
mod json;
mod json_info;
mod note;
mod people;
mod people_meanings;
mod person_table;
mod plan;
mod shots;
mod source;
mod text;
mod times;

pub use error::ExportError;
pub use formats::{FORMATS, Format, find, resolve};
pub use note::{Note, NoteCode};
pub use plan::{Plan, PlannedFile, plan};
pub use source::{Annotations, ExportContext, Written};
pub use text::{cue_text, rttm_name, table_text};
pub use times::{cue_time, seconds_3};
