//! The owner: one thread that holds the catalogue, knows which workers run, and is the only one that
//! changes either. Everybody else sends it messages, so there is no lock and no race about a state.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use va_core::JobId;
use va_core::job::JobStatus;
use va_store::catalogue::{JobRow, NewJob};
use va_store::{Catalogue, WallTime};

use crate::adopt::adopt;
use crate::data_folder::DataFolder;
use crate::error::EngineError;
use crate::events::{EventKind, Hub};
use crate::job_folder::{self, JobFile, software};
use crate::message::{CheckedJob, Message};
use crate::toolbox::Toolbox;
use crate::view::{JobView, Live, VideoView};
use crate::worker::WorkerControl;

/// How long to wait before a change that could not be written is tried again.
const UNSETTLED_PAUSE: Duration = Duration::from_secs(10);

pub(crate) struct Owner {
    pub(crate) folder: DataFolder,
    pub(crate) catalogue: Catalogue,
    pub(crate) toolbox: Toolbox,
    pub(crate) hub: Arc<Hub>,
    pub(crate) worker: PathBuf,
    pub(crate) max_jobs: u32,
    pub(crate) mailbox: Sender<Message>,
    pub(crate) tokio: Handle,
    pub(crate) running: HashMap<JobId, Running>,
    /// Jobs whose last change could not be written. They are left alone until it can be.
    pub(crate) unsettled: HashSet<JobId>,
    pub(crate) closing: Option<oneshot::Sender<()>>,
}

/// A job that has a worker.
pub(crate) struct Running {
    pub(crate) control: WorkerControl,
    pub(crate) live: Live,
    /// The worker reported that the job as a whole can't go on.
    pub(crate) failed: bool,
    /// The job's folder is to be removed as soon as the worker is gone, and somebody told.
    pub(crate) delete: Option<Removal>,
}

/// A deletion that waits for a worker to be gone.
pub(crate) struct Removal {
    /// The folder to remove; a folder that `annotate` made belongs to the user and stays.
    pub(crate) folder: Option<PathBuf>,
    /// Who waits.
    pub(crate) reply: oneshot::Sender<Result<(), EngineError>>,
}

impl Removal {
    pub(crate) fn complete(self) {
        if let Some(folder) = &self.folder {
            remove_folder(folder);
        }
        answer(self.reply, Ok(()));
    }
}

pub(crate) fn now() -> WallTime {
    WallTime::from(SystemTime::now())
}

impl Owner {
    /// Opens the catalogue and starts the thread.
    pub(crate) fn start(
        folder: DataFolder,
        toolbox: Toolbox,
        hub: Arc<Hub>,
        worker: PathBuf,
        max_jobs: u32,
        (mailbox, inbox): (Sender<Message>, Receiver<Message>),
    ) -> Result<(), EngineError> {
        let mut catalogue = Catalogue::open(&folder.catalogue())?;
        catalogue.interrupt_running(now())?;
        let mut owner = Self {
            folder,
            catalogue,
            toolbox,
            hub,
            worker,
            max_jobs,
            mailbox,
            tokio: Handle::current(),
            running: HashMap::new(),
            unsettled: HashSet::new(),
            closing: None,
        };
        let root = owner.folder.root().to_owned();
        std::thread::Builder::new()
            .name("engine".into())
            .spawn(move || owner.work(&inbox))
            .map_err(|source| EngineError::NotWritable { path: root, source })?;
        Ok(())
    }

    fn work(&mut self, inbox: &Receiver<Message>) {
        self.schedule();
        loop {
            match inbox.recv_timeout(UNSETTLED_PAUSE) {
                Ok(message) => self.handle(message),
                Err(RecvTimeoutError::Timeout) => self.settle(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if self.running.is_empty()
                && let Some(done) = self.closing.take()
            {
                if done.send(()).is_err() {
                    tracing::debug!("whoever asked to stop has given up waiting");
                }
                return;
            }
        }
    }

    fn handle(&mut self, message: Message) {
        match message {
            Message::Insert(job, reply) => answer(reply, self.insert(*job)),
            Message::Adopt(folder, file, reply) => answer(reply, self.adopt(&folder, &file)),
            Message::Job(id, reply) => answer(reply, self.view(id)),
            Message::Jobs {
                status,
                page,
                per_page,
                reply,
            } => {
                answer(reply, self.jobs(status, page, per_page));
            }
            Message::Videos(reply) => answer(reply, self.videos()),
            Message::Counts(reply) => answer(reply, self.counts()),
            Message::Cancel(id, reply) => answer(reply, self.cancel(id)),
            Message::Delete(id, reply) => self.delete(id, reply),
            Message::Worker(id, notice) => self.notice(id, notice),
            Message::Shutdown(done) => {
                self.closing = Some(done);
                self.running
                    .values()
                    .for_each(|running| running.control.stop());
            }
        }
    }

    fn insert(&mut self, job: CheckedJob) -> Result<Arc<JobView>, EngineError> {
        let at = now();
        let video = self
            .catalogue
            .insert_video_or_get(&job.path, job.facts.size_bytes, at)?;
        self.catalogue.set_facts(video.id, &job.facts)?;
        let id = JobId::new();
        let folder = self.folder.job(id);
        let file = JobFile {
            schema: 1,
            job: id,
            media: job.path,
            config: job.config.clone(),
            software: software(),
        };
        job_folder::create(&folder, &file)?;
        let new = NewJob {
            id,
            video: video.id,
            config: job.given,
            requested: job.requested,
            steps: job.config.steps,
            folder,
            warnings: job.warnings,
        };
        self.catalogue.insert_job(&new, at)?;
        let view = self.announce(id)?;
        self.schedule();
        // the scheduler may have started it at once
        self.view(id).or(Ok(view))
    }

    fn adopt(
        &mut self,
        folder: &std::path::Path,
        file: &JobFile,
    ) -> Result<Arc<JobView>, EngineError> {
        if let Ok(known) = self.view(file.job) {
            return Ok(known);
        }
        adopt(&mut self.catalogue, folder, file, now())?;
        self.announce(file.job)
    }

    fn jobs(
        &self,
        status: Option<JobStatus>,
        page: u32,
        per_page: u32,
    ) -> Result<(Vec<Arc<JobView>>, u64), EngineError> {
        let page = self.catalogue.read().list_jobs(status, page, per_page)?;
        let queue = self.catalogue.read().queue()?;
        let views = page.jobs.into_iter().map(|job| self.view_of(job, &queue));
        Ok((views.collect::<Result<_, _>>()?, page.total))
    }

    fn videos(&self) -> Result<Vec<VideoView>, EngineError> {
        let queue = self.catalogue.read().queue()?;
        let videos = self.catalogue.read().list_videos()?;
        let view = |mut summary: va_store::catalogue::VideoSummary| {
            let latest = summary.job.take();
            let latest = latest.map(|job| self.view_of(job, &queue)).transpose()?;
            Ok(VideoView::of(summary, latest))
        };
        videos.into_iter().map(view).collect()
    }

    fn counts(&self) -> Result<(u32, u32), EngineError> {
        Ok((
            self.running.len() as u32,
            self.catalogue.read().queue()?.len() as u32,
        ))
    }

    fn cancel(&mut self, id: JobId) -> Result<Arc<JobView>, EngineError> {
        let before = self.view(id)?;
        match before.status {
            JobStatus::Completed | JobStatus::Failed => {
                return Err(EngineError::JobAlreadyEnded(id, before.status.as_str()));
            }
            JobStatus::Cancelled => return Ok(before),
            JobStatus::Pending | JobStatus::Running => {}
        }
        // final before the worker knows: whatever it still says can't change it any more
        self.catalogue.cancel_job(id, now())?;
        if let Some(running) = self.running.get(&id) {
            running.control.stop();
        }
        self.announce(id)
    }

    fn delete(&mut self, id: JobId, reply: oneshot::Sender<Result<(), EngineError>>) {
        let folder = match self.remove_from_catalogue(id) {
            Ok(folder) => folder,
            Err(error) => return answer(reply, Err(error)),
        };
        let removal = Removal { folder, reply };
        if let Some(running) = self.running.get_mut(&id) {
            running.delete = Some(removal);
            running.control.stop();
        } else {
            removal.complete();
        }
    }

    /// Takes a job out of the catalogue; returns its folder if the engine made it.
    fn remove_from_catalogue(&mut self, id: JobId) -> Result<Option<PathBuf>, EngineError> {
        let job = self.view(id)?;
        if !job.status.is_final() {
            self.catalogue.cancel_job(id, now())?;
        }
        self.catalogue.delete_job(id, now())?;
        self.hub.publish(EventKind::JobRemoved(id));
        Ok((job.folder == self.folder.job(id)).then(|| job.folder.clone()))
    }

    /// A job as it is now.
    pub(crate) fn view(&self, id: JobId) -> Result<Arc<JobView>, EngineError> {
        let job = self.catalogue.read().job(id).map_err(|error| match error {
            va_store::StoreError::JobNotFound(id) => EngineError::JobNotFound(id),
            other => EngineError::Store(other),
        })?;
        self.view_of(job, &self.catalogue.read().queue()?)
    }

    fn view_of(&self, job: JobRow, queue: &[JobId]) -> Result<Arc<JobView>, EngineError> {
        let video = self.catalogue.read().video(job.video)?;
        let live = self.running.get(&job.id).map(|r| &r.live);
        let position = queue
            .iter()
            .position(|id| *id == job.id)
            .map(|at| at as u32 + 1);
        Ok(Arc::new(JobView::of(job, &video, live, position)))
    }

    /// Tells everybody how a job is now.
    pub(crate) fn announce(&self, id: JobId) -> Result<Arc<JobView>, EngineError> {
        let view = self.view(id)?;
        self.hub.publish(EventKind::JobUpdate(Arc::clone(&view)));
        Ok(view)
    }
}

/// Removes a job's own folder. What can't be removed is logged and left.
fn remove_folder(folder: &std::path::Path) {
    if let Err(error) = std::fs::remove_dir_all(folder)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::warn!(folder = %folder.display(), %error, "a job's folder can't be removed");
    }
}

/// A caller that went away before its answer is no error.
fn answer<T>(reply: oneshot::Sender<Result<T, EngineError>>, result: Result<T, EngineError>) {
    drop(reply.send(result));
}
