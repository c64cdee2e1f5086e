//! Wall time of a command, the median of several, and the peak memory of a process below it.
//!
//! Contestants run in turn, so that a slow minute of the computer hits all of them. Used by the
//! benchmarks.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Seconds that a command takes, output discarded.
pub fn seconds(command: &mut Command) -> Result<f64> {
    let start = Instant::now();
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .with_context(|| format!("start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} failed ({status})");
    }
    Ok(start.elapsed().as_secs_f64())
}

/// The middle value, or the mean of the two in the middle.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => sorted[half],
        _ => f64::midpoint(sorted[half - 1], sorted[half]),
    }
}

/// Peak memory in bytes: of the worker process, and of the largest moment of the whole family.
#[derive(Clone, Copy, Debug, Default)]
pub struct Peak {
    /// The worker alone, as the kernel's own high-water mark.
    pub worker: u64,
    /// The program, its worker and its decoders together, sampled.
    pub family: u64,
}

/// Runs the command to its end and watches the memory of it and of what it started (Linux only).
pub fn peak(command: &mut Command) -> Result<(Peak, f64)> {
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("start {command:?}"))?;
    let mut peak = Peak::default();
    let status = loop {
        look(&child, &mut peak);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    if !status.success() {
        bail!("{command:?} failed ({status})");
    }
    if peak.worker == 0 {
        bail!("{command:?} was never seen to start a worker");
    }
    Ok((peak, start.elapsed().as_secs_f64()))
}

fn look(child: &Child, peak: &mut Peak) {
    let mut total = 0;
    for process in family(child.id()) {
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        total += kilobytes(&status, "VmRSS:") * 1024;
        let words = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
        if words.split(|byte| *byte == 0).any(|word| word == b"worker") {
            peak.worker = peak.worker.max(kilobytes(&status, "VmHWM:") * 1024);
        }
    }
    peak.family = peak.family.max(total);
}

/// The process and everything below it.
fn family(root: u32) -> Vec<u32> {
    let mut found = vec![root];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        next += 1;
        let Ok(threads) = fs::read_dir(format!("/proc/{parent}/task")) else {
            continue;
        };
        for thread in threads.flatten() {
            let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            found.extend(
                children
                    .split_whitespace()
                    .filter_map(|id| id.parse::<u32>().ok()),
            );
        }
    }
    found
}

fn kilobytes(status: &str, field: &str) -> u64 {
    status
        .lines()
        .find_map(|line| line.strip_prefix(field))
        .and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one_or_the_mean_of_two() {
        assert!((median(&[3.0, 1.0, 2.0]) - 2.0).abs() < 1e-9);
        assert!((median(&[4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < 1e-9);
    }

    #[test]
    fn memory_is_read_from_the_kernels_words() {
        let status = "Name:\tx\nVmHWM:\t   12345 kB\nVmRSS:\t   100 kB\n";
        assert_eq!(kilobytes(status, "VmHWM:"), 12345);
        assert_eq!(kilobytes(status, "VmSwap:"), 0);
    }
}
