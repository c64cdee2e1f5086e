//! Connections: how many this program has opened or taken since it started, as far as its doors count them.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Check, Context, Finding, Listener, Sockets};

pub(super) const CHECK: Check = Check {
    part: "network",
    title: "Network",
    slow: false,
    limit: Duration::from_secs(5),
    run,
};

fn run(context: &Context) -> Finding {
    let running = context.sockets.is_some();
    let Sockets { listeners, sent } = context.sockets.clone().unwrap_or_default();
    let accepted: u64 = listeners.iter().map(|l| l.connections).sum();
    let outgoing: u64 = sent.values().map(|sent| sent.requests).sum();
    let listening = listeners.iter().filter(|l| l.closed.is_none()).count();
    let message = match (running, outgoing) {
        (false, _) => "this command opens no connection".to_owned(),
        (true, 0) => format!(
            "listens on {listening} local addresses, took {accepted} connections since start"
        ),
        (true, _) => {
            format!("{outgoing} requests to other computers, for models that you asked for")
        }
    };
    let listened: Vec<Value> = listeners.iter().map(listened).collect();
    let hosts = sent.iter().map(|(host, sent)| {
        json!({ "host": host, "purpose": "download of models", "requests": sent.requests, "bytes": sent.bytes })
    });
    Finding::good(
        format!("{outgoing} connections to other computers since start"),
        message,
        json!({
            "listeners": listeners.len(), "accepted_connections": accepted, "outgoing_requests": outgoing,
            "counted": running, "listened": listened, "hosts": hosts.collect::<Vec<_>>(),
        }),
    )
}

fn listened(listener: &Listener) -> Value {
    json!({
        "address": listener.address.to_string(), "purpose": listener.purpose,
        "opened_at": listener.opened.to_string(), "closed_at": listener.closed.map(|at| at.to_string()),
        "connections": listener.connections,
    })
}
