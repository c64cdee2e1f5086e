//! A server for downloads on loopback that does what servers do: ranges, cut connections, wrong bytes,
//! slow drips, redirects, silence. It knows nothing of the product and uses the standard library only, so
//! that the crates' own tests can take it in by its path.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a request is answered with.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The file, or the range of it that was asked for.
    File,
    /// The whole file, whatever was asked for.
    NoRanges,
    /// The file, cut off after so many bytes of the body.
    Cut(usize),
    /// So many bytes of the file, then silence until the server ends.
    Silence(usize),
    /// The file, so many bytes at a time with a little rest between.
    Drip(usize),
    /// Other bytes of this number, whatever was asked for.
    Wrong(usize),
    /// Another file under another version, whatever was asked for.
    Changed(Vec<u8>, String),
    /// A redirect to another path of this server.
    Redirect(String),
    /// A status with a header.
    Status(u16, Option<(String, String)>),
}

/// A request that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its path.
    pub path: String,
    /// Its `Range`.
    pub range: Option<String>,
    /// Its `If-Range`.
    pub if_range: Option<String>,
}

/// The server. It ends when this is dropped.
#[derive(Debug)]
pub struct DownloadServer {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    content: Vec<u8>,
    etag: Mutex<Option<String>>,
    scripts: Mutex<HashMap<String, Vec<Answer>>>,
    requests: Mutex<Vec<Request>>,
    ended: AtomicBool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl DownloadServer {
    /// Serves this content under every path, with the entity tag `"v1"`.
    pub fn start(content: &[u8]) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            content: content.to_vec(),
            etag: Mutex::new(Some("\"v1\"".to_owned())),
            scripts: Mutex::default(),
            requests: Mutex::default(),
            ended: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        std::thread::Builder::new()
            .name("download-server".into())
            .spawn(move || {
                for stream in listener.incoming() {
                    if accepting.ended.load(Ordering::Relaxed) {
                        return;
                    }
                    let (Ok(stream), serving) = (stream, Arc::clone(&accepting)) else {
                        continue;
                    };
                    // a client that goes away in the middle is part of the tests
                    std::thread::spawn(move || drop(serving.answer(&stream)));
                }
            })?;
        Ok(Self { address, shared })
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What the next requests of a path get; the last answer stays.
    pub fn script(&self, path: &str, answers: &[Answer]) {
        lock(&self.shared.scripts).insert(path.to_owned(), answers.to_vec());
    }

    /// Names no version any more, or another one.
    pub fn tag(&self, etag: Option<&str>) {
        *lock(&self.shared.etag) = etag.map(str::to_owned);
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.requests).clone()
    }
}

impl Drop for DownloadServer {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
        // wakes the thread that accepts
        drop(TcpStream::connect(self.address));
    }
}

impl Shared {
    fn answer(&self, stream: &TcpStream) -> std::io::Result<()> {
        let request = read(stream)?;
        let answer = {
            let mut scripts = lock(&self.scripts);
            match scripts.get_mut(&request.path) {
                Some(answers) if answers.len() > 1 => answers.remove(0),
                Some(answers) => answers.first().cloned().unwrap_or(Answer::File),
                None => Answer::File,
            }
        };
        lock(&self.requests).push(request.clone());
        let etag = lock(&self.etag).clone();
        let etag = etag.as_deref();
        match answer {
            Answer::File => self.file(stream, &request, etag, usize::MAX),
            Answer::Cut(after) => self.file(stream, &request, etag, after),
            Answer::NoRanges => whole(stream, &self.content, etag),
            Answer::Wrong(bytes) => whole(stream, &vec![b'?'; bytes], etag),
            Answer::Changed(content, tag) => whole(stream, &content, Some(&tag)),
            Answer::Silence(after) => {
                self.file(stream, &request, etag, after)?;
                while !self.ended.load(Ordering::Relaxed) && is_open(stream) {
                    std::thread::park_timeout(Duration::from_millis(5));
                }
                Ok(())
            }
            Answer::Drip(bytes) => {
                head(stream, "200 OK", self.content.len(), etag, None)?;
                for chunk in self.content.chunks(bytes.max(1)) {
                    (&*stream).write_all(chunk)?;
                    std::thread::park_timeout(Duration::from_millis(1));
                }
                Ok(())
            }
            Answer::Redirect(path) => {
                let to = format!("http://{}{path}", stream.local_addr()?);
                redirect(stream, &to)
            }
            Answer::Status(status, header) => {
                let header = header.map(|(name, value)| format!("{name}: {value}"));
                head(stream, &format!("{status} -"), 0, None, header.as_deref())
            }
        }
    }

    /// The file or the rest of it, but not more than so many bytes.
    fn file(
        &self,
        mut stream: &TcpStream,
        request: &Request,
        etag: Option<&str>,
        most: usize,
    ) -> std::io::Result<()> {
        let total = self.content.len();
        let same = request.if_range.is_none() || request.if_range.as_deref() == etag;
        let from = request
            .range
            .as_deref()
            .and_then(|range| range.strip_prefix("bytes="))
            .and_then(|range| range.trim_end_matches('-').parse::<usize>().ok())
            .filter(|_| same);
        let rest = match from {
            Some(from) if from >= total => {
                let range = format!("Content-Range: bytes */{total}");
                return head(stream, "416 Range Not Satisfiable", 0, None, Some(&range));
            }
            Some(from) => {
                let range = format!("Content-Range: bytes {from}-{}/{total}", total - 1);
                let status = "206 Partial Content";
                head(stream, status, total - from, etag, Some(&range))?;
                &self.content[from..]
            }
            None => {
                head(stream, "200 OK", total, etag, None)?;
                &self.content[..]
            }
        };
        stream.write_all(&rest[..rest.len().min(most)])?;
        stream.flush()
    }
}

fn whole(mut stream: &TcpStream, content: &[u8], etag: Option<&str>) -> std::io::Result<()> {
    head(stream, "200 OK", content.len(), etag, None)?;
    stream.write_all(content)
}

fn redirect(stream: &TcpStream, to: &str) -> std::io::Result<()> {
    head(
        stream,
        "302 Found",
        0,
        None,
        Some(&format!("Location: {to}")),
    )
}

fn head(
    mut stream: &TcpStream,
    status: &str,
    length: usize,
    etag: Option<&str>,
    header: Option<&str>,
) -> std::io::Result<()> {
    let mut text =
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n");
    for line in [
        etag.map(|tag| format!("ETag: {tag}")),
        header.map(str::to_owned),
    ] {
        text.extend(line.map(|line| line + "\r\n"));
    }
    text.push_str("\r\n");
    stream.write_all(text.as_bytes())
}

fn read(stream: &TcpStream) -> std::io::Result<Request> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let mut request = Request {
        path: first.split(' ').nth(1).unwrap_or_default().to_owned(),
        range: None,
        if_range: None,
    };
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        let value = Some(value.trim().to_owned());
        match name.to_ascii_lowercase().as_str() {
            "range" => request.range = value,
            "if-range" => request.if_range = value,
            _ => {}
        }
    }
    Ok(request)
}

/// Whether the client is still there.
fn is_open(stream: &TcpStream) -> bool {
    let quiet = stream
        .set_read_timeout(Some(Duration::from_millis(5)))
        .is_ok();
    match stream.peek(&mut [0]) {
        Ok(read) => read > 0,
        Err(_) => quiet,
    }
}
