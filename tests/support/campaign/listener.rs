//! The engine's event stream as a campaign reads it: each event with the moment of its arrival.
//!
//! It never answers and never reconnects: a stream ends with its engine. Used by the campaigns and by the
//! benchmark of the engine.

use std::io::{BufRead, BufReader};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Instant;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::server::Server;

/// An event that arrived.
#[derive(Debug)]
pub struct Heard {
    /// When.
    pub at: Instant,
    /// `job.update` for example.
    pub name: String,
    /// Its data.
    pub data: Value,
}

/// Listens from now on. The receiver is disconnected when the stream ends.
pub fn listen(server: &Server) -> Result<Receiver<Heard>> {
    let agent: ureq::Agent = ureq::Agent::config_builder().build().into();
    let address = format!("{}/api/v1/events/stream", server.base);
    let token = format!("Bearer {}", server.token);
    let answer = agent
        .get(address)
        .header("authorization", token)
        .call()
        .context("listen to the events")?;
    let lines = BufReader::new(answer.into_body().into_reader());
    let (heard, inbox) = channel();
    std::thread::Builder::new()
        .name("listener".into())
        .spawn(move || read(lines, &heard))?;
    Ok(inbox)
}

/// Reads to the end of the stream, or until nobody wants to hear it any more.
fn read(lines: impl BufRead, heard: &Sender<Heard>) {
    let mut name = String::new();
    for line in lines.lines() {
        let Ok(line) = line else { return };
        if let Some(word) = line.strip_prefix("event:") {
            word.trim().clone_into(&mut name);
        } else if let Some(data) = line.strip_prefix("data:") {
            let event = Heard {
                at: Instant::now(),
                name: name.clone(),
                data: serde_json::from_str(data.trim()).unwrap_or_default(),
            };
            if heard.send(event).is_err() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_with_their_names_and_comments_are_passed_over() {
        let text =
            "id: 7-0\n: connected\n\nid: 7-1\nevent: job.removed\ndata: {\"job_id\":\"x\"}\n\n";
        let (sender, inbox) = channel();
        read(text.as_bytes(), &sender);
        drop(sender);
        let events: Vec<Heard> = inbox.iter().collect();
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].name, "job.removed");
        assert_eq!(events[0].data["job_id"], "x");
    }
}
