//! A client that keeps its connection, as a program would, and times its requests. Used by the benchmarks and by
//! the test of the load.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::server::Server;

/// One client.
#[derive(Clone, Debug)]
pub struct Client {
    agent: ureq::Agent,
    base: String,
    token: String,
}

impl Client {
    /// A client with a connection of its own.
    pub fn of(server: &Server) -> Self {
        Self {
            agent: ureq::Agent::config_builder()
                .http_status_as_error(false)
                .timeout_global(Some(Duration::from_mins(1)))
                .build()
                .into(),
            base: server.base.clone(),
            token: format!("Bearer {}", server.token),
        }
    }

    /// A request whose answer has this status, with the time until its last byte.
    pub fn timed(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        status: u16,
    ) -> Result<(Value, Duration)> {
        let bytes = body
            .map(serde_json::to_vec)
            .transpose()?
            .unwrap_or_default();
        self.sent(method, path, ("application/json", &bytes), status)
    }

    /// The same with a body of any kind.
    pub fn sent(
        &self,
        method: &str,
        path: &str,
        (kind, bytes): (&str, &[u8]),
        status: u16,
    ) -> Result<(Value, Duration)> {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header("authorization", &self.token)
            .header("content-type", kind)
            .body(bytes)?;
        let (text, took) = self.read(request, status)?;
        Ok((serde_json::from_str(&text)?, took))
    }

    /// A request without a body, whose answer is read to its end and not looked into: what a benchmark asks many
    /// times, so that its own work does not take the server's cores.
    pub fn read_only(&self, path: &str) -> Result<Duration> {
        let request = ureq::http::Request::builder()
            .uri(format!("{}{path}", self.base))
            .header("authorization", &self.token)
            .body(&[][..])?;
        Ok(self.read(request, 200)?.1)
    }

    fn read(&self, request: ureq::http::Request<&[u8]>, status: u16) -> Result<(String, Duration)> {
        let asked = format!("{} {}", request.method(), request.uri().path());
        let begun = Instant::now();
        let mut answer = self.agent.run(request).context("ask the engine")?;
        let text = answer
            .body_mut()
            .with_config()
            .limit(1 << 30)
            .read_to_string()?;
        let took = begun.elapsed();
        let found = answer.status().as_u16();
        ensure!(found == status, "{asked} answered {found}: {text}");
        Ok((text, took))
    }
}
