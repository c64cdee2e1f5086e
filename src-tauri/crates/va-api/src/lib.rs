//! One router for the window and for scripts. The window reaches it in-process, scripts over TCP; both
//! get the same operations, the same error shape and the same types. Opens no port by itself: that is
//! for a door ([`door`], [`media_server`]) that somebody asked for.

pub mod access;
pub mod checked;
pub mod door;
pub mod dto;
pub mod error;
pub mod finished;
pub mod ledger;
pub mod listener;
pub mod media_server;
pub mod pages;
pub mod principal;
pub mod request_log;
pub mod router;
pub mod site;

mod artifacts;
mod buckets;
mod columns;
mod describe;
mod etag;
mod extract;
mod routes;
mod scopes;
mod upload;
mod vitals;
mod window;
mod window_curve;
mod window_objects;
#[cfg(test)]
mod window_tests;
mod zip;

/// The door's own words, so that the shell needs no web framework of its own.
pub use axum::{Router, body::Body};
pub use error::ApiError;
pub use principal::Principal;
pub use router::{Api, document, router};
