//! The desk for models: looks at them, downloads them on threads of their own, two at a time, and tells
//! everybody how it goes. Nothing begins by itself: a download that the end of the program cut off waits,
//! paused, until it is asked for again.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use va_models::fetch::{Patience, Progress, fetch, may_begin};
use va_models::{Depot, Imported, Model, ModelError, Stop, import};

use super::load::{Load, PERIOD, Wish};
use super::view::{ModelView, Transfer};
use crate::error::EngineError;
use crate::events::{EventKind, Hub};
use crate::toolbox::Toolbox;

/// Downloads that run at once.
const AT_ONCE: usize = 2;
/// How long an answer waits for a download to stop.
const STOPPING: Duration = Duration::from_secs(3);

/// Which models there are and how patiently they are fetched.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The models. The program's own catalogue, except in tests.
    pub models: &'static [Model],
    /// Patience with servers.
    pub patience: Patience,
}

/// The desk.
#[derive(Debug)]
pub(crate) struct ModelDesk {
    offer: Offer,
    toolbox: Toolbox,
    hub: Arc<Hub>,
    loads: Mutex<HashMap<&'static str, Load>>,
    /// Something about the downloads has changed.
    changed: Condvar,
    /// What went to other computers, by their names.
    sent: Mutex<BTreeMap<String, Sent>>,
}

/// What went to another computer and came from it since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Requests.
    pub requests: u64,
    /// Bytes that came.
    pub bytes: u64,
}

impl ModelDesk {
    pub(crate) fn new(offer: Offer, toolbox: Toolbox, hub: Arc<Hub>) -> Self {
        Self {
            offer,
            toolbox,
            hub,
            loads: Mutex::default(),
            changed: Condvar::new(),
            sent: Mutex::default(),
        }
    }

    fn loads(&self) -> MutexGuard<'_, HashMap<&'static str, Load>> {
        self.loads.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn depot(&self) -> Result<Depot, EngineError> {
        self.toolbox.depot().ok_or(EngineError::NoDataFolder)
    }

    fn find(&self, id: &str) -> Result<&'static Model, EngineError> {
        let found = self.offer.models.iter().find(|model| model.id == id);
        let unknown = || ModelError::Unknown { id: id.to_owned() };
        Ok(found.ok_or_else(unknown)?)
    }

    /// What went to other computers since the start, by their names.
    pub(crate) fn sent(&self) -> BTreeMap<String, Sent> {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// How many downloads run or wait for their turn.
    pub(crate) fn running(&self) -> usize {
        self.loads().values().filter(|load| load.running).count()
    }

    pub(crate) fn all(&self) -> Vec<ModelView> {
        self.offer.models.iter().map(|m| self.look(m)).collect()
    }

    pub(crate) fn one(&self, id: &str) -> Result<ModelView, EngineError> {
        Ok(self.look(self.find(id)?))
    }

    fn look(&self, model: &'static Model) -> ModelView {
        let transfer = self.loads().get(&*model.id).map(|l| l.transfer.clone());
        self.look_with(model, transfer)
    }

    fn look_with(&self, model: &'static Model, transfer: Option<Transfer>) -> ModelView {
        let (shelf, depot) = (self.toolbox.shelf(), self.toolbox.depot());
        ModelView::look(
            model,
            &shelf,
            depot.as_ref(),
            self.toolbox.runtime(),
            transfer,
        )
    }

    fn tell(&self, model: &'static Model) -> ModelView {
        let view = self.look(model);
        self.hub.publish(EventKind::Model(Arc::new(view.clone())));
        view
    }

    /// Begins a download, or goes on with one. A model that is here and right is left alone.
    pub(crate) fn download(
        self: &Arc<Self>,
        id: &str,
        accept: bool,
    ) -> Result<ModelView, EngineError> {
        let model = self.find(id)?;
        let depot = self.depot()?;
        if accept {
            depot.accept(model)?;
        }
        let shelf = self.toolbox.shelf();
        if self.loads().get(&*model.id).is_some_and(|l| l.running)
            || shelf.locate_model(model).is_ok()
        {
            return Ok(self.look(model));
        }
        may_begin(&depot, model)?;
        let load = Load::new(depot.part(model).unwrap_or((0, model.bytes)));
        let stop = load.stop.clone();
        {
            let mut loads = self.loads();
            if loads.get(&*model.id).is_some_and(|l| l.running) {
                drop(loads);
                return Ok(self.look(model));
            }
            loads.insert(&model.id, load);
        }
        let desk = Arc::clone(self);
        let thread = std::thread::Builder::new().name(format!("model-{id}"));
        let started = thread.spawn(move || desk.run(model, &depot, &stop));
        if let Err(source) = started {
            self.loads().remove(&*model.id);
            let path = self.depot()?.path(model);
            return Err(EngineError::NotWritable { path, source });
        }
        Ok(self.tell(model))
    }

    fn run(&self, model: &'static Model, depot: &Depot, stop: &Stop) {
        let outcome = if self.take_turn(model, stop) {
            self.fetch(model, depot, stop)
        } else {
            let id = model.id.clone();
            Err(ModelError::Halted { id })
        };
        let cancelled = self.loads().get(&*model.id).map(|l| l.wish) == Some(Wish::Cancel);
        if cancelled && let Err(error) = depot.discard_part(model) {
            tracing::warn!(model = model.id, %error, "the unfinished download stays");
        }
        {
            let mut loads = self.loads();
            match outcome {
                Err(ModelError::Halted { .. }) if !cancelled => {
                    if let Some(load) = loads.get_mut(&*model.id) {
                        load.paused();
                    }
                }
                Ok(()) | Err(ModelError::Halted { .. }) => {
                    loads.remove(&*model.id);
                }
                Err(error) => {
                    tracing::warn!(model = model.id, %error, "a model was not downloaded");
                    if let Some(load) = loads.get_mut(&*model.id) {
                        load.failed(error.failure());
                    }
                }
            }
        }
        self.changed.notify_all();
        self.tell(model);
    }

    /// Waits until fewer downloads run. False when it was stopped meanwhile.
    fn take_turn(&self, model: &'static Model, stop: &Stop) -> bool {
        let mut loads = self.loads();
        loop {
            if stop.is_stopped() {
                return false;
            }
            let busy = loads.values().filter(|l| l.running && l.has_turn).count();
            if busy < AT_ONCE {
                if let Some(load) = loads.get_mut(&*model.id) {
                    load.has_turn = true;
                }
                return true;
            }
            loads = self
                .changed
                .wait(loads)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn note(&self, model: &'static Model, progress: &Progress) {
        if let Some(load) = self.loads().get_mut(&*model.id) {
            let (requests, bytes) = load.note(progress, Instant::now());
            let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
            let sent = sent.entry(progress.host.clone()).or_default();
            sent.requests += u64::from(requests);
            sent.bytes += bytes;
        }
    }

    /// Tells how a download goes, a few times a second and also when nothing comes, until it is over.
    fn report(&self, model: &'static Model, over: &AtomicBool) {
        while !over.load(Ordering::Relaxed) {
            std::thread::park_timeout(PERIOD);
            let news = self.loads().get_mut(&*model.id).and_then(Load::news);
            if let Some(transfer) = news {
                let view = self.look_with(model, Some(transfer));
                self.hub.publish(EventKind::Model(Arc::new(view)));
            }
        }
    }

    /// Fetches, with a reporter beside it.
    fn fetch(&self, model: &'static Model, depot: &Depot, stop: &Stop) -> Result<(), ModelError> {
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let reporter = std::thread::Builder::new().name("model-news".into());
            let reporter = reporter.spawn_scoped(scope, || self.report(model, &over));
            let patience = &self.offer.patience;
            let outcome = fetch(depot, model, patience, stop, &mut |p| self.note(model, p));
            over.store(true, Ordering::Relaxed);
            match reporter {
                Ok(reporter) => reporter.thread().unpark(),
                // then only its end is told
                Err(error) => tracing::warn!(%error, "no progress of a download is told"),
            }
            outcome
        })
    }

    /// Stops a download; what is here is kept.
    pub(crate) fn pause(&self, id: &str) -> Result<ModelView, EngineError> {
        let model = self.find(id)?;
        if self.halt(model, Wish::Pause) {
            return Ok(self.look(model));
        }
        let id = model.id.clone();
        Err(ModelError::NotLoading { id }.into())
    }

    /// Stops a download, also a paused or failed one; what is here is thrown away.
    pub(crate) fn cancel(&self, id: &str) -> Result<ModelView, EngineError> {
        let model = self.find(id)?;
        if self.halt(model, Wish::Cancel) {
            return Ok(self.look(model));
        }
        let depot = self.depot()?;
        let known = self.forget(model);
        if !known && depot.part(model).is_none() {
            let id = model.id.clone();
            return Err(ModelError::NotLoading { id }.into());
        }
        depot.discard_part(model)?;
        Ok(self.tell(model))
    }

    /// Stops a download that runs and waits until it has stopped. False when none runs.
    fn halt(&self, model: &'static Model, wish: Wish) -> bool {
        let runs = |load: &mut Load| load.running;
        let stop = match self.loads().get_mut(&*model.id) {
            Some(load) if load.running => {
                load.wish = wish;
                load.stop.clone()
            }
            Some(_) | None => return false,
        };
        stop.stop();
        self.changed.notify_all();
        let loads = self.loads();
        let waiting =
            |loads: &mut HashMap<&'static str, Load>| loads.get_mut(&*model.id).is_some_and(runs);
        // one that still connects stops a little later, and an event says so
        drop(self.changed.wait_timeout_while(loads, STOPPING, waiting));
        true
    }

    /// Reads a model's file again.
    pub(crate) fn verify(&self, id: &str) -> Result<ModelView, EngineError> {
        let model = self.find(id)?;
        // what is wrong with it is in the answer
        drop(self.toolbox.shelf().examine(model));
        Ok(self.tell(model))
    }

    /// Reads the files of all models again.
    pub(crate) fn verify_all(&self) -> Vec<ModelView> {
        let ids = self.offer.models.iter();
        ids.filter_map(|model| self.verify(&model.id).ok())
            .collect()
    }

    /// Removes a model's file.
    pub(crate) fn remove(&self, id: &str) -> Result<ModelView, EngineError> {
        let model = self.find(id)?;
        let view = self.look(model);
        if let (false, Some(path)) = (view.removable(), view.path) {
            let id = model.id.clone();
            return Err(ModelError::NotRemovable { id, path }.into());
        }
        self.halt(model, Wish::Cancel);
        self.depot()?.remove(model)?;
        self.forget(model);
        Ok(self.tell(model))
    }

    /// Imports what is found in a folder, file or archive.
    pub(crate) fn import(&self, from: &Path) -> Result<Imported, EngineError> {
        let (depot, shelf) = (self.depot()?, self.toolbox.shelf());
        let stop = Stop::default();
        let models = self.offer.models;
        let imported = import(&depot, &shelf, models, from, &stop, &mut |_| {})?;
        for (id, _) in &imported.installed {
            let model = self.find(id)?;
            self.halt(model, Wish::Cancel);
            self.forget(model);
            depot.discard_part(model)?;
            self.tell(model);
        }
        Ok(imported)
    }

    /// Forgets a download that has ended.
    fn forget(&self, model: &'static Model) -> bool {
        let mut loads = self.loads();
        let ended = loads.get(&*model.id).is_some_and(|l| !l.running);
        ended && loads.remove(&*model.id).is_some()
    }
}
