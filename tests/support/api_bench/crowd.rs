//! Many clients that ask the same at once, without a pause or each at its own beat. Used by the benchmark.

use std::sync::Barrier;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

use crate::client::Client;
use crate::server::Server;

/// One request; it is told its number, and says how long it took.
pub(super) type Ask<'a> = &'a (dyn Fn(&Client, usize) -> Result<Duration> + Sync);

/// Each client asks so many times, one after the other. The first request, which opens the connection, is not
/// counted.
pub(super) fn at_once(
    server: &Server,
    clients: usize,
    each: usize,
    ask: Ask<'_>,
) -> Result<Vec<Duration>> {
    paced(server, clients, each, Duration::ZERO, ask)
}

/// The same with a beat: each client begins a request at its own moment of each `every`, spread evenly.
pub(super) fn paced(
    server: &Server,
    clients: usize,
    each: usize,
    every: Duration,
    ask: Ask<'_>,
) -> Result<Vec<Duration>> {
    let ready = Barrier::new(clients);
    let work = |number: usize| -> Result<Vec<Duration>> {
        let client = Client::of(server);
        let opened = ask(&client, number);
        // whoever can't begin must not keep the others waiting
        ready.wait();
        opened?;
        let begun = Instant::now() + every.mul_f64(number as f64 / clients as f64);
        let beats = (0..each).map(|beat| {
            let due = begun + every.saturating_mul(beat as u32);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            ask(&client, number + beat * clients)
        });
        beats.collect()
    };
    std::thread::scope(|scope| {
        let crowd: Vec<_> = (0..clients)
            .map(|n| (n, &work))
            .map(|(n, work)| scope.spawn(move || work(n)))
            .collect();
        let mut times = Vec::new();
        for client in crowd {
            let own = client.join().map_err(|_| anyhow!("a client panicked"))?;
            times.extend(own?);
        }
        Ok(times)
    })
}
