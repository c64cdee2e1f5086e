//! One pass over the packets of the picture, without decoding: the table of frame times, and signs that
//! the times can't be trusted. Reads ffprobe's output as it comes, a line a packet, so that memory grows
//! only by the table (eight bytes a frame).

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use crate::child::{self, Running};
use crate::error::MediaError;
use crate::tools::Tools;

/// What the packets say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// Sorted timestamps of the frames to show.
    pub pts: Vec<i64>,
    /// Packets that carry a frame to show, with a timestamp or without.
    pub shown: u64,
    /// Those without.
    pub without_pts: u64,
    /// Steps backwards in decoding time.
    pub restarts: u32,
    /// Length of the frame that is shown last, 0 if the container does not say.
    pub last_duration: i64,
    /// Sorted timestamps of key frames.
    pub keys: Vec<i64>,
    /// The container says that packets are broken.
    pub damaged: u64,
    /// The file ends before its index says.
    pub cut_off: bool,
}

/// Scans the first picture that is no cover art; empty if there is none.
pub(super) fn scan(tools: &Tools, path: &Path) -> Result<Scan, MediaError> {
    // keyed output, because side data adds fields to some lines
    let mut command = child::command(
        &tools.ffprobe,
        [
            "-hide_banner",
            "-loglevel",
            "level+warning",
            "-show_entries",
            "packet=pts,dts,duration,flags",
            "-of",
            "compact",
            "-select_streams",
            "V:0",
        ],
    );
    command.arg(child::input(path));
    let (mut running, stdout): (Running, _) = Running::start(command)?;
    let scanned = Scan::read(stdout);
    if scanned.is_err() {
        running.kill();
    }
    let (status, log) = running.finish();
    let mut scan = scanned?;
    child::not_killed(&status, path)?;
    scan.cut_off = log.cut_off;
    scan.damaged += log.damaged_packets;
    Ok(scan)
}

/// One packet.
#[derive(Debug, Default, PartialEq, Eq)]
struct Packet {
    pts: Option<i64>,
    dts: Option<i64>,
    duration: Option<i64>,
    key: bool,
    discard: bool,
    corrupt: bool,
}

impl Packet {
    /// `packet|pts=0|dts=-1|duration=512|flags=K__|side_data|...`; `N/A` is no number.
    fn parse(line: &str) -> Option<Self> {
        let fields = line.trim_end().strip_prefix("packet|")?.split('|');
        let mut packet = Self::default();
        for (name, value) in fields.map_while(|field| field.split_once('=')) {
            match name {
                "pts" => packet.pts = value.parse().ok(),
                "dts" => packet.dts = value.parse().ok(),
                "duration" => packet.duration = value.parse().ok(),
                "flags" => {
                    packet.key = value.contains('K');
                    packet.discard = value.contains('D');
                    packet.corrupt = value.contains('C');
                }
                _ => {}
            }
        }
        Some(packet)
    }
}

impl Scan {
    fn read(from: impl Read) -> Result<Self, MediaError> {
        let odd = |reason: String| MediaError::Probe {
            reason: format!("packets: {reason}"),
        };
        let (mut scan, mut last_dts, mut last) = (Self::default(), None, None);
        let mut lines = BufReader::new(from);
        let mut line = String::new();
        loop {
            line.clear();
            let length = lines.read_line(&mut line).map_err(|e| odd(e.to_string()))?;
            if length == 0 {
                break;
            }
            let Some(packet) = Packet::parse(&line) else {
                continue;
            };
            if let Some(dts) = packet.dts {
                scan.restarts += u32::from(last_dts.is_some_and(|before| dts < before));
                last_dts = Some(dts);
            }
            scan.damaged += u64::from(packet.corrupt);
            if packet.discard {
                continue;
            }
            scan.shown += 1;
            let Some(pts) = packet.pts else {
                scan.without_pts += 1;
                continue;
            };
            scan.pts.push(pts);
            if packet.key {
                scan.keys.push(pts);
            }
            let shown = (pts, packet.duration.unwrap_or(0));
            last = last.max(Some(shown));
        }
        scan.pts.sort_unstable();
        scan.keys.sort_unstable();
        scan.last_duration = last.map_or(0, |(_, duration)| duration.max(0));
        Ok(scan)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_with_side_data_and_holes_are_read() {
        let text = "packet|pts=20|dts=0|duration=10|flags=K_\n\
                    packet|pts=-10|dts=5|duration=10|flags=_D|side_data|side_data_type=Skip Samples|pts=9\n\
                    \n\
                    packet|pts=N/A|dts=6|duration=N/A|flags=__\n\
                    packet|pts=10|dts=2|duration=10|flags=__C\n";
        let scan = Scan::read(text.as_bytes()).unwrap();
        assert_eq!(scan.pts, [10, 20], "sorted, without the discarded one");
        assert_eq!((scan.shown, scan.without_pts, scan.restarts), (3, 1, 1));
        assert_eq!((scan.last_duration, scan.damaged), (10, 1));
        assert_eq!(scan.keys, [20]);
    }
}
