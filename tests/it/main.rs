//! One test binary for everything that looks at the whole: one link, one place to read.
//!
//! Each module is one subject; it only looks from outside. Run by `cargo xtask test`.
#![expect(
    clippy::expect_used,
    reason = "a test stops at the first thing that is not as it says"
)]

mod annotate;
mod bad_input;
mod browser;
mod campaign;
mod house_rules;
mod interruption;
mod layering;
mod network;
mod package;
mod server;
mod times;
mod window;
