//! Campaigns: hundreds of kills and cancels at random moments against the real programs.
//!
//! What they share is here: chance from a seed, recordings, the family of an engine's processes, and what
//! its event stream says. Run by `cargo xtask crash-test` and `cancel-test`, and shortly by `it/campaign`.

pub mod cancel;
pub mod chance;
pub mod crash;
pub mod door;
pub mod family;
pub mod jobs;
pub mod listener;
pub mod outcome;
pub mod recordings;
pub mod twice;
