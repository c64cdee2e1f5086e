//! A client that keeps its connection, as a program would, and times its requests. Used by the benchmark.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::server::Server;

/// One client.
#[derive(Clone, Debug)]
pub(super) struct Client {
    agent: ureq::Agent,
    base: String,
    token: String,
}

impl Client {
    /// A client with a connection of its own.
    pub(super) fn of(server: &Server) -> Self {
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
    pub(super) fn timed(
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
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header("authorization", &self.token)
            .header("content-type", "application/json")
            .body(bytes)?;
        let begun = Instant::now();
        let mut answer = self.agent.run(request).context("ask the engine")?;
        let text = answer
            .body_mut()
            .with_config()
            .limit(1 << 30)
            .read_to_string()?;
        let took = begun.elapsed();
        let found = answer.status().as_u16();
        ensure!(found == status, "{method} {path} answered {found}: {text}");
        Ok((serde_json::from_str(&text)?, took))
    }
}
