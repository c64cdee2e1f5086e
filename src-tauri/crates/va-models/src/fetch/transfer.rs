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

/// One address and everything that a transfer from it needs to know.
#[derive(Clone, Copy)]
pub(super) struct Transfer<'a> {
    pub(super) depot: &'a Depot,
    pub(super) model: &'a Model,
    pub(super) url: &'a str,
    pub(super) patience: &'a Patience,
    pub(super) stop: &'a Stop,
}

type Watch<'a> = &'a mut dyn FnMut(&Progress);

impl Transfer<'_> {
    /// Fills the part file. `requests` counts on.
    pub(super) fn run(
        self,
        part: &mut Part,
        requests: &mut u32,
        watch: Watch<'_>,
    ) -> Result<(), Fault> {
        let Self {
            model,
            url,
            patience,
            stop,
            ..
        } = self;
        if part.note().url != url {
            part.clear()?;
        }
        let mut progress = Progress {
            phase: Phase::Waiting,
            done: part.len(),
            total: part.note().total.or(whole(model)),
            host: request::host(url).to_owned(),
            attempt: 1,
            requests: *requests,
            received: 0,
        };
        let mut rests = rests(patience);
        for _ in 0..MOST_TRIES {
            let before = part.len();
            *requests += 1;
            progress.requests = *requests;
            progress.phase = Phase::Waiting;
            watch(&progress);
            let trouble = self.once(part, &mut progress, watch)?;
            if stop.is_stopped() {
                return Err(ModelError::halted(model).into());
            }
            progress.done = part.len();
            let (reason, rest) = match trouble {
                None => {
                    progress.phase = Phase::Verifying;
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
            let attempt = progress.attempt;
            tracing::info!(model = model.id, %reason, attempt, "a download is tried again");
            progress.phase = Phase::Waiting;
            watch(&progress);
            let own = rests.next().unwrap_or(patience.longest_rest);
            if stop.wait(rest.map_or(own, |asked| asked.max(own))) {
                return Err(ModelError::halted(model).into());
            }
        }
        let reason = "the connection is cut again and again";
        Err(Fault::Here(reason.to_owned()))
    }

    /// Asks once for what is missing and takes in what comes. `None`: it came to its end.
    fn once(
        self,
        part: &mut Part,
        progress: &mut Progress,
        watch: Watch<'_>,
    ) -> Result<Option<Trouble>, Fault> {
        let Self { model, url, .. } = self;
        let agent = request::agent(url, self.patience);
        if !self.stop.guard(&agent) {
            return Err(ModelError::halted(model).into());
        }
        let tag = part.note().tag.clone();
        match request::get(&agent, url, part.len(), tag.as_deref()) {
            Ok(Reply::NothingLeft) if whole(model) == Some(part.len()) => Ok(None),
            Ok(Reply::NothingLeft) => {
                part.clear()?;
                let reason = "it has less than was here already".to_owned();
                Ok(Some(Trouble::Passing(reason, None)))
            }
            Ok(Reply::Whole(bytes)) => {
                part.clear()?;
                self.receive(bytes, part, progress, watch)
            }
            Ok(Reply::Rest(bytes)) => self.receive(bytes, part, progress, watch),
            Err(trouble) => Ok(Some(trouble)),
        }
    }

    /// Takes the bytes in. `None`: they came to their end.
    fn receive(
        self,
        mut bytes: Bytes,
        part: &mut Part,
        progress: &mut Progress,
        watch: Watch<'_>,
    ) -> Result<Option<Trouble>, Fault> {
        let Self { model, url, .. } = self;
        self.accept(&bytes, part)?;
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
            if self.stop.is_stopped() {
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
            progress.received += read as u64;
        }
        if let Some(total) = progress.total
            && part.len() < total
        {
            let reason = format!("it stopped after {} of {total} bytes", part.len());
            return Ok(Some(Trouble::Passing(reason, None)));
        }
        Ok(None)
    }

    /// Refuses before a byte is read what can't be the model or has no room.
    fn accept(self, bytes: &Bytes, part: &Part) -> Result<(), Fault> {
        let Some(total) = bytes.total else {
            return Ok(());
        };
        match whole(self.model) {
            Some(wants) if total != wants => {
                return Err(Fault::Wrong(format!(
                    "it has {total} bytes instead of {wants}"
                )));
            }
            None if total > LARGEST => {
                return Err(Fault::Wrong(format!(
                    "it has {total} bytes, which is too much"
                )));
            }
            Some(_) | None => {}
        }
        let missing = total.saturating_sub(part.len());
        self.depot.require_room(self.model, missing)?;
        Ok(())
    }
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
