//! `serve`: the API and the window's pages, for a browser and for scripts. Starts only when there is a token,
//! and says how to make one otherwise.

mod security;

use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use va_api::access::{AccessState, OpenedBy, Standing};
use va_api::door::{self, DoorOptions, DoorPolicy};
use va_api::ledger::Ledger;
use va_api::listener::taken;
use va_api::media_server::MediaServer;
use va_api::site::{self, Viewer, ViewerError};
use va_api::{Api, router};
use va_core::{ErrorCode, Failure};
use va_engine::logging::{self, Level, Shape};
use va_engine::tokens::Secret;
use va_engine::{Engine, EngineOptions};
use va_store::WallTime;

use crate::args::ServeArguments;
use crate::out;
use security::Security;

/// Environment variable with the token that clients must send.
const TOKEN_VARIABLE: &str = "VIDEOANNOTATOR_TOKEN";
/// Name of the token that is valid until the server stops.
const SESSION: &str = "session";
/// Longest wait for the workers at the end.
const PATIENCE: Duration = Duration::from_secs(6);
/// Shorter tokens can be guessed.
const SHORTEST_TOKEN: usize = 32;

/// Runs the server until it is interrupted.
pub fn run(arguments: &ServeArguments, log_level: Option<Level>) -> ExitCode {
    let read = own_token(arguments).and_then(|own| {
        let security = Security::read(arguments, |name| std::env::var(name).ok())?;
        Ok((own, security))
    });
    let (own, security) = match read {
        Ok(read) => read,
        Err(failure) => {
            out::failure(&failure);
            return ExitCode::from(2);
        }
    };
    logging::start(Shape::Words, log_level);
    let served = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let served = served
        .map_err(|e| {
            Failure::new(
                ErrorCode::Internal,
                format!("no threads can be started: {e}"),
            )
        })
        .and_then(|runtime| {
            let served = runtime.block_on(until_interrupted(arguments, log_level, own, security));
            // not waiting for a look at a drive that does not answer
            runtime.shutdown_timeout(Duration::from_secs(1));
            served
        });
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            out::failure(&failure);
            ExitCode::from(if failure.code == ErrorCode::Unauthorized {
                2
            } else {
                4
            })
        }
    }
}

/// A token of this run only, and its name.
type Own = Option<(String, &'static str)>;

fn own_token(arguments: &ServeArguments) -> Result<Own, Failure> {
    if arguments.session_token {
        let secret = Secret::random()?;
        return Ok(Some((secret.reveal().to_owned(), SESSION)));
    }
    match std::env::var(TOKEN_VARIABLE) {
        Ok(token) if token.len() >= SHORTEST_TOKEN => Ok(Some((token, "environment"))),
        Ok(_) => Err(Failure::new(
            ErrorCode::Unauthorized,
            format!("the token in {TOKEN_VARIABLE} is shorter than {SHORTEST_TOKEN} characters"),
        )
        .hint("use a random one, for example from `openssl rand -hex 32`")),
        Err(_) => Ok(None),
    }
}

async fn until_interrupted(
    arguments: &ServeArguments,
    log_level: Option<Level>,
    own: Own,
    mut security: Security,
) -> Result<(), Failure> {
    let worker = std::env::current_exe()
        .map_err(|e| Failure::new(ErrorCode::Internal, format!("the program has no path: {e}")))?;
    let options = EngineOptions {
        data: None,
        worker,
        models: arguments.models.clone(),
        max_jobs: arguments.max_jobs,
        log_level,
    };
    let viewer = arguments.viewer.as_deref().map(Viewer::open).transpose();
    let viewer = viewer.map_err(|error: ViewerError| error.failure())?;
    let engine = Engine::open(options).map_err(|e| e.failure())?;
    // the folder is ours from here on
    logging::into_folder(&engine.data_root());
    tokio::spawn(logging::follow(engine.clone()));
    security.settle_origins(&engine.settings().values.allowed_origins)?;
    let now = WallTime::from(SystemTime::now());
    if let Err(failure) = security.permit(own.is_some(), engine.tokens().any_in_use(now)) {
        engine.shutdown().await;
        return Err(failure);
    }
    let ledger = Arc::new(Ledger::default());
    let media = MediaServer::new(Arc::clone(&ledger));
    let api = Api {
        engine: engine.clone(),
        media: Arc::clone(&media),
        ledger: Arc::clone(&ledger),
        access: Arc::default(),
        checked: Arc::default(),
        auth_required: security.auth_required,
        started: Instant::now(),
    };
    let address = SocketAddr::new(security.address, arguments.port);
    let listener = door::listen(address).map_err(|e| {
        taken(address, &e).hint("choose another one with --port, or 0 for a free one")
    })?;
    let mut address = listener.local_addr().unwrap_or(address);
    let name = own.as_ref().map_or("of the library", |(_, name)| *name);
    let fragment = match &own {
        Some((token, SESSION)) => format!("#token={token}"),
        Some(_) | None => String::new(),
    };
    security.tell(address.port(), name);
    api.access.set(AccessState::Open(Standing {
        address,
        by: OpenedBy::Serve,
        auth_required: security.auth_required,
        origins: security.origins.list().to_vec(),
    }));
    let policy = DoorPolicy {
        engine: engine.clone(),
        own: own.map(|(token, name)| (token.into(), name)),
        auth_required: security.auth_required,
        origins: Arc::new(security.origins),
        hosts: Arc::new(security.hosts),
    };
    let service = door::behind_door(router(api), &media, site::router(viewer), policy);
    if address.ip().is_unspecified() {
        // every address of this computer, of which the browser here takes this one
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    out::line(&format!("http://{address}/{fragment}"));
    let stop = async move {
        interrupted().await;
        // the workers are gone in less; a drive that does not answer must not hold the program
        if tokio::time::timeout(PATIENCE, engine.shutdown())
            .await
            .is_err()
        {
            tracing::error!("the engine did not stop in time");
        }
    };
    door::allow_many();
    door::serve(listener, service, DoorOptions::default(), ledger, stop).await;
    Ok(())
}

/// Waits until this program is asked to leave: Ctrl-C, a termination signal, on Windows also the end of the
/// console or of the session.
pub async fn interrupted() {
    let ctrl_c = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                _ = ctrl_c => {}
                _ = terminate.recv() => {}
            },
            Err(_) => drop(ctrl_c.await),
        }
    }
    #[cfg(windows)]
    {
        use tokio::signal::windows::{ctrl_close, ctrl_logoff, ctrl_shutdown};
        match (ctrl_close(), ctrl_logoff(), ctrl_shutdown()) {
            (Ok(mut close), Ok(mut logoff), Ok(mut shutdown)) => tokio::select! {
                _ = ctrl_c => {}
                _ = close.recv() => {}
                _ = logoff.recv() => {}
                _ = shutdown.recv() => {}
            },
            _ => drop(ctrl_c.await),
        }
    }
    #[cfg(not(any(unix, windows)))]
    drop(ctrl_c.await);
}
