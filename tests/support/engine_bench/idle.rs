//! What the engine costs while nothing happens: processor time and resident memory, from Linux's `/proc`.
//! Used by the benchmark.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::processes;

/// How long the engine may need after the last submit until it is idle.
const PATIENCE: Duration = Duration::from_mins(5);
/// Ticks of `/proc/PID/stat` in a second: the same on every Linux that Rust runs on.
const TICKS: f64 = 100.0;

/// What an idle engine takes.
#[derive(Clone, Copy, Debug)]
pub struct Idle {
    /// Of one core.
    pub percent: f64,
    /// Bytes.
    pub resident: u64,
}

/// Waits until it starts nothing and uses less than a tenth of a core for two seconds.
pub fn settle(process: u32) -> Result<()> {
    let begun = Instant::now();
    loop {
        let found = watch(process, Duration::from_secs(2))?;
        if found.percent < 10.0 && processes::below(process)?.is_empty() {
            return Ok(());
        }
        ensure!(begun.elapsed() < PATIENCE, "the engine never becomes idle");
    }
}

/// Watches it for a while.
pub fn watch(process: u32, length: Duration) -> Result<Idle> {
    let before = seconds(process)?;
    let begun = Instant::now();
    std::thread::sleep(length);
    let used = seconds(process)? - before;
    Ok(Idle {
        percent: 100.0 * used / begun.elapsed().as_secs_f64(),
        resident: processes::resident(process)?,
    })
}

/// Processor seconds of a process so far.
fn seconds(process: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // the name in brackets may hold anything; user and system time are the 12th and 13th word after it
    let words = stat.rsplit_once(") ").context("its times")?.1;
    let words: Vec<&str> = words.split(' ').collect();
    let tick = |at: usize| -> Result<f64> { Ok(words.get(at).context("a time")?.parse()?) };
    Ok((tick(11)? + tick(12)?) / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_that_works_is_seen_to_work() {
        let before = seconds(std::process::id()).unwrap();
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_millis(200) {
            std::hint::spin_loop();
        }
        assert!(seconds(std::process::id()).unwrap() > before);
    }
}
