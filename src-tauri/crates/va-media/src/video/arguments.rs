//! The command line of the video child. Every piece is there because its absence was seen to give wrong
//! times or colours: frames pass through as they are (never duplicated to a constant rate), times are the
//! file's own (`-copyts`) in its own ticks (`-enc_time_base`), shifted so that NUT can hold negative ones;
//! full-range video becomes limited-range with every version of ffmpeg.

use std::ffi::OsString;
use std::path::Path;

use va_core::{Millis, TimeBase};

use crate::child;
use crate::clock::OFFSET_SECONDS;
use crate::plan::VideoPlan;

/// Arguments after the program's name.
pub(super) fn arguments(
    path: &Path,
    base: TimeBase,
    plan: &VideoPlan,
    select: Option<&str>,
    seek: Option<Millis>,
) -> Vec<OsString> {
    let mut args: Vec<OsString> = Vec::new();
    let mut add = |list: &[&str]| args.extend(list.iter().map(OsString::from));
    add(&[
        "-hide_banner",
        "-nostdin",
        "-nostats",
        "-loglevel",
        "level+warning",
    ]);
    add(&["-threads", &plan.threads.to_string()]);
    if let Some(seek) = seek {
        // seconds after the container's start, also with -copyts
        add(&["-ss", &format!("{}.{:03}", seek.0 / 1000, seek.0 % 1000)]);
    }
    add(&["-copyts", "-i"]);
    args.push(child::input(path));
    let mut add = |list: &[&str]| args.extend(list.iter().map(OsString::from));
    let scale = format!(
        "scale={}:{}:flags=fast_bilinear:out_range=tv",
        plan.width, plan.height
    );
    let filter = match select {
        Some(expression) => format!("select='{expression}',{scale}"),
        None => scale,
    };
    // V: a video stream that is no cover art
    add(&["-map", "0:V:0", "-an", "-sn", "-dn", "-vf", &filter]);
    add(&[
        "-fps_mode",
        "passthrough",
        "-enc_time_base",
        &format!("{}:{}", base.num, base.den),
    ]);
    add(&["-c:v", "rawvideo", "-pix_fmt", "nv12"]);
    add(&["-output_ts_offset", &OFFSET_SECONDS.to_string()]);
    add(&["-f", "nut", "-write_index", "0", "pipe:1"]);
    args
}
