//! Adding jobs: a video with its facts, a job and its steps, one or many of them in one transaction.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};
use serde_json::json;
use va_core::job::Device;
use va_core::media::MediaFacts;

use super::event::{EventKind, append};
use super::job::{self, JobRow, NewJob};
use super::status::settle;
use super::video::VideoRow;
use super::{Catalogue, video};
use crate::WallTime;
use crate::columns::to_json;
use crate::database::text_of;
use crate::error::{Doing, Result};

/// A job on a file that the catalogue may not know yet. The job's `video` is filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRecording {
    /// The file.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// What the probe found, if it has run.
    pub facts: Option<MediaFacts>,
    /// The job.
    pub job: NewJob,
}

impl Catalogue {
    /// Adds jobs at the end of the queue in their order, with the videos that are new, all in one
    /// transaction: one wait for the disk, however many there are.
    pub fn insert_all(
        &mut self,
        new: &mut [NewRecording],
        at: WallTime,
    ) -> Result<Vec<(JobRow, VideoRow)>> {
        let path = self.reader.path.clone();
        self.write(|t| {
            let mut rows = Vec::with_capacity(new.len());
            for recording in new {
                let size = recording.size_bytes;
                let mut video = video::insert_or_get(t, &path, &recording.path, size, at)?;
                if let Some(facts) = &recording.facts {
                    video::set_facts(t, &path, video.id, facts)?;
                    video.facts = Some(facts.clone());
                }
                recording.job.video = video.id;
                insert(t, &path, &recording.job, at)?;
                if recording.job.steps.is_empty() {
                    // nothing is left to do; other jobs wait, which is how they are added
                    settle(t, &path, recording.job.id, at)?;
                }
                rows.push((job::get(t, &path, recording.job.id)?, video));
            }
            Ok(rows)
        })
    }
}

/// The rows of one job. The caller settles its status.
pub(super) fn insert(
    connection: &Connection,
    path: &Path,
    new: &NewJob,
    at: WallTime,
) -> Result<()> {
    let doing = "add a job";
    let folder = text_of(&new.folder)?;
    let config = to_json("a configuration", &new.config)?;
    let requested = new.requested.as_ref();
    let requested = requested
        .map(|r| to_json("a list of pipelines", r))
        .transpose()?;
    let warnings = to_json("warnings", &new.warnings)?;
    let device = Device::asked(&new.config, &new.steps).as_str();
    let id = new.id.to_string();
    video::get(connection, path, new.video)?;
    let sql = "INSERT INTO job (id, video_id, config, requested, folder, position, created_at, \
               queued_at, updated_at, warnings, device) VALUES (?1, ?2, ?3, ?4, ?5, \
               (SELECT coalesce(max(position), 0) + 1 FROM job), ?6, ?6, ?6, ?7, ?8)";
    connection
        .prepare_cached(sql)
        .and_then(|mut s| {
            s.execute(params![
                id, new.video, config, requested, folder, at.0, warnings, device
            ])
        })
        .doing(path, doing)?;
    for (ordinal, step) in new.steps.iter().enumerate() {
        let settings = to_json("settings", &step.settings)?;
        connection
            .prepare_cached(
                "INSERT INTO step (job_id, ordinal, pipeline, settings, needed_by) \
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut s| {
                s.execute(params![
                    id,
                    ordinal as i64,
                    step.pipeline.as_str(),
                    settings,
                    step.needed_by.as_ref().map(va_core::PipelineId::as_str),
                ])
            })
            .doing(path, doing)?;
    }
    let data = json!({"video": new.video});
    append(connection, path, (at, new.id, EventKind::JobCreated), &data)
}
