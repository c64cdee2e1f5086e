//! Exports: the files of a step are written as soon as it has succeeded, so that a later cancel or crash
//! takes nothing away. A step is reported as succeeded only when its files are there.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use va_api::finished::Finished;
use va_core::media::{MediaWarning, MediaWarningCode};
use va_core::provenance::{MediaRecord, StepRecord};
use va_core::worker::{OutputFile, WorkerEvent};
use va_core::{ErrorCode, Failure, Millis, PipelineId};
use va_engine::job_folder::{names, publish, software};
use va_export::{Annotations, ExportContext, PlannedFile, plan};
use va_store::ResultsReader;

use super::hash::Hash;
use super::job::Job;
use super::provenance;
use super::records;
use super::step::Ended;
use super::stop::Wish;

/// Writes the files of a job.
pub struct Exporter<'a> {
    job: &'a Job<'a>,
    hash: Hash,
    started: String,
    steps: Vec<StepRecord>,
    files: BTreeMap<String, OutputFile>,
    versions: provenance::Asked,
}

impl<'a> Exporter<'a> {
    /// An exporter that has written nothing yet.
    pub fn new(job: &'a Job<'a>, hash: Hash, started: &str) -> Result<Self, Failure> {
        let started = started.to_owned();
        // steps of an earlier run that this order does not repeat stay on record
        let steps = provenance::earlier_steps(job.order);
        Ok(Self {
            job,
            hash,
            started,
            steps,
            files: BTreeMap::new(),
            versions: provenance::Asked::start(job)?,
        })
    }

    /// A step has ended: writes its files if it has a result, puts it on record, and only then says how
    /// it ended: whoever hears that a step has succeeded finds everything in the folder.
    pub fn step_ended(&mut self, pipeline: &PipelineId, outcome: Ended) {
        let pipeline = pipeline.clone();
        let (state, event) = match outcome {
            Ended::Succeeded(counts, took) => {
                let sha256 = match self.hash.wait() {
                    Ok(Some(sha256)) => sha256,
                    // told to stop before the recording was hashed: the next run writes the files
                    Ok(None) => return,
                    Err(failure) => {
                        self.keep(&pipeline, "failed", BTreeMap::new(), Millis(0));
                        return self.tell(WorkerEvent::StepFailed { pipeline, failure });
                    }
                };
                self.keep(&pipeline, "succeeded", counts.clone(), took);
                let written = self
                    .export(&pipeline, sha256)
                    .and_then(|()| self.counts(&pipeline, counts));
                match written {
                    Ok(counts) => {
                        self.keep(&pipeline, "succeeded", counts.clone(), took);
                        let event = WorkerEvent::StepSucceeded {
                            pipeline,
                            counts,
                            took,
                        };
                        return self.tell(event);
                    }
                    Err(failure) => ("failed", WorkerEvent::StepFailed { pipeline, failure }),
                }
            }
            Ended::Skipped(reason) => ("skipped", WorkerEvent::StepSkipped { pipeline, reason }),
            Ended::Failed(failure) => ("failed", WorkerEvent::StepFailed { pipeline, failure }),
            Ended::Cancelled(counts, took) => {
                let counts = self.counts(&pipeline, counts).unwrap_or_default();
                self.keep(&pipeline, "cancelled", counts.clone(), took);
                return self.tell(WorkerEvent::StepCancelled {
                    pipeline,
                    counts,
                    took,
                });
            }
            Ended::Stopped => {
                let suspended = self.job.stop.reason() == Some(Wish::Suspend);
                let state = if suspended { "suspended" } else { "cancelled" };
                return self.keep_what_there_is(&pipeline, state);
            }
        };
        if let WorkerEvent::StepSkipped { pipeline, .. }
        | WorkerEvent::StepFailed { pipeline, .. } = &event
        {
            self.keep_what_there_is(pipeline, state);
        }
        self.tell(event);
    }

    /// Puts a step on record that did not come to its end, with the results that it has all the same.
    fn keep_what_there_is(&mut self, pipeline: &PipelineId, state: &str) {
        let counts = self.counts(pipeline, BTreeMap::new());
        let counts = counts.unwrap_or_else(|error| {
            tracing::warn!(%error, %pipeline, "its results can't be counted");
            BTreeMap::new()
        });
        self.keep(pipeline, state, counts, Millis(0));
    }

    fn tell(&mut self, event: WorkerEvent) {
        if let Err(error) = self.put_on_record() {
            tracing::error!(%error, "provenance.json can't be written; it is tried again at the end");
        }
        self.job.voice.say(event);
    }

    fn keep(
        &mut self,
        pipeline: &PipelineId,
        state: &str,
        counts: BTreeMap<String, u64>,
        took: Millis,
    ) {
        let order = self.job.order;
        let device = self.job.devices.of(pipeline);
        if let Some(record) = provenance::step(order, pipeline, device, state, (counts, took)) {
            self.steps.retain(|step| step.pipeline != *pipeline);
            self.steps.push(record);
        }
    }

    /// Counts of a step that an earlier run finished, or that did not come to its end, are read back.
    fn counts(
        &self,
        pipeline: &PipelineId,
        counts: BTreeMap<String, u64>,
    ) -> Result<BTreeMap<String, u64>, Failure> {
        if !counts.is_empty() {
            return Ok(counts);
        }
        let results = self.results()?;
        let tracks = results.tracks().map_err(|e| e.failure())?;
        let own = tracks
            .into_iter()
            .filter(|track| track.spec.pipeline == *pipeline);
        Ok(own.map(|track| (track.spec.key, track.items)).collect())
    }

    fn results(&self) -> Result<ResultsReader, Failure> {
        let path = self.job.order.folder.join(names::RESULTS);
        records::read(&path)
    }

    /// Writes the files of one step, and those that describe all steps so far.
    fn export(&mut self, pipeline: &PipelineId, sha256: String) -> Result<(), Failure> {
        let stored = sha256.clone();
        self.job
            .records
            .with(move |writer| writer.set_media_sha256(&stored))?;
        let succeeded: Vec<_> = self
            .steps
            .iter()
            .filter(|step| step.state == "succeeded")
            .map(|step| step.pipeline.clone())
            .collect();
        let finished = Finished::new(self.results()?, succeeded);
        let context = ExportContext {
            job: self.job.order.job,
            software: software(),
            media: self.media(sha256, None),
            steps: self.steps.clone(),
        };
        let tracks = finished.tracks()?;
        let prefix = context.job.file_prefix();
        let planned = plan(&prefix, &tracks, &self.job.order.formats).map_err(|e| e.failure())?;
        let concerns = |file: &&PlannedFile| file.pipeline.as_ref().is_none_or(|p| p == pipeline);
        for file in planned.files.iter().filter(concerns) {
            let written = self.write(file, &context, &finished)?;
            self.files.insert(written.path.clone(), written);
        }
        Ok(())
    }

    fn write(
        &self,
        file: &PlannedFile,
        context: &ExportContext,
        annotations: &dyn Annotations,
    ) -> Result<OutputFile, Failure> {
        let path = self.job.order.folder.join(names::OUTPUT).join(&file.name);
        let mut part = path.clone().into_os_string();
        part.push(".part");
        let part = PathBuf::from(part);
        let unwritable = |source: std::io::Error| unwritable(&path, &source);
        let mut out = File::create(&part).map_err(unwritable)?;
        let written = file
            .write(context, annotations, &mut out)
            .map_err(|e| e.failure())
            .and_then(|written| out.sync_all().map_err(unwritable).map(|()| written));
        let written = match written {
            Ok(written) => written,
            Err(failure) => {
                // a half file must not stay; if it can't be removed either, the failure says why
                drop(fs::remove_file(&part));
                return Err(failure);
            }
        };
        publish(&part, &path).map_err(unwritable)?;
        for note in &written.notes {
            let message = format!("{}: {}", file.name, note.message);
            let code = MediaWarningCode::ExportNote;
            self.job.voice.say(WorkerEvent::Warning {
                warning: MediaWarning { code, message },
            });
        }
        Ok(OutputFile {
            path: format!("{}/{}", names::OUTPUT, file.name),
            format: file.format.id.to_owned(),
            pipeline: file.pipeline.clone(),
            bytes: fs::metadata(&path).map_err(unwritable)?.len(),
        })
    }

    fn media(
        &self,
        sha256: String,
        decode: Option<va_core::provenance::DecodeRecord>,
    ) -> MediaRecord {
        let name = self.job.order.media.file_name().unwrap_or_default();
        MediaRecord {
            file_name: name.to_string_lossy().into_owned(),
            sha256,
            facts: self.job.recording.facts().clone(),
            decode,
        }
    }

    /// Writes `provenance.json` as things stand; returns its size.
    fn put_on_record(&mut self) -> Result<Option<u64>, Failure> {
        // without its hash the recording is not known, and a record of it would be none
        let Some(sha256) = self.hash.wait()? else {
            return Ok(None);
        };
        let decode = self.job.records.with(|writer| writer.read().meta())?.decode;
        let media = self.media(sha256, decode);
        let ids = self.job.ids;
        self.steps
            .sort_by_key(|step| ids.iter().position(|id| *id == step.pipeline));
        let path = self.job.order.folder.join(names::PROVENANCE);
        let (steps, versions) = (&self.steps, &self.versions);
        provenance::write(self.job, &path, media, steps, &self.started, versions)
            .map(Some)
            .map_err(|source| unwritable(&path, &source))
    }

    /// Writes `provenance.json` for the last time and lists every file.
    pub fn finish(mut self) -> Result<Vec<OutputFile>, Failure> {
        let bytes = self.put_on_record()?;
        let mut files: Vec<_> = self.files.into_values().collect();
        files.extend(bytes.map(|bytes| OutputFile {
            path: names::PROVENANCE.to_owned(),
            format: "provenance".to_owned(),
            pipeline: None,
            bytes,
        }));
        Ok(files)
    }
}

fn unwritable(path: &Path, source: &std::io::Error) -> Failure {
    let message = format!("`{}` can't be written: {source}", path.display());
    match source.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            Failure::new(ErrorCode::StorageFull, message).hint(
                "free some space on that disk, then run it again: it goes on where it stopped",
            )
        }
        _ => Failure::new(ErrorCode::ExportFailed, message)
            .hint("choose a folder that you can write to, then run it again"),
    }
}
