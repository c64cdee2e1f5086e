//! The `info` of every JSON file: which program, pipeline, settings and models made it from which
//! recording, so that a file that was mailed around can still be traced.

use serde::Serialize;
use va_core::provenance::ModelRecord;
use va_core::schema::Settings;
use va_core::{Millis, TimeBase};

use crate::note::Notes;
use crate::plan::Task;

/// The provenance of one file. No date: the same input gives the same bytes; `provenance.json` has it.
#[derive(Debug, Serialize)]
pub(crate) struct FileInfo<'a> {
    /// Holds the word COCO: the existing viewer takes a scene file without it for person data.
    description: &'static str,
    version: &'static str,
    contributor: &'a str,
    software: &'a str,
    pipeline: &'a str,
    model: Option<Model<'a>>,
    parameters: Option<&'a Settings>,
    source_name: &'a str,
    source_sha256: &'a str,
    job_id: String,
    /// Where the recording's own clock begins: the player's zero. All times are on that clock.
    start_ms: Millis,
    time_base: Option<TimeBase>,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Model<'a> {
    name: &'a str,
    version: u32,
    files: &'a [ModelRecord],
}

/// The info of a file, with the notes that were counted so far.
pub(crate) fn info<'a>(task: &Task<'a>, notes: &Notes) -> FileInfo<'a> {
    let context = task.context;
    let pipeline = task.file.pipeline.as_ref();
    let step = pipeline.and_then(|pipeline| context.step(pipeline));
    FileInfo {
        description: "Video annotations in COCO format",
        version: "1.0",
        contributor: &context.software,
        software: &context.software,
        pipeline: pipeline.map_or("", |pipeline| pipeline.as_str()),
        model: step.map(|step| Model {
            name: &step.variant,
            version: step.version,
            files: &step.models,
        }),
        parameters: step.map(|step| &step.settings),
        source_name: &context.media.file_name,
        source_sha256: &context.media.sha256,
        job_id: context.job.to_string(),
        start_ms: context.media.facts.start,
        time_base: task.file.tracks.first().map(|track| track.time_base),
        notes: notes.list().into_iter().map(|note| note.message).collect(),
    }
}
