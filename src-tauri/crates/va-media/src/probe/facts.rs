//! Puts the answer of ffprobe and the packet scan together, and says in plain words what a researcher
//! should know before trusting the times.

use std::sync::Arc;

use va_core::media::{
    AudioFacts, MediaFacts, MediaWarning, MediaWarningCode as Code, PtsSource, VideoFacts,
};
use va_core::{Millis, TimeBase};

use super::Probe;
use super::answer::{Answer, Stream, fraction, millis};
use super::packets::Scan;
use super::picture::display;

/// Everything that is known about a file of this size.
pub(super) fn assemble(size_bytes: u64, answer: &Answer, scan: Option<Scan>) -> Probe {
    let time = |text: &Option<String>| text.as_deref().and_then(millis).map(Millis);
    let audio: Vec<AudioFacts> = answer.sound().map(sound).collect();
    let mut probe = Probe {
        facts: MediaFacts {
            container: answer.format.name.clone(),
            size_bytes,
            start: time(&answer.format.start_time).unwrap_or_default(),
            duration: time(&answer.format.duration),
            video: None,
            audio,
            warnings: Vec::new(),
        },
        frame_pts: Arc::default(),
        end_pts: 0,
    };
    if let (Some(stream), Some(scan)) = (answer.picture(), scan) {
        let video = picture(stream, &scan);
        probe.facts.warnings = picture_warnings(&video, &scan);
        probe.end_pts = video.last_pts + frame_length(&scan, video.mean_rate, video.time_base);
        probe.frame_pts = scan.pts.into();
        probe.facts.video = Some(video);
    }
    let tracks = probe.facts.audio.len();
    if tracks == 0 {
        let words = "the recording has no sound track; steps that need sound are skipped";
        probe.facts.warnings.push(warning(Code::NoSound, words));
    } else if tracks > 1 {
        let words =
            format!("the recording has {tracks} sound tracks; the first is used unless set");
        probe
            .facts
            .warnings
            .push(warning(Code::SeveralSoundTracks, words));
    }
    probe
}

/// A warning with its words.
pub(crate) fn warning(code: Code, message: impl Into<String>) -> MediaWarning {
    MediaWarning {
        code,
        message: message.into(),
    }
}

fn sound(stream: &Stream) -> AudioFacts {
    let time = |text: &Option<String>| text.as_deref().and_then(millis).map(Millis);
    AudioFacts {
        index: stream.index,
        codec: stream.codec_name.clone().unwrap_or_default(),
        rate: stream
            .sample_rate
            .as_deref()
            .and_then(|r| r.parse().ok())
            .unwrap_or(0),
        channels: stream.channels.unwrap_or(0),
        start: time(&stream.start_time),
        duration: time(&stream.duration),
        language: stream.language(),
    }
}

fn picture(stream: &Stream, scan: &Scan) -> VideoFacts {
    let shown = display(stream);
    let (num, den) = fraction(&stream.time_base).unwrap_or((1, 1));
    let time_base = TimeBase::new(num, den);
    let (first_pts, last_pts) = (
        scan.pts.first().copied().unwrap_or(0),
        scan.pts.last().copied().unwrap_or(0),
    );
    let gaps = Gaps::of(&scan.pts);
    let span = time_base.seconds(last_pts - first_pts);
    let claimed = stream.avg_frame_rate.as_deref().and_then(fraction);
    VideoFacts {
        index: stream.index,
        codec: stream.codec_name.clone().unwrap_or_default(),
        pixel_format: stream.pix_fmt.clone().unwrap_or_default(),
        coded_width: stream.width.unwrap_or(0),
        coded_height: stream.height.unwrap_or(0),
        width: shown.width,
        height: shown.height,
        rotation: shown.rotation,
        pixel_aspect: shown.pixel_aspect,
        time_base,
        first_pts,
        last_pts,
        frames: scan.shown,
        mean_rate: if span > 0.0 {
            (scan.pts.len() - 1) as f64 / span
        } else {
            claimed.map_or(0.0, |(a, b)| f64::from(a) / f64::from(b))
        },
        variable_rate: gaps.vary(time_base),
        pts_source: if scan.pts.is_empty() {
            PtsSource::AssumedRate
        } else if scan.without_pts > 0 {
            PtsSource::Derived
        } else {
            PtsSource::Pts
        },
        color_space: known(stream.color_space.as_ref()),
        color_range: known(stream.color_range.as_ref()),
        largest_gap: gaps.largest,
        key_interval: Gaps::of(&scan.keys)
            .largest
            .max(scan.keys.last().map_or(0, |key| last_pts - key)),
        clock_restarts: scan.restarts,
    }
}

fn known(text: Option<&String>) -> String {
    text.filter(|t| *t != "unknown")
        .cloned()
        .unwrap_or_default()
}

/// Distances between neighbours.
struct Gaps {
    smallest: i64,
    largest: i64,
}

impl Gaps {
    fn of(sorted: &[i64]) -> Self {
        let gaps = || sorted.windows(2).map(|pair| pair[1] - pair[0]);
        Self {
            smallest: gaps().min().unwrap_or(0),
            largest: gaps().max().unwrap_or(0),
        }
    }

    /// More than a rounding: a tick, or a millisecond where a finer clock was copied from a coarse one.
    fn vary(&self, base: TimeBase) -> bool {
        let millisecond = base.pts_at_or_after(Millis(1));
        self.largest - self.smallest > millisecond.max(1)
    }
}

/// Ticks that the last frame is shown: what its packet says, else the mean, at least one.
fn frame_length(scan: &Scan, mean_rate: f64, base: TimeBase) -> i64 {
    let frames = scan.pts.len() as i64 - 1;
    if scan.last_duration > 0 {
        scan.last_duration
    } else if frames > 0 {
        ((scan.pts[scan.pts.len() - 1] - scan.pts[0]) / frames).max(1)
    } else if mean_rate > 0.0 {
        let ticks = f64::from(base.den) / f64::from(base.num) / mean_rate;
        (ticks.round() as i64).max(1)
    } else {
        1
    }
}

fn picture_warnings(video: &VideoFacts, scan: &Scan) -> Vec<MediaWarning> {
    let mut found = Vec::new();
    let mut say = |code, message: String| found.push(warning(code, message));
    if video.clock_restarts > 0 {
        say(
            Code::ClockRestarts,
            format!(
                "the recording's clock restarts {} times; a copy with one clock is made and its \
                 times are used",
                video.clock_restarts
            ),
        );
    }
    match video.pts_source {
        PtsSource::Pts => {}
        PtsSource::Derived => say(
            Code::UncertainTimes,
            format!(
                "{} of {} frames have no time in the file; the decoder fills them in, so single \
                 frames may be off by a frame",
                scan.without_pts, scan.shown
            ),
        ),
        PtsSource::AssumedRate => say(
            Code::UncertainTimes,
            "the file has no times; a constant frame rate is assumed".to_owned(),
        ),
    }
    if scan.cut_off {
        say(
            Code::Truncated,
            "the file ends before its index says; what is there is used".to_owned(),
        );
    }
    if scan.damaged > 0 {
        say(
            Code::Damaged,
            format!("{} packets of the picture are damaged", scan.damaged),
        );
    }
    if video.variable_rate {
        let base = video.time_base;
        say(
            Code::VariableFrameRate,
            format!(
                "frames are not evenly spaced (mean {:.2} per second, longest gap {} ms); every \
                 time is the frame's own",
                video.mean_rate,
                base.millis(video.largest_gap).0
            ),
        );
    }
    if video.rotation != 0 {
        say(
            Code::Rotated,
            format!(
                "the picture is played turned by {} degrees; coordinates are those of the picture \
                 as shown, {} x {}",
                video.rotation, video.width, video.height
            ),
        );
    }
    if video.pixel_aspect.0 != video.pixel_aspect.1 {
        say(
            Code::NonSquarePixels,
            format!(
                "pixels are not square ({}:{}); coordinates are those of the picture as shown, {} x {}",
                video.pixel_aspect.0, video.pixel_aspect.1, video.width, video.height
            ),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_to_milliseconds_is_no_variable_rate() {
        let ms = TimeBase::new(1, 1000);
        assert!(!Gaps::of(&[0, 33, 67, 100]).vary(ms));
        assert!(Gaps::of(&[0, 33, 66, 116]).vary(ms));
        let fine = TimeBase::new(1, 90000);
        assert!(
            !Gaps::of(&[0, 2970, 6030]).vary(fine),
            "a millisecond is 90 ticks"
        );
    }

    #[test]
    fn the_last_frame_ends_where_its_packet_says_else_after_the_mean() {
        let base = TimeBase::new(1, 1000);
        let scan = |last_duration| Scan {
            pts: vec![0, 40, 80],
            last_duration,
            ..Scan::default()
        };
        assert_eq!(frame_length(&scan(25), 25.0, base), 25);
        assert_eq!(frame_length(&scan(0), 25.0, base), 40);
        let one = Scan {
            pts: vec![0],
            ..Scan::default()
        };
        assert_eq!(frame_length(&one, 25.0, base), 40);
    }
}
