//! Which files a job gets: decided from its tracks and the wanted formats, before anything is written.

use std::io::Write;

use va_core::PipelineId;
use va_core::annotation::TrackSpec;

use crate::error::ExportError;
use crate::formats::{Format, resolve};
use crate::source::{Annotations, ExportContext, Written};

/// A file that will be written.
#[derive(Clone, Debug)]
pub struct PlannedFile {
    /// `<prefix>_<pipeline>[_descriptor].<extension>`.
    pub name: String,
    /// Its format.
    pub format: &'static Format,
    /// The pipeline whose results it holds; `None` for the codebook, which describes all tables.
    pub pipeline: Option<PipelineId>,
    /// The tracks it is made from.
    pub tracks: Vec<TrackSpec>,
}

impl PlannedFile {
    /// Writes the file's bytes. Reads the tracks as a stream, some of them twice; memory does not grow
    /// with the length of a track. Flushes `out` at the end; making the file durable is the caller's task.
    pub fn write(
        &self,
        context: &ExportContext,
        annotations: &dyn Annotations,
        out: &mut dyn Write,
    ) -> Result<Written, ExportError> {
        let task = Task {
            file: self,
            context,
            annotations,
        };
        let mut out = std::io::BufWriter::with_capacity(64 * 1024, out);
        let written = (self.format.write)(&task, &mut out)?;
        out.flush().map_err(|error| task.unwritable(error))?;
        Ok(written)
    }
}

/// The files of a job.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// In the order in which they belong into an archive: the existing viewer takes the first scene file.
    pub files: Vec<PlannedFile>,
    /// Formats that were asked for by name and that no track serves, to be said aloud: nobody should wait
    /// for those files.
    pub unserved: Vec<&'static str>,
}

/// Plans the files for these tracks. `wanted` holds ids of [`crate::FORMATS`]; none, or `all` among them,
/// means every format. Fails on an id that does not exist.
pub fn plan(prefix: &str, tracks: &[TrackSpec], wanted: &[String]) -> Result<Plan, ExportError> {
    let mut plan = Plan::default();
    let by_name = |id: &str| {
        wanted
            .iter()
            .any(|name| name.trim().eq_ignore_ascii_case(id))
    };
    for format in resolve(wanted)? {
        let parts = (format.parts)(tracks);
        if parts.is_empty() && by_name(format.id) {
            plan.unserved.push(format.id);
        }
        plan.files.extend(parts.into_iter().map(|part| PlannedFile {
            name: format!(
                "{prefix}_{}.{}",
                part.name,
                part.extension.unwrap_or(format.extension)
            ),
            format,
            pipeline: part.pipeline,
            tracks: part.tracks,
        }));
    }
    Ok(plan)
}

/// A file as a format plans it.
pub(crate) struct Part {
    /// The name between prefix and extension.
    pub name: String,
    /// The pipeline whose results it holds.
    pub pipeline: Option<PipelineId>,
    /// The tracks it is made from.
    pub tracks: Vec<TrackSpec>,
    /// Extension without the first dot, if it is not that of its format.
    pub extension: Option<&'static str>,
}

impl Part {
    /// One file for a pipeline, if its main track is there, with the other named tracks that are there.
    pub fn of(tracks: &[TrackSpec], main: &str, others: &[&str]) -> Vec<Self> {
        let track = |key: &str| tracks.iter().find(|t| t.key == key).cloned();
        let part = |main: TrackSpec| Self {
            name: main.pipeline.to_string(),
            pipeline: Some(main.pipeline.clone()),
            tracks: std::iter::once(main)
                .chain(others.iter().filter_map(|key| track(key)))
                .collect(),
            extension: None,
        };
        track(main).map(part).into_iter().collect()
    }
}

/// Everything that a format's writer is given.
pub(crate) struct Task<'a> {
    pub file: &'a PlannedFile,
    pub context: &'a ExportContext,
    pub annotations: &'a dyn Annotations,
}

impl Task<'_> {
    /// The error for bytes that did not go out.
    pub fn unwritable(&self, source: std::io::Error) -> ExportError {
        ExportError::Write {
            file: self.file.name.clone(),
            source,
        }
    }

    /// Whether the file is made from this track.
    pub fn has(&self, track: &str) -> bool {
        self.track(track).is_some()
    }

    /// Whether the file has this name behind the prefix of the job.
    pub fn is_called(&self, name: &str) -> bool {
        let rest = self.file.name.strip_suffix(name);
        rest.is_some_and(|prefix| prefix == format!("{}_", self.context.job.file_prefix()))
    }

    /// One of the tracks that the file is made from.
    pub fn track(&self, key: &str) -> Option<&TrackSpec> {
        self.file.tracks.iter().find(|t| t.key == key)
    }

    /// The number of the frame at a tick, from 0.
    pub fn frame(&self, track: &str, pts: i64) -> Result<u64, ExportError> {
        let read = self.annotations.frame_number(pts);
        let found = read.map_err(|source| ExportError::Read {
            track: track.to_owned(),
            source,
        })?;
        found.ok_or_else(|| ExportError::NoFrameTimes {
            file: self.file.name.clone(),
            media: self.context.media.file_name.clone(),
        })
    }
}
