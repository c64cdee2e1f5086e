//! What is checked before a job is handed to the owner, on the caller's side: its configuration, what is
//! installed, its recording. All errors of a configuration come at once. Changes nothing but the place of an
//! uploaded recording.

use std::sync::Arc;

use serde_json::Value;
use va_core::JobId;
use va_core::issue::IssueCode;
use va_core::job_config::{self, Chosen, JobConfig, UnknownKeys};
use va_store::catalogue::JobWarning;

use crate::engine::{Engine, NewJobRequest};
use crate::error::EngineError;
use crate::message::{CheckedJob, Message};
use crate::storage_error::StorageError;
use crate::submit::glance;
use crate::upload::{Received, UploadedJob};
use crate::view::JobView;

impl Engine {
    /// Validates and queues a job whose recording has come in. A recording that can't be read is no error
    /// here: such a job fails within moments.
    pub async fn submit_upload(
        &self,
        received: Received,
        job: UploadedJob,
    ) -> Result<Arc<JobView>, EngineError> {
        let _busy = self.lull().busy();
        let engine = self.clone();
        let checked = tokio::task::spawn_blocking(move || engine.check_upload(received, job))
            .await
            .map_err(|_| EngineError::Stopped)??;
        self.ask(|reply| Message::Insert(Box::new(checked), reply))
            .await
    }

    fn check_upload(
        &self,
        received: Received,
        job: UploadedJob,
    ) -> Result<CheckedJob, EngineError> {
        let (requested, given) = (job.requested, job.config);
        let chosen = match requested.as_deref() {
            Some(names) if !names.is_empty() => Chosen::Named(names),
            Some(_) | None => Chosen::ByDefault,
        };
        let (config, warnings) = match self.check_config(chosen, &given, UnknownKeys::Warn) {
            // nothing was chosen, so nobody was meant: settings for everybody are only left out
            Err(EngineError::InvalidConfig(issues)) if matches!(chosen, Chosen::ByDefault) => {
                let (own, shared) = job_config::without_shared(&given);
                let (config, mut warnings) = self
                    .check_config(chosen, &own, UnknownKeys::Warn)
                    .map_err(|error| match error {
                        EngineError::InvalidConfig(_) => EngineError::InvalidConfig(issues),
                        other => other,
                    })?;
                warnings.extend(shared.iter().map(|key| JobWarning {
                    code: IssueCode::UnknownField.as_str().to_owned(),
                    message: format!("`{key}` is not used: no pipeline was chosen for it"),
                }));
                (config, warnings)
            }
            other => other?,
        };
        if !received.is_below(&self.data_root()) {
            return Err(StorageError::Moving.into());
        }
        let (id, size_bytes) = (JobId::new(), received.bytes());
        let (path, kept) = received.keep(id, &job.file_name)?;
        Ok(CheckedJob {
            id,
            path,
            size_bytes,
            facts: None,
            requested,
            given,
            config,
            warnings,
            upload: Some(kept),
        })
    }

    /// The configuration of a job with what there is to say about it, or every error at once.
    fn check_config(
        &self,
        chosen: Chosen<'_>,
        config: &Value,
        unknown: UnknownKeys,
    ) -> Result<(JobConfig, Vec<JobWarning>), EngineError> {
        let checked = job_config::check_here(chosen, config, unknown, &|pipeline, settings| {
            self.toolbox().hindrance(pipeline, settings)
        });
        if let Some((pipeline, reason)) = checked.only_unavailable() {
            let (pipeline, reason) = (pipeline.to_string(), reason.clone());
            return Err(EngineError::PipelineUnavailable { pipeline, reason });
        }
        let Some(config) = checked.config else {
            let errors = checked.errors().cloned().collect();
            return Err(EngineError::InvalidConfig(errors));
        };
        let warnings = checked.issues.iter().map(JobWarning::from).collect();
        Ok((config, warnings))
    }

    pub(crate) fn check(&self, request: NewJobRequest) -> Result<CheckedJob, EngineError> {
        let chosen = Chosen::from(request.requested.as_deref());
        let (config, mut warnings) = self.check_config(chosen, &request.config, request.unknown)?;
        let path = std::path::absolute(&request.path).unwrap_or(request.path);
        let (size_bytes, facts) = if request.probe_first {
            let tools = self.toolbox().media()?;
            let facts = va_media::probe(&tools, &path)?.facts;
            warnings.extend(facts.warnings.iter().map(JobWarning::from));
            (facts.size_bytes, Some(facts))
        } else {
            (glance(&path)?, None)
        };
        let requested = request.requested;
        Ok(CheckedJob {
            id: JobId::new(),
            path,
            size_bytes,
            facts,
            requested,
            given: request.config,
            config,
            warnings,
            upload: None,
        })
    }
}
