//! Many clients, well-behaved and not, for thousands of requests: every one gets the answer that is due, and
//! afterwards the server holds nothing more than before. The short version of what `cargo xtask bench api` holds for
//! as long as is asked for; no time is asserted.

use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use va_tests::api_bench::steady::{Look, look};
use va_tests::client::Client;
use va_tests::places;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;

/// Clients at the same time.
const CLIENTS: usize = 20;
/// Requests of each of them, twice.
const EACH: usize = 300;
/// Memory that the second half may add to the first, in bytes: what an allocator keeps, not what a leak of a
/// few hundred bytes a request would be.
const SLACK: u64 = 4_000_000;
/// Files that may be open by chance while somebody looks, for example the disk's state.
const FILES: usize = 4;
/// How long sockets may take to be closed.
const PATIENCE: Duration = Duration::from_secs(30);

fn job(server: &Server) -> Result<String> {
    let body = json!({ "path": places::demo(), "selected_pipelines": ["motion_energy"] });
    let (job, _) = Client::of(server).timed("POST", "/api/v1/jobs", Some(&body), 201)?;
    Ok(job["id"].as_str().context("an id")?.to_owned())
}

/// One request of a client that does it right, wrong, or stops in the middle.
fn ask(server: &Server, client: &Client, number: usize, job: &str) -> Result<()> {
    let answer = |method, path: &str, body: Option<Value>, status| -> Result<Value> {
        Ok(client.timed(method, path, body.as_ref(), status)?.0)
    };
    match number % 11 {
        0 => drop(answer("GET", "/health", None, 200)?),
        1 => {
            let list = answer("GET", "/api/v1/jobs?per_page=20", None, 200)?;
            ensure!(list["total"] == 1, "{list}");
        }
        2 => {
            let found = answer("GET", &format!("/api/v1/jobs/{job}"), None, 200)?;
            ensure!(found["id"] == job, "{found}");
        }
        3 => {
            let body = json!({ "config": { "motion_energy": { "regions": "many" } } });
            let verdict = answer("POST", "/api/v1/config/validate", Some(body), 200)?;
            ensure!(verdict["valid"] == false, "{verdict}");
        }
        4 => {
            let error = answer("GET", "/api/v1/jobs/nobody", None, 404)?;
            ensure!(error["error_code"] == "JOB_NOT_FOUND", "{error}");
        }
        5 => {
            let (error, _) =
                client.sent("POST", "/api/v1/jobs", ("application/json", b"{"), 400)?;
            ensure!(error["error_code"] == "INVALID_REQUEST", "{error}");
        }
        6 => drop(answer("DELETE", "/api/v1/queue", None, 405)?),
        7 => cut_upload(server)?,
        // the first guesses of a computer are not slowed down; more would only make the test wait
        9 if number == 9 => {
            let answer = server.ask_with("GET", "/api/v1/jobs", None, Some("va_wrong"))?;
            ensure!([401, 429].contains(&answer.status), "{}", answer.body);
        }
        9 => drop(answer("GET", "/api/v1/queue", None, 200)?),
        8 => dropped_stream(server)?,
        _ => half_a_request(server)?,
    }
    Ok(())
}

fn connect(server: &Server) -> Result<TcpStream> {
    let address = server.base.trim_start_matches("http://");
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// A recording that ends before it is whole.
fn cut_upload(server: &Server) -> Result<()> {
    let mut stream = connect(server)?;
    let head = format!(
        "POST /api/v1/jobs HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\ncontent-length: 1000000\r\n\
         content-type: multipart/form-data; boundary=b\r\n\r\n--b\r\n\
         Content-Disposition: form-data; name=\"video\"; filename=\"a.mp4\"\r\n\r\n",
        server.token
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(&vec![7; 50_000])?;
    stream.shutdown(Shutdown::Both)?;
    Ok(())
}

/// Somebody who listens to events and leaves without a word.
fn dropped_stream(server: &Server) -> Result<()> {
    let mut stream = connect(server)?;
    let head = format!(
        "GET /api/v1/events/stream HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\n\r\n",
        server.token
    );
    stream.write_all(head.as_bytes())?;
    let mut some = [0; 64];
    let read = stream.read(&mut some)?;
    ensure!(some[..read].starts_with(b"HTTP/1.1 200"));
    Ok(())
}

/// Somebody who leaves in the middle of a head.
fn half_a_request(server: &Server) -> Result<()> {
    connect(server)?.write_all(b"GET /api/v1/jobs HTTP/1.1\r\nhost: loc")?;
    Ok(())
}

fn crowd(server: &Server, job: &str) -> Result<()> {
    let work = |number: usize| -> Result<()> {
        let client = Client::of(server);
        (0..EACH).try_for_each(|n| ask(server, &client, number + n, job))
    };
    let work = &work;
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..CLIENTS).map(|n| scope.spawn(move || work(n))).collect();
        let mut all = all.into_iter();
        all.try_for_each(|one| one.join().expect("a client panicked"))
    })
}

/// What the server has open, without numbers: sockets, files, pipes.
fn open(server: &Server) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(format!("/proc/{}/fd", server.pid()))? {
        // one that was just closed is not there any more
        if let Ok(target) = fs::read_link(entry?.path()) {
            let target = target.display().to_string();
            found.push(target.split(":[").next().unwrap_or_default().to_owned());
        }
    }
    found.sort();
    Ok(found)
}

fn sockets(open: &[String]) -> usize {
    open.iter().filter(|target| *target == "socket").count()
}

/// What the server holds once every client has left: waits until their sockets are closed.
fn rest(server: &Server, wanted: usize) -> Result<(Look, Vec<String>)> {
    let begun = Instant::now();
    loop {
        let found = open(server)?;
        if sockets(&found) <= wanted || begun.elapsed() > PATIENCE {
            return Ok((look(server.pid(), 0)?, found));
        }
        std::thread::park_timeout(Duration::from_millis(50));
    }
}

fn files(folder: &Path) -> Result<usize> {
    if !folder.is_dir() {
        return Ok(0);
    }
    Ok(fs::read_dir(folder)?.count())
}

#[test]
fn thousands_of_requests_leave_nothing_behind() -> Result<()> {
    if !cfg!(target_os = "linux") {
        eprintln!("SKIPPED: what a process has open is read from /proc, which only Linux has");
        return Ok(());
    }
    let sandbox = Sandbox::new()?;
    let log = sandbox.join("serve.log");
    // errors only: thousands of lines in a terminal help nobody
    let quiet = [("MAX_CONCURRENT_JOBS", "0"), ("LOG_LEVEL", "error")];
    let mut server = Server::start_with(&sandbox, &quiet, &log)?;
    let job = job(&server)?;
    let (fresh, before) = rest(&server, 1)?;
    crowd(&server, &job)?;
    let (first, between) = rest(&server, sockets(&before))?;
    crowd(&server, &job)?;
    let (second, after) = rest(&server, sockets(&before))?;
    assert_eq!(sockets(&after), sockets(&before), "{before:?} {after:?}");
    assert!(
        after.len() <= between.len() + FILES,
        "files stay open: {between:?} {after:?}"
    );
    assert!(
        second.resident <= first.resident + SLACK,
        "memory grows: {fresh:?} {first:?} {second:?}"
    );
    let begun = Instant::now();
    for folder in ["temp", "uploads"] {
        let folder = sandbox.data().join(folder);
        // files of what was cut off go on a thread of their own
        while files(&folder)? > 0 {
            ensure!(
                begun.elapsed() < PATIENCE,
                "{} holds what was cut off",
                folder.display()
            );
            std::thread::park_timeout(Duration::from_millis(50));
        }
    }
    assert_eq!(files(&sandbox.data().join("jobs"))?, 1);
    server.terminate()?;
    let told = fs::read_to_string(&log)?;
    assert!(!told.contains("panicked"), "{told}");
    Ok(())
}
