//! The processes of an engine by their parts: itself, its workers, their decoders. Linux only. Used by the
//! campaigns, which choose whom to kill and watch who is left.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::processes;

/// Who can be killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The engine: `videoannotator serve`.
    Engine,
    /// A worker.
    Worker,
    /// An ffmpeg or ffprobe.
    Decoder,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Engine, Self::Worker, Self::Decoder];

    /// In a table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Engine => "engine",
            Self::Worker => "worker",
            Self::Decoder => "ffmpeg",
        }
    }
}

/// The living processes below an engine.
#[derive(Clone, Debug, Default)]
pub struct Family {
    /// Workers.
    pub workers: Vec<u32>,
    /// Everything called ffmpeg or ffprobe.
    pub decoders: Vec<u32>,
    /// All of them, whatever they are.
    pub all: Vec<u32>,
}

impl Family {
    /// The family as it is at this moment.
    pub fn below(engine: u32) -> Result<Self> {
        let all = processes::below(engine)?;
        let mut family = Self::default();
        for id in &all {
            if is_worker(*id) {
                family.workers.push(*id);
            } else if ["ffmpeg", "ffprobe"].contains(&processes::name(*id).as_str()) {
                family.decoders.push(*id);
            }
        }
        family.all = all;
        Ok(family)
    }

    /// Those of one part; the engine is not below itself.
    pub fn part(&self, part: Part) -> &[u32] {
        match part {
            Part::Engine => &[],
            Part::Worker => &self.workers,
            Part::Decoder => &self.decoders,
        }
    }
}

fn is_worker(id: u32) -> bool {
    let words = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
    words.split(|byte| *byte == 0).nth(1) == Some(b"worker")
}

/// Sends a signal, `KILL` for example. `false` if the process was gone already.
pub fn signal(id: u32, name: &str) -> Result<bool> {
    let sent = Command::new("kill")
        .args([&format!("-{name}"), &id.to_string()])
        .output()
        .context("start `kill`")?;
    Ok(sent.status.success())
}

/// How long until a condition holds, looked at every few milliseconds; `None` if it never did in time.
pub fn time_until(
    patience: Duration,
    mut holds: impl FnMut() -> Result<bool>,
) -> Result<Option<Duration>> {
    let start = Instant::now();
    loop {
        if holds()? {
            return Ok(Some(start.elapsed()));
        }
        if start.elapsed() > patience {
            return Ok(None);
        }
        std::thread::park_timeout(Duration::from_millis(3));
    }
}
