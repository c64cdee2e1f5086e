//! How the API can be reached over TCP now: written by whoever listens ([`crate::listener`], or `serve`), read
//! by `GET /api/v1/access`. Opens nothing itself.

use std::net::SocketAddr;
use std::sync::{PoisonError, RwLock};

use va_core::Failure;

/// Who opened the listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenedBy {
    /// The window, because of its settings.
    Setting,
    /// The command `videoannotator serve`.
    Serve,
}

/// A listener that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where it listens.
    pub address: SocketAddr,
    /// Who opened it.
    pub by: OpenedBy,
    /// Whether a request needs a token.
    pub auth_required: bool,
    /// Web pages of other addresses that may ask.
    pub origins: Vec<String>,
}

/// What became of the listener.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AccessState {
    /// Nobody listens, and nobody wants that.
    #[default]
    Closed,
    /// It stands.
    Open(Standing),
    /// It could not be opened.
    Failed(Failure),
}

/// The state, shared by everybody who shows it.
#[derive(Debug, Default)]
pub struct Access(RwLock<AccessState>);

impl Access {
    /// How it is now.
    pub fn get(&self) -> AccessState {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Takes a new state; whether it is another one.
    pub fn set(&self, state: AccessState) -> bool {
        let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let changed = *now != state;
        *now = state;
        changed
    }
}
