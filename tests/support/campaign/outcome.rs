//! What a campaign found: lines for a table, and everything that was not as it has to be. Used by the
//! campaigns and by what prints them.

use std::fmt;
use std::time::Duration;

/// Problems that are shown; more of them are seldom of another kind.
const SHOWN: usize = 20;

/// A campaign's result.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Name and value, for people.
    pub rows: Vec<(String, String)>,
    /// What went wrong; none if the campaign passed.
    pub problems: Vec<String>,
}

impl Outcome {
    /// Adds a line.
    pub fn row(&mut self, name: impl Into<String>, value: impl fmt::Display) {
        self.rows.push((name.into(), value.to_string()));
    }

    /// Something that must not be.
    pub fn problem(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }

    /// A problem unless it holds.
    pub fn check(&mut self, holds: bool, problem: impl FnOnce() -> String) {
        if !holds {
            self.problem(problem());
        }
    }

    /// Whether nothing went wrong.
    pub fn passed(&self) -> bool {
        self.problems.is_empty()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.rows.iter().map(|(name, _)| name.len()).max();
        let width = width.unwrap_or(0);
        for (name, value) in &self.rows {
            writeln!(f, "{name:<width$}  {value}")?;
        }
        for problem in self.problems.iter().take(SHOWN) {
            writeln!(f, "PROBLEM  {problem}")?;
        }
        if self.problems.len() > SHOWN {
            writeln!(f, "... and {} more", self.problems.len() - SHOWN)?;
        }
        write!(f, "{}", if self.passed() { "passed" } else { "FAILED" })
    }
}

/// The value below which a share of all lies (nearest rank); zero of nothing.
pub fn percentile(values: &[Duration], share: f64) -> Duration {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let rank = (share * sorted.len() as f64).ceil() as usize;
    let found = sorted.get(rank.clamp(1, sorted.len().max(1)) - 1);
    found.copied().unwrap_or_default()
}

/// `p50 12 ms, p99 40 ms, longest 41 ms (of 100)`.
pub fn spread(values: &[Duration]) -> String {
    let ms = |share| percentile(values, share).as_secs_f64() * 1000.0;
    format!(
        "p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms (of {})",
        ms(0.5),
        ms(0.99),
        ms(1.0),
        values.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        let values: Vec<_> = (1..=200).map(Duration::from_millis).collect();
        assert_eq!(percentile(&values, 0.99), Duration::from_millis(198));
        assert_eq!(percentile(&values, 0.5), Duration::from_millis(100));
        assert_eq!(percentile(&values, 1.0), Duration::from_millis(200));
        assert_eq!(percentile(&values[..1], 0.99), Duration::from_millis(1));
        assert_eq!(percentile(&[], 0.99), Duration::ZERO);
    }

    #[test]
    fn one_problem_is_enough_to_fail() {
        let mut outcome = Outcome::default();
        outcome.check(true, || "never".to_owned());
        assert!(outcome.passed());
        outcome.check(false, || "a job was lost".to_owned());
        assert!(
            outcome
                .to_string()
                .ends_with("PROBLEM  a job was lost\nFAILED")
        );
    }
}
