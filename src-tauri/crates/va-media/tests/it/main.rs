//! Recordings that the tests make themselves with ffmpeg, read back through this crate and compared with
//! what ffprobe says about every single frame.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests may fail like tests"
)]

mod bad_input;
mod branches;
mod clips;
mod damage;
mod frames;
mod probe;
mod resume;
mod sound;
mod stop;
mod thumbnail;
mod true_times;
