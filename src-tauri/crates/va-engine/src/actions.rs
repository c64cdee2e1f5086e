//! What can be done with jobs and the queue through the engine's handle. Each action is answered after the
//! catalogue has it; whether it is allowed is decided by the owner.

use std::sync::Arc;

use serde_json::{Map, Value};
use va_core::app_settings::AppSettings;
use va_core::job_config::{DeviceConfig, UnknownKeys};
use va_core::{JobId, PipelineId};
use va_store::catalogue::TokenRow;

use crate::engine::{Engine, NewJobRequest};
use crate::error::EngineError;
use crate::job_folder::names;
use crate::log::{self, JobLog};
use crate::message::Message;
use crate::owner::now;
use crate::queue::QueueView;
use crate::tokens::{Holder, Secret, TokenMessage, TokenRequest};
use crate::view::JobView;

impl Engine {
    /// Stops a job for good. The state is final when this returns; its processes are gone within
    /// [`crate::worker::GRACE`]. Cancelling twice is fine; a job that has ended otherwise is refused.
    pub async fn cancel(&self, id: JobId) -> Result<Arc<JobView>, EngineError> {
        self.ask(|reply| Message::Cancel(id, reply)).await
    }

    /// Stops one pipeline of a job for good and skips those that read from it; the others go on.
    pub async fn cancel_step(
        &self,
        id: JobId,
        pipeline: PipelineId,
    ) -> Result<Arc<JobView>, EngineError> {
        self.ask(|reply| Message::CancelStep(id, pipeline, reply))
            .await
    }

    /// Stops every running and waiting job for good; returns how many there were.
    pub async fn cancel_all(&self) -> Result<u32, EngineError> {
        self.ask(Message::CancelAll).await
    }

    /// Queues the failed pipelines of a job again. Refused when nothing failed, while it runs, and for a
    /// cancelled job.
    pub async fn retry(&self, id: JobId) -> Result<Arc<JobView>, EngineError> {
        self.ask(|reply| Message::Retry(id, reply)).await
    }

    /// A new job with the same recording, pipelines and settings.
    pub async fn run_again(&self, id: JobId) -> Result<Arc<JobView>, EngineError> {
        let job = self.job(id).await?;
        let asked = job.steps.iter().filter(|s| s.config.needed_by.is_none());
        let requested = asked.map(|s| s.config.pipeline.to_string()).collect();
        let mut config: Map<String, Value> = job
            .steps
            .iter()
            .map(|s| {
                (
                    s.config.pipeline.to_string(),
                    settings_of(&s.config.settings),
                )
            })
            .collect();
        DeviceConfig::write(&job.wish, &mut config);
        self.submit(NewJobRequest {
            path: job.path.clone(),
            requested: Some(requested),
            config: Value::Object(config),
            unknown: UnknownKeys::Warn,
            probe_first: true,
        })
        .await
    }

    /// Keeps a job from being removed by retention, or no longer.
    pub async fn pin(&self, id: JobId, pinned: bool) -> Result<Arc<JobView>, EngineError> {
        self.ask(|reply| Message::Pin(id, pinned, reply)).await
    }

    /// Somebody looks at a job's results now; retention leaves it alone for a while.
    pub async fn opened(&self, id: JobId) -> Result<(), EngineError> {
        self.ask(|reply| Message::Opened(id, reply)).await
    }

    /// Removes a job and, if the engine made it, its folder. A running one is stopped first.
    pub async fn delete(&self, id: JobId) -> Result<(), EngineError> {
        self.ask(|reply| Message::Delete(id, reply)).await
    }

    /// The newest lines of a job's log.
    pub async fn log(&self, id: JobId, lines: u32) -> Result<JobLog, EngineError> {
        let path = self.job(id).await?.folder.join(names::LOG);
        let read = tokio::task::spawn_blocking(move || {
            log::read(&path, lines).map_err(|source| EngineError::NotReadable { path, source })
        });
        read.await.map_err(|_| EngineError::Stopped)?
    }

    /// What runs and waits.
    pub async fn queue(&self) -> Result<QueueView, EngineError> {
        self.ask(Message::Queue).await
    }

    /// Starts no further jobs, also after a restart, until [`Engine::resume`]. Running ones go on.
    pub async fn pause(&self) -> Result<QueueView, EngineError> {
        self.ask(|reply| Message::Pause(true, reply)).await
    }

    /// Starts jobs again.
    pub async fn resume(&self) -> Result<QueueView, EngineError> {
        self.ask(|reply| Message::Pause(false, reply)).await
    }

    /// Puts a waiting job before another one, or at the end.
    pub async fn reorder(
        &self,
        id: JobId,
        before: Option<JobId>,
    ) -> Result<QueueView, EngineError> {
        self.ask(|reply| Message::Reorder(id, before, reply)).await
    }

    /// Changes settings of the program at once and for good; `null` puts a default back. With one error
    /// nothing is changed.
    pub async fn change_settings(
        &self,
        patch: Map<String, Value>,
    ) -> Result<Arc<AppSettings>, EngineError> {
        self.ask(|reply| Message::Settings(patch, reply)).await
    }

    /// Makes a token. Its secret is in the answer and nowhere else.
    pub async fn create_token(
        &self,
        request: TokenRequest,
    ) -> Result<(TokenRow, Secret), EngineError> {
        let secret = Secret::random().map_err(EngineError::Token)?;
        let token = request.check(&secret, now()).map_err(EngineError::Token)?;
        let make = |reply| Message::Token(TokenMessage::Create(Box::new(token), reply));
        Ok((self.ask(make).await?, secret))
    }

    /// Takes a token out of use at once and for good.
    pub async fn revoke_token(&self, id: i64) -> Result<TokenRow, EngineError> {
        self.ask(|reply| Message::Token(TokenMessage::Revoke(id, reply)))
            .await
    }

    /// Who holds this secret, if it is good now. That it was used is written down, at most once a minute.
    pub fn token_holder(&self, secret: &str) -> Option<Holder> {
        let now = now();
        let holder = self.tokens().holder(secret, now)?;
        if self.tokens().used(holder.id, now) {
            // an owner that is gone has nowhere to write it
            drop(self.send(Message::Token(TokenMessage::Used(holder.id, now))));
        }
        Some(holder)
    }
}

fn settings_of(settings: &va_core::schema::Settings) -> Value {
    Value::Object(settings.0.clone().into_iter().collect())
}
