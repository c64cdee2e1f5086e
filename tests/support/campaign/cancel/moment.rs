//! The states in which a job is cancelled, and how the campaign waits for one to come. Used by `engine`.

use std::time::Duration;

use serde_json::Value;

use super::super::jobs::word;

/// A state of a job's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// In the queue, behind others.
    Waiting,
    /// Just submitted: the recording is looked at.
    Probing,
    /// Its worker has just been started.
    Starting,
    /// Its recording is being decoded.
    Decoding,
    /// A step has succeeded and its files are written, or the last one is about to.
    Exporting,
    /// It has ended: too late.
    Ended,
    /// `annotate` on the command line.
    CommandLine,
}

impl Moment {
    /// Those that a job of the engine goes through, in order.
    pub const OF_A_JOB: [Self; 6] = [
        Self::Waiting,
        Self::Probing,
        Self::Starting,
        Self::Decoding,
        Self::Exporting,
        Self::Ended,
    ];

    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Waiting,
        Self::Probing,
        Self::Starting,
        Self::Decoding,
        Self::Exporting,
        Self::Ended,
        Self::CommandLine,
    ];

    /// In a table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Probing => "probing",
            Self::Starting => "starting",
            Self::Decoding => "decoding",
            Self::Exporting => "exporting",
            Self::Ended => "just ended",
            Self::CommandLine => "command line",
        }
    }

    /// Whether it needs a recording that comes to its end soon.
    pub fn is_late(self) -> bool {
        matches!(self, Self::Exporting | Self::Ended)
    }

    /// Whether the job is there; `worked` says whether a worker has been seen.
    pub fn has_come(self, job: &Value, worked: bool) -> bool {
        let ended = !["pending", "running"].contains(&word(job));
        let steps = || job["pipelines"].as_array().into_iter().flatten();
        let come = match self {
            Self::Waiting | Self::Probing | Self::CommandLine => true,
            Self::Starting => worked,
            Self::Decoding => steps().any(|step| step["done_ms"].as_i64() > Some(0)),
            Self::Exporting => steps().any(|step| {
                step["status"] == "succeeded" || step["progress"].as_f64() > Some(90.0)
            }),
            Self::Ended => false,
        };
        come || ended
    }

    /// How long after that moment the cancel may come.
    pub fn spread(self) -> Duration {
        Duration::from_millis(match self {
            Self::Waiting | Self::Probing => 60,
            Self::Starting => 150,
            Self::Decoding => 500,
            Self::Exporting => 120,
            Self::Ended => 5,
            Self::CommandLine => 2_000,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_job_that_has_ended_is_not_waited_for() {
        let job = json!({ "status": "failed", "pipelines": [] });
        assert!(
            Moment::ALL
                .iter()
                .all(|moment| moment.has_come(&job, false))
        );
        let job = json!({ "status": "running", "pipelines": [{ "done_ms": 0 }] });
        assert!(!Moment::Decoding.has_come(&job, true));
        assert!(Moment::Starting.has_come(&job, true));
    }
}
