//! From one address into the part file: asks for what is missing, tries again with growing rests while
//! trying again can help, and gives up after so many tries in a row that brought nothing.

use std::io::{ErrorKind, Read};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

use super::part::Note;
use super::request::{self, Bytes, Reply, Trouble};
use super::{Part, Patience, Phase, Progress, Stop};
use crate::catalog::Model;
use crate::depot::Depot;
use crate::error::ModelError;

const CHUNK: usize = 64 << 10;

/// The largest file of a model whose size nobody has published, in bytes.
const LARGEST: u64 = 4 << 30;

/// Tries in all, however far each one gets.
const MOST_TRIES: u32 = 200;

/// Why one address did not do.
#[derive(Debug)]
pub(super) enum Fault {
    /// No address will.
    Final(ModelError),
    /// It does not deliver.
    Here(String),
    /// It delivers something else.
    Wrong(String),
}

impl From<ModelError> for Fault {
    fn from(error: ModelError) -> Self {
        Self::Final(error)
    }
}

/// Fills the part file.
pub(super) fn transfer(
    depot: &Depot,
    model: &Model,
    url: &str,
    part: &mut Part,
    patience: &Patience,
    stop: &Stop,
    watch: &mut dyn FnMut(&Progress),
) -> Result<(), Fault> {
    if part.note().url != url {
        part.clear()?;
    }
    let mut progress = Progress {
        phase: Phase::Waiting,
        done: part.len(),
        total: part.note().total.or(whole(model)),
        host: request::host(url).to_owned(),
        attempt: 1,
    };
    let mut rests = rests(patience);
    for _ in 0..MOST_TRIES {
        let before = part.len();
        let agent = request::agent(url, patience);
        if !stop.guard(&agent) {
            return Err(ModelError::halted(model).into());
        }
        progress.phase = Phase::Waiting;
        watch(&progress);
        let tag = part.note().tag.clone();
        let trouble = match request::get(&agent, url, part.len(), tag.as_deref()) {
            Ok(Reply::NothingLeft) if model.bytes == Some(part.len()) => None,
            Ok(Reply::NothingLeft) => {
                part.clear()?;
                Some(Trouble::Passing(
                    "it has less than is here".to_owned(),
                    None,
                ))
            }
            Ok(Reply::Whole(bytes)) => {
                part.clear()?;
                receive(depot, model, url, bytes, part, &mut progress, stop, watch)?
            }
            Ok(Reply::Rest(bytes)) => {
                receive(depot, model, url, bytes, part, &mut progress, stop, watch)?
            }
            Err(trouble) => Some(trouble),
        };
        if stop.is_stopped() {
            return Err(ModelError::halted(model).into());
        }
        let (reason, rest) = match trouble {
            None => {
                progress.phase = Phase::Verifying;
                progress.done = part.len();
                watch(&progress);
                return Ok(());
            }
            Some(Trouble::Lasting(reason)) => return Err(Fault::Here(reason)),
            Some(Trouble::Passing(reason, rest)) => (reason, rest),
        };
        if part.len() > before {
            progress.attempt = 0;
            rests = self::rests(patience);
        }
        progress.attempt += 1;
        if progress.attempt > patience.tries {
            return Err(Fault::Here(reason));
        }
        tracing::info!(model = model.id, %reason, attempt = progress.attempt, "a download is tried again");
        progress.phase = Phase::Waiting;
        progress.done = part.len();
        watch(&progress);
        let own = rests.next().unwrap_or(patience.longest_rest);
        if stop.wait(rest.map_or(own, |asked| asked.max(own))) {
            return Err(ModelError::halted(model).into());
        }
    }
    Err(Fault::Here(
        "the connection is cut again and again".to_owned(),
    ))
}

fn rests(patience: &Patience) -> ExponentialBackoff {
    ExponentialBuilder::default()
        .with_min_delay(patience.first_rest)
        .with_max_delay(patience.longest_rest.max(Duration::from_millis(1)))
        .with_max_times(patience.tries as usize)
        .with_jitter()
        .build()
}

/// Size of what is downloaded, where the catalogue knows it: an archive is not the model.
fn whole(model: &Model) -> Option<u64> {
    model.bytes.filter(|_| model.member.is_none())
}

/// Takes the bytes in. `None`: they came to their end.
#[expect(
    clippy::too_many_arguments,
    reason = "one step of `transfer`, which has all of them"
)]
fn receive(
    depot: &Depot,
    model: &Model,
    url: &str,
    mut bytes: Bytes,
    part: &mut Part,
    progress: &mut Progress,
    stop: &Stop,
    watch: &mut dyn FnMut(&Progress),
) -> Result<Option<Trouble>, Fault> {
    if let (Some(offers), Some(wants)) = (bytes.total, whole(model))
        && offers != wants
    {
        return Err(Fault::Wrong(format!(
            "it has {offers} bytes instead of {wants}"
        )));
    }
    if let Some(total) = bytes.total {
        if total > whole(model).unwrap_or(LARGEST) {
            return Err(Fault::Wrong(format!(
                "it has {total} bytes, which is no model's size"
            )));
        }
        depot.require_room(model, total.saturating_sub(part.len()))?;
    }
    part.set_note(Note {
        url: url.to_owned(),
        tag: bytes.tag.take(),
        total: bytes.total,
    })?;
    progress.phase = Phase::Downloading;
    progress.total = bytes.total.or(whole(model));
    let most = progress.total.unwrap_or(LARGEST);
    let mut chunk = vec![0; CHUNK];
    loop {
        progress.done = part.len();
        watch(progress);
        if stop.is_stopped() {
            return Ok(None);
        }
        let read = match bytes.body.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(e) if e.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Ok(Some(Trouble::Passing(error.to_string(), None))),
        };
        if part.len() + read as u64 > most {
            return Err(Fault::Wrong(format!("it has more than {most} bytes")));
        }
        part.push(&chunk[..read])?;
    }
    if let Some(total) = progress.total
        && part.len() < total
    {
        let reason = format!("it stopped after {} of {total} bytes", part.len());
        return Ok(Some(Trouble::Passing(reason, None)));
    }
    Ok(None)
}
