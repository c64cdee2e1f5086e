//! One test binary for everything that looks at the whole: one link, one place to read.
//!
//! Each module is one subject; it only looks from outside. Run by `cargo xtask test`.
#![expect(
    clippy::expect_used,
    reason = "a test stops at the first thing that is not as it says"
)]

mod house_rules;
mod layering;
mod package;
