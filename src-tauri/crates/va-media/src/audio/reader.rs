//! The thread between ffmpeg's pipe and the listener of a sound track.

use std::process::{ChildStdout, ExitStatus};
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, select};
use va_core::media::{MediaWarning, MediaWarningCode as Code};
use va_core::{Millis, TimeBase};

use super::AudioReport;
use super::arguments::arguments;
use super::placement::{Gap, Place, place};
use crate::child::{self, Log, Running, Slot};
use crate::clock::Clock;
use crate::error::MediaError;
use crate::frame::AudioChunk;
use crate::nut::{Demuxer, NutError};
use crate::recording::Recording;
use crate::tools::Tools;

/// Samples a chunk, about half a second at 16 kHz.
const CHUNK: usize = 8192;
/// Most bytes that a packet of ffmpeg has; real ones have some thousand.
const LARGEST: u64 = 16 << 20;
/// Bytes a sample.
const SAMPLE: usize = 4;

/// What is wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    pub rate: u32,
    pub track: u32,
    pub from_sample: u64,
}

/// The other end.
pub(super) struct Listener {
    pub sender: Sender<AudioChunk>,
    /// Disconnected when decoding is to stop.
    pub alarm: Receiver<()>,
}

/// The line of samples as it grows.
struct Line<'a> {
    order: Order,
    listener: &'a Listener,
    /// First timestamp in ticks of `1 / rate`.
    origin: Option<i64>,
    /// Samples so far.
    count: u64,
    /// Those that wait to be sent.
    waiting: Vec<f32>,
    gaps: Vec<Gap>,
    overlaps: u64,
    jumps: u64,
}

/// Nobody wants more.
struct Abandoned;

impl<'a> Line<'a> {
    fn new(order: Order, listener: &'a Listener) -> Self {
        Self {
            order,
            listener,
            origin: None,
            count: 0,
            waiting: Vec::with_capacity(CHUNK),
            gaps: Vec::new(),
            overlaps: 0,
            jumps: 0,
        }
    }

    fn ticks(&self) -> TimeBase {
        TimeBase::new(1, self.order.rate)
    }

    fn origin_seconds(&self) -> f64 {
        self.origin.map_or(0.0, |ticks| self.ticks().seconds(ticks))
    }

    fn time_of(&self, index: u64) -> Millis {
        self.ticks().millis(self.origin.unwrap_or(0) + index as i64)
    }

    /// Puts samples where their timestamp (ticks of `1 / rate`) says.
    fn take(&mut self, pts: i64, samples: &[f32]) -> Result<(), Abandoned> {
        let origin = *self.origin.get_or_insert(pts);
        // after a jump of the clock, times are counted on from where the samples are
        match place(pts.saturating_sub(origin), self.count, self.order.rate) {
            Place::Next => self.append(samples.iter().copied()),
            Place::After(missing) => {
                let (from, to) = (self.count, self.count + missing);
                let (start, end) = (self.time_of(from), self.time_of(to));
                self.gaps.push(Gap {
                    from,
                    to,
                    start,
                    end,
                });
                self.append(std::iter::repeat_n(0.0, missing as usize))?;
                self.append(samples.iter().copied())
            }
            Place::Overlap(known) => {
                self.overlaps += 1;
                let skip = usize::try_from(known)
                    .unwrap_or(usize::MAX)
                    .min(samples.len());
                self.append(samples[skip..].iter().copied())
            }
            Place::AnotherClock => {
                self.jumps += 1;
                self.append(samples.iter().copied())
            }
        }
    }

    fn append(&mut self, samples: impl Iterator<Item = f32>) -> Result<(), Abandoned> {
        for sample in samples {
            if self.count >= self.order.from_sample {
                self.waiting.push(sample);
            }
            self.count += 1;
            if self.waiting.len() == CHUNK {
                self.send()?;
            }
        }
        Ok(())
    }

    fn send(&mut self) -> Result<(), Abandoned> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let chunk = AudioChunk {
            start: self.count - self.waiting.len() as u64,
            origin: self.origin_seconds(),
            rate: self.order.rate,
            samples: Arc::from(self.waiting.as_slice()),
        };
        self.waiting.clear();
        select! {
            send(self.listener.sender, chunk) -> sent => sent.map_err(|_| Abandoned),
            recv(self.listener.alarm) -> _ => Err(Abandoned),
        }
    }

    fn report(self, complete: bool, log: &Log) -> AudioReport {
        let damaged = log.damaged_frames + log.damaged_packets;
        let mut warnings = Vec::new();
        let mut say = |code, message| warnings.push(MediaWarning { code, message });
        for gap in &self.gaps {
            say(
                Code::SoundGap,
                format!(
                    "there is no sound from {} to {}; silence was put there",
                    gap.start, gap.end
                ),
            );
        }
        if self.overlaps > 0 {
            let words = "pieces of sound overlap the one before; the second copy was dropped";
            say(Code::UncertainTimes, format!("{} {words}", self.overlaps));
        }
        if self.jumps > 0 {
            let words = "the clock of the sound jumps by more than 12 hours; it was counted on";
            say(Code::UncertainTimes, words.to_owned());
        }
        if damaged > 0 {
            say(
                Code::Damaged,
                format!("{damaged} pieces of sound are damaged"),
            );
        }
        if log.cut_off {
            let words = "the file ends before its index says; the sound that is there was used";
            say(Code::Truncated, words.to_owned());
        }
        AudioReport {
            complete,
            samples: self.count,
            origin: self.origin_seconds(),
            gaps: self.gaps,
            damaged,
            warnings,
        }
    }
}

/// Decodes to the end.
pub(super) fn run(
    tools: &Tools,
    recording: &Recording,
    order: Order,
    slot: &Slot,
    listener: &Listener,
) -> Result<AudioReport, MediaError> {
    let args = arguments(recording.decoded_path(), order);
    tracing::debug!(?args, "decoding sound starts");
    let (running, stdout) = Running::start(child::command(&tools.ffmpeg, args))?;
    slot.put(running);
    let mut line = Line::new(order, listener);
    let end = read(stdout, &mut line);
    let (status, log) = match slot.take() {
        Some(mut running) => {
            if !matches!(end, Ok(Ok(()))) {
                running.kill();
            }
            running.finish()
        }
        None => (
            Err(std::io::Error::other("the child is gone")),
            Log::default(),
        ),
    };
    let ended_well = status.as_ref().is_ok_and(ExitStatus::success);
    let path = recording.path().to_owned();
    match end {
        _ if slot.stopped() => Ok(line.report(false, &log)),
        Ok(Err(Abandoned)) => Ok(line.report(false, &log)),
        Ok(Ok(())) if ended_well && line.origin.is_some() => Ok(line.report(true, &log)),
        Err(source) if ended_well && line.origin.is_some() => {
            Err(MediaError::Stream { path, source })
        }
        Ok(Ok(())) | Err(_) => Err(MediaError::Decode {
            path,
            delivered: line.count,
            what: "samples",
            exit: child::describe(&status),
            said: log.tail(),
        }),
    }
}

fn read(stdout: ChildStdout, line: &mut Line) -> Result<Result<(), Abandoned>, NutError> {
    let mut pipe = Demuxer::open(stdout)?;
    let (mut bytes, mut samples) = (Vec::new(), Vec::new());
    while let Some(packet) = pipe.next_packet()? {
        let base = pipe.streams()[packet.stream].time_base;
        let pts = Clock {
            pipe: base,
            file: line.ticks(),
        }
        .file_pts(packet.pts);
        if packet.size > LARGEST || packet.size % SAMPLE as u64 != 0 {
            return Err(NutError::Invalid("size of a piece of sound"));
        }
        bytes.resize(packet.size as usize, 0);
        pipe.payload(&mut bytes)?;
        samples.clear();
        let (four, _) = bytes.as_chunks::<SAMPLE>();
        samples.extend(four.iter().map(|b| f32::from_le_bytes(*b)));
        if line.take(pts, &samples).is_err() {
            return Ok(Err(Abandoned));
        }
    }
    Ok(line.send())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunks(from_sample: u64, packets: &[(i64, Vec<f32>)]) -> (Vec<AudioChunk>, AudioReport) {
        let (sender, receiver) = crossbeam_channel::unbounded();
        let (_slot, alarm) = Slot::new();
        let listener = Listener { sender, alarm };
        let order = Order {
            rate: 1000,
            track: 0,
            from_sample,
        };
        let mut line = Line::new(order, &listener);
        for (pts, samples) in packets {
            assert!(line.take(*pts, samples).is_ok());
        }
        assert!(line.send().is_ok());
        let report = line.report(true, &Log::default());
        (receiver.try_iter().collect(), report)
    }

    #[test]
    fn an_overlap_is_dropped_and_a_hole_is_filled() {
        let packets = [
            (500, vec![0.1; 100]),
            (560, vec![0.2; 100]),
            (700, vec![0.3; 10]),
        ];
        let (got, report) = chunks(0, &packets);
        let samples = &got[0].samples;
        assert_eq!((samples[99], samples[100], samples[159]), (0.1, 0.2, 0.2));
        assert_eq!((samples[160], samples[199], samples[200]), (0.0, 0.0, 0.3));
        assert_eq!((samples.len(), report.samples), (210, 210));
        assert_eq!(
            (report.gaps[0].start, report.gaps[0].end),
            (Millis(660), Millis(700))
        );
        assert_eq!(
            report.warnings.len(),
            2,
            "both are told: {:?}",
            report.warnings
        );
    }

    #[test]
    fn hours_of_silence_are_sent_in_pieces() {
        let hour = 3_600_000;
        let (got, report) = chunks(0, &[(0, vec![1.0]), (hour, vec![1.0])]);
        assert_eq!(report.samples, hour as u64 + 1);
        assert!(got.iter().all(|chunk| chunk.samples.len() <= CHUNK));
        assert!(
            got.windows(2)
                .all(|w| w[1].start == w[0].start + w[0].samples.len() as u64)
        );
    }

    #[test]
    fn what_is_done_is_dropped() {
        let (got, _) = chunks(95, &[(0, vec![0.0; 90]), (90, vec![0.5; 20])]);
        assert_eq!((got[0].start, got[0].samples.len()), (95, 15));
        assert_eq!(got[0].time_of(100), Millis(100));
    }
}
