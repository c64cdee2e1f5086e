//! What this computer allows: a recording written through to the disk and looked at by ffprobe, and an answer of
//! a server that does nothing. Used by the benchmark.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};

use crate::campaign::outcome::percentile;
use crate::sandbox::Sandbox;

/// Bytes of a bare answer: about what the state of a job has.
const SMALL: usize = 2_000;
/// About what a page of twenty jobs has.
const LARGE: usize = 44_000;

/// The floors, as medians.
pub(super) struct Floors {
    /// One recording, written through.
    pub written: Duration,
    /// As many at once as there are clients.
    pub crowded: Duration,
    /// Looking at it with ffprobe, which no upload waits for.
    pub looked_at: Duration,
    /// One answer of [`SMALL`] bytes, with as many clients at once.
    pub small: Duration,
    /// One of [`LARGE`] bytes.
    pub large: Duration,
}

/// Measures them.
pub(super) fn measure(sandbox: &Sandbox, recording: &Path, clients: usize) -> Result<Floors> {
    let bytes = std::fs::read(recording)?;
    let folder = sandbox.join("floor");
    std::fs::create_dir(&folder)?;
    // each file stays until all are written, as a recording does: else the system gives the same memory and the
    // same blocks again, which costs much less
    let next = AtomicUsize::new(0);
    let write = || {
        let number = next.fetch_add(1, Ordering::Relaxed);
        write_through(&folder.join(format!("{number}.mp4")), &bytes)
    };
    let look = || -> Result<Duration> {
        let begun = Instant::now();
        let looked = Command::new("ffprobe")
            .args([
                "-v",
                "error",
                "-show_streams",
                "-show_format",
                "-of",
                "json",
            ])
            .arg(recording)
            .stdout(Stdio::null())
            .status()?;
        ensure!(looked.success(), "ffprobe can't read the recording");
        Ok(begun.elapsed())
    };
    let written: Vec<Duration> = (0..20).map(|_| write()).collect::<Result<_>>()?;
    let looked: Vec<Duration> = (0..20).map(|_| look()).collect::<Result<_>>()?;
    let crowded = each(clients, &|_| (0..5).map(|_| write()).collect())?;
    std::fs::remove_dir_all(&folder)?;
    let median = |times: &[Duration]| percentile(times, 0.5);
    Ok(Floors {
        written: median(&written),
        crowded: median(&crowded),
        looked_at: median(&looked),
        small: median(&bare_answers(clients, SMALL)?),
        large: median(&bare_answers(clients, LARGE)?),
    })
}

/// How long a new file takes to be on the disk.
pub(super) fn write_through(path: &Path, bytes: &[u8]) -> Result<Duration> {
    let begun = Instant::now();
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(begun.elapsed())
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
fn bare_answers(clients: usize, bytes: usize) -> Result<Vec<Duration>> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    let served = std::thread::spawn(move || {
        let seats: Vec<_> = listener
            .incoming()
            .take(clients)
            .filter_map(Result::ok)
            .map(|stream| std::thread::spawn(move || answer(stream, bytes)))
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
            ensure!(text.len() == bytes);
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

fn answer(stream: TcpStream, bytes: usize) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream.try_clone()?;
    let mut heads = BufReader::new(stream);
    let reply = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {bytes}\r\n\r\n{}",
        "x".repeat(bytes)
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
