//! A running `videoannotator serve` and requests to it. Used by the end-to-end tests.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::sandbox::Sandbox;

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_mins(1);

/// A server with a session token, ended with the test.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub base: String,
    /// The session's token.
    pub token: String,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body as JSON; null if it is none.
    pub body: Value,
}

/// Status, headers and bytes of an answer.
pub type Fetched = (u16, BTreeMap<String, String>, Vec<u8>);

impl Server {
    /// Starts a server on the sandbox's data folder.
    pub fn start(sandbox: &Sandbox) -> Result<Self> {
        Self::spawn(sandbox.command("videoannotator")?.stderr(Stdio::null()))
    }

    /// The same with variables of the environment, and with what it logs added to a file.
    pub fn start_with(sandbox: &Sandbox, environment: &[(&str, &str)], log: &Path) -> Result<Self> {
        let log = File::options().create(true).append(true).open(log)?;
        let mut command = sandbox.command("videoannotator")?;
        Self::spawn(command.envs(environment.iter().copied()).stderr(log))
    }

    /// The same with a command of the test's own, to which `serve` is added.
    pub fn spawn(command: &mut Command) -> Result<Self> {
        Self::spawn_with(command, &[])
    }

    /// The same with further arguments for `serve`.
    pub fn spawn_with(command: &mut Command, arguments: &[&str]) -> Result<Self> {
        let mut child = command
            .args(["serve", "--port", "0", "--session-token"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .context("start the server")?;
        let mut line = String::new();
        let stdout = child.stdout.take().context("its output")?;
        BufReader::new(stdout).read_line(&mut line)?;
        let Some((base, token)) = line.trim().split_once("/#token=") else {
            bail!("the server printed `{line}`")
        };
        Ok(Self {
            child,
            base: base.to_owned(),
            token: token.to_owned(),
        })
    }

    /// The process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// A request with the token; `body` is sent as JSON.
    pub fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Answer> {
        self.ask_with(method, path, body, Some(&self.token))
    }

    /// A request with another token or none.
    pub fn ask_with(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        token: Option<&str>,
    ) -> Result<Answer> {
        let bytes = body.map(serde_json::to_vec).transpose()?;
        let kind = bytes.as_ref().map(|_| "application/json");
        self.request(method, path, (kind, &bytes.unwrap_or_default()), token)
    }

    /// A file with the token: status, headers, bytes.
    pub fn fetch(&self, path: &str, headers: &[(&str, &str)]) -> Result<Fetched> {
        let bearer = format!("Bearer {}", self.token);
        let headers = [headers, &[("authorization", bearer.as_str())]].concat();
        self.bytes(path, &headers)
    }

    /// The same without a token.
    pub fn fetch_open(&self, path: &str) -> Result<Fetched> {
        self.bytes(path, &[])
    }

    fn bytes(&self, path: &str, headers: &[(&str, &str)]) -> Result<Fetched> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build()
            .into();
        let mut request = ureq::http::Request::builder().uri(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = agent.run(request.body(())?)?;
        let status = response.status().as_u16();
        let text = |value: &ureq::http::HeaderValue| {
            String::from_utf8_lossy(value.as_bytes()).into_owned()
        };
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), text(value)));
        let headers = headers.collect();
        let mut bytes = Vec::new();
        response.body_mut().as_reader().read_to_end(&mut bytes)?;
        Ok((status, headers, bytes))
    }

    /// Posts a body of another kind.
    pub fn send(&self, path: &str, kind: &str, body: &[u8], token: Option<&str>) -> Result<Answer> {
        self.request("POST", path, (Some(kind), body), token)
    }

    fn request(
        &self,
        method: &str,
        path: &str,
        (kind, body): (Option<&str>, &[u8]),
        token: Option<&str>,
    ) -> Result<Answer> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build()
            .into();
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        let mut response = agent.run(request.body(body.to_vec())?)?;
        let status = response.status().as_u16();
        let text = response.body_mut().read_to_string().unwrap_or_default();
        Ok(Answer {
            status,
            body: serde_json::from_str(&text).unwrap_or_default(),
        })
    }

    /// Asks for a job until it is as wanted.
    pub fn wait_for(&self, job: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value> {
        let path = format!("/api/v1/jobs/{job}");
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = self.ask("GET", &path, None)?;
            if wanted(&answer.body) {
                return Ok(answer.body);
            }
            if Instant::now() > deadline {
                bail!("the job did not get there: {}", answer.body);
            }
            std::thread::park_timeout(Duration::from_millis(50));
        }
    }

    /// Asks it to stop, as a system that shuts down does, and waits until it has.
    pub fn terminate(&mut self) -> Result<()> {
        let asked = Command::new("kill")
            .args(["-TERM", &self.pid().to_string()])
            .status()?;
        anyhow::ensure!(asked.success(), "the server was gone already");
        let deadline = Instant::now() + PATIENCE;
        while self.child.try_wait()?.is_none() {
            anyhow::ensure!(Instant::now() < deadline, "the server does not stop");
            std::thread::park_timeout(Duration::from_millis(10));
        }
        Ok(())
    }

    /// Waits for its end, which somebody else has asked for.
    pub fn wait(mut self) -> Result<ExitStatus> {
        self.child.wait().context("reap the server")
    }

    /// Kills it without a word.
    pub fn kill(mut self) -> Result<()> {
        self.kill_and_reap()
    }

    /// The same, for those who need it no longer but still hold it.
    pub fn kill_and_reap(&mut self) -> Result<()> {
        self.child.kill().context("kill the server")?;
        self.child.wait().context("reap the server")?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // it may be gone already
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
