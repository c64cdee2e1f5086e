//! The handle to the engine: cheap to clone, usable from any task. What needs no catalogue (validating,
//! probing, thumbnails) happens on the caller's side; everything else is a message to the owner.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;
use tokio::sync::{Semaphore, oneshot};
use va_core::app_settings::AppSettings;
use va_core::job::JobStatus;
use va_core::job_config::UnknownKeys;
use va_core::{JobId, Millis};
use va_media::MediaError;
use va_models::fetch::Patience;

use crate::data_folder::{DataFolder, names, space};
use crate::diagnostics::SelfTestDesk;
use crate::error::EngineError;
use crate::events::Hub;
use crate::location::{Location, Place, StorageSource};
use crate::logging::{self, Level};
use crate::lull::Lull;
use crate::message::Message;
use crate::models::{ModelDesk, Offer};
use crate::owner::Owner;
use crate::settings::Settings;
use crate::storage::{self, Desk, StorageMessage};
use crate::tokens::Tokens;
use crate::toolbox::Toolbox;
use crate::view::{JobView, VideoView};
use crate::{adopt, backup, diagnostics};

/// Events that a listener may miss before it has to read everything again.
const REMEMBERED_EVENTS: usize = 1_000;

/// Thumbnails made at the same time.
const THUMBNAILS_AT_ONCE: usize = 2;

/// The variable whose setting the command line fixes.
const JOBS_VARIABLE: &str = "MAX_CONCURRENT_JOBS";
/// The same of the log.
const LEVEL_VARIABLE: &str = logging::VARIABLES[0];

/// How to open an engine.
#[derive(Clone, Debug, Default)]
pub struct EngineOptions {
    /// The data folder, else the platform's.
    pub data: Option<PathBuf>,
    /// The worker program: the `videoannotator` command.
    pub worker: PathBuf,
    /// Further folders with models.
    pub models: Vec<PathBuf>,
    /// Jobs that run at once, 0 to hold every job back: fixes the setting `max_concurrent_jobs`.
    pub max_jobs: Option<u32>,
    /// How much the log says: fixes the setting `log_level`.
    pub log_level: Option<Level>,
}

/// A job to be made.
#[derive(Clone, Debug)]
pub struct NewJobRequest {
    /// The recording.
    pub path: PathBuf,
    /// Pipelines by name, if any were named.
    pub requested: Option<Vec<String>>,
    /// Settings by pipeline.
    pub config: Value,
    /// Whether unknown settings are refused.
    pub unknown: UnknownKeys,
    /// Whether the recording is probed before the job is queued, so that one that can't be read is refused.
    /// Else the probe follows at once, and such a job fails within a second.
    pub probe_first: bool,
}

/// The engine.
#[derive(Clone, Debug)]
pub struct Engine {
    owner: Sender<Message>,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    hub: Arc<Hub>,
    toolbox: Toolbox,
    desk: Arc<Desk>,
    lull: Arc<Lull>,
    models: Arc<ModelDesk>,
    settings: Arc<Settings>,
    tokens: Arc<Tokens>,
    thumbnails: Semaphore,
    program: PathBuf,
    self_test: SelfTestDesk,
}

impl Engine {
    /// Takes the data folder, opens the catalogue, puts interrupted jobs back into the queue and starts
    /// working. Must be called inside a tokio runtime.
    pub fn open(options: EngineOptions) -> Result<Self, EngineError> {
        Self::open_at(options, Location::of_this_user())
    }

    /// The same with the places of another user.
    pub fn open_at(options: EngineOptions, location: Location) -> Result<Self, EngineError> {
        let offer = Offer {
            models: va_models::catalog()?,
            patience: Patience::default(),
        };
        Self::open_with(options, location, offer)
    }

    /// The same with other models to download than those of the catalogue, for tests: pipelines know only
    /// the catalogue's.
    pub fn open_with(
        options: EngineOptions,
        location: Location,
        offer: Offer,
    ) -> Result<Self, EngineError> {
        let place = match options.data {
            // job folders are remembered by path, whatever the working folder is next time
            Some(root) => Place {
                root: std::path::absolute(&root).unwrap_or(root),
                source: StorageSource::Environment,
            },
            None => location.find()?,
        };
        let (folder, pending) = DataFolder::open_in(&place.root, &location)?;
        let toolbox = Toolbox::new(&options.models, Some(&place.root));
        let desk = Arc::new(Desk::new(location, place));
        let epoch = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_millis();
        let hub = Arc::new(Hub::new(REMEMBERED_EVENTS, epoch as u64));
        let jobs = options.max_jobs.map(|n| (JOBS_VARIABLE, n.to_string()));
        let level = options.log_level.map(Level::word);
        let level = level.map(|word| (LEVEL_VARIABLE, word.to_owned()));
        let fixed: Vec<_> = jobs.into_iter().chain(level).collect();
        let settings = Arc::new(Settings::new(&fixed));
        let tokens = Arc::new(Tokens::default());
        let lull = Arc::new(Lull::default());
        let (owner, inbox) = channel();
        Owner::open(
            folder,
            toolbox.clone(),
            (Arc::clone(&hub), Arc::clone(&desk), &lull),
            options.worker.clone(),
            (Arc::clone(&settings), Arc::clone(&tokens)),
            owner.clone(),
        )?
        .start(inbox)?;
        let models = ModelDesk::new(offer, toolbox.clone(), Arc::clone(&hub));
        let shared = Shared {
            hub,
            toolbox,
            desk,
            lull,
            models: Arc::new(models),
            settings,
            tokens,
            thumbnails: Semaphore::new(THUMBNAILS_AT_ONCE),
            program: options.worker,
            self_test: SelfTestDesk::default(),
        };
        let engine = Self {
            owner,
            shared: Arc::new(shared),
        };
        storage::start(&engine, pending);
        let desk = Arc::downgrade(engine.desk());
        diagnostics::announce(engine.toolbox().clone());
        backup::start(move || Some(desk.upgrade()?.place().root.join(names::CATALOGUE)));
        Ok(engine)
    }

    pub(crate) fn desk(&self) -> &Arc<Desk> {
        &self.shared.desk
    }

    /// The `videoannotator` command, for children.
    pub(crate) fn program(&self) -> &Path {
        &self.shared.program
    }

    pub(crate) fn self_test_desk(&self) -> &SelfTestDesk {
        &self.shared.self_test
    }

    pub(crate) fn lull(&self) -> &Arc<Lull> {
        &self.shared.lull
    }

    pub(crate) fn model_desk(&self) -> &Arc<ModelDesk> {
        &self.shared.models
    }

    /// Asks the owner about the data folder and waits for the answer: not for threads that answer requests.
    pub(crate) fn ask_storage<T>(
        &self,
        message: impl FnOnce(oneshot::Sender<Result<T, EngineError>>) -> StorageMessage,
    ) -> Result<T, EngineError> {
        let (reply, answer) = oneshot::channel();
        self.tell_storage(message(reply));
        answer.blocking_recv().map_err(|_| EngineError::Stopped)?
    }

    pub(crate) fn tell_storage(&self, message: StorageMessage) {
        // an owner that is gone drops the message, and with it whoever waits for an answer
        drop(self.owner.send(Message::Storage(message)));
    }

    pub(crate) fn send(&self, message: Message) -> Result<(), EngineError> {
        self.owner.send(message).map_err(|_| EngineError::Stopped)
    }

    pub(crate) async fn ask<T>(
        &self,
        message: impl FnOnce(oneshot::Sender<Result<T, EngineError>>) -> Message,
    ) -> Result<T, EngineError> {
        let (reply, answer) = oneshot::channel();
        self.owner
            .send(message(reply))
            .map_err(|_| EngineError::Stopped)?;
        answer.await.map_err(|_| EngineError::Stopped)?
    }

    /// Validates and queues a job, and probes its recording before or after. All errors of the
    /// configuration come at once.
    pub async fn submit(&self, request: NewJobRequest) -> Result<Arc<JobView>, EngineError> {
        let _busy = self.shared.lull.busy();
        let engine = self.clone();
        let checked = tokio::task::spawn_blocking(move || engine.check(request))
            .await
            .map_err(|_| EngineError::Stopped)??;
        self.ask(|reply| Message::Insert(Box::new(checked), reply))
            .await
    }

    /// Queues the demo clip with the default pipelines.
    pub async fn demo(&self) -> Result<Arc<JobView>, EngineError> {
        let path = self.toolbox().demo();
        if !path.is_file() {
            return Err(EngineError::DemoMissing(path));
        }
        let config = Value::Null;
        let unknown = UnknownKeys::Refuse;
        self.submit(NewJobRequest {
            path,
            requested: None,
            config,
            unknown,
            probe_first: true,
        })
        .await
    }

    /// Takes a job folder that `annotate` or another computer made into the library, where it is. A job
    /// that is in the library already is only returned.
    pub async fn adopt(&self, folder: &Path) -> Result<Arc<JobView>, EngineError> {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let found = tokio::task::spawn_blocking(move || adopt::look(&folder));
        let found = found.await.map_err(|_| EngineError::Stopped)??;
        self.ask(|reply| Message::Adopt(Box::new(found), reply))
            .await
    }

    /// One job.
    pub async fn job(&self, id: JobId) -> Result<Arc<JobView>, EngineError> {
        self.ask(|reply| Message::Job(id, reply)).await
    }

    /// A page of jobs, newest first, with their number in all.
    pub async fn jobs(
        &self,
        status: Option<JobStatus>,
        page: u32,
        per_page: u32,
    ) -> Result<(Vec<Arc<JobView>>, u64), EngineError> {
        self.ask(|reply| Message::Jobs {
            status,
            page,
            per_page,
            reply,
        })
        .await
    }

    /// The library, newest first.
    pub async fn videos(&self) -> Result<Vec<VideoView>, EngineError> {
        self.ask(Message::Videos).await
    }

    /// Running and waiting jobs.
    pub async fn counts(&self) -> Result<(u32, u32), EngineError> {
        self.ask(Message::Counts).await
    }

    /// Stops every worker and waits until they are gone; interrupted jobs go on at the next start.
    pub async fn shutdown(&self) {
        let (reply, done) = oneshot::channel();
        if self.owner.send(Message::Shutdown(reply)).is_ok() {
            // an owner that is gone already has stopped its workers
            drop(done.await);
        }
    }

    /// A small JPEG of a job's recording.
    pub async fn thumbnail(
        &self,
        job: &JobView,
        at: Option<Millis>,
        width: u32,
    ) -> Result<Vec<u8>, EngineError> {
        let (tools, path) = (self.toolbox().media()?, job.path.clone());
        let facts = job.facts.clone();
        let take = move || -> Result<Vec<u8>, MediaError> {
            let facts = facts.map_or_else(|| Ok(va_media::probe(&tools, &path)?.facts), Ok)?;
            va_media::thumbnail(&tools, &path, &facts, at, width)
        };
        // a library of thousands asks for all of them at once
        let _turn = self
            .shared
            .thumbnails
            .acquire()
            .await
            .map_err(|_| EngineError::Stopped)?;
        Ok(tokio::task::spawn_blocking(take)
            .await
            .map_err(|_| EngineError::Stopped)??)
    }

    /// Where events come from.
    pub fn hub(&self) -> &Arc<Hub> {
        &self.shared.hub
    }

    /// What is installed.
    pub fn toolbox(&self) -> &Toolbox {
        &self.shared.toolbox
    }

    /// The data folder, which a move can change.
    pub fn data_root(&self) -> PathBuf {
        self.shared.desk.place().root
    }

    /// Free and total bytes of the data folder's disk.
    pub fn space(&self) -> std::io::Result<(u64, u64)> {
        space(&self.data_root())
    }

    /// Jobs without a GPU that run at once.
    pub fn max_jobs(&self) -> u32 {
        self.settings().values.max_concurrent_jobs
    }

    /// The tokens of the API.
    pub fn tokens(&self) -> &Tokens {
        &self.shared.tokens
    }

    /// The program's settings in force.
    pub fn settings(&self) -> Arc<AppSettings> {
        self.shared.settings.get()
    }
}
