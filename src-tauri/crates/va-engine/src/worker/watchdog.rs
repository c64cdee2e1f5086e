//! Notices a worker that hangs: one that says nothing, and one that says again and again that it got no
//! further. Counts its own ticks and never looks at a clock, so that a computer that sleeps kills nothing.

use std::time::Duration;

use tokio::time::{Interval, MissedTickBehavior, interval};
use va_core::worker::{StepProgress, WorkerEvent};
use va_core::{ErrorCode, Failure, Millis, PipelineId};

/// Environment variable: seconds of silence after which a worker is taken to hang.
pub const SILENCE_VARIABLE: &str = "VIDEOANNOTATOR_WORKER_SILENCE_S";
/// Environment variable: seconds without any progress after which a worker is taken to hang.
pub const STALL_VARIABLE: &str = "VIDEOANNOTATOR_WORKER_STALL_S";

/// How much more patience there is while no step runs: a recording on a slow drive is probed and hashed.
const BETWEEN: u32 = 6;

/// Ticks in the shorter of the two spans.
const TICKS: u32 = 20;

/// How long a worker is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Patience {
    /// Without a word. A worker speaks once a second.
    silence: Duration,
    /// Without progress, while it says that steps run. A network drive may be gone for minutes.
    stall: Duration,
}

impl Patience {
    /// A minute of silence and ten minutes without progress, unless the environment says otherwise.
    pub(super) fn from_environment(read: impl Fn(&str) -> Option<String>) -> Self {
        let span = |name, default| {
            let Some(text) = read(name).filter(|text| !text.is_empty()) else {
                return Duration::from_secs(default);
            };
            if let Ok(seconds @ 1..=86_400) = text.trim().parse::<u64>() {
                return Duration::from_secs(seconds);
            }
            tracing::warn!(name, text, default, "not a number of seconds; not used");
            Duration::from_secs(default)
        };
        Self {
            silence: span(SILENCE_VARIABLE, 60),
            stall: span(STALL_VARIABLE, 600),
        }
    }
}

/// The watchdog of one worker.
pub(super) struct Watchdog {
    patience: Patience,
    period: Duration,
    silent: u32,
    still: u32,
    idle: u32,
    got: Vec<(PipelineId, Millis)>,
}

impl Watchdog {
    pub(super) fn new(patience: Patience) -> Self {
        Self {
            patience,
            period: patience.silence.min(patience.stall) / TICKS,
            silent: 0,
            still: 0,
            idle: 0,
            got: Vec::new(),
        }
    }

    /// What makes the ticks. Must be called inside a tokio runtime.
    pub(super) fn ticks(&self) -> Interval {
        let mut ticks = interval(self.period);
        // a computer that slept owes one tick, not all that it missed
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ticks
    }

    /// Something was said.
    pub(super) fn heard(&mut self, event: &WorkerEvent) {
        self.silent = 0;
        match event {
            WorkerEvent::Alive => {}
            WorkerEvent::Progress { steps, .. } => {
                let place = |step: &StepProgress| (step.pipeline.clone(), step.done);
                let got: Vec<_> = steps.iter().map(place).collect();
                // without a step it works on something between them, and says so only while it gets further
                if got.is_empty() || got != self.got {
                    self.still = 0;
                    self.idle = 0;
                    self.got = got;
                }
            }
            WorkerEvent::Hello { .. }
            | WorkerEvent::Media { .. }
            | WorkerEvent::Warning { .. }
            | WorkerEvent::StepStarted { .. }
            | WorkerEvent::StepDevice { .. }
            | WorkerEvent::StepSucceeded { .. }
            | WorkerEvent::StepSkipped { .. }
            | WorkerEvent::StepCancelled { .. }
            | WorkerEvent::StepFailed { .. }
            | WorkerEvent::JobFailed { .. }
            | WorkerEvent::Finished { .. } => {
                self.still = 0;
                self.idle = 0;
                // between steps nothing is said of progress: probing, hashing and writing take what they take
                self.got.clear();
            }
        }
    }

    /// A tick has passed; why the worker is now taken to hang, if it is.
    pub(super) fn tick(&mut self) -> Option<Failure> {
        self.silent += 1;
        self.idle += 1;
        self.still += u32::from(!self.got.is_empty());
        let over = |ticks: u32, span: Duration| self.period * ticks.saturating_sub(1) >= span;
        if over(self.silent, self.patience.silence) {
            let seconds = self.patience.silence.as_secs();
            return Some(hung(format!(
                "the worker said nothing for {seconds} seconds"
            )));
        }
        if over(self.still, self.patience.stall) {
            let seconds = self.patience.stall.as_secs();
            return Some(hung(format!(
                "no step of the worker got any further for {seconds} seconds"
            )));
        }
        let idle = self.patience.stall * BETWEEN;
        if over(self.idle, idle) {
            let seconds = idle.as_secs();
            return Some(hung(format!(
                "for {seconds} seconds the worker said nothing but that it is there"
            )));
        }
        None
    }
}

fn hung(message: String) -> Failure {
    Failure::new(ErrorCode::WorkerHung, message).hint(
        "retry: it goes on from its last checkpoint; if it hangs again, check the disk that the recording \
         is on, and send the job's log with a report",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patience(silence: u64, stall: u64) -> Patience {
        Patience {
            silence: Duration::from_secs(silence),
            stall: Duration::from_secs(stall),
        }
    }

    fn progress(done: i64) -> WorkerEvent {
        WorkerEvent::Progress {
            steps: vec![StepProgress {
                pipeline: "voice_activity".into(),
                done: Millis(done),
                total: None,
                frames_per_second: None,
                speed: None,
            }],
            memory_bytes: 0,
        }
    }

    /// Ticks until it barks, with something said before each; at most a thousand.
    fn bark(dog: &mut Watchdog, say: impl Fn(u32) -> Option<WorkerEvent>) -> Option<Failure> {
        for round in 0..1000 {
            if let Some(event) = say(round) {
                dog.heard(&event);
            }
            if let Some(failure) = dog.tick() {
                return Some(failure);
            }
        }
        None
    }

    #[test]
    fn silence_is_noticed_and_a_heartbeat_is_enough_for_a_long_while_only() {
        let mut dog = Watchdog::new(patience(20, 600));
        let failure = bark(&mut dog, |_| None).unwrap();
        assert_eq!(failure.code, ErrorCode::WorkerHung);
        assert!(failure.message.contains("20 seconds"), "{failure}");
        let mut dog = Watchdog::new(patience(20, 600));
        assert_eq!(bark(&mut dog, |_| Some(WorkerEvent::Alive)), None);
        let mut dog = Watchdog::new(patience(20, 30));
        let failure = bark(&mut dog, |_| Some(WorkerEvent::Alive)).unwrap();
        assert!(failure.message.contains("for 180 seconds"), "{failure}");
    }

    #[test]
    fn steps_that_stand_still_are_noticed_and_slow_ones_are_not() {
        let mut dog = Watchdog::new(patience(20, 60));
        let failure = bark(&mut dog, |_| Some(progress(5))).unwrap();
        assert!(failure.message.contains("any further for 60"), "{failure}");
        let mut dog = Watchdog::new(patience(20, 60));
        let slow = |round| Some(progress(i64::from(round / 50)));
        assert_eq!(bark(&mut dog, slow), None, "a frame in 50 seconds");
    }

    #[test]
    fn work_after_the_last_step_is_no_hang_while_it_gets_further() {
        let mut dog = Watchdog::new(patience(20, 60));
        let after = |round| {
            let hashing = WorkerEvent::Progress {
                steps: Vec::new(),
                memory_bytes: 0,
            };
            Some(match round {
                0 => progress(5),
                _ if round % 200 == 1 => hashing,
                _ => WorkerEvent::Alive,
            })
        };
        assert_eq!(bark(&mut dog, after), None, "it hashes a long recording");
    }

    #[test]
    fn nonsense_in_the_environment_changes_nothing() {
        let read = |text: &'static str| Patience::from_environment(move |_| Some(text.to_owned()));
        assert_eq!(read("3"), patience(3, 3));
        for text in ["", "0", "soon", "-1", "99999999999"] {
            assert_eq!(read(text), patience(60, 600), "{text}");
        }
    }
}
