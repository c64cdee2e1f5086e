//! Many and slow clients: a good one is answered while they are there.

use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::Result;
use rustix::process::{Resource, getrlimit, setrlimit};
use va_tests::sandbox::Sandbox;

use super::wire::Door;

/// Connections that ask nothing.
const IDLE: u64 = 10_000;
/// Threads that open them.
const CROWDS: u64 = 8;

/// Lets this test open so many sockets; whether the machine allows it.
fn room_for(sockets: u64) -> bool {
    let mut limit = getrlimit(Resource::Nofile);
    if limit.maximum.is_some_and(|most| most < sockets) {
        return false;
    }
    if limit.current.is_some_and(|now| now < sockets) {
        limit.current = Some(sockets);
        return setrlimit(Resource::Nofile, limit).is_ok();
    }
    true
}

/// Its part of the idle connections.
fn crowd(door: &Door) -> Result<Vec<TcpStream>> {
    let mut idle = Vec::new();
    for n in 0..IDLE / CROWDS {
        let mut stream = door.connect()?;
        if n % 2 == 0 {
            // half of them have begun to ask
            stream.write_all(b"GET /api/v1/jobs HTTP/1.1\r\nhost: local")?;
        }
        idle.push(stream);
    }
    Ok(idle)
}

#[test]
fn a_good_client_is_answered_among_ten_thousand_idle_connections() -> Result<()> {
    if !room_for(IDLE + 1_000) {
        eprintln!(
            "SKIPPED: this machine allows fewer than {} open files",
            IDLE + 1_000
        );
        return Ok(());
    }
    let sandbox = Sandbox::new()?;
    let door = Door::start(&sandbox, &[], &[])?;
    let before = std::fs::read_dir(format!("/proc/{}/fd", door.pid()))?.count() as u64;
    let began = Instant::now();
    let idle = std::thread::scope(|threads| -> Result<Vec<TcpStream>> {
        let crowds: Vec<_> = (0..CROWDS)
            .map(|_| threads.spawn(|| crowd(&door)))
            .collect();
        let mut idle = Vec::new();
        for crowd in crowds {
            while !crowd.is_finished() {
                assert_eq!(
                    door.get("/api/v1/jobs", &door.bearer())?.status,
                    200,
                    "meanwhile"
                );
            }
            idle.extend(crowd.join().expect("no panic")?);
        }
        Ok(idle)
    })?;
    let took = began.elapsed();
    let during = loop {
        let during = std::fs::read_dir(format!("/proc/{}/fd", door.pid()))?.count() as u64;
        // the first ones are sent away after twenty seconds
        if during >= before + IDLE || began.elapsed() > Duration::from_secs(15) {
            break during;
        }
        std::thread::park_timeout(Duration::from_millis(20));
    };
    eprintln!("{before} open files before, {during} with {IDLE} connections opened in {took:?}");
    let all = took > Duration::from_secs(10) || during >= before + IDLE;
    assert!(all, "{during} open files");
    for _ in 0..20 {
        assert_eq!(
            door.get("/api/v1/jobs", &door.bearer())?.status,
            200,
            "among all of them"
        );
    }
    drop(idle);
    assert_eq!(
        door.get("/api/v1/jobs", &door.bearer())?.status,
        200,
        "and afterwards"
    );
    let deadline = Instant::now() + Duration::from_mins(1);
    while std::fs::read_dir(format!("/proc/{}/fd", door.pid()))?.count() as u64 > before + 50 {
        assert!(Instant::now() < deadline, "descriptors are not given back");
        std::thread::park_timeout(Duration::from_millis(100));
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn when_the_system_grants_few_connections_the_idle_ones_make_room() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let program = va_tests::places::program("videoannotator")?;
    let mut command = sandbox.command_of(std::path::Path::new("/bin/sh"))?;
    command
        .args(["-c", "ulimit -n 256; exec \"$0\" \"$@\""])
        .arg(program);
    let door = Door::spawn(&sandbox, command, &["--session-token"], &[])?;
    let mut idle = Vec::new();
    for n in 0..600 {
        let mut stream = door.connect()?;
        // one that was sent away at once may say so
        drop(stream.write_all(b"GET /api/v1/jobs HTTP/1.1\r\nx: "));
        idle.push(stream);
        if n % 50 == 0 {
            assert_eq!(
                door.get("/api/v1/jobs", &door.bearer())?.status,
                200,
                "after {n}"
            );
        }
    }
    assert_eq!(door.get("/api/v1/jobs", &door.bearer())?.status, 200);
    Ok(())
}
