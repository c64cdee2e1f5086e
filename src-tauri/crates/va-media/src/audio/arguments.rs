//! The command line of the audio child. The resampler is not asked to fill gaps (its `async` mode moves
//! opus by 5 ms and mistakes start offsets); jumps stay in the timestamps and are filled here.

use std::ffi::OsString;
use std::path::Path;

use super::reader::Order;
use crate::child;
use crate::clock::OFFSET_SECONDS;

/// Arguments after the program's name.
pub(super) fn arguments(path: &Path, order: Order) -> Vec<OsString> {
    let mut args: Vec<OsString> = Vec::new();
    let mut add = |list: &[&str]| args.extend(list.iter().map(OsString::from));
    add(&[
        "-hide_banner",
        "-nostdin",
        "-nostats",
        "-loglevel",
        "level+warning",
        "-copyts",
        "-i",
    ]);
    args.push(child::input(path));
    let mut add = |list: &[&str]| args.extend(list.iter().map(OsString::from));
    add(&["-map", &format!("0:a:{}", order.track), "-vn", "-sn", "-dn"]);
    add(&[
        "-af",
        &format!("aresample={}", order.rate),
        "-ac",
        "1",
        "-c:a",
        "pcm_f32le",
    ]);
    add(&["-output_ts_offset", &OFFSET_SECONDS.to_string()]);
    add(&["-f", "nut", "-write_index", "0", "pipe:1"]);
    args
}
