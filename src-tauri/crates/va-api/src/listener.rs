//! The API over TCP in the process of the window: it stands on 127.0.0.1 only while the setting wants it and a
//! token is in use, follows both at once, and takes its connections with it when it goes. Started by the shell;
//! `serve` has a listener of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Router;
use futures_util::{Stream, StreamExt};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use va_core::{ErrorCode, Failure};
use va_engine::{Engine, Event, EventKind};
use va_store::WallTime;

use crate::access::{AccessState, OpenedBy, Standing};
use crate::door::{self, DoorOptions, DoorPolicy, Hosts, Origins};
use crate::router::{Api, router};

/// How long answers may go on once it is turned off.
const GRACE: Duration = Duration::from_millis(500);
/// Longest time between two looks at the clock for tokens that end: the computer may have slept.
const LOOK: Duration = Duration::from_secs(30);

/// What the settings and the tokens ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wanted {
    port: u16,
    origins: String,
}

impl Wanted {
    fn of(engine: &Engine) -> Option<Self> {
        let settings = engine.settings();
        let values = &settings.values;
        let good = engine
            .tokens()
            .any_in_use(WallTime::from(SystemTime::now()));
        (values.api_enabled && good).then(|| Self {
            port: values.api_port,
            origins: values.allowed_origins.clone(),
        })
    }
}

/// A listener that stands.
struct Open {
    wanted: Wanted,
    stop: CancellationToken,
    served: JoinHandle<()>,
}

impl Open {
    /// Closes it, with every connection.
    async fn close(self) {
        self.stop.cancel();
        if let Err(error) = self.served.await {
            tracing::error!(%error, "the API's listener broke off");
        }
        tracing::info!(port = self.wanted.port, "the API is closed");
    }
}

/// Opens and closes the API's listener as settings and tokens say, for as long as this future is polled.
/// `pages` are what a browser is shown beside the API.
pub async fn follow(api: Api, pages: Router) {
    let engine = api.engine.clone();
    let (_, events) = engine.hub().subscribe(None);
    let mut events = pin!(events);
    let mut open: Option<Open> = None;
    loop {
        let wanted = Wanted::of(&engine);
        if open.as_ref().map(|open| &open.wanted) != wanted.as_ref() {
            if let Some(open) = open.take() {
                open.close().await;
            }
            let state = match wanted {
                None => AccessState::Closed,
                Some(wanted) => match stand(&api, pages.clone(), wanted) {
                    Ok((opened, standing)) => {
                        open = Some(opened);
                        AccessState::Open(standing)
                    }
                    Err(failure) => {
                        tracing::warn!(code = %failure.code, "{failure}");
                        AccessState::Failed(failure)
                    }
                },
            };
            tell(&api, state);
        } else if wanted.is_none() {
            // a failure of before is of no interest any more
            tell(&api, AccessState::Closed);
        }
        tokio::select! {
            going = change(&mut events) => if !going { break },
            () = token_ends(&engine), if open.is_some() => engine.hub().publish(EventKind::Tokens),
        }
    }
    if let Some(open) = open.take() {
        open.close().await;
    }
}

fn tell(api: &Api, state: AccessState) {
    if api.access.set(state) {
        api.engine.hub().publish(EventKind::Access);
    }
}

/// Waits until settings or tokens have changed; `false` when nobody will say so any more.
async fn change(events: &mut (impl Stream<Item = Arc<Event>> + Unpin)) -> bool {
    while let Some(event) = events.next().await {
        match event.kind {
            EventKind::Settings | EventKind::Tokens | EventKind::Reset => return true,
            EventKind::JobUpdate(_)
            | EventKind::JobProgress(_)
            | EventKind::JobRemoved(_)
            | EventKind::Queue(_)
            | EventKind::Access
            | EventKind::Model(_)
            | EventKind::SelfTest(_) => {}
        }
    }
    false
}

/// Waits until a token that is in use has ended by itself.
async fn token_ends(engine: &Engine) {
    let clock = || WallTime::from(SystemTime::now());
    let in_use = engine.tokens().in_use(clock());
    loop {
        let end = engine.tokens().next_end(clock());
        let left = end.map_or(LOOK, |end| {
            let left = end.0.saturating_sub(clock().0).max(0);
            Duration::from_millis(left.unsigned_abs()).min(LOOK)
        });
        tokio::time::sleep(left + Duration::from_millis(1)).await;
        if engine.tokens().in_use(clock()) < in_use {
            return;
        }
    }
}

/// Must be called inside a tokio runtime.
fn stand(api: &Api, pages: Router, wanted: Wanted) -> Result<(Open, Standing), Failure> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, wanted.port));
    let origins = Origins::parse(&wanted.origins)?;
    let listener = door::listen(address).map_err(|e| taken(address, &e))?;
    let standing = Standing {
        address: listener.local_addr().unwrap_or(address),
        by: OpenedBy::Setting,
        auth_required: true,
        origins: origins.list().to_vec(),
    };
    tracing::info!(%address, authentication = "on", %origins, "the API is open");
    let policy = DoorPolicy {
        engine: api.engine.clone(),
        own: None,
        auth_required: true,
        origins: Arc::new(origins),
        hosts: Arc::new(Hosts::loopback()),
    };
    let over_tcp = Api {
        auth_required: true,
        ..api.clone()
    };
    let service = door::behind_door(router(over_tcp), &api.media, pages, policy);
    let options = DoorOptions {
        grace: GRACE,
        ..DoorOptions::default()
    };
    let stop = CancellationToken::new();
    let stopped = stop.clone().cancelled_owned();
    let served = door::serve(listener, service, options, Arc::clone(&api.ledger), stopped);
    let served = tokio::spawn(served);
    Ok((
        Open {
            wanted,
            stop,
            served,
        },
        standing,
    ))
}

/// Why a listener can't stand at an address, with what to do.
pub fn taken(address: SocketAddr, error: &std::io::Error) -> Failure {
    let port = address.port();
    let (why, fix) = match error.kind() {
        std::io::ErrorKind::AddrInUse => (
            "another program has it".to_owned(),
            "close that program, or choose another port",
        ),
        std::io::ErrorKind::PermissionDenied => (
            "the system does not allow it".to_owned(),
            "choose a port from 1024 to 65535",
        ),
        _ => (error.to_string(), "choose another port"),
    };
    let message = format!("port {port} of {} can't be used: {why}", address.ip());
    Failure::new(ErrorCode::PortUnavailable, message).hint(fix)
}

#[cfg(test)]
#[path = "listener_tests.rs"]
mod tests;
