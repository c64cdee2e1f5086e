//! The crash campaign: jobs run under a real engine while engine, workers and decoders are killed at
//! random moments. Every job has to finish by itself with the results of an undisturbed run.
//!
//! It only kills and watches; it never helps a job along. Called by `cargo xtask crash-test` and by a test.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::chance::Chance;
use super::family::{Family, Part, signal, time_until};
use super::jobs::Jobs;
use super::listener::{Heard, listen};
use super::outcome::{Outcome, spread};
use super::recordings::{self, Size};
use super::twice::{ONE_INTERVAL, Twice};
use crate::processes;
use crate::sandbox::Sandbox;
use crate::server::Server;

/// How long nothing may get further before the campaign gives up.
const PATIENCE: Duration = Duration::from_mins(2);
/// How long the processes of a killed engine may be seen: a decoder notices at its next write, and a busy
/// computer lets it wait for that.
const ORPHANS: Duration = Duration::from_secs(20);
/// How long to look for a victim that is not there at the moment.
const SEARCH: Duration = Duration::from_secs(2);

/// What to do.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Kills.
    pub kills: u32,
    /// Where chance starts.
    pub seed: u64,
    /// Jobs at once.
    pub slots: usize,
    /// Recordings.
    pub recordings: u32,
    /// Their size.
    pub size: Size,
    /// Shortest and longest time between two kills.
    pub pause: (Duration, Duration),
}

/// Runs the campaign. `say` gets a line for each kill. An error says that the campaign itself broke.
pub fn run(options: &Options, sandbox: &Sandbox, say: &mut dyn FnMut(&str)) -> Result<Outcome> {
    let size = options.size;
    let started = Instant::now();
    let recordings = recordings::make(sandbox.path(), options.recordings, size)?;
    let mut campaign = Campaign::start(options, sandbox, recordings)?;
    say(&format!("{} kills, seed {}", options.kills, options.seed));
    let begun = Instant::now();
    while campaign.killed() < options.kills {
        campaign.pause()?;
        let line = campaign.kill()?;
        let at = begun.elapsed().as_secs_f64();
        say(&format!("{:>4} at {at:>6.1} s: {line}", campaign.killed()));
    }
    say("no more kills: every job has to finish by itself");
    campaign.finish()?;
    let mut outcome = campaign.end()?;
    outcome.row("seconds", started.elapsed().as_secs());
    Ok(outcome)
}

struct Campaign<'a> {
    options: &'a Options,
    sandbox: &'a Sandbox,
    chance: Chance,
    server: Server,
    events: Receiver<Heard>,
    jobs: Jobs,
    twice: Twice,
    kills: BTreeMap<Part, u32>,
    restarts: Vec<Duration>,
    orphans: Vec<Duration>,
    outcome: Outcome,
}

impl<'a> Campaign<'a> {
    /// Starts the engine and lets it do every recording once, undisturbed.
    fn start(options: &'a Options, sandbox: &'a Sandbox, recordings: Vec<PathBuf>) -> Result<Self> {
        let server = engine(options, sandbox)?;
        let jobs = Jobs::undisturbed(sandbox, &server, recordings)?;
        let events = listen(&server)?;
        Ok(Self {
            options,
            sandbox,
            chance: Chance::new(options.seed),
            server,
            events,
            jobs,
            twice: Twice::default(),
            kills: BTreeMap::new(),
            restarts: Vec::new(),
            orphans: Vec::new(),
            outcome: Outcome::default(),
        })
    }

    fn killed(&self) -> u32 {
        self.kills.values().sum()
    }

    /// Keeps the queue filled and listens until the next moment has come.
    fn pause(&mut self) -> Result<()> {
        let (shortest, longest) = self.options.pause;
        let moment = Instant::now() + self.chance.between(shortest, longest);
        loop {
            self.look()?;
            self.jobs.fill(&self.server, self.options.slots + 1)?;
            let left = moment.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            std::thread::park_timeout(left.min(Duration::from_millis(50)));
        }
    }

    /// Takes in what has happened since the last look. Returns whether something got further.
    fn look(&mut self) -> Result<bool> {
        let mut moved = false;
        for heard in self.events.try_iter() {
            self.twice.hear(&heard.name, &heard.data);
            moved = true;
        }
        let (sandbox, server) = (self.sandbox, &self.server);
        let ended = self.jobs.settle(sandbox, server, &mut self.outcome)?;
        Ok(moved || ended)
    }

    /// Kills somebody; says whom.
    fn kill(&mut self) -> Result<String> {
        let part = *self.chance.pick(&Part::ALL).unwrap_or(&Part::Worker);
        let (part, victim) = self.find(part)?;
        *self.kills.entry(part).or_default() += 1;
        if part == Part::Engine {
            return self.kill_engine();
        }
        let hit = signal(victim, "KILL")?;
        let word = if hit { "" } else { " (it had just ended)" };
        Ok(format!("{} {victim}{word}", part.name()))
    }

    /// Somebody of the wanted part, or the engine when there is nobody to be found.
    fn find(&mut self, part: Part) -> Result<(Part, u32)> {
        let engine = self.server.pid();
        let mut victim = None;
        if part != Part::Engine {
            time_until(SEARCH, || {
                let family = Family::below(engine)?;
                victim = self.chance.pick(family.part(part)).copied();
                Ok(victim.is_some())
            })?;
        }
        Ok(victim.map_or((Part::Engine, engine), |victim| (part, victim)))
    }

    fn kill_engine(&mut self) -> Result<String> {
        let victim = self.server.pid();
        let left = processes::below(victim)?;
        self.server.kill_and_reap()?;
        let begun = Instant::now();
        // at once, while its workers may still be there
        self.server = engine(self.options, self.sandbox)?;
        self.restarts.push(begun.elapsed());
        self.events = listen(&self.server)?;
        self.twice.new_life();
        let mut last = Vec::new();
        let gone = time_until(ORPHANS, || {
            let alive = left.iter().filter(|id| processes::is_alive(**id));
            let alive: Vec<String> = alive.map(|id| processes::name(*id)).collect();
            let none = alive.is_empty();
            if !none {
                last = alive;
            }
            Ok(none)
        })?;
        self.outcome.check(gone.is_some(), || {
            format!("processes outlive a killed engine: {last:?}")
        });
        let took = begun.elapsed();
        self.orphans.push(took);
        let took = took.as_millis();
        let left = left.len();
        Ok(format!(
            "engine {victim} with {left} processes, gone after {took} ms, last {last:?}"
        ))
    }

    /// Waits until every job has ended.
    fn finish(&mut self) -> Result<()> {
        let mut last = Instant::now();
        while !self.jobs.all_ended() {
            if self.look()? {
                last = Instant::now();
            }
            if last.elapsed() > PATIENCE {
                let left = self.jobs.left(&self.server)?;
                self.outcome.problem(format!("nothing goes on: {left}"));
                return Ok(());
            }
            std::thread::park_timeout(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Looks at what is left behind, and sums up.
    fn end(mut self) -> Result<Outcome> {
        let family = Family::below(self.server.pid())?;
        self.outcome.check(family.workers.is_empty(), || {
            format!("workers are left: {:?}", family.workers)
        });
        // once more from the catalogue alone
        self.server.terminate()?;
        self.server = engine(self.options, self.sandbox)?;
        for word in ["running", "pending", "failed"] {
            let total = count(&self.server, word)?;
            self.outcome
                .check(total == 0, || format!("{total} jobs are `{word}`"));
        }
        let engine = self.server.pid();
        self.server.terminate()?;
        let stays = processes::is_alive(engine);
        self.outcome.check(!stays, || "the engine stays".to_owned());
        let worst = self.twice.worst().cloned();
        if let Some(stretch) = worst.filter(|stretch| stretch.length() > ONE_INTERVAL) {
            self.outcome.problem(format!(
                "more than one interval computed twice: {stretch:?}"
            ));
        }
        Ok(self.sum_up())
    }

    fn sum_up(self) -> Outcome {
        let mut outcome = self.outcome;
        outcome.row("seed", self.options.seed);
        for part in Part::ALL {
            let kills = self.kills.get(&part).copied().unwrap_or_default();
            outcome.row(format!("kills of {}", part.name()), kills);
        }
        outcome.row("jobs finished with equal results", self.jobs.equal());
        let stretches = self.twice.stretches();
        outcome.row("steps taken up again", stretches.len());
        let resumed = stretches.iter().filter(|s| s.from > 0).count();
        outcome.row("... from a checkpoint", resumed);
        let worst = self.twice.worst().map_or(0, super::twice::Stretch::length);
        let worst = format!("{:.1} s of recording", worst as f64 / 1000.0);
        outcome.row("most computed twice", worst);
        outcome.row("engine starts again", spread(&self.restarts));
        outcome.row("its old processes are gone", spread(&self.orphans));
        outcome
    }
}

/// An engine that forgives many crashes in a row, without waiting between: here they are all made.
fn engine(options: &Options, sandbox: &Sandbox) -> Result<Server> {
    let slots = options.slots.to_string();
    let environment = [
        ("MAX_CONCURRENT_JOBS", slots.as_str()),
        ("MAX_JOB_RETRIES", "20"),
        ("RETRY_BASE_DELAY", "0"),
    ];
    Server::start_with(sandbox, &environment, &sandbox.join("engine.log"))
}

fn count(server: &Server, status: &str) -> Result<u64> {
    let path = format!("/api/v1/jobs?per_page=1&status_filter={status}");
    let answer = server.ask("GET", &path, None)?;
    ensure!(answer.status == 200, "{path}: {}", answer.body);
    answer.body["total"].as_u64().context("a total")
}
