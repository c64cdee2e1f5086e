//! The TCP door: who is let in over the network, and how. [`serve`] keeps the connections, [`behind_door`]
//! puts the router, the window's pages and the media route behind the checks. Somebody has to ask for it
//! (`videoannotator serve`, or the setting in the window); nothing here runs by default.
//!
//! What every request passes, outermost first: it gets an id and a line in the log, panics are caught, its
//! Host must be one of ours, its Origin must be ours or configured, and then its token is looked at.

mod answer;
mod arriving;
mod credentials;
mod cross_origin;
mod dispatch;
mod failures;
mod hosts;
mod open_files;
mod origins;
mod plain;
mod seats;
mod serving;
mod socket;
#[cfg(test)]
mod tests;
mod unread;

use std::sync::Arc;

use va_engine::Engine;

pub use dispatch::behind_door;
pub use hosts::Hosts;
pub use open_files::allow_many;
pub use origins::{DEFAULT_ORIGINS, Origins};
pub use serving::{DoorOptions, Peer, listen, serve};

pub(crate) use arriving::stalled;
pub(crate) use credentials::missing;

/// What is said wherever somebody looks while no token is needed.
pub const OPEN_WARNING: &str = "Authentication is off: every program on this computer can use this API. \
    Make a token and start without VIDEOANNOTATOR_REQUIRE_AUTH=false.";

/// Who may come in.
#[derive(Clone, Debug)]
pub struct DoorPolicy {
    /// Knows the tokens that were made for programs.
    pub engine: Engine,
    /// A token of this run only, which may do everything, and its name in the log.
    pub own: Option<(Arc<str>, &'static str)>,
    /// Whether a request needs a token. `false` is for a listener on loopback only.
    pub auth_required: bool,
    /// Web pages of other addresses that may ask.
    pub origins: Arc<Origins>,
    /// The names under which this server is asked.
    pub hosts: Arc<Hosts>,
}
