//! One download as its desk remembers it: how far it is, how fast, and how it shall end.

use std::time::{Duration, Instant};

use va_core::Failure;
use va_models::Stop;
use va_models::fetch::{Phase, Progress};

use super::view::{Transfer, TransferState};

/// Between two events of one download, so at most four a second.
pub(super) const PERIOD: Duration = Duration::from_millis(250);
/// Over how long a speed is taken.
const WINDOW: Duration = Duration::from_secs(4);

/// What the user wants of a download that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// That it goes on.
    Run,
    /// That it stops and keeps what is here.
    Pause,
    /// That it stops and throws away what is here.
    Cancel,
}

/// A download.
#[derive(Debug)]
pub(super) struct Load {
    pub(super) stop: Stop,
    pub(super) wish: Wish,
    pub(super) running: bool,
    /// Whether it is one of those that may run at once.
    pub(super) has_turn: bool,
    pub(super) transfer: Transfer,
    /// Requests sent so far.
    requests: u32,
    /// The host that was told of last, and what had come from it.
    from: (String, u64),
    untold: bool,
    since: Option<(Instant, u64)>,
}

impl Load {
    pub(super) fn new((done, total): (u64, Option<u64>)) -> Self {
        Self {
            stop: Stop::default(),
            wish: Wish::Run,
            running: true,
            has_turn: false,
            transfer: Transfer {
                state: TransferState::Waiting,
                done,
                total,
                per_second: None,
                host: None,
                attempt: 1,
                failure: None,
            },
            requests: 0,
            from: (String::new(), 0),
            untold: false,
            since: None,
        }
    }

    /// Takes news in. Answers how many requests and how many bytes from their host were new.
    pub(super) fn note(&mut self, progress: &Progress, now: Instant) -> (u32, u64) {
        self.transfer.per_second = self.speed(progress, now);
        self.transfer.state = match progress.phase {
            Phase::Waiting => TransferState::Waiting,
            Phase::Downloading => TransferState::Downloading,
            Phase::Verifying => TransferState::Verifying,
        };
        self.transfer.done = progress.done;
        self.transfer.total = progress.total;
        self.transfer.host = Some(progress.host.clone());
        self.transfer.attempt = progress.attempt;
        self.untold = true;
        let new = progress.requests.saturating_sub(self.requests);
        self.requests = progress.requests;
        // each address of a model counts from nothing
        let known = if self.from.0 == progress.host && progress.received >= self.from.1 {
            self.from.1
        } else {
            0
        };
        self.from = (progress.host.clone(), progress.received);
        (new, progress.received - known)
    }

    /// What nobody was told yet.
    pub(super) fn news(&mut self) -> Option<Transfer> {
        std::mem::take(&mut self.untold).then(|| self.transfer.clone())
    }

    fn speed(&mut self, progress: &Progress, now: Instant) -> Option<f64> {
        if progress.phase != Phase::Downloading {
            self.since = None;
            return None;
        }
        let (start, bytes) = *self.since.get_or_insert((now, progress.done));
        let took = now.duration_since(start);
        if took < PERIOD {
            return self.transfer.per_second;
        }
        let fresh = progress.done.saturating_sub(bytes) as f64 / took.as_secs_f64();
        let speed = self
            .transfer
            .per_second
            .map_or(fresh, |old| 0.7 * old + 0.3 * fresh);
        if took > WINDOW {
            self.since = Some((now, progress.done));
        }
        Some(speed)
    }

    /// It has stopped and can go on.
    pub(super) fn paused(&mut self) {
        self.rest(TransferState::Paused, None);
    }

    /// It was given up.
    pub(super) fn failed(&mut self, failure: Failure) {
        self.rest(TransferState::Failed, Some(failure));
    }

    fn rest(&mut self, state: TransferState, failure: Option<Failure>) {
        self.running = false;
        self.transfer.state = state;
        self.transfer.per_second = None;
        self.transfer.failure = failure;
    }
}
