//! One test binary for everything that looks at the whole: one link, one place to read.
//!
//! Each module is one subject; it only looks from outside. Run by `cargo xtask test`.
#![expect(
    clippy::expect_used,
    reason = "a test stops at the first thing that is not as it says"
)]

mod annotate;
mod applied_settings;
mod bad_input;
mod bad_worker;
mod browser;
mod bundle;
mod campaign;
mod cancel_step;
mod clients;
mod config;
mod devices;
mod diagnose;
mod disk;
mod door;
mod endpoints;
mod guides;
mod house_rules;
mod import;
mod interruption;
mod jobs;
mod layering;
mod listener;
mod load;
mod logs;
mod migration;
mod models;
mod network;
mod objects;
mod package;
mod pictures;
mod restore;
mod retention;
mod server;
mod shutdown;
mod storage;
mod times;
mod tokens;
mod uploads;
mod viewer_files;
mod window;
