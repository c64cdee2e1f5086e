//! Downloading one model: from each of its addresses in turn, with patience, into a part file that a later
//! try continues, and into its place only after its hash is right. Blocking; whoever calls it gives it a
//! thread. It fetches nothing but models of a catalogue and only what it is asked for.

mod part;
mod request;
mod stop;
mod transfer;

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

pub(crate) use part::Part;
pub use stop::Stop;

use crate::catalog::Model;
use crate::depot::Depot;
use crate::error::ModelError;
use crate::import::archive::{ArchiveError, take_member};
use crate::origin::Arrival;
use crate::sha256::sha256_file;

use self::transfer::{Fault, Transfer};

/// How long to wait, and how often to try.
#[derive(Clone, Debug)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the next byte of a server that says nothing.
    pub silence: Duration,
    /// Before the second try; later ones wait longer.
    pub first_rest: Duration,
    /// Before any try.
    pub longest_rest: Duration,
    /// Tries in a row that bring nothing.
    pub tries: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            silence: Duration::from_secs(30),
            first_rest: Duration::from_secs(1),
            longest_rest: Duration::from_secs(30),
            tries: 5,
        }
    }
}

/// What a download does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It asks, or waits before it asks again.
    Waiting,
    /// Bytes are coming.
    Downloading,
    /// Everything is here and is being checked.
    Verifying,
}

/// How far a download is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it does.
    pub phase: Phase,
    /// Bytes that are here.
    pub done: u64,
    /// Bytes of the whole, if that is known.
    pub total: Option<u64>,
    /// Who is asked.
    pub host: String,
    /// Which try in a row, from 1.
    pub attempt: u32,
    /// Requests that were sent so far.
    pub requests: u32,
    /// Bytes that came from this host so far, also those of tries that were thrown away; not those that were here
    /// before.
    pub received: u64,
}

/// Downloads a model into the depot. Its terms must be accepted there before. `watch` is told of each step
/// on the calling thread; `stop` ends it from another one and leaves the part file, so that it can go on.
pub fn fetch(
    depot: &Depot,
    model: &Model,
    patience: &Patience,
    stop: &Stop,
    watch: &mut dyn FnMut(&Progress),
) -> Result<(), ModelError> {
    may_begin(depot, model)?;
    let mut part = Part::open(model, &depot.path(model))?;
    let mut last = None;
    let mut requests = 0;
    for url in &model.urls {
        let mut whole = false;
        // what was continued and came out wrong may have been begun wrong: once more from the beginning
        while !whole {
            whole = part.note().url != *url || part.len() == 0;
            let host = request::host(url).to_owned();
            let outcome = Transfer {
                depot,
                model,
                url,
                patience,
                stop,
            }
            .run(&mut part, &mut requests, watch)
            .and_then(|()| finish(depot, model, &host, &mut part, stop));
            match outcome {
                Ok(()) => return Part::discard(&depot.path(model)),
                Err(Fault::Final(error)) => return Err(error),
                Err(Fault::Here(reason)) => {
                    last = Some(ModelError::Download {
                        id: model.id.clone(),
                        host,
                        reason,
                    });
                    break;
                }
                Err(Fault::Wrong(reason)) => {
                    part.clear()?;
                    last = Some(ModelError::Refused {
                        id: model.id.clone(),
                        host,
                        reason,
                    });
                }
            }
        }
    }
    if part.len() == 0 {
        drop(part);
        Part::discard(&depot.path(model))?;
    }
    Err(last.unwrap_or_else(|| ModelError::halted(model)))
}

/// Whether a download can begin: there is an address, the terms are accepted, and the disk has room.
pub fn may_begin(depot: &Depot, model: &Model) -> Result<(), ModelError> {
    if model.urls.is_empty() {
        return Err(ModelError::NotOffered {
            id: model.id.clone(),
            origin: model.source.clone(),
        });
    }
    if !depot.accepted(model) {
        return Err(ModelError::NotAccepted {
            id: model.id.clone(),
            terms: model.training_data.clone(),
        });
    }
    depot.make()?;
    let here = depot.part(model).map_or(0, |(here, _)| here);
    depot.require_room(model, model.bytes.unwrap_or(0).saturating_sub(here))
}

/// Checks what has come and gives it its name.
fn finish(
    depot: &Depot,
    model: &Model,
    host: &str,
    part: &mut Part,
    stop: &Stop,
) -> Result<(), Fault> {
    let Some(member) = &model.member else {
        let sha256 = part.sha256(stop)?;
        let sha256 = sha256.ok_or_else(|| Fault::Final(ModelError::halted(model)))?;
        if let Some(reason) = difference(model, part.len(), &sha256) {
            return Err(Fault::Wrong(reason));
        }
        depot.install(model, &part.file(), &sha256, (Arrival::Download, host))?;
        return Ok(());
    };
    let unfinished = depot.unfinished(model);
    let taken = unpack(depot, model, member, host, part, &unfinished);
    if taken.is_err() {
        // it may not have been made at all
        drop(std::fs::remove_file(&unfinished));
    }
    taken
}

/// Takes the model out of the archive that has come.
fn unpack(
    depot: &Depot,
    model: &Model,
    member: &str,
    host: &str,
    part: &mut Part,
    unfinished: &Path,
) -> Result<(), Fault> {
    let taken = take_member(part.reader()?, member, model.bytes, unfinished);
    let bytes = taken.map_err(|error| match error {
        // a full disk here says nothing about what has come
        ArchiveError::Write(source) => Fault::Final(ModelError::not_writable(unfinished, source)),
        ArchiveError::Unknown
        | ArchiveError::Damaged(_)
        | ArchiveError::Unsafe(_)
        | ArchiveError::TooLarge(_)
        | ArchiveError::Absent(_) => Fault::Wrong(error.to_string()),
    })?;
    let sha256 = sha256_file(unfinished, &mut |_| ControlFlow::Continue(()))?;
    if let Some(reason) = difference(model, bytes, &sha256) {
        return Err(Fault::Wrong(reason));
    }
    depot.install(model, unfinished, &sha256, (Arrival::Download, host))?;
    Ok(())
}

/// What differs from what the catalogue says, if something does.
pub(crate) fn difference(model: &Model, bytes: u64, sha256: &str) -> Option<String> {
    if let Some(wants) = model.bytes
        && bytes != wants
    {
        return Some(format!("it has {bytes} bytes instead of {wants}"));
    }
    let wants = model.sha256.as_ref().filter(|wants| *wants != sha256)?;
    Some(format!("its SHA-256 is {sha256} instead of {wants}"))
}
