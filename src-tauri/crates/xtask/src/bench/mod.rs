//! `cargo xtask bench`: our programs beside others, run in turn on this computer, as ratios.
//!
//! It measures release builds and writes docs/benchmarks.md; no test depends on its times. Each
//! benchmark is one file and one line in [`BENCHMARKS`]. Called by people.

mod annotation;
mod api;
mod clips;
mod engine;
mod measure;
mod memory;
mod page;
mod peers;
mod shots;
mod speech;
mod start;
mod timeline;
mod vision;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::cargo::{CLI, DESKTOP};
use crate::packages::Group;
use crate::workspace::{Profile, Workspace};
use crate::{cargo, exec, runtime, setup, ui};
use peers::Peers;

/// One benchmark: its name and what makes its section of the page.
type Benchmark = (&'static str, fn(&Bench<'_>) -> Result<String>);

/// All of them, in the order of the page.
const BENCHMARKS: &[Benchmark] = &[
    ("shots", shots::measure),
    ("speech", speech::measure),
    ("memory", memory::measure),
    ("start", start::measure),
    ("engine", engine::measure),
    ("api", api::measure),
    ("timeline", timeline::measure),
    ("vision", vision::measure),
];

/// Options of the task.
#[derive(Args)]
pub struct Options {
    /// Which: shots, speech, memory, start, engine, api, timeline, vision; all without one
    names: Vec<String>,
    /// How often each program runs; the median counts
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Measure the release build as it is
    #[arg(long)]
    no_build: bool,
    /// Also measure Silero VAD's own package (downloads several gigabytes)
    #[arg(long)]
    silero: bool,
    /// Minutes of the long recording that `vision` watches the memory on
    #[arg(long, default_value_t = 60)]
    minutes: u32,
    /// Minutes of the steady load of `api`
    #[arg(long, default_value_t = 2)]
    load_minutes: u32,
    /// Try the benchmark `vision` itself, with the debug build as it is; writes no page
    #[arg(long)]
    debug: bool,
}

impl Options {
    fn wants(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|wanted| wanted == name)
    }
}

/// What a benchmark works with.
pub struct Bench<'a> {
    /// The clone.
    pub workspace: &'a Workspace,
    /// The other programs.
    pub peers: Peers,
    /// How often each program runs.
    pub runs: usize,
    /// Whether Silero VAD's own package is among them.
    pub silero: bool,
    /// Minutes of the long recording with people.
    pub minutes: u32,
    /// Minutes of the steady load of the API.
    pub load_minutes: u32,
    /// The build that `vision` measures.
    pub profile: Profile,
}

/// The task.
pub fn task(workspace: &Workspace, options: &Options) -> Result<()> {
    let known = |name: &String| BENCHMARKS.iter().any(|(known, _)| known == name);
    if let Some(unknown) = options.names.iter().find(|name| !known(name)) {
        bail!(
            "there is no benchmark `{unknown}`: shots, speech, memory, start, engine, api, timeline, vision"
        );
    }
    if options.debug && options.names != ["vision"] {
        bail!("`--debug` is for `vision` alone: `cargo xtask bench vision --debug`");
    }
    if options.runs == 0 {
        bail!("`--runs 0` measures nothing; give 1 or more");
    }
    exec::step("set up", || {
        setup::ensure(&[Group::Build, Group::Run, Group::Test])
    })?;
    let profile = Profile::release_if(!options.debug);
    if !options.no_build && !options.debug {
        exec::step("build the page", || ui::build(workspace))?;
        let window = options.wants("start").then_some(DESKTOP.0);
        let packages: Vec<_> = std::iter::once(CLI.0).chain(window).collect();
        exec::step("build the programs", || {
            cargo::build(workspace, Profile::Release, &packages)
        })?;
    }
    exec::step("place the runtime parts", || {
        runtime::ensure(workspace, profile)
    })?;
    let peers = exec::step("the other programs", || {
        Peers::install(workspace, options.silero)
    })?;
    let bench = Bench {
        workspace,
        peers,
        runs: options.runs,
        silero: options.silero,
        minutes: options.minutes,
        load_minutes: options.load_minutes,
        profile,
    };
    let sections = workspace.target().join("bench/sections");
    std::fs::create_dir_all(&sections).context("make the folder for the results")?;
    for (name, measure) in BENCHMARKS {
        if options.wants(name) {
            let busy = if options.debug { String::new() } else { busy() };
            let section = exec::step(&format!("benchmark {name}"), || measure(&bench))?;
            let section = format!("{section}{busy}");
            println!("{section}");
            if options.debug {
                continue;
            }
            std::fs::write(sections.join(format!("{name}.md")), section)?;
        }
    }
    if options.debug {
        return Ok(());
    }
    page::write(&bench, &sections, BENCHMARKS.iter().map(|(name, _)| *name))
}

/// How long the work of a moment ago, a build above all, is waited for.
const PATIENCE: Duration = Duration::from_mins(4);

/// A warning for the page when other work runs and does not end (seen on Linux only).
fn busy() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let begun = Instant::now();
    while load() >= 0.5 * cores as f64 {
        if begun.elapsed() > PATIENCE {
            return warning(load(), cores);
        }
        std::thread::sleep(Duration::from_secs(5));
    }
    String::new()
}

/// How many threads wanted to run, on average over the last minute.
fn load() -> f64 {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let first = text.split(' ').next();
    first.and_then(|word| word.parse().ok()).unwrap_or(0.0)
}

fn warning(load: f64, cores: usize) -> String {
    format!(
        "\n**Measured on a busy computer** (load {load:.1} on {cores} cores before the first run): other work \
         took its share, so neither the seconds nor the ratios are to be relied on.\n"
    )
}
