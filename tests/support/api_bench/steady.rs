//! A load that is held: so many requests a second of different kinds, with the server's memory and descriptors
//! looked at meanwhile. Used by the benchmark and by the test of the load.

use std::fmt;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use serde_json::json;

use crate::campaign::outcome::spread;
use crate::client::Client;
use crate::processes;
use crate::server::Server;

/// An answer later than this is counted.
const LATE: Duration = Duration::from_millis(100);
/// Share of the time after which the first look is taken: caches and pools are filled by then.
const WARM: f64 = 0.1;

/// What a server took at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Requests that were answered by then.
    pub answered: usize,
    /// Resident memory in bytes.
    pub resident: u64,
    /// Open descriptors.
    pub descriptors: usize,
}

/// What a steady load showed.
#[derive(Clone, Debug, Default)]
pub struct Steady {
    /// Requests a second that were wanted.
    pub rate: usize,
    /// How long it lasted.
    pub length: Duration,
    /// From the moment in which a request was due to its last byte.
    pub times: Vec<Duration>,
    /// When it was warm, in the middle, at the end, and when every client had left.
    pub looks: Vec<Look>,
}

/// Looks at a server.
pub fn look(server: u32, answered: usize) -> Result<Look> {
    Ok(Look {
        answered,
        resident: processes::resident(server)?,
        descriptors: processes::descriptors(server)?,
    })
}

/// Holds the load.
pub(super) fn hold(
    server: &Server,
    clients: usize,
    rate: usize,
    length: Duration,
    jobs: &[String],
) -> Result<Steady> {
    let begun = Instant::now();
    let every = Duration::from_secs_f64(clients as f64 / rate as f64);
    let each = (length.as_secs_f64() / every.as_secs_f64()).round() as usize;
    let work = |number: usize| -> Result<Vec<Duration>> {
        let client = Client::of(server);
        let first = begun + every.mul_f64(number as f64 / clients as f64);
        let requests = (0..each).map(|beat| {
            let due = first + every.mul_f64(beat as f64);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            ask(&client, number + beat * 7, jobs)?;
            Ok(due.elapsed())
        });
        requests.collect()
    };
    std::thread::scope(|scope| {
        let work = &work;
        let crowd: Vec<_> = (0..clients).map(|n| scope.spawn(move || work(n))).collect();
        let mut looks = Vec::new();
        for share in [WARM, 0.5, 1.0] {
            let at = begun + length.mul_f64(share);
            std::thread::sleep(at.saturating_duration_since(Instant::now()));
            let answered = (begun.elapsed().as_secs_f64() * rate as f64) as usize;
            looks.push(look(server.pid(), answered)?);
        }
        let mut times = Vec::new();
        for client in crowd {
            let own = client.join().map_err(|_| anyhow!("a client panicked"))?;
            times.extend(own?);
        }
        let length = begun.elapsed();
        looks.push(look(server.pid(), times.len())?);
        Ok(Steady {
            rate,
            length,
            times,
            looks,
        })
    })
}

/// One request of the mixture: what a script and an open window ask for.
fn ask(client: &Client, number: usize, jobs: &[String]) -> Result<()> {
    let job = &jobs[number % jobs.len()];
    match number % 5 {
        0 => client.read_only("/health")?,
        1 => client.read_only("/api/v1/jobs?per_page=20")?,
        2 => client.read_only(&format!("/api/v1/jobs/{job}"))?,
        3 => client.read_only("/api/v1/queue")?,
        _ => {
            let body = json!({ "config": { "motion_energy": { "regions": "many" } } });
            client
                .timed("POST", "/api/v1/config/validate", Some(&body), 200)?
                .1
        }
    };
    Ok(())
}

impl fmt::Display for Steady {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.length.as_secs_f64();
        let late = self.times.iter().filter(|time| **time > LATE).count();
        writeln!(
            f,
            "{} requests a second for {seconds:.0} s (health, list, state, queue, a configuration with an error): {:.0} a \
             second were answered, {}, {late} later than 100 ms; each from the moment in which it was due.\n",
            self.rate,
            self.times.len() as f64 / seconds,
            spread(&self.times),
        )?;
        writeln!(
            f,
            "| while it lasted | answered | resident memory, MB | descriptors |\n|---|---:|---:|---:|"
        )?;
        let words = [
            "warm",
            "in the middle",
            "at the end",
            "when all clients had left",
        ];
        for (words, look) in words.iter().zip(&self.looks) {
            let megabytes = look.resident as f64 / 1e6;
            writeln!(
                f,
                "| {words} | {} | {megabytes:.1} | {} |",
                look.answered, look.descriptors
            )?;
        }
        let [Some(warm), Some(end)] = [self.looks.first(), self.looks.get(2)] else {
            return Ok(());
        };
        let grown = end.resident as f64 - warm.resident as f64;
        let requests = end.answered.saturating_sub(warm.answered).max(1) as f64;
        writeln!(
            f,
            "\nFrom warm to the end memory grew by {:.2} MB for each 100,000 requests (wanted: no growth).",
            grown / requests * 1e5 / 1e6
        )
    }
}
