//! The same without an engine, for the command line: looking, moving and cleaning up while no program is
//! open. What changes something takes the lock of the data folder, and says who has it otherwise.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use va_core::app_settings::AppSettings;
use va_store::{Catalogue, CatalogueReader, WallTime};

use super::desk::{Desk, StorageView};
use crate::data_folder::{DataFolder, names};
use crate::error::EngineError;
use crate::location::{Location, StorageSource};
use crate::recovery::open_catalogue;
use crate::retention::{
    RetentionPreview, RetentionReport, Rule, expire, preview, remove as remove_due,
};
use crate::storage_error::StorageError;
use crate::storage_move::{Journal, Plan, Point, Unwatched, Watch, copy, finish, plan};

/// Where the storage folder is and how full it is. Takes no lock and makes nothing.
pub fn show(location: &Location) -> Result<StorageView, EngineError> {
    let place = location.find()?;
    Desk::new(location.clone(), place).view()
}

/// A move that can begin: the old folder is locked, and nobody else changes it.
#[derive(Debug)]
pub struct Move {
    location: Location,
    old: DataFolder,
    catalogue: Catalogue,
    plan: Plan,
}

impl Move {
    /// Checks both folders and takes the lock of the old one.
    pub fn prepare(location: Location, to: &Path, keep: bool) -> Result<Self, EngineError> {
        let place = location.find()?;
        if place.source == StorageSource::Environment {
            return Err(StorageError::Fixed.into());
        }
        let old = open(&place.root, &location)?;
        let catalogue = open_catalogue(&old)?;
        let plan = plan(old.root(), to, keep)?;
        Ok(Self {
            location,
            old,
            catalogue,
            plan,
        })
    }

    /// What there is to copy.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Copies, verifies, switches and removes the old folder. An error before the switch leaves the old
    /// folder in force; the same move can be started again. The answer is what was left in the old folder,
    /// because it had changed meanwhile or is not of this program.
    pub fn run(self, watch: &dyn Watch) -> Result<Vec<PathBuf>, EngineError> {
        let new = copy(&self.plan, self.catalogue.read(), watch)?;
        new.make_parts()?;
        drop(self.catalogue);
        self.location.set(new.root())?;
        watch.at(Point::Between)?;
        match Journal::read(new.root())? {
            Some(journal) => finish(new.root(), &journal, &self.location, Some(self.old), watch),
            None => Ok(Vec::new()),
        }
    }
}

/// What a removal of old jobs would do. Only reads, also beside a running engine.
pub fn preview_cleanup(
    location: &Location,
    days: Option<u32>,
) -> Result<RetentionPreview, EngineError> {
    let root = location.find()?.root;
    let file = root.join(names::CATALOGUE);
    if !file.exists() {
        let rule = rule(days.unwrap_or_default())?;
        return Ok(RetentionPreview {
            days: rule.days,
            jobs_found: 0,
            bytes: 0,
            jobs: Vec::new(),
            skipped: Vec::new(),
        });
    }
    let catalogue = CatalogueReader::open(&file)?;
    preview(&root, &catalogue, rule_of(&catalogue, days)?)
}

/// Removes old jobs.
pub fn cleanup(location: &Location, days: Option<u32>) -> Result<RetentionReport, EngineError> {
    let root = location.find()?.root;
    let folder = open(&root, location)?;
    let mut catalogue = open_catalogue(&folder)?;
    let reader = catalogue.reader()?;
    let rule = rule_of(&reader, days)?;
    remove_due(folder.root(), &reader, rule, &mut |id| {
        let now = WallTime::from(SystemTime::now());
        expire(folder.root(), &mut catalogue, rule, id, now)
    })
}

/// Opens the data folder and ends a move that was switched but not over.
fn open(root: &Path, location: &Location) -> Result<DataFolder, EngineError> {
    let (folder, pending) = DataFolder::open_in(root, location)?;
    if let Some(journal) = pending {
        finish(folder.root(), &journal, location, None, &Unwatched)?;
    }
    Ok(folder)
}

fn rule_of(catalogue: &CatalogueReader, days: Option<u32>) -> Result<Rule, EngineError> {
    if let Some(days) = days {
        return rule(days);
    }
    let environment = |name: &str| std::env::var(name).ok();
    let (settings, _) = AppSettings::effective(&catalogue.settings()?, environment);
    rule(settings.values.retention_days)
}

fn rule(days: u32) -> Result<Rule, EngineError> {
    let now = WallTime::from(SystemTime::now());
    Ok(Rule::new(days, now).ok_or(StorageError::RetentionDisabled)?)
}
