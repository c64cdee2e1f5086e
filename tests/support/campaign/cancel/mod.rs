//! The cancel campaign: jobs are cancelled at random moments in every state. Whatever ran for them has to
//! be gone, and they have to stay cancelled.
//!
//! A second job runs beside them all the time and must not be disturbed. Called by
//! `cargo xtask cancel-test` and by a test.

mod after;
mod engine;
mod interrupt;
mod moment;
mod offline;

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::chance::Chance;
use super::door::Door;
use super::outcome::{Outcome, percentile, spread};
use super::recordings::{self, Size};
use crate::sandbox::Sandbox;
use crate::server::Server;
use crate::window::Window;
use engine::Engine;
pub use moment::Moment;

/// When compute and child processes have to be gone, for 99 of 100 cancels.
const WANTED: Duration = Duration::from_secs(2);

/// What to do.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Cancels through the API.
    pub cancels: u32,
    /// Cancels through the door of the window.
    pub window: u32,
    /// Interruptions of `annotate`.
    pub interruptions: u32,
    /// Where chance starts.
    pub seed: u64,
    /// The recording that is cancelled in its middle.
    pub long: Size,
    /// The recording that comes to its end.
    pub short: Size,
    /// Whether slow cancels are a problem; on a busy computer they are not the program's fault.
    pub timed: bool,
}

/// One cancel.
#[derive(Clone, Debug)]
pub struct Cancel {
    /// In which state.
    pub moment: Moment,
    /// From the request until the last process was gone; `None` if it came after the job's end.
    pub took: Option<Duration>,
}

/// Runs the campaign. `say` gets a line for each cancel. An error says that the campaign itself broke.
pub fn run(options: &Options, sandbox: &Sandbox, say: &mut dyn FnMut(&str)) -> Result<Outcome> {
    let begun = Instant::now();
    let mut outcome = Outcome::default();
    let mut chance = Chance::new(options.seed);
    let long = recordings::make(sandbox.path(), 1, options.long)?.remove(0);
    let short = sandbox.join("short");
    std::fs::create_dir_all(&short)?;
    let short = recordings::make(&short, 1, options.short)?.remove(0);
    let endless = sandbox.join("endless.mp4");
    recordings::repeat(&long, 30, &endless)?;
    let mut all = Vec::new();
    for number in 1..=options.interruptions {
        let cancel = interrupt::annotate(sandbox, &long, number, &mut chance, &mut outcome)?;
        say(&line(&cancel));
        all.push(cancel);
    }
    offline::jobs(sandbox, &short, &mut outcome)?;
    let recordings = [long, short, endless];
    let door = api(sandbox)?;
    let mut engine = Engine::start(sandbox, door, recordings.clone())?;
    let waiting = options.cancels / Moment::OF_A_JOB.len() as u32;
    for cancel in engine.waiting(waiting, &mut chance, &mut outcome)? {
        say(&line(&cancel));
        all.push(cancel);
    }
    for _ in waiting..options.cancels {
        all.push(engine.anytime(&mut chance, &mut outcome)?);
        all.last().into_iter().for_each(|cancel| say(&line(cancel)));
    }
    after::check(engine, &mut outcome)?;
    if options.window > 0 {
        let window = Window::open(sandbox, &[]).context("open the window")?;
        window.wait_until("document.querySelector('button')")?;
        let door = Box::new(window);
        let mut engine = Engine::start(sandbox, door, recordings)?;
        for _ in 0..options.window {
            let cancel = engine.anytime(&mut chance, &mut outcome)?;
            say(&format!("window: {}", line(&cancel)));
            all.push(cancel);
        }
        after::check(engine, &mut outcome)?;
    }
    sum_up(options, &all, &mut outcome);
    outcome.row("seconds", begun.elapsed().as_secs());
    Ok(outcome)
}

/// The engine behind its TCP door, for two jobs at once.
fn api(sandbox: &Sandbox) -> Result<Box<dyn Door>> {
    let environment = [("MAX_CONCURRENT_JOBS", "2")];
    let log = sandbox.join("engine.log");
    Ok(Box::new(Server::start_with(sandbox, &environment, &log)?))
}

fn line(cancel: &Cancel) -> String {
    let took = cancel.took.map_or_else(
        || "had ended".to_owned(),
        |took| format!("gone after {:.0} ms", took.as_secs_f64() * 1000.0),
    );
    format!("{:<12} {took}", cancel.moment.name())
}

fn sum_up(options: &Options, all: &[Cancel], outcome: &mut Outcome) {
    outcome.row("seed", options.seed);
    for moment in Moment::ALL {
        let of: Vec<_> = all.iter().filter(|c| c.moment == *moment).collect();
        let times: Vec<_> = of.iter().filter_map(|c| c.took).collect();
        let ended = of.len() - times.len();
        let words = spread(&times);
        let late = if ended > 0 {
            format!(", {ended} had ended")
        } else {
            String::new()
        };
        outcome.row(moment.name(), format!("{words}{late}"));
    }
    let times: Vec<_> = all.iter().filter_map(|cancel| cancel.took).collect();
    outcome.row("all", spread(&times));
    outcome.row(
        "GPU memory",
        "not measured: the jobs of this campaign compute on the processor",
    );
    let slow = percentile(&times, 0.99);
    outcome.check(!options.timed || slow < WANTED, || {
        format!("99 of 100 have to be gone after {WANTED:?}, not after {slow:?}")
    });
}
