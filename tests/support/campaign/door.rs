//! A way into an engine: the API over TCP, or the command of the window. Used by the cancel campaign, which
//! does the same through both.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::server::{Answer, Server};
use crate::window::Window;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// Somebody who passes requests on to an engine.
pub trait Door {
    /// A request and its answer.
    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Answer>;

    /// The process of the engine.
    fn process(&self) -> Result<u32>;

    /// Ends the engine as its user would.
    fn end(self: Box<Self>) -> Result<()>;
}

impl Door for Server {
    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Answer> {
        Self::ask(self, method, path, body)
    }

    fn process(&self) -> Result<u32> {
        Ok(self.pid())
    }

    fn end(mut self: Box<Self>) -> Result<()> {
        self.terminate()
    }
}

/// What the page does to ask: the frame of `ui/src/api/transport.ts`, sent by Tauri's own function.
const ASK: &str = "
    const head = new TextEncoder().encode(JSON.stringify({
        page: 'campaign', id: Date.now(), method: METHOD, target: TARGET,
        headers: [['content-type', 'application/json']] }));
    const body = new TextEncoder().encode(BODY);
    const frame = new Uint8Array(4 + head.length + body.length);
    new DataView(frame.buffer).setUint32(0, head.length, true);
    frame.set(head, 4);
    frame.set(body, 4 + head.length);
    window.campaignAnswer = null;
    window.__TAURI_INTERNALS__.invoke('api', frame).then((answer) => {
        const length = new DataView(answer).getUint32(0, true);
        const text = (from, to) => new TextDecoder().decode(answer.slice(from, to));
        window.campaignAnswer = {
            head: JSON.parse(text(4, 4 + length)), body: text(4 + length) };
    }, (failure) => { window.campaignAnswer = { failure: String(failure) }; });";

impl Door for Window {
    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Answer> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let quoted = |text: &str| Value::from(text).to_string();
        let script = ASK
            .replace("METHOD", &quoted(method))
            .replace("TARGET", &quoted(path))
            .replace("BODY", &quoted(&body));
        self.run(&script)?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = self.run("return window.campaignAnswer;")?;
            if !answer.is_null() {
                let status = answer["head"]["status"].as_u64();
                let status = status.with_context(|| format!("the window says {answer}"))?;
                let text = answer["body"].as_str().unwrap_or_default();
                return Ok(Answer {
                    status: status as u16,
                    body: serde_json::from_str(text).unwrap_or_default(),
                });
            }
            ensure!(Instant::now() < deadline, "the window does not answer");
        }
    }

    fn process(&self) -> Result<u32> {
        Self::process(self)
    }

    fn end(self: Box<Self>) -> Result<()> {
        drop(self);
        Ok(())
    }
}
