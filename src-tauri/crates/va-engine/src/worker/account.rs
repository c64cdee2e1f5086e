//! What a worker has said so far: whether each line is of the protocol and not too much, which steps have
//! ended, and in the end what went wrong when it did not say so itself.

use std::time::Instant;

use va_core::worker::{PROTOCOL, WorkOrder, WorkerEvent};
use va_core::{ErrorCode, Failure, PipelineId};

/// Lines that may come at once, and how many more each second. Real workers need five a second.
const LINES: f64 = 1_000.0;
const LINES_A_SECOND: f64 = 100.0;
/// The same in bytes.
const BYTES: f64 = 4_194_304.0;
const BYTES_A_SECOND: f64 = 262_144.0;

/// What a worker has said so far.
pub(super) struct Account {
    greeted: bool,
    steps: Vec<Entry>,
    finished: bool,
    job_failed: bool,
    lines: f64,
    bytes: f64,
    at: Instant,
}

struct Entry {
    pipeline: PipelineId,
    started: bool,
    ended: bool,
}

impl Account {
    /// An account of a worker that has said nothing yet.
    pub(super) fn new(order: &WorkOrder) -> Self {
        let entry = |pipeline: &PipelineId| Entry {
            pipeline: pipeline.clone(),
            started: false,
            ended: false,
        };
        Self {
            greeted: false,
            steps: order.steps.iter().map(|s| entry(&s.pipeline)).collect(),
            finished: false,
            job_failed: false,
            lines: LINES,
            bytes: BYTES,
            at: Instant::now(),
        }
    }

    /// Takes a line down; refuses what is not of the protocol, not of this order, or too much.
    pub(super) fn hear(&mut self, line: &[u8], now: Instant) -> Result<WorkerEvent, Failure> {
        self.pay(line.len(), now)?;
        let event = serde_json::from_slice::<WorkerEvent>(line).map_err(|error| {
            let excerpt: String = String::from_utf8_lossy(&line[..line.len().min(200)]).into();
            garbled(format!(
                "the worker printed `{}`: {error}",
                excerpt.escape_debug()
            ))
        })?;
        if let WorkerEvent::Hello { protocol, version } = &event {
            if *protocol != PROTOCOL {
                return Err(incompatible(version, *protocol));
            }
            self.greeted = true;
        } else if !self.greeted {
            return Err(garbled(
                "the worker did not say which protocol it speaks".to_owned(),
            ));
        }
        self.note(&event)?;
        Ok(event)
    }

    fn note(&mut self, event: &WorkerEvent) -> Result<(), Failure> {
        match event {
            WorkerEvent::StepStarted { pipeline, .. } => self.entry(pipeline)?.started = true,
            WorkerEvent::StepSucceeded { pipeline, .. } => {
                let entry = self.entry(pipeline)?;
                if !entry.started {
                    return Err(garbled(format!(
                        "the worker ended `{pipeline}`, which it had not begun"
                    )));
                }
                entry.ended = true;
            }
            WorkerEvent::StepSkipped { pipeline, .. }
            | WorkerEvent::StepCancelled { pipeline, .. }
            | WorkerEvent::StepFailed { pipeline, .. } => self.entry(pipeline)?.ended = true,
            WorkerEvent::JobFailed { .. } => self.job_failed = true,
            WorkerEvent::Finished { .. } => self.finished = true,
            WorkerEvent::Hello { .. }
            | WorkerEvent::Alive
            | WorkerEvent::Media { .. }
            | WorkerEvent::Warning { .. }
            | WorkerEvent::Progress { .. } => {}
            WorkerEvent::StepDevice { pipeline, .. } => drop(self.entry(pipeline)?),
        }
        Ok(())
    }

    fn entry(&mut self, pipeline: &PipelineId) -> Result<&mut Entry, Failure> {
        let mut steps = self.steps.iter_mut();
        let found = steps.find(|step| step.pipeline == *pipeline);
        found.ok_or_else(|| {
            garbled(format!(
                "the worker speaks of `{pipeline}`, which it was not asked for"
            ))
        })
    }

    /// Too much at once is refused: nobody could make sense of it, and it would fill the memory.
    fn pay(&mut self, bytes: usize, now: Instant) -> Result<(), Failure> {
        let seconds = now.duration_since(self.at).as_secs_f64();
        self.at = now;
        self.lines = (self.lines + seconds * LINES_A_SECOND).min(LINES) - 1.0;
        self.bytes = (self.bytes + seconds * BYTES_A_SECOND).min(BYTES) - bytes as f64;
        if self.lines < 0.0 || self.bytes < 0.0 {
            return Err(garbled(
                "the worker printed far more than it has to say".to_owned(),
            ));
        }
        Ok(())
    }

    /// What was wrong with a worker that ended by itself, unless it has said so.
    pub(super) fn verdict(&self, succeeded: bool, status: &str) -> Option<Failure> {
        let open: Vec<_> = self.steps.iter().filter(|step| !step.ended).collect();
        if self.job_failed || (self.finished && open.is_empty()) {
            return None;
        }
        if !succeeded {
            let message = format!("the worker ended unexpectedly ({status})");
            return Some(Failure::new(ErrorCode::WorkerCrashed, message).hint(AGAIN));
        }
        let names: Vec<_> = open.iter().map(|s| format!("`{}`", s.pipeline)).collect();
        let message = if names.is_empty() {
            "the worker ended without its last word".to_owned()
        } else {
            format!(
                "the worker ended without a result for {}",
                names.join(" and ")
            )
        };
        Some(Failure::new(ErrorCode::WorkerIncomplete, message).hint(AGAIN))
    }
}

const AGAIN: &str = "retry: it goes on from its last checkpoint; if it fails again, send the job's log with a \
                     report";

/// A line that has no end.
pub(super) fn endless(longest: usize) -> Failure {
    garbled(format!(
        "the worker printed a line of more than {longest} bytes"
    ))
}

fn garbled(message: String) -> Failure {
    Failure::new(ErrorCode::WorkerGarbled, message).hint(AGAIN)
}

fn incompatible(version: &str, protocol: u32) -> Failure {
    let message =
        format!("worker {version} speaks protocol {protocol}, this program protocol {PROTOCOL}");
    Failure::new(ErrorCode::WorkerIncompatible, message)
        .hint("reinstall the program: window and worker are of different versions")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use va_core::job_config::StepConfig;
    use va_core::schema::Settings;
    use va_core::worker::Tools;
    use va_core::{JobId, Millis};

    use super::*;

    fn account(names: &[&str]) -> Account {
        let step = |name: &&str| StepConfig {
            pipeline: (*name).into(),
            settings: Settings::default(),
            needed_by: None,
        };
        Account::new(&WorkOrder {
            protocol: PROTOCOL,
            job: JobId::new(),
            folder: "job".into(),
            media: "clip.mp4".into(),
            steps: names.iter().map(step).collect(),
            formats: Vec::new(),
            tools: Tools::default(),
            threads: 1,
            device: va_core::device::DeviceWish::default(),
        })
    }

    fn say(account: &mut Account, event: &WorkerEvent) -> Result<WorkerEvent, Failure> {
        let now = account.at;
        account.hear(&serde_json::to_vec(event).unwrap(), now)
    }

    fn hello(protocol: u32) -> WorkerEvent {
        let version = "9".to_owned();
        WorkerEvent::Hello { protocol, version }
    }

    fn started(name: &str) -> WorkerEvent {
        WorkerEvent::StepStarted {
            pipeline: name.into(),
            resumed_from: None,
        }
    }

    fn succeeded(name: &str) -> WorkerEvent {
        WorkerEvent::StepSucceeded {
            pipeline: name.into(),
            counts: BTreeMap::new(),
            took: Millis(1),
        }
    }

    fn code(result: Result<WorkerEvent, Failure>) -> Option<ErrorCode> {
        result.err().map(|failure| failure.code)
    }

    #[test]
    fn what_is_not_of_the_protocol_is_refused() {
        let garbled = Some(ErrorCode::WorkerGarbled);
        let mut new = account(&["a"]);
        let now = new.at;
        assert_eq!(code(new.hear(b"Segmentation \xff fault", now)), garbled);
        assert_eq!(
            code(say(&mut new, &WorkerEvent::Alive)),
            garbled,
            "no hello"
        );
        let other = code(say(&mut new, &hello(PROTOCOL + 1)));
        assert_eq!(other, Some(ErrorCode::WorkerIncompatible));
        assert_eq!(code(say(&mut new, &hello(PROTOCOL))), None);
        assert_eq!(code(say(&mut new, &started("b"))), garbled, "not asked for");
        assert_eq!(code(say(&mut new, &succeeded("a"))), garbled, "never begun");
        assert_eq!(code(say(&mut new, &started("a"))), None);
        assert_eq!(code(say(&mut new, &succeeded("a"))), None);
    }

    #[test]
    fn a_flood_is_refused_and_what_a_worker_needs_is_not() {
        let mut new = account(&[]);
        let mut said = 0;
        assert_eq!(code(say(&mut new, &hello(PROTOCOL))), None);
        while code(say(&mut new, &WorkerEvent::Alive)).is_none() {
            said += 1;
            assert!(said < 2_000, "lines are bounded");
        }
        let mut new = account(&[]);
        assert_eq!(code(say(&mut new, &hello(PROTOCOL))), None);
        for _ in 0..5_000 {
            new.at = new.at.checked_sub(Duration::from_millis(200)).unwrap();
            let now = new.at + Duration::from_millis(200);
            assert_eq!(code(new.hear(br#"{"type":"alive"}"#, now)), None);
        }
    }

    #[test]
    fn an_end_without_results_is_named() {
        let mut new = account(&["a", "b"]);
        let verdict = |account: &Account, well| account.verdict(well, "exit status: 0");
        for event in [hello(PROTOCOL), started("a"), succeeded("a")] {
            assert_eq!(code(say(&mut new, &event)), None);
        }
        let failure = verdict(&new, true).unwrap();
        assert_eq!(failure.code, ErrorCode::WorkerIncomplete);
        assert!(failure.message.contains("`b`"), "{failure}");
        assert_eq!(verdict(&new, false).unwrap().code, ErrorCode::WorkerCrashed);
        let last = WorkerEvent::Finished {
            files: Vec::new(),
            cancelled: false,
        };
        for event in [started("b"), succeeded("b"), last] {
            assert_eq!(code(say(&mut new, &event)), None);
        }
        assert_eq!(verdict(&new, true), None);
        assert_eq!(
            verdict(&new, false),
            None,
            "all is written; a fault on the way out takes nothing away"
        );
    }
}
