//! What this computer allows: a recording written through to the disk and looked at by ffprobe, and an answer of
//! a server that does nothing. Used by the benchmark.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};

use crate::campaign::outcome::percentile;
use crate::sandbox::Sandbox;

/// Bytes of the bare answer: about what the state of a job has.
const ANSWER: usize = 1_000;

/// The floors, as medians.
pub(super) struct Floors {
    /// One recording.
    pub upload: Duration,
    /// As many at once as there are clients.
    pub crowded: Duration,
    /// One answer, with as many clients at once.
    pub answer: Duration,
}

/// Measures them.
pub(super) fn measure(sandbox: &Sandbox, recording: &Path, clients: usize) -> Result<Floors> {
    let bytes = std::fs::read(recording)?;
    let one = |name: usize| -> Result<Duration> {
        let begun = Instant::now();
        let path = sandbox.join(&format!("floor-{name}.mp4"));
        let mut file = File::create(&path)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        let looked = Command::new("ffprobe")
            .args([
                "-v",
                "error",
                "-show_streams",
                "-show_format",
                "-of",
                "json",
            ])
            .arg(&path)
            .stdout(Stdio::null())
            .status()?;
        ensure!(looked.success(), "ffprobe can't read the recording");
        let took = begun.elapsed();
        std::fs::remove_file(path)?;
        Ok(took)
    };
    let alone: Vec<Duration> = (0..20).map(|_| one(0)).collect::<Result<_>>()?;
    let crowded = each(clients, &|number| (0..5).map(|_| one(number)).collect())?;
    Ok(Floors {
        upload: percentile(&alone, 0.5),
        crowded: percentile(&crowded, 0.5),
        answer: percentile(&bare_answers(clients)?, 0.5),
    })
}

/// Runs this in so many threads at once.
fn each(
    clients: usize,
    work: &(dyn Fn(usize) -> Result<Vec<Duration>> + Sync),
) -> Result<Vec<Duration>> {
    std::thread::scope(|scope| {
        let crowd: Vec<_> = (0..clients).map(|n| scope.spawn(move || work(n))).collect();
        let mut times = Vec::new();
        for one in crowd {
            times.extend(one.join().map_err(|_| anyhow!("a thread panicked"))??);
        }
        Ok(times)
    })
}

/// Times of requests to a server that reads a head and answers with the same bytes each time.
fn bare_answers(clients: usize) -> Result<Vec<Duration>> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    let served = std::thread::spawn(move || {
        let seats: Vec<_> = listener
            .incoming()
            .take(clients)
            .filter_map(Result::ok)
            .map(|stream| std::thread::spawn(move || answer(stream)))
            .collect();
        // a client that left early ends its seat with an error that is none of ours
        for seat in seats {
            drop(seat.join());
        }
    });
    let times = each(clients, &|_| {
        let agent = ureq::Agent::new_with_defaults();
        let ask = || -> Result<Duration> {
            let begun = Instant::now();
            let text = agent
                .get(format!("http://{address}/"))
                .call()?
                .body_mut()
                .read_to_string()?;
            ensure!(text.len() == ANSWER);
            Ok(begun.elapsed())
        };
        ask()?;
        (0..200).map(|_| ask()).collect()
    })?;
    served
        .join()
        .map_err(|_| anyhow!("the bare server panicked"))?;
    Ok(times)
}

fn answer(stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream.try_clone()?;
    let mut heads = BufReader::new(stream);
    let reply = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {ANSWER}\r\n\r\n{}",
        "x".repeat(ANSWER)
    );
    let mut line = String::new();
    while heads.by_ref().read_line(&mut line)? > 0 {
        if line == "\r\n" {
            out.write_all(reply.as_bytes())?;
        }
        line.clear();
    }
    Ok(())
}
