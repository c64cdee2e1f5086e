//! Diagnostics: what this computer and this installation can do, one check a file. A check measures and says in
//! words what is wrong and the one thing to do; it changes nothing, takes no lock of the engine and loads no
//! inference library: that happens in children, which may crash. Called by the command line, the router and
//! the self-test.

mod child;
mod database;
mod ffmpeg;
mod finding;
mod gpu;
mod models;
mod mount;
mod network;
mod pipelines;
mod runtime;
mod self_test;
mod start;
mod storage;
mod system;
mod trial;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant, SystemTime};

use va_core::Failure;
use va_store::WallTime;

use crate::engine::Engine;
use crate::models::Sent;
use crate::toolbox::Toolbox;

pub use finding::{Finding, Problem, Report, Status, in_order};
pub use runtime::{ProbedProvider, RuntimeFacts};
pub(crate) use self_test::SelfTestDesk;
pub use self_test::{DeviceState, DeviceTest, SelfTest, SelfTestState, self_test};
pub(crate) use start::announce;

/// What a check may look at.
#[derive(Clone, Debug)]
pub struct Context {
    /// What is installed.
    pub toolbox: Toolbox,
    /// The data folder, or why nobody can say where it is.
    pub data: Result<PathBuf, Failure>,
    /// The `videoannotator` command, for children.
    pub program: PathBuf,
    /// What the door has counted, where there is one.
    pub sockets: Option<Sockets>,
}

/// Sockets since the program started.
#[derive(Clone, Debug, Default)]
pub struct Sockets {
    /// Where it has listened, the first one first.
    pub listeners: Vec<Listener>,
    /// What went to other computers, by their names.
    pub sent: BTreeMap<String, Sent>,
}

/// An address on which the program listened.
#[derive(Clone, Debug)]
pub struct Listener {
    /// With its port.
    pub address: SocketAddr,
    /// What for, in a few words.
    pub purpose: &'static str,
    /// Since when.
    pub opened: WallTime,
    /// Until when; `None` while it listens.
    pub closed: Option<WallTime>,
    /// Connections that it took.
    pub connections: u64,
}

/// One part of the diagnostics.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Its name on the wire and on the command line.
    pub part: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// Whether it takes so long that it runs only when somebody asks for it.
    pub slow: bool,
    /// How long it may take.
    limit: Duration,
    run: fn(&Context) -> Finding,
}

/// Every check, in the order in which they are shown.
pub const CHECKS: &[Check] = &[
    system::CHECK,
    ffmpeg::CHECK,
    runtime::CHECK,
    gpu::CHECK,
    storage::CHECK,
    database::CHECK,
    models::CHECK,
    pipelines::CHECK,
    network::CHECK,
];

impl Engine {
    /// What the checks look at when this engine runs.
    pub fn diagnosed(&self, sockets: Option<Sockets>) -> Context {
        Context {
            toolbox: self.toolbox().clone(),
            data: Ok(self.data_root()),
            program: self.program().to_owned(),
            sockets,
        }
    }
}

/// The checks of a part, or of `all`; the slow ones of `all` only if `slow`. `None` for an unknown name.
pub fn chosen(part: &str, slow: bool) -> Option<Vec<Check>> {
    if part == "all" {
        let wanted = CHECKS.iter().filter(|check| slow || !check.slow);
        return Some(wanted.copied().collect());
    }
    let found = CHECKS.iter().find(|check| check.part == part)?;
    Some(vec![*found])
}

/// Runs checks, each on a thread of its own and no longer than it may take. Not for threads that answer
/// requests.
pub fn examine(checks: &[Check], context: &Context) -> Report {
    let begun = Instant::now();
    let waiting: Vec<_> = checks.iter().map(|check| start(*check, context)).collect();
    let components = checks.iter().zip(waiting).map(|(check, answer)| {
        let left = check.limit.saturating_sub(begun.elapsed());
        let overdue = || {
            let seconds = check.limit.as_secs();
            Finding::failed(
                format!("no answer in {seconds} s"),
                format!("this check did not answer in {seconds} seconds"),
                "look whether a disk or a program hangs, and check again",
            )
        };
        let mut finding = answer.recv_timeout(left).unwrap_or_else(|_| overdue());
        finding.title = check.title;
        (check.part, finding)
    });
    let components: Vec<_> = components.collect();
    Report {
        overall_status: components
            .iter()
            .map(|(_, finding)| finding.status)
            .max()
            .unwrap_or(Status::Ok),
        generated_at: WallTime::from(SystemTime::now()).to_string(),
        took_ms: begun.elapsed().as_millis() as u64,
        components,
    }
}

fn start(check: Check, context: &Context) -> std::sync::mpsc::Receiver<Finding> {
    let (sender, answer) = channel();
    let context = context.clone();
    let work = move || {
        let begun = Instant::now();
        let mut finding = (check.run)(&context);
        finding.took_ms = begun.elapsed().as_millis() as u64;
        // nobody waits any more for one that took too long
        drop(sender.send(finding));
    };
    let name = format!("check-{}", check.part);
    // a thread that can't be started drops the sender: the check is reported as without an answer
    drop(std::thread::Builder::new().name(name).spawn(work));
    answer
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
