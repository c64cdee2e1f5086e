//! Uploads that do not end as they began: cut off, killed, larger than memory or than the disk.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use va_tests::media;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;
use va_tests::small_disk::SmallDisk;

use super::{BOUNDARY, PATIENCE, below, head, nothing_left, post, tail};

/// A request whose body the test sends itself.
fn begin(server: &Server, length: Option<u64>) -> Result<TcpStream> {
    let address = server.base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address)?;
    let length = length.map_or("Transfer-Encoding: chunked".to_owned(), |n| {
        format!("Content-Length: {n}")
    });
    let token = &server.token;
    write!(
        stream,
        "POST /api/v1/jobs HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\
         Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n{length}\r\n\r\n"
    )?;
    Ok(stream)
}

fn answer(mut stream: TcpStream) -> Result<(u16, Value)> {
    let mut bytes = Vec::new();
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.read_to_end(&mut bytes)?;
    let text = String::from_utf8(bytes)?;
    let (head, body) = text.split_once("\r\n\r\n").with_context(|| text.clone())?;
    let status = head.split(' ').nth(1).context("a status")?.parse()?;
    let json = body
        .find('{')
        .zip(body.rfind('}'))
        .map(|(a, b)| &body[a..=b]);
    Ok((status, serde_json::from_str(json.unwrap_or("null"))?))
}

/// Waits until the beginning of an upload has reached the disk.
fn arriving(sandbox: &Sandbox, bytes: u64) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    let size = |path: &PathBuf| path.metadata().map_or(0, |found| found.len());
    while !below(sandbox, "temp")
        .iter()
        .any(|path| size(path) >= bytes)
    {
        anyhow::ensure!(Instant::now() < deadline, "nothing arrives");
        std::thread::park_timeout(Duration::from_millis(10));
    }
    Ok(())
}

#[test]
fn an_upload_that_is_cut_off_leaves_nothing() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    for length in [Some(64 << 20), None] {
        let mut stream = begin(&server, length)?;
        let mut bytes = head("filename=\"a.mp4\"", &[]);
        bytes.resize(4 << 20, 7);
        if length.is_none() {
            write!(stream, "{:x}\r\n", bytes.len())?;
        }
        stream.write_all(&bytes)?;
        arriving(&sandbox, 2 << 20)?;
        drop(stream);
        nothing_left(&sandbox, &server)?;
    }
    Ok(())
}

#[test]
fn an_upload_during_which_the_server_is_killed_is_gone_after_the_next_start() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let mut stream = begin(&server, Some(64 << 20))?;
    let mut bytes = head("filename=\"a.mp4\"", &[]);
    bytes.resize(4 << 20, 7);
    stream.write_all(&bytes)?;
    arriving(&sandbox, 2 << 20)?;
    server.kill()?;
    assert!(!below(&sandbox, "temp").is_empty(), "nobody could clean up");
    let orphan = sandbox
        .data()
        .join("uploads/00000000-0000-7000-8000-000000000001");
    fs::create_dir_all(&orphan)?;
    fs::write(orphan.join("kept before its job was added.mp4"), "frames")?;
    nothing_left(&sandbox, &Server::start(&sandbox)?)
}

/// The most memory that a process has had, in bytes.
#[cfg(target_os = "linux")]
fn peak(server: &Server) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", server.pid()))?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let number = line.and_then(|l| l.trim().strip_suffix(" kB"));
    Ok(number.context("its memory")?.trim().parse::<u64>()? << 10)
}

#[test]
#[cfg(target_os = "linux")]
fn a_large_recording_takes_no_memory() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let log = sandbox.join("log");
    let server = Server::start_with(&sandbox, &[("MAX_CONCURRENT_JOBS", "0")], &log)?;
    post(&server, "small.mp4", b"frames", &[])?;
    let before = peak(&server)?;
    let size: u64 = 512 << 20;
    let (first, last) = (head("filename=\"large.mp4\"", &[]), tail());
    let mut stream = begin(&server, Some(first.len() as u64 + size + last.len() as u64))?;
    stream.write_all(&first)?;
    let block = vec![7; 1 << 20];
    for _ in 0..size >> 20 {
        stream.write_all(&block)?;
    }
    stream.write_all(last.as_bytes())?;
    let (status, made) = answer(stream)?;
    assert_eq!(status, 201, "{made}");
    assert_eq!(made["video_size_bytes"], size);
    let grown = peak(&server)?.saturating_sub(before);
    assert!(grown < 48 << 20, "{} MB of 512 were in memory", grown >> 20);
    Ok(())
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_without_room_refuses_before_and_during_the_upload() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let Some(_disk) = SmallDisk::mount(&sandbox.data(), 200)? else {
        return Ok(());
    };
    let environment = [
        ("VIDEOANNOTATOR_MINIMUM_FREE_MB", "64"),
        ("MAX_CONCURRENT_JOBS", "0"),
    ];
    let server = Server::start_with(&sandbox, &environment, &sandbox.join("log"))?;
    let announced = begin(&server, Some(180 << 20))?;
    let (status, body) = answer(announced)?;
    assert_eq!(
        (status, &body["error"]["code"]),
        (507, &json!("STORAGE_FULL")),
        "{body}"
    );
    let detail = &body["error"]["detail"];
    assert!(
        detail["required_gb"].as_f64() > detail["available_gb"].as_f64(),
        "{body}"
    );

    let mut stream = begin(&server, None)?;
    let mut first = head("filename=\"a.mp4\"", &[]);
    first.resize(1 << 20, 7);
    let chunk = [format!("{:x}\r\n", first.len()).as_bytes(), &first, b"\r\n"].concat();
    let block = [
        format!("{:x}\r\n", 1 << 20).as_bytes(),
        &vec![7; 1 << 20],
        b"\r\n",
    ]
    .concat();
    stream.write_all(&chunk)?;
    // it is refused at some point, and what is sent after that is the sender's own trouble
    let sent = (0..190).take_while(|_| stream.write_all(&block).is_ok());
    let sent = sent.count();
    assert!(
        sent > 60,
        "taken while there is room, as nobody said how much comes"
    );
    if let Ok((status, body)) = answer(stream) {
        assert_eq!(
            (status, &body["error"]["code"]),
            (507, &json!("STORAGE_FULL"))
        );
    }
    nothing_left(&sandbox, &server)?;
    let small = sandbox.join("small.mp4");
    media::clip(1, &small)?;
    let made = post(&server, "small.mp4", &fs::read(small)?, &[])?;
    assert_eq!(
        made.status, 201,
        "there is room for this one: {}",
        made.body
    );
    Ok(())
}
