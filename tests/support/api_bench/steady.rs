//! A load that is held: so many requests a second of different kinds, with the server's memory and descriptors
//! looked at meanwhile. Used by the benchmark and by the test of the load.

use std::fmt;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};
use serde_json::json;

use crate::campaign::outcome::spread;
use crate::client::Client;
use crate::processes;
use crate::server::Server;

/// An answer later than this is counted.
const LATE: Duration = Duration::from_millis(100);
/// Clients that only listen to the events.
const LISTENERS: usize = 2;
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
    let answered = AtomicUsize::new(0);
    let over = AtomicBool::new(false);
    let every = Duration::from_secs_f64(clients as f64 / rate as f64);
    let each = (length.as_secs_f64() / every.as_secs_f64()).round() as usize;
    let work = |number: usize| -> Result<Vec<Duration>> {
        let client = Client::of(server);
        let first = begun + every.mul_f64(number as f64 / clients as f64);
        let requests = (0..each).map(|beat| {
            let due = first + every.mul_f64(beat as f64);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            ask(&client, number + beat * 7, jobs)?;
            answered.fetch_add(1, Ordering::Relaxed);
            Ok(due.elapsed())
        });
        requests.collect()
    };
    std::thread::scope(|scope| {
        let (work, over) = (&work, &over);
        let listeners: Vec<_> = (0..LISTENERS)
            .map(|_| scope.spawn(move || listen(server, over)))
            .collect();
        let crowd: Vec<_> = (0..clients).map(|n| scope.spawn(move || work(n))).collect();
        let mut looks = Vec::new();
        for share in [WARM, 0.5, 1.0] {
            let at = begun + length.mul_f64(share);
            std::thread::sleep(at.saturating_duration_since(Instant::now()));
            looks.push(look(server.pid(), answered.load(Ordering::Relaxed))?);
        }
        let mut times = Vec::new();
        for client in crowd {
            let own = client.join().map_err(|_| anyhow!("a client panicked"))?;
            times.extend(own?);
        }
        let length = begun.elapsed();
        over.store(true, Ordering::Relaxed);
        for listener in listeners {
            listener
                .join()
                .map_err(|_| anyhow!("a listener panicked"))??;
        }
        looks.push(look(server.pid(), times.len())?);
        Ok(Steady {
            rate,
            length,
            times,
            looks,
        })
    })
}

/// Somebody who listens to the events all the time, as an open window does.
fn listen(server: &Server, over: &AtomicBool) -> Result<()> {
    let mut stream = TcpStream::connect(server.base.trim_start_matches("http://"))?;
    stream.set_read_timeout(Some(Duration::from_millis(200)))?;
    let head = format!(
        "GET /api/v1/events/stream HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\n\r\n",
        server.token
    );
    stream.write_all(head.as_bytes())?;
    let mut some = [0; 4096];
    while !over.load(Ordering::Relaxed) {
        match stream.read(&mut some) {
            Ok(0) => bail!("the stream of events has ended"),
            Ok(_) => {}
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
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
            "{} requests a second for {seconds:.0} s (health, list, state, queue, a configuration with an error; two more listen to the events): {:.0} a \
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
