//! Ctrl-C on `videoannotator annotate` at a random moment: it and everything below it has to be gone, and
//! it has to say that it was interrupted. Used by the campaign.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::super::chance::Chance;
use super::super::family::{signal, time_until};
use super::super::outcome::Outcome;
use super::{Cancel, Moment};
use crate::annotate::command;
use crate::processes;
use crate::sandbox::Sandbox;

/// How long it may stay before the campaign calls it stuck.
const PATIENCE: Duration = Duration::from_mins(1);
/// Exit code of an interrupted run.
const INTERRUPTED: i32 = 130;

/// Starts it, interrupts it, watches it go.
pub(super) fn annotate(
    sandbox: &Sandbox,
    recording: &Path,
    number: u32,
    chance: &mut Chance,
    outcome: &mut Outcome,
) -> Result<Cancel> {
    let moment = Moment::CommandLine;
    let out = sandbox.join(&format!("interrupted-{number}"));
    let mut child = command(sandbox, &[])?
        .arg(recording)
        .arg("--out")
        .arg(&out)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let id = child.id();
    // not before it listens to signals: a program that has not begun is ended by the system
    time_until(PATIENCE, || Ok(out.exists() || child.try_wait()?.is_some()))?;
    std::thread::park_timeout(chance.between(Duration::ZERO, moment.spread()));
    let mut left = processes::below(id)?;
    let groups = left.clone();
    left.push(id);
    let begun = Instant::now();
    let hit = signal(id, "INT")?;
    let gone = time_until(PATIENCE, || {
        // the zombie is ours to reap
        let ended = child.try_wait()?.is_some();
        let mut groups = groups.iter().map(|group| processes::group(*group));
        let empty = groups.all(|group| group.is_ok_and(|group| group.is_empty()));
        Ok(ended && empty && left.iter().all(|id| !processes::is_alive(*id)))
    })?;
    let took = begun.elapsed();
    let code = child.wait()?.code();
    outcome.check(gone.is_some(), || format!("annotate stays: {left:?}"));
    let interrupted = code == Some(INTERRUPTED);
    let expected = interrupted || code == Some(0);
    outcome.check(expected, || format!("annotate ended with {code:?}"));
    Ok(Cancel {
        moment,
        took: (hit && interrupted).then_some(took),
    })
}
