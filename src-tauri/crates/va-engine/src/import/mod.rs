//! Jobs of VideoAnnotator 1.3 and 1.4, the Python server, into the library: with their status, times and
//! settings, and with copies of their result files. Nothing of the original is changed, recordings stay
//! where they are, and a second import adds only what is new. Called by the command line.

mod files;
mod locate;
mod report;
mod states;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use va_core::JobId;
use va_core::job_config::JobConfig;
use va_core::media::MediaFacts;
use va_media::Tools as MediaTools;
use va_store::catalogue::{EndedJob, JobWarning, NewJob};
use va_store::legacy::{LegacyDatabase, LegacyJob};
use va_store::results::{Batch, ResultsHeader};
use va_store::{Catalogue, ResultsWriter, WallTime};

use crate::data_folder::{DataFolder, names};
use crate::error::EngineError;
use crate::job_folder::{self, JobFile};
use crate::recovery::open_catalogue;
use crate::sweep::set_aside;
use crate::toolbox::Toolbox;

pub use report::{ImportReport, ImportedJob, Outcome};

/// The name of the program that the jobs come from.
const PROGRAM: &str = "VideoAnnotator (Python)";

/// Imports every job of the server's folder (or database file) `from` into the data folder `root`, which no
/// other process may hold. Calls `tell` after each job. What can't be read is said in the report; only what
/// makes the whole import impossible is an error.
pub fn import(
    root: &Path,
    from: &Path,
    mut tell: impl FnMut(&ImportedJob),
) -> Result<ImportReport, EngineError> {
    let from = std::path::absolute(from).unwrap_or_else(|_| from.to_owned());
    let database = locate::database(&from)?;
    let folder = DataFolder::open(root)?;
    let scratch = folder.root().join(names::TEMP).join("import");
    let opened = LegacyDatabase::open(&database, &scratch).map_err(EngineError::from);
    let result = opened.and_then(|legacy| {
        let mut import = Import {
            catalogue: open_catalogue(&folder)?,
            tools: Toolbox::new(&[], Some(folder.root())).media().ok(),
            now: WallTime::from(SystemTime::now()),
            folder: &folder,
            legacy: &legacy,
            from: &from,
            database: &database,
        };
        let mut jobs = Vec::new();
        for job in legacy.jobs()? {
            let done = import.job(&job);
            tell(&done);
            jobs.push(done);
        }
        Ok(ImportReport {
            database: database.clone(),
            jobs,
        })
    });
    if scratch.exists() {
        remove(&scratch);
    }
    result
}

struct Import<'a> {
    catalogue: Catalogue,
    tools: Option<MediaTools>,
    now: WallTime,
    folder: &'a DataFolder,
    legacy: &'a LegacyDatabase,
    from: &'a Path,
    database: &'a Path,
}

impl Import<'_> {
    /// One job, with whatever happens to it as a part of the report.
    fn job(&mut self, job: &LegacyJob) -> ImportedJob {
        let id = id_of(&job.id);
        let mut report = ImportedJob::new(job, id);
        if let Ok(known) = self.catalogue.read().job(id) {
            report.outcome = Outcome::AlreadyThere;
            report.status = Some(known.status);
            return report;
        }
        report.problems.clone_from(&job.unreadable);
        if let Err(error) = self.add(job, id, &mut report) {
            report.outcome = Outcome::Failed;
            report.problems.push(error.to_string());
            tracing::warn!(job = %job.id, %error, "a job can't be imported");
        }
        report
    }

    fn add(
        &mut self,
        job: &LegacyJob,
        id: JobId,
        report: &mut ImportedJob,
    ) -> Result<(), EngineError> {
        let home = self.folder.job(id);
        if home.join(job_folder::names::ORIGIN).is_file() {
            // of an import that was cut off before the job had a row, or of a catalogue that is lost: the
            // results in it may be the last ones
            set_aside(self.folder.root(), id, &home).map_err(|source| {
                EngineError::NotWritable {
                    path: home.clone(),
                    source,
                }
            })?;
        }
        if home.exists() {
            let reason = "a folder of this job is there already; start the program once, which puts it \
                          in order, then import again";
            return Err(EngineError::NotAJobFolder {
                path: home,
                reason: reason.to_owned(),
            });
        }
        let media = self.media(job, report);
        let states = states::of(job, self.now, &mut report.problems);
        let facts = self.probe(&media, report);
        let file = JobFile {
            schema: 1,
            job: id,
            media: media.clone(),
            config: JobConfig {
                steps: states.given.clone(),
                ..JobConfig::default()
            },
            software: format!("{PROGRAM}, imported by {}", job_folder::software()),
        };
        // made aside, so that an import that is cut off leaves no half job
        let part = self
            .folder
            .root()
            .join(names::TEMP)
            .join(format!("import-{id}"));
        if part.exists() {
            remove(&part);
        }
        let made = self
            .fill(&part, &file, job, report, (&states, facts.as_ref()))
            .and_then(|()| {
                fs::rename(&part, &home).map_err(|source| EngineError::NotWritable {
                    path: home.clone(),
                    source,
                })
            });
        if let Err(error) = made {
            remove(&part);
            return Err(error);
        }
        let warnings = report.problems.iter().map(|problem| JobWarning {
            code: "imported".to_owned(),
            message: problem.clone(),
        });
        let ended = EndedJob {
            job: NewJob {
                id,
                video: 0,
                config: job.config.clone(),
                requested: job.selected.clone(),
                steps: states.given,
                folder: home.clone(),
                warnings: warnings.collect(),
            },
            size_bytes: fs::metadata(&media)
                .map(|data| data.len())
                .ok()
                .or(job.video_size_bytes)
                .unwrap_or(0),
            media,
            origin: json!({
                "program": PROGRAM,
                "database": self.database.to_string_lossy(),
                "id": job.id,
                "status": job.status,
            }),
            created_at: states.created_at,
            started_at: states.started_at,
            ended_at: states.ended_at,
            failure: states.failure,
            retry_count: job.retry_count,
            steps: states.ended,
        };
        match self.catalogue.insert_ended_job(&ended, self.now) {
            Ok(Some(row)) => {
                report.status = Some(row.status);
                if let Some(facts) = &facts {
                    self.catalogue.set_facts(row.video, facts)?;
                }
                Ok(())
            }
            Ok(None) => Ok(()),
            Err(error) => {
                remove(&home);
                Err(error.into())
            }
        }
    }

    /// Where the recording is now; where it was, if it is gone.
    fn media(&self, job: &LegacyJob, report: &mut ImportedJob) -> PathBuf {
        let recorded = job.video_path.clone().unwrap_or_default();
        if let Some(found) = locate::recorded(&recorded, &job.id, self.from) {
            report.media_found = found.is_file();
            report.media.clone_from(&found);
            return found;
        }
        report
            .problems
            .push(format!("the recording `{recorded}` is not there"));
        report.media = self.from.join(recorded);
        report.media.clone()
    }

    /// What the recording is, for the library and the player.
    fn probe(&self, media: &Path, report: &mut ImportedJob) -> Option<MediaFacts> {
        let tools = self.tools.as_ref().filter(|_| report.media_found)?;
        match va_media::probe(tools, media) {
            Ok(probed) => Some(probed.facts),
            Err(error) => {
                let problem = format!("the recording can't be read: {error}");
                report.problems.push(problem);
                None
            }
        }
    }

    /// Makes the job's folder with everything in it.
    fn fill(
        &self,
        part: &Path,
        file: &JobFile,
        job: &LegacyJob,
        report: &mut ImportedJob,
        (states, facts): (&states::States, Option<&MediaFacts>),
    ) -> Result<(), EngineError> {
        job_folder::create(part, file)?;
        let unwritable = |path: &Path| {
            let path = path.to_owned();
            move |source| EngineError::NotWritable { path, source }
        };
        let output = part.join(job_folder::names::OUTPUT);
        files::copy(job, &file.media, self.from, &output, report).map_err(unwritable(&output))?;
        for (pipeline, items) in self.legacy.annotations(&job.id)? {
            let name = format!("{}_{pipeline}.annotations.json", file.job.file_prefix());
            let name = name.replace(['/', '\\', ':'], "_");
            let path = output.join(name);
            let text = serde_json::to_vec(&items).map_err(std::io::Error::from);
            text.and_then(|text| {
                report.files += 1;
                report.bytes += text.len() as u64;
                job_folder::write_whole(&path, &text)
            })
            .map_err(unwritable(&path))?;
        }
        let path = part.join(job_folder::names::ORIGIN);
        let origin: Value = json!({
            "program": PROGRAM,
            "database": self.database.to_string_lossy(),
            "rows": job.raw,
        });
        serde_json::to_vec_pretty(&origin)
            .map_err(std::io::Error::from)
            .and_then(|text| job_folder::write_whole(&path, &text))
            .map_err(unwritable(&path))?;
        let header = ResultsHeader {
            job: file.job,
            software: file.software.clone(),
        };
        let mut results = ResultsWriter::open(&part.join(job_folder::names::RESULTS), &header)?;
        if let Some(facts) = facts {
            results.set_media(facts)?;
        }
        for (given, outcome) in states.given.iter().zip(states.outcomes()) {
            let mut batch = Batch::new(given.pipeline.clone());
            batch.finished = Some(outcome);
            results.commit(&batch)?;
        }
        Ok(())
    }
}

/// The id of a job here: the same UUID, or one that follows from the id if that is none.
fn id_of(theirs: &str) -> JobId {
    if let Ok(id) = Uuid::try_parse(theirs) {
        return JobId(id);
    }
    let digest = Sha256::digest(format!("{PROGRAM}\0{theirs}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    JobId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

fn remove(folder: &Path) {
    if let Err(error) = fs::remove_dir_all(folder)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(folder = %folder.display(), %error, "a half-made folder can't be removed");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_stays_and_any_other_id_always_becomes_the_same_one() {
        let theirs = "28e2715c-9493-4ce1-ae6c-f19880d7166c";
        assert_eq!(id_of(theirs).to_string(), theirs);
        assert_eq!(id_of("batch-7"), id_of("batch-7"));
        assert_ne!(id_of("batch-7"), id_of("batch-8"));
    }
}
