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
use super::outcome::{DecodeReport, Tally, end_of_display};
use super::start::{Attempt, attempts};
use crate::child::{self, Log, Running, Slot};
use crate::clock::Clock;
use crate::error::MediaError;
use crate::frame::Frame;
use crate::nut::{Demuxer, NutError};
use crate::plan::{Branch, VideoPlan};
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
    /// Frames that taps want once more, whatever their sampling says. On every branch, so that each begins
    /// with the frame that proves where the decode begins.
    always: Vec<i64>,
    slot: Slot,
    lanes: Vec<Lane>,
}

/// A branch while it is read.
struct Lane {
    branch: Branch,
    pool: (Sender<Vec<u8>>, Receiver<Vec<u8>>),
    tally: Tally,
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
        let lane = |(index, branch): (usize, &Branch)| {
            let listeners = taps.iter().filter(|tap| tap.branch == index).count();
            Lane {
                branch: branch.clone(),
                pool: bounded((listeners + 1) * QUEUE),
                tally: Tally::default(),
            }
        };
        Ok(Self {
            lanes: plan.branches.iter().enumerate().map(lane).collect(),
            tools: tools.clone(),
            recording: recording.clone(),
            base: video.time_base,
            plan: plan.clone(),
            attempts: attempts(recording.facts(), video, from),
            from,
            always,
            slot,
        })
    }

    /// Decodes to the end.
    pub(super) fn run(mut self, mut fan: Fan) -> Result<DecodeReport, MediaError> {
        let branches = self.plan.branches.iter();
        let selects: Vec<Option<String>> = branches
            .map(|b| select_expression(&b.rates, self.base, self.from, &self.always))
            .collect();
        for attempt in std::mem::take(&mut self.attempts) {
            let path = self.recording.decoded_path();
            let args = arguments(path, self.base, &self.plan, &selects, attempt.seek);
            tracing::debug!(?args, "decoding starts");
            let (running, stdout) = Running::start(child::command(&self.tools.ffmpeg, args))?;
            child::widen(&stdout);
            self.slot.put(running);
            let end = self.read(attempt, stdout, &mut fan);
            let Some(mut running) = self.slot.take() else {
                break;
            };
            if !matches!(end, Ok(End::Complete)) {
                running.kill();
            }
            let (status, log) = running.finish();
            let lost = self.first_pts().is_none() && attempt.seek.is_some();
            if !self.slot.stopped() && (lost || matches!(end, Ok(End::Elsewhere))) {
                tracing::debug!(?attempt, "seeking missed the frame, trying further back");
                continue;
            }
            return self.judge(end, &status, &log, &fan);
        }
        Ok(self.report(false, &Log::default(), &fan))
    }

    fn read(
        &mut self,
        attempt: Attempt,
        stdout: ChildStdout,
        fan: &mut Fan,
    ) -> Result<End, NutError> {
        let usual_step = self.usual_step();
        let mut pipe = Demuxer::open(stdout)?;
        while let Some(packet) = pipe.next_packet()? {
            let pipe_base = pipe.streams()[packet.stream].time_base;
            let pts = Clock {
                pipe: pipe_base,
                file: self.base,
            }
            .file_pts(packet.pts);
            let begins = self.first_pts().is_none();
            let lane = self.lanes.get_mut(packet.stream);
            let lane = lane.ok_or(NutError::Invalid("count of streams"))?;
            let (width, height) = (lane.branch.width, lane.branch.height);
            let bytes = lane.branch.bytes();
            if packet.size != bytes as u64 {
                return Err(NutError::Invalid("frame size"));
            }
            if begins && !attempt.accepts(Some(pts)) {
                return Ok(End::Elsewhere);
            }
            let previous = lane.tally.last;
            if !lane.tally.note(pts, usual_step) {
                continue;
            }
            if fan.wanted(packet.stream, previous, pts, self.base) {
                let mut data = lane.pool.1.try_recv().unwrap_or_default();
                data.resize(bytes, 0);
                pipe.payload(&mut data)?;
                let when = (pts, self.base.millis(pts));
                let pool = Some(lane.pool.0.clone());
                let colour = lane.branch.colour;
                let frame = Frame::with_colour(colour, when, (width, height), data, pool);
                if !fan.deliver(packet.stream, previous, &Arc::new(frame), self.base) {
                    return Ok(End::Abandoned);
                }
            }
            if !fan.listening() {
                return Ok(End::Abandoned);
            }
        }
        Ok(End::Complete)
    }

    fn judge(
        &self,
        end: Result<End, NutError>,
        status: &std::io::Result<std::process::ExitStatus>,
        log: &Log,
        fan: &Fan,
    ) -> Result<DecodeReport, MediaError> {
        let ended_well = status.as_ref().is_ok_and(std::process::ExitStatus::success);
        let path = self.recording.path().to_owned();
        let any = self.first_pts().is_some();
        match end {
            _ if self.slot.stopped() => Ok(self.report(false, log, fan)),
            Ok(End::Abandoned | End::Elsewhere) => Ok(self.report(false, log, fan)),
            Ok(End::Complete) if ended_well && any => Ok(self.report(true, log, fan)),
            Err(source) if ended_well && any => Err(MediaError::Stream { path, source }),
            Ok(End::Complete) | Err(_) => Err(MediaError::Decode {
                path,
                delivered: self.fullest().map_or(0, |lane| lane.tally.frames),
                what: "frames",
                exit: child::describe(status),
                said: log.tail(),
            }),
        }
    }

    /// The first frame of any branch.
    fn first_pts(&self) -> Option<i64> {
        self.lanes.iter().filter_map(|lane| lane.tally.first).min()
    }

    /// The branch with the most frames: what is wrong with the stream shows there.
    fn fullest(&self) -> Option<&Lane> {
        self.lanes.iter().max_by_key(|lane| lane.tally.frames)
    }

    fn report(&self, complete: bool, log: &Log, fan: &Fan) -> DecodeReport {
        let fullest = self.fullest();
        let expected = fullest.and_then(|lane| self.expected(&lane.branch));
        let tally = fullest.map_or_else(Tally::default, |lane| lane.tally);
        let mut report = tally.report(complete, expected, log, self.plan.threads);
        report.first_pts = self.first_pts();
        report.last_pts = self.lanes.iter().filter_map(|lane| lane.tally.last).max();
        let probe = self.recording.probe();
        let end = |(sampling, last)| end_of_display(probe, self.base, sampling, last);
        report.ends = fan.stands().map(end).collect();
        report
    }

    /// Mean distance between frames in ticks.
    fn usual_step(&self) -> i64 {
        let table = &self.recording.probe().frame_pts;
        match (table.first(), table.last()) {
            (Some(first), Some(last)) => (last - first) / (table.len() as i64 - 1).max(1),
            _ => 1,
        }
    }

    /// Frames of a branch that should come, by the packets.
    fn expected(&self, branch: &Branch) -> Option<u64> {
        if self.recording.video().ok()?.pts_source != PtsSource::Pts {
            return None;
        }
        let rates: Vec<Sampling> = match branch.rates.as_slice() {
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
