//! How much of a recording was computed twice, told from the outside: a step had got to one place when it
//! was cut off, and the next attempt went on from an earlier one. Used by the crash campaign.
//!
//! Progress is told four times a second, so a step may have got a little further than was heard.

use std::collections::HashMap;

use serde_json::Value;

/// Milliseconds of recording that may be computed twice: the distance of two checkpoints, and the frames
/// that it takes until the next one begins.
pub const ONE_INTERVAL: i64 = 11_000;

/// What is known of one step.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    running: bool,
    /// Furthest place in milliseconds.
    done: i64,
}

/// A stretch that was computed again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The job.
    pub job: String,
    /// The pipeline.
    pub pipeline: String,
    /// Where the next attempt went on, in milliseconds.
    pub from: i64,
    /// How far it had got before.
    pub to: i64,
}

impl Stretch {
    /// Its length in milliseconds.
    pub fn length(&self) -> i64 {
        self.to - self.from
    }
}

/// The bookkeeping.
#[derive(Debug, Default)]
pub struct Twice {
    steps: HashMap<(String, String), Seen>,
    stretches: Vec<Stretch>,
}

impl Twice {
    /// The engine was started anew: whatever runs now is a new attempt.
    pub fn new_life(&mut self) {
        self.steps
            .values_mut()
            .for_each(|seen| seen.running = false);
    }

    /// An event of the stream: `job.update` or `job.progress`.
    pub fn hear(&mut self, name: &str, data: &Value) {
        let (job, steps) = match name {
            "job.update" => (&data["job"]["id"], &data["job"]["pipelines"]),
            "job.progress" => (&data["job_id"], &data["pipelines"]),
            _ => return,
        };
        let (Some(job), Some(steps)) = (job.as_str(), steps.as_array()) else {
            return;
        };
        for step in steps {
            self.step(job, step);
        }
    }

    fn step(&mut self, job: &str, step: &Value) {
        let pipeline = step["name"].as_str().unwrap_or_default();
        let key = (job.to_owned(), pipeline.to_owned());
        let seen = self.steps.entry(key).or_default();
        let running = step["status"] == "running";
        if running && !seen.running && seen.done > 0 {
            let from = step["resumed_from_ms"].as_i64().unwrap_or(0);
            self.stretches.push(Stretch {
                job: job.to_owned(),
                pipeline: pipeline.to_owned(),
                from,
                to: seen.done.max(from),
            });
        }
        seen.running = running;
        if running {
            let done = step["done_ms"].as_i64().unwrap_or(0);
            seen.done = seen.done.max(done);
        }
    }

    /// All stretches, in the order in which they were noticed.
    pub fn stretches(&self) -> &[Stretch] {
        &self.stretches
    }

    /// The longest one.
    pub fn worst(&self) -> Option<&Stretch> {
        self.stretches.iter().max_by_key(|stretch| stretch.length())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn progress(status: &str, done: i64, resumed: Option<i64>) -> Value {
        json!({ "job_id": "j", "pipelines": [
            { "name": "p", "status": status, "done_ms": done, "resumed_from_ms": resumed }] })
    }

    #[test]
    fn a_stretch_reaches_from_the_checkpoint_to_where_the_step_had_been() {
        let mut twice = Twice::default();
        twice.hear("job.progress", &progress("running", 27_500, None));
        twice.hear("job.progress", &progress("queued", 0, None));
        twice.hear("job.progress", &progress("running", 20_040, Some(20_000)));
        twice.hear("job.progress", &progress("running", 29_000, Some(20_000)));
        let worst = twice.worst().unwrap();
        assert_eq!(
            (worst.from, worst.to, worst.length()),
            (20_000, 27_500, 7_500)
        );
        assert_eq!(twice.stretches().len(), 1);
    }

    #[test]
    fn a_step_that_starts_over_has_computed_everything_twice() {
        let mut twice = Twice::default();
        twice.hear("job.progress", &progress("running", 31_000, Some(30_000)));
        twice.new_life();
        twice.hear("job.progress", &progress("running", 0, None));
        assert!(twice.worst().unwrap().length() > ONE_INTERVAL);
    }
}
