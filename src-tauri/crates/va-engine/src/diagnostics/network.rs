//! Connections: how many this program has opened or taken since it started, as far as its doors count them.

use std::time::Duration;

use serde_json::json;

use super::{Check, Context, Finding, Sockets};

pub(super) const CHECK: Check = Check {
    part: "network",
    title: "Network",
    slow: false,
    limit: Duration::from_secs(5),
    run,
};

fn run(context: &Context) -> Finding {
    let running = context.sockets.is_some();
    let Sockets {
        listeners,
        accepted,
        outgoing,
    } = context.sockets.unwrap_or_default();
    let finding = Finding::good(
        format!("{outgoing} connections to other computers since start"),
        if running {
            format!("listened on {listeners} local addresses, took {accepted} connections")
        } else {
            "this command opens no connection".to_owned()
        },
        json!({
            "listeners": listeners, "accepted_connections": accepted, "outgoing_requests": outgoing,
            "counted": running,
        }),
    );
    if outgoing > 0 {
        return Finding {
            message: format!(
                "{outgoing} requests to other computers, for models that you asked for"
            ),
            ..finding
        };
    }
    finding
}
