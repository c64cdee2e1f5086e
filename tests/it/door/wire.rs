//! A server and requests to it byte by byte, as no well-behaved client sends them.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;
use va_tests::sandbox::Sandbox;

/// How long an answer may take before a test gives up.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running server.
pub(super) struct Door {
    child: Child,
    log: PathBuf,
    pub address: SocketAddr,
    /// The session's token; empty when there is none.
    pub token: String,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Door {
    /// A server with a session token.
    pub fn start(sandbox: &Sandbox, flags: &[&str], env: &[(&str, &str)]) -> Result<Self> {
        Self::open(sandbox, &[&["--session-token"], flags].concat(), env)
    }

    /// A server with these flags only.
    pub fn open(sandbox: &Sandbox, flags: &[&str], env: &[(&str, &str)]) -> Result<Self> {
        Self::spawn(sandbox, sandbox.command("videoannotator")?, flags, env)
    }

    /// A server from a command of the test's own, to which `serve` is added.
    pub fn spawn(
        sandbox: &Sandbox,
        mut command: Command,
        flags: &[&str],
        env: &[(&str, &str)],
    ) -> Result<Self> {
        let log = sandbox.join("serve.log");
        let mut child = command
            .args(["serve", "--port", "0"])
            .args(flags)
            .envs(env.iter().copied())
            .stdout(Stdio::piped())
            .stderr(File::create(&log)?)
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("its output")?).read_line(&mut line)?;
        let told = line.trim().strip_prefix("http://").unwrap_or_default();
        let (address, fragment) = told.split_once('/').unwrap_or_default();
        let address = address.parse();
        let address = address.with_context(|| std::fs::read_to_string(&log).unwrap_or_default())?;
        let token = fragment.strip_prefix("#token=").unwrap_or_default();
        Ok(Self {
            child,
            log,
            address,
            token: token.to_owned(),
        })
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The header with the session's token.
    pub fn bearer(&self) -> [(&'static str, &'static str); 1] {
        let value = format!("Bearer {}", self.token);
        [("authorization", Box::leak(value.into_boxed_str()))]
    }

    pub fn connect(&self) -> Result<TcpStream> {
        let address = SocketAddr::from(([127, 0, 0, 1], self.address.port()));
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(stream)
    }

    pub fn get(&self, target: &str, headers: &[(&str, &str)]) -> Result<Reply> {
        self.send("GET", target, headers, b"")
    }

    /// A request with these headers; `Host` and the length are added when they are not among them.
    pub fn send(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Reply> {
        let mut stream = self.connect()?;
        let mut lines = vec![format!("{method} {target} HTTP/1.1")];
        lines.push("connection: close".to_owned());
        if !headers.iter().any(|(name, _)| *name == "host") {
            lines.push(format!("host: {}", self.address));
        }
        lines.extend(
            headers
                .iter()
                .map(|(name, value)| format!("{name}: {value}")),
        );
        if method != "GET" {
            lines.push(format!("content-length: {}", body.len()));
        }
        stream.write_all(format!("{}\r\n\r\n", lines.join("\r\n")).as_bytes())?;
        // a refused body is not read to its end
        drop(stream.write_all(body));
        Reply::read(&mut stream)
    }

    /// Ends the server; what it has logged.
    pub fn stop(mut self) -> Result<String> {
        let asked = Command::new("kill")
            .args(["-TERM", &self.pid().to_string()])
            .status()?;
        anyhow::ensure!(asked.success(), "the server was gone already");
        self.child.wait()?;
        Ok(std::fs::read_to_string(&self.log)?)
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        // it may be gone already
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Reply {
    /// Reads until the server ends the connection.
    pub fn read(stream: &mut TcpStream) -> Result<Self> {
        let mut all = Vec::new();
        stream.read_to_end(&mut all)?;
        let end = all
            .windows(4)
            .position(|w| w == b"\r\n\r\n")
            .context("no head")?;
        let head = String::from_utf8_lossy(&all[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.get(9..12))
            .context("no status")?;
        let headers = lines.filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        });
        Ok(Self {
            status: status.parse()?,
            headers: headers.collect(),
            body: all.split_off(end + 4),
        })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Fails unless this is an error in the one shape; its code.
    pub fn code(&self, asked: &str) -> String {
        let body = self.json();
        let error = &body["error"];
        assert!(self.status >= 400, "{asked}: {}", self.status);
        let code = error["code"].as_str().unwrap_or_default().to_owned();
        assert!(!code.is_empty(), "{asked}: {} {body}", self.status);
        assert_eq!(body["error_code"], error["code"], "{asked}");
        assert_eq!(body["detail"], error["message"], "{asked}");
        assert!(
            error["message"].as_str().is_some_and(|m| !m.is_empty()),
            "{asked}: {body}"
        );
        let time = error["timestamp"].as_str().unwrap_or_default();
        assert!(time.ends_with('Z') && time.len() >= 20, "{asked}: {time}");
        for key in ["detail", "hint", "field"] {
            assert!(error.get(key).is_some(), "{asked}: `{key}` is always there");
        }
        let id = body["request_id"].as_str().unwrap_or_default();
        assert!(!id.is_empty(), "{asked}");
        assert_eq!(
            self.header("x-request-id"),
            Some(id),
            "{asked}: the id of the log"
        );
        assert_eq!(
            self.header("content-type"),
            Some("application/json"),
            "{asked}"
        );
        code
    }
}
