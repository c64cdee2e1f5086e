//! The thread between ffmpeg's pipe and the taps: starts the child, checks where it begins, gives every
//! frame its time back, hands it on, and judges how the child ended.

use std::process::ChildStdout;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded};
use va_core::TimeBase;
use va_core::media::PtsSource;

use super::TapSpec;
use super::arguments::arguments;
use super::fan::{Fan, QUEUE};
use super::outcome::{DecodeReport, Tally};
use super::start::{Attempt, attempts};
use crate::child::{self, Log, Running, Slot};
use crate::clock::Clock;
use crate::error::MediaError;
use crate::frame::Frame;
use crate::nut::{Demuxer, NutError};
use crate::plan::VideoPlan;
use crate::recording::Recording;
use crate::sampling::{Sampling, select_expression};
use crate::tools::Tools;

/// Everything that the thread needs.
pub(super) struct Reader {
    tools: Tools,
    recording: Recording,
    base: TimeBase,
    plan: VideoPlan,
    attempts: Vec<Attempt>,
    /// Where the first tap goes on.
    from: Option<i64>,
    /// Frames that taps want once more, whatever their sampling says.
    always: Vec<i64>,
    slot: Slot,
    pool: (Sender<Vec<u8>>, Receiver<Vec<u8>>),
}

/// How reading a pipe ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// At its end.
    Complete,
    /// Stopped, or nobody listens.
    Abandoned,
    /// The seek did not lead to the frame that was asked for.
    Elsewhere,
}

impl Reader {
    pub(super) fn new(
        tools: &Tools,
        recording: &Recording,
        plan: &VideoPlan,
        taps: &[TapSpec],
        slot: Slot,
    ) -> Result<Self, MediaError> {
        let video = recording.video()?;
        // a tap without a position wants everything from the beginning
        let positions: Option<Vec<i64>> = taps.iter().map(|tap| tap.resume_from).collect();
        let from = positions.and_then(|all| all.into_iter().min());
        let mut always: Vec<i64> = taps.iter().filter_map(|tap| tap.resume_from).collect();
        always.sort_unstable();
        always.dedup();
        Ok(Self {
            tools: tools.clone(),
            recording: recording.clone(),
            base: video.time_base,
            plan: plan.clone(),
            attempts: attempts(recording.facts(), video, from),
            from,
            always,
            slot,
            pool: bounded((taps.len() + 1) * QUEUE),
        })
    }

    /// Decodes to the end.
    pub(super) fn run(self, mut fan: Fan) -> Result<DecodeReport, MediaError> {
        let mut tally = Tally::default();
        let select = select_expression(&self.plan.rates, self.base, self.from, &self.always);
        for attempt in &self.attempts {
            let path = self.recording.decoded_path();
            let args = arguments(path, self.base, &self.plan, select.as_deref(), attempt.seek);
            tracing::debug!(?args, "decoding starts");
            let (running, stdout) = Running::start(child::command(&self.tools.ffmpeg, args))?;
            child::widen(&stdout);
            self.slot.put(running);
            let end = self.read(*attempt, stdout, &mut fan, &mut tally);
            let Some(mut running) = self.slot.take() else {
                break;
            };
            if !matches!(end, Ok(End::Complete)) {
                running.kill();
            }
            let (status, log) = running.finish();
            let lost = tally.frames == 0 && attempt.seek.is_some();
            if !self.slot.stopped() && (lost || matches!(end, Ok(End::Elsewhere))) {
                tracing::debug!(?attempt, "seeking missed the frame, trying further back");
                continue;
            }
            return self.judge(end, &status, &log, tally);
        }
        Ok(self.report(false, &Log::default(), tally))
    }

    fn read(
        &self,
        attempt: Attempt,
        stdout: ChildStdout,
        fan: &mut Fan,
        tally: &mut Tally,
    ) -> Result<End, NutError> {
        let (width, height) = (self.plan.width, self.plan.height);
        let bytes = width * height * 3 / 2;
        let usual_step = self.usual_step();
        let mut pipe = Demuxer::open(stdout)?;
        let mut previous = None;
        while let Some(packet) = pipe.next_packet()? {
            let pipe_base = pipe.streams()[packet.stream].time_base;
            let pts = Clock {
                pipe: pipe_base,
                file: self.base,
            }
            .file_pts(packet.pts);
            if packet.size != bytes as u64 {
                return Err(NutError::Invalid("frame size"));
            }
            if tally.frames == 0 && !attempt.accepts(Some(pts)) {
                return Ok(End::Elsewhere);
            }
            if !tally.note(pts, usual_step) {
                continue;
            }
            if fan.wanted(previous, pts, self.base) {
                let mut data = self.pool.1.try_recv().unwrap_or_default();
                data.resize(bytes, 0);
                pipe.payload(&mut data)?;
                let time = self.base.millis(pts);
                let pool = Some(self.pool.0.clone());
                let frame = Arc::new(Frame::new((pts, time), (width, height), data, pool));
                if !fan.deliver(previous, &frame, self.base) {
                    return Ok(End::Abandoned);
                }
            }
            if !fan.listening() {
                return Ok(End::Abandoned);
            }
            previous = Some(pts);
        }
        Ok(End::Complete)
    }

    fn judge(
        &self,
        end: Result<End, NutError>,
        status: &std::io::Result<std::process::ExitStatus>,
        log: &Log,
        tally: Tally,
    ) -> Result<DecodeReport, MediaError> {
        let ended_well = status.as_ref().is_ok_and(std::process::ExitStatus::success);
        let path = self.recording.path().to_owned();
        match end {
            _ if self.slot.stopped() => Ok(self.report(false, log, tally)),
            Ok(End::Abandoned | End::Elsewhere) => Ok(self.report(false, log, tally)),
            Ok(End::Complete) if ended_well && tally.frames > 0 => {
                Ok(self.report(true, log, tally))
            }
            Err(source) if ended_well && tally.frames > 0 => {
                Err(MediaError::Stream { path, source })
            }
            Ok(End::Complete) | Err(_) => Err(MediaError::Decode {
                path,
                delivered: tally.frames,
                what: "frames",
                exit: child::describe(status),
                said: log.tail(),
            }),
        }
    }

    fn report(&self, complete: bool, log: &Log, tally: Tally) -> DecodeReport {
        let probe = self.recording.probe();
        tally.report(complete, probe, self.expected(), log, self.plan.threads)
    }

    /// Mean distance between frames in ticks.
    fn usual_step(&self) -> i64 {
        let table = &self.recording.probe().frame_pts;
        match (table.first(), table.last()) {
            (Some(first), Some(last)) => (last - first) / (table.len() as i64 - 1).max(1),
            _ => 1,
        }
    }

    /// Frames that should come, by the packets.
    fn expected(&self) -> Option<u64> {
        if self.recording.video().ok()?.pts_source != PtsSource::Pts {
            return None;
        }
        let rates: Vec<Sampling> = match self.plan.rates.as_slice() {
            [] => vec![Sampling::EveryFrame],
            rates => rates
                .iter()
                .map(|rate| Sampling::PerSecond(*rate))
                .collect(),
        };
        let (mut count, mut previous) = (0, None);
        for &pts in self.recording.probe().frame_pts.iter() {
            let wanted = rates.iter().any(|s| s.wants(previous, pts, self.base))
                || self.always.binary_search(&pts).is_ok();
            count += u64::from(wanted && self.from.is_none_or(|from| pts >= from));
            previous = Some(pts);
        }
        Some(count)
    }
}
