//! What a decode found on its way, and what of it a researcher must know.

use va_core::media::{MediaWarning, MediaWarningCode as Code};

use va_core::TimeBase;

use crate::child::Log;
use crate::probe::Probe;
use crate::sampling::Sampling;

/// How a decode went.
#[derive(Clone, Debug, PartialEq)]
pub struct DecodeReport {
    /// Whether it reached the end of the stream. False if it was stopped or nobody listened any more.
    pub complete: bool,
    /// Frames that came from ffmpeg, from the first one asked for on; of the branch with the most.
    pub frames: u64,
    /// Timestamp of the first.
    pub first_pts: Option<i64>,
    /// Timestamp of the last.
    pub last_pts: Option<i64>,
    /// For each tap, where the display of its last frame ends: at the next one that it would have got, else
    /// at the end of the recording. Follows from what the tap alone asked for.
    pub ends: Vec<i64>,
    /// Frames that the packets promise for the same stretch and sampling; `None` if they have no times.
    pub expected_frames: Option<u64>,
    /// Frames and packets that ffmpeg called corrupt.
    pub damaged: u64,
    /// What a researcher should know.
    pub warnings: Vec<MediaWarning>,
    /// Threads of the decoder.
    pub threads: u32,
}

/// Counts while frames come in.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub frames: u64,
    pub first: Option<i64>,
    pub last: Option<i64>,
    /// Frames refused because their time was not after the one before.
    pub backwards: u64,
    /// Frames one tick after the one before, where frames are many ticks apart.
    pub crowded: u64,
}

impl Tally {
    /// Notes a frame; false if its time does not grow and it must be dropped.
    pub(super) fn note(&mut self, pts: i64, usual_step: i64) -> bool {
        if let Some(last) = self.last {
            if pts <= last {
                self.backwards += 1;
                return false;
            }
            self.crowded += u64::from(pts - last == 1 && usual_step > 2);
        }
        self.frames += 1;
        self.first = self.first.or(Some(pts));
        self.last = Some(pts);
        true
    }

    /// The report.
    pub(super) fn report(
        self,
        complete: bool,
        expected_frames: Option<u64>,
        log: &Log,
        threads: u32,
    ) -> DecodeReport {
        let damaged = log.damaged_frames + log.damaged_packets;
        let expected = expected_frames.filter(|_| complete);
        DecodeReport {
            complete,
            frames: self.frames,
            first_pts: self.first,
            last_pts: self.last,
            ends: Vec::new(),
            expected_frames,
            damaged,
            warnings: self.warnings(expected, damaged, log.cut_off),
            threads,
        }
    }

    fn warnings(&self, expected: Option<u64>, damaged: u64, cut_off: bool) -> Vec<MediaWarning> {
        let mut found = Vec::new();
        let mut say = |code, message| found.push(MediaWarning { code, message });
        if damaged > 0 {
            say(
                Code::Damaged,
                format!(
                    "{damaged} pictures or packets are damaged; the decoder guessed what is missing"
                ),
            );
        }
        if let Some(expected) = expected.filter(|n| *n > self.frames) {
            let code = if cut_off {
                Code::Truncated
            } else {
                Code::Damaged
            };
            let got = self.frames;
            say(
                code,
                format!("{got} of {expected} frames could be decoded; the others are missing"),
            );
        } else if cut_off {
            let words = "the file ends before its index says; what is there was used";
            say(Code::Truncated, words.to_owned());
        }
        let odd = self.backwards + self.crowded;
        if odd > 0 {
            say(
                Code::UncertainTimes,
                format!(
                    "{odd} frames have times that are not after the frame before; {} of them were \
                     left out",
                    self.backwards
                ),
            );
        }
        found
    }
}

/// Where the display of a tap's last frame ends. A frame is shown until the next one that the tap would
/// have got, decoded or not; the last one as long as it says.
pub(super) fn end_of_display(
    probe: &Probe,
    base: TimeBase,
    sampling: Sampling,
    last: Option<i64>,
) -> i64 {
    let Some(last) = last else {
        return probe.end_pts;
    };
    let after = probe.frame_pts.partition_point(|pts| *pts <= last);
    let rest = probe.frame_pts[after..].iter();
    let mut previous = Some(last);
    for &pts in rest {
        if sampling.wants(previous, pts, base) {
            return pts;
        }
        previous = Some(pts);
    }
    let length = probe
        .facts
        .video
        .as_ref()
        .map_or(1, |v| probe.end_pts - v.last_pts);
    probe.end_pts.max(last + length.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_whose_time_does_not_grow_are_refused_and_told() {
        let mut tally = Tally::default();
        let taken: Vec<bool> = [0, 40, 40, 20, 80, 81]
            .into_iter()
            .map(|pts| tally.note(pts, 40))
            .collect();
        assert_eq!(taken, [true, true, false, false, true, true]);
        assert_eq!((tally.frames, tally.backwards, tally.crowded), (4, 2, 1));
        let warnings = tally.warnings(None, 0, false);
        assert_eq!(warnings[0].code, Code::UncertainTimes);
        assert!(
            warnings[0].message.starts_with("3 frames"),
            "{}",
            warnings[0].message
        );
    }

    #[test]
    fn missing_frames_are_told_with_both_numbers() {
        let tally = Tally {
            frames: 200,
            ..Tally::default()
        };
        let codes = |found: &[MediaWarning]| found.iter().map(|w| w.code).collect::<Vec<_>>();
        let cut = tally.warnings(Some(201), 0, true);
        assert_eq!(codes(&cut), [Code::Truncated]);
        assert!(cut[0].message.contains("200 of 201"), "{}", cut[0].message);
        assert_eq!(
            codes(&tally.warnings(Some(201), 3, false)),
            [Code::Damaged, Code::Damaged]
        );
        assert!(tally.warnings(Some(200), 0, false).is_empty());
    }
}
