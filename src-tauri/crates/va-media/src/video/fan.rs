//! Hands each frame to the taps that want it. Waits for a slow tap, forgets one that is gone.

use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded, select};
use va_core::TimeBase;

use super::TapSpec;
use crate::frame::Frame;
use crate::sampling::Sampling;

/// Frames that wait in front of a tap.
pub(super) const QUEUE: usize = 4;

/// All taps of a decode.
pub(super) struct Fan {
    taps: Vec<Tap>,
    alarm: Receiver<()>,
}

struct Tap {
    spec: TapSpec,
    sender: Option<Sender<Arc<Frame>>>,
    /// The last frame that was delivered.
    last: Option<i64>,
}

impl Tap {
    fn wants(&self, branch: usize, previous: Option<i64>, pts: i64, base: TimeBase) -> bool {
        self.spec.branch == branch
            && self.sender.is_some()
            && match self.spec.resume_from {
                Some(done) if pts < done => false,
                Some(done) if pts == done => true,
                _ => self.spec.sampling.wants(previous, pts, base),
            }
    }
}

impl Fan {
    /// Taps, and their receivers in the same order. `alarm` is disconnected when decoding is to stop.
    pub(super) fn new(specs: &[TapSpec], alarm: Receiver<()>) -> (Self, Vec<Receiver<Arc<Frame>>>) {
        let (taps, receivers) = specs
            .iter()
            .map(|spec| {
                let (sender, receiver) = bounded(QUEUE);
                (
                    Tap {
                        spec: *spec,
                        sender: Some(sender),
                        last: None,
                    },
                    receiver,
                )
            })
            .unzip();
        (Self { taps, alarm }, receivers)
    }

    /// Whether any tap wants the frame that follows `previous` on a branch.
    pub(super) fn wanted(
        &self,
        branch: usize,
        previous: Option<i64>,
        pts: i64,
        base: TimeBase,
    ) -> bool {
        let mut taps = self.taps.iter();
        taps.any(|tap| tap.wants(branch, previous, pts, base))
    }

    /// For each tap, which frames it gets and the last one that it was given.
    pub(super) fn stands(&self) -> impl Iterator<Item = (Sampling, Option<i64>)> {
        self.taps.iter().map(|tap| (tap.spec.sampling, tap.last))
    }

    /// Whether somebody still listens.
    pub(super) fn listening(&self) -> bool {
        self.taps.iter().any(|tap| tap.sender.is_some())
    }

    /// Delivers a frame of a branch; returns when every tap that wants it has room for it. False once
    /// stopped.
    pub(super) fn deliver(
        &mut self,
        branch: usize,
        previous: Option<i64>,
        frame: &Arc<Frame>,
        base: TimeBase,
    ) -> bool {
        for tap in &mut self.taps {
            if !tap.wants(branch, previous, frame.pts, base) {
                continue;
            }
            tap.last = Some(frame.pts);
            let Some(sender) = &tap.sender else { continue };
            match sender.try_send(Arc::clone(frame)) {
                Ok(()) => {}
                Err(TrySendError::Disconnected(_)) => tap.sender = None,
                Err(TrySendError::Full(frame)) => select! {
                    send(sender, frame) -> sent => if sent.is_err() { tap.sender = None },
                    recv(self.alarm) -> _ => return false,
                },
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use va_core::Millis;

    use super::*;
    use crate::child::Slot;

    const BASE: TimeBase = TimeBase { num: 1, den: 10 };

    fn spec(sampling: Sampling, resume_from: Option<i64>) -> TapSpec {
        TapSpec {
            branch: 0,
            sampling,
            resume_from,
        }
    }

    fn send(fan: &mut Fan, times: std::ops::Range<i64>) {
        for pts in times {
            let frame = Arc::new(Frame::new((pts, Millis(0)), (2, 2), vec![0; 6], None));
            assert!(fan.deliver(0, Some(pts - 1), &frame, BASE));
        }
    }

    fn received(tap: &Receiver<Arc<Frame>>) -> Vec<i64> {
        tap.try_iter().map(|frame| frame.pts).collect()
    }

    #[test]
    fn each_tap_gets_what_it_wants_from_where_it_was() {
        let specs = [
            spec(Sampling::EveryFrame, Some(2)),
            spec(Sampling::PerSecond(5), None),
            spec(Sampling::PerSecond(5), Some(3)),
        ];
        let (_slot, alarm) = Slot::new();
        let (mut fan, taps) = Fan::new(&specs, alarm);
        send(&mut fan, 0..6);
        assert_eq!(received(&taps[0]), [2, 3, 4, 5]);
        assert_eq!(received(&taps[1]), [0, 2, 4]);
        assert_eq!(
            received(&taps[2]),
            [3, 4],
            "its last frame once more, then its own grid"
        );
    }

    #[test]
    fn a_tap_gets_nothing_of_another_branch() {
        let every = spec(Sampling::EveryFrame, None);
        let specs = [every, TapSpec { branch: 1, ..every }];
        let (_slot, alarm) = Slot::new();
        let (mut fan, taps) = Fan::new(&specs, alarm);
        send(&mut fan, 0..2);
        assert!(fan.wanted(1, Some(0), 1, BASE) && !fan.wanted(2, Some(0), 1, BASE));
        assert_eq!(received(&taps[0]), [0, 1]);
        assert_eq!(received(&taps[1]), [0; 0]);
        let last: Vec<_> = fan.stands().map(|(_, last)| last).collect();
        assert_eq!(last, [Some(1), None]);
    }

    #[test]
    fn a_tap_that_is_gone_does_not_stop_the_others() {
        let every = spec(Sampling::EveryFrame, None);
        let (_slot, alarm) = Slot::new();
        let (mut fan, mut taps) = Fan::new(&[every, every], alarm);
        drop(taps.remove(0));
        send(&mut fan, 0..3);
        assert_eq!(received(&taps[0]), [0, 1, 2]);
        assert!(fan.listening());
        taps.clear();
        send(&mut fan, 3..4);
        assert!(!fan.listening(), "nobody is left");
    }

    #[test]
    fn stopping_wakes_a_reader_that_waits_for_a_full_tap() {
        let (slot, alarm) = Slot::new();
        let (mut fan, taps) = Fan::new(&[spec(Sampling::EveryFrame, None)], alarm);
        send(&mut fan, 0..QUEUE as i64);
        slot.stop();
        let frame = Arc::new(Frame::new((9, Millis(0)), (2, 2), vec![0; 6], None));
        assert!(!fan.deliver(0, Some(8), &frame, BASE));
        drop(taps);
    }
}
