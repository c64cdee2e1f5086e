//! The owner: one thread that holds the catalogue, knows which workers run, and is the only one that
//! changes either. Everybody else sends it messages, so there is no lock and no race about a state. What a
//! message does is in `submit`, `act`, `scheduler`, `hear` and `ending`.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant, SystemTime};

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use va_core::job::{Device, JobStatus};
use va_core::{Failure, JobId};
use va_store::catalogue::{JobRow, VideoRow};
use va_store::{Catalogue, WallTime};

use crate::data_folder::DataFolder;
use crate::disk::Disk;
use crate::error::EngineError;
use crate::events::{EventKind, Hub};
use crate::forecast::Forecast;
use crate::lull::Lull;
use crate::message::Message;
use crate::prepare::Preparer;
use crate::queue::Queue;
use crate::settings::Settings;
use crate::storage::Desk;
use crate::sweep::{remove_scrap_later, sweep};
use crate::tokens::Tokens;
use crate::toolbox::Toolbox;
use crate::uploads::sweep_uploads;
use crate::view::{JobView, Live, VideoView};
use crate::worker::WorkerControl;

/// How long to wait before a change that could not be written is tried again.
const UNSETTLED_PAUSE: Duration = Duration::from_secs(10);

/// How long to wait for a message at most. Nothing depends on it.
const LONGEST_PAUSE: Duration = Duration::from_mins(10);
/// How often it is looked whether the command line has changed the tokens: microseconds each time.
const LOOK: Duration = Duration::from_secs(1);

pub(crate) struct Owner {
    pub(crate) folder: DataFolder,
    pub(crate) catalogue: Catalogue,
    pub(crate) toolbox: Toolbox,
    pub(crate) hub: Arc<Hub>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) worker: PathBuf,
    pub(crate) settings: Arc<Settings>,
    pub(crate) tokens: Arc<Tokens>,
    pub(crate) mailbox: Sender<Message>,
    pub(crate) tokio: Handle,
    pub(crate) running: HashMap<JobId, Running>,
    pub(crate) queue: Queue,
    /// Whether jobs that leave the device to the program obtain a graphics card here.
    pub(crate) auto_on_card: bool,
    /// Whether the user paused the queue.
    pub(crate) paused: bool,
    /// Why nothing may start or run now, if something is wrong with the disk or the data folder.
    pub(crate) held: Option<Failure>,
    /// The disk under the data folder.
    pub(crate) disk: Disk,
    /// Jobs that wait because the disk was full when they were tried.
    pub(crate) without_room: HashSet<JobId>,
    /// When jobs are tried again, on a clock that nobody sets.
    pub(crate) retries: HashMap<JobId, Instant>,
    /// New jobs whose folder is being made and whose recording is being probed, and since when.
    pub(crate) preparing: HashMap<JobId, Instant>,
    /// What does that.
    pub(crate) preparer: Preparer,
    /// Jobs at the head of the queue whose folder and models are looked after before their worker starts.
    pub(crate) starting: HashMap<JobId, Device>,
    pub(crate) forecast: Forecast,
    /// Jobs whose last change could not be written. They are left alone until it can be.
    pub(crate) unsettled: HashSet<JobId>,
    /// When that was last tried.
    settled: Instant,
    /// When the catalogue was last looked at for changes by other programs.
    looked: Instant,
    /// What it said of them then.
    pub(crate) others: i64,
    pub(crate) closing: Option<oneshot::Sender<()>>,
}

/// A job that has a worker.
pub(crate) struct Running {
    pub(crate) control: WorkerControl,
    pub(crate) device: Device,
    pub(crate) live: Live,
    /// How far its checkpoints were when it was started.
    pub(crate) mark: Mark,
    /// How far they are, once it is gone.
    pub(crate) reached: Mark,
    /// A failure that may pass: the job or some of its steps wait for another try.
    pub(crate) setback: Option<Failure>,
    /// The worker reported that the job as a whole can't go on; it leaves by itself.
    pub(crate) leaving: bool,
    /// The job's folder is to be removed as soon as the worker is gone, and somebody told.
    pub(crate) delete: Option<Removal>,
}

/// How far a job's results are: finished steps, and the sum of all checkpoints' times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    pub(crate) finished: usize,
    pub(crate) reached: i64,
}

/// A deletion that waits for a worker to be gone.
pub(crate) struct Removal {
    /// The folder to remove; a folder that `annotate` made belongs to the user and stays.
    pub(crate) folder: Option<PathBuf>,
    /// The folder of its recording, if that was uploaded and no other job needs it.
    pub(crate) upload: Option<PathBuf>,
    /// Who waits.
    pub(crate) reply: oneshot::Sender<Result<(), EngineError>>,
}

pub(crate) fn now() -> WallTime {
    WallTime::from(SystemTime::now())
}

impl Owner {
    /// Opens the catalogue, puts interrupted jobs back into the queue and loads it. Must be called inside a
    /// tokio runtime.
    pub(crate) fn open(
        folder: DataFolder,
        toolbox: Toolbox,
        (hub, desk, lull): (Arc<Hub>, Arc<Desk>, &Arc<Lull>),
        worker: PathBuf,
        (settings, tokens): (Arc<Settings>, Arc<Tokens>),
        mailbox: Sender<Message>,
    ) -> Result<Self, EngineError> {
        let mut catalogue = crate::recovery::open_catalogue(&folder)?;
        catalogue.interrupt_running(now())?;
        match sweep(folder.root(), &mut catalogue) {
            Ok((_, ended)) => remove_scrap_later(folder.root().to_owned(), ended),
            Err(error) => tracing::warn!(%error, "the storage folder is not in order"),
        }
        if let Err(error) = sweep_uploads(folder.root(), &mut catalogue) {
            tracing::warn!(%error, "the uploaded recordings are not in order");
        }
        settings.load(&catalogue.read().settings()?);
        tokens.set(catalogue.read().tokens()?);
        let minimum = settings.get().values.minimum_free_mb;
        let disk = crate::room::watch(folder.root(), minimum, mailbox.clone())?;
        let preparer = Preparer::start(&toolbox, lull, &mailbox).map_err(|source| {
            let path = folder.root().to_owned();
            EngineError::NotWritable { path, source }
        })?;
        let mut owner = Self {
            paused: crate::settings::paused(catalogue.read())?,
            queue: Queue::of(catalogue.read().waiting()?),
            auto_on_card: crate::kind::expected(&toolbox),
            folder,
            catalogue,
            toolbox,
            hub,
            desk,
            worker,
            settings,
            tokens,
            mailbox,
            tokio: Handle::current(),
            running: HashMap::new(),
            held: None,
            disk,
            without_room: HashSet::new(),
            retries: HashMap::new(),
            preparing: HashMap::new(),
            preparer,
            starting: HashMap::new(),
            forecast: Forecast::default(),
            unsettled: HashSet::new(),
            settled: Instant::now(),
            looked: Instant::now(),
            others: 0,
            closing: None,
        };
        if owner.auto_on_card {
            owner.take_in(owner.catalogue.read().waiting()?);
        }
        owner.take_up_retries();
        Ok(owner)
    }

    /// Starts the thread.
    pub(crate) fn start(mut self, inbox: Receiver<Message>) -> Result<(), EngineError> {
        let path = self.folder.root().to_owned();
        std::thread::Builder::new()
            .name("engine".into())
            .spawn(move || {
                let done = self.work(&inbox);
                // whoever waits may open the folder at once: catalogue and lock go first
                drop(self);
                if done.is_some_and(|done| done.send(()).is_err()) {
                    tracing::debug!("whoever asked to stop has given up waiting");
                }
            })
            .map(drop)
            .map_err(|source| EngineError::NotWritable { path, source })
    }

    /// Works until it is told to leave; returns who waits for that.
    fn work(&mut self, inbox: &Receiver<Message>) -> Option<oneshot::Sender<()>> {
        self.schedule();
        let mut next = None;
        loop {
            let message = match next.take() {
                Some(message) => Ok(message),
                None => inbox.recv_timeout(self.pause().min(LOOK)),
            };
            match message {
                Ok(Message::Insert(job, reply)) => {
                    next = self.insert_with_others((job, reply), inbox);
                }
                Ok(message) => self.handle(message),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
            self.do_what_is_due();
            self.tell_queue();
            if self.running.is_empty()
                && let Some(done) = self.closing.take()
            {
                return Some(done);
            }
        }
    }

    /// How long nothing has to be done by itself.
    fn pause(&self) -> Duration {
        let now = Instant::now();
        let retries = self.retries.values().copied();
        let unsettled = (!self.unsettled.is_empty()).then_some(self.settled + UNSETTLED_PAUSE);
        retries
            .chain(unsettled)
            .chain(self.forecast.next_news())
            .map(|due| due.saturating_duration_since(now))
            .min()
            .unwrap_or(LONGEST_PAUSE)
    }

    /// Lets jobs start whose next try is due, and tries again to write what could not be written.
    fn do_what_is_due(&mut self) {
        let now = Instant::now();
        if now >= self.looked + LOOK {
            self.looked = now;
            self.look_at_tokens();
        }
        let waiting = self.retries.len();
        self.retries.retain(|_, due| *due > now);
        if !self.unsettled.is_empty() && now >= self.settled + UNSETTLED_PAUSE {
            self.settled = now;
            self.settle();
        } else if self.retries.len() < waiting {
            self.schedule();
        }
    }

    pub(crate) fn handle(&mut self, message: Message) {
        match message {
            Message::Insert(job, reply) => self.insert_all(vec![(job, reply)]),
            Message::Prepared(id, outcome) => self.prepared(id, *outcome),
            Message::Ready(id, outcome) => self.ready(id, *outcome),
            Message::Reached(id, mark) => {
                if let Some(running) = self.running.get_mut(&id) {
                    running.reached = mark;
                }
            }
            Message::Adopt(found, reply) => answer(reply, self.adopt(&found)),
            Message::Job(id, reply) => answer(reply, self.view(id)),
            Message::Jobs {
                status,
                page,
                per_page,
                reply,
            } => answer(reply, self.jobs(status, page, per_page)),
            Message::Videos(reply) => answer(reply, self.videos()),
            Message::Counts(reply) => answer(reply, Ok(self.counts())),
            Message::Queue(reply) => answer(reply, Ok(self.queue_view())),
            Message::Pause(paused, reply) => answer(reply, self.pause_queue(paused)),
            Message::Reorder(id, before, reply) => answer(reply, self.reorder(id, before)),
            Message::Cancel(id, reply) => answer(reply, self.cancel(id)),
            Message::CancelStep(id, step, reply) => answer(reply, self.cancel_step(id, &step)),
            Message::CancelAll(reply) => answer(reply, self.cancel_all()),
            Message::Retry(id, reply) => answer(reply, self.retry(id)),
            Message::Pin(id, pinned, reply) => answer(reply, self.pin(id, pinned)),
            Message::Opened(id, reply) => answer(reply, self.opened(id)),
            Message::Delete(id, reply) => self.delete(id, reply),
            Message::DismissNotice(id, reply) => {
                answer(
                    reply,
                    self.catalogue.dismiss_notice(id).map_err(EngineError::from),
                );
            }
            Message::Settings(patch, reply) => answer(reply, self.change_settings(&patch)),
            Message::Token(message) => self.about_tokens(message),
            Message::Worker(id, notice) => self.notice(id, notice),
            Message::Disk(state) => self.disk_changed(&state),
            Message::Storage(message) => self.about_storage(message),
            Message::Shutdown(done) => {
                self.closing = Some(done);
                self.running
                    .values()
                    .for_each(|running| running.control.suspend());
            }
        }
    }

    fn jobs(
        &mut self,
        status: Option<JobStatus>,
        page: u32,
        per_page: u32,
    ) -> Result<(Vec<Arc<JobView>>, u64), EngineError> {
        let page = self.catalogue.read().list_jobs(status, page, per_page)?;
        let places = self.queue.places();
        let mut views = Vec::with_capacity(page.jobs.len());
        for job in page.jobs {
            let place = places.get(&job.id).copied();
            let missing = va_store::StoreError::VideoNotFound(job.video);
            let video = page.videos.get(&job.video).ok_or(missing)?;
            views.push(self.view_of(job, video, place));
        }
        Ok((views, page.total))
    }

    fn videos(&mut self) -> Result<Vec<VideoView>, EngineError> {
        let videos = self.catalogue.read().list_videos()?;
        let places = self.queue.places();
        let view = |mut summary: va_store::catalogue::VideoSummary| {
            let latest = summary.job.take();
            let latest = latest.map(|job| {
                let place = places.get(&job.id).copied();
                self.view_of(job, &summary.video, place)
            });
            VideoView::of(summary, latest)
        };
        Ok(videos.into_iter().map(view).collect())
    }

    fn counts(&self) -> (u32, u32) {
        (self.running.len() as u32, self.queue.len() as u32)
    }

    /// A job's row.
    pub(crate) fn row(&self, id: JobId) -> Result<JobRow, EngineError> {
        self.catalogue.read().job(id).map_err(|error| match error {
            va_store::StoreError::JobNotFound(id) => EngineError::JobNotFound(id),
            other => EngineError::Store(other),
        })
    }

    /// A job as it is now.
    pub(crate) fn view(&self, id: JobId) -> Result<Arc<JobView>, EngineError> {
        let job = self.row(id)?;
        let video = self.catalogue.read().video(job.video)?;
        Ok(self.view_of(job, &video, self.queue.place(id)))
    }

    fn view_of(&self, job: JobRow, video: &VideoRow, place: Option<u32>) -> Arc<JobView> {
        let live = self.running.get(&job.id).map(|r| &r.live);
        let start = place.and_then(|_| self.forecast.start(job.id));
        Arc::new(JobView::of(job, video, live, (place, start)))
    }

    /// Brings the queue in line with a job that has changed, and tells everybody how it is now.
    pub(crate) fn announce(&mut self, id: JobId) -> Result<Arc<JobView>, EngineError> {
        let job = self.row(id)?;
        let video = self.catalogue.read().video(job.video)?;
        Ok(self.announce_as(job, &video))
    }

    /// The same for a job whose row was just read.
    pub(crate) fn announce_as(&mut self, job: JobRow, video: &VideoRow) -> Arc<JobView> {
        let id = job.id;
        let length = video.facts.as_ref().and_then(|facts| facts.duration);
        let waiting = job
            .waiting(length)
            .filter(|_| !self.running.contains_key(&id));
        if waiting.as_ref().is_none_or(|w| w.next_try_at.is_none()) {
            self.retries.remove(&id);
        }
        match waiting {
            Some(waiting) => {
                let waiting = self.counted(waiting);
                self.queue.put(waiting);
            }
            None => drop(self.queue.remove(id)),
        }
        self.forecast.outdate();
        let view = self.view_of(job, video, self.queue.place(id));
        self.hub.publish(EventKind::JobUpdate(Arc::clone(&view)));
        view
    }
}

/// A caller that went away before its answer is no error.
pub(crate) fn answer<T>(
    reply: oneshot::Sender<Result<T, EngineError>>,
    result: Result<T, EngineError>,
) {
    drop(reply.send(result));
}

#[cfg(test)]
#[path = "owner_tests/mod.rs"]
mod tests;
