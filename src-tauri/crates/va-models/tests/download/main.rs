//! Downloads from a server that does what servers do: what comes is the file or nothing, what was there is
//! not fetched twice, and nobody waits for ever.
#![expect(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it says"
)]

#[path = "../../../../../tests/support/download_server.rs"]
mod download_server;

mod arrives;
mod refused;
mod stage;
