//! `serve`: the API and the window's pages on 127.0.0.1, for a browser and for scripts. Starts only when
//! there is a token, and says how to make one otherwise.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use tokio::net::TcpListener;
use va_api::door::{self, DEFAULT_ORIGINS, DoorOptions, DoorPolicy, Hosts, Origins};
use va_api::ledger::Ledger;
use va_api::media_server::MediaServer;
use va_api::{Api, pages, router};
use va_core::{ErrorCode, Failure};
use va_engine::tokens::Secret;
use va_engine::{Engine, EngineOptions};
use va_store::WallTime;

use crate::args::ServeArguments;
use crate::out;

/// Environment variable with the token that clients must send.
const TOKEN_VARIABLE: &str = "VIDEOANNOTATOR_TOKEN";
/// Name of the token that is valid until the server stops.
const SESSION: &str = "session";
/// Longest wait for the workers at the end.
const PATIENCE: Duration = Duration::from_secs(6);
/// Shorter tokens can be guessed.
const SHORTEST_TOKEN: usize = 32;

/// Runs the server until it is interrupted.
pub fn run(arguments: &ServeArguments) -> ExitCode {
    let own = match own_token(arguments) {
        Ok(own) => own,
        Err(failure) => {
            out::failure(&failure);
            return ExitCode::from(2);
        }
    };
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("VIDEOANNOTATOR_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info")),
        )
        .with_ansi(false)
        .with_writer(std::io::stderr)
        .init();
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
            let served = runtime.block_on(until_interrupted(arguments, own));
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

/// Nobody could come in.
fn no_token() -> Failure {
    let message = "the API is off: it needs a token, so that no other program can use it";
    Failure::new(ErrorCode::Unauthorized, message)
        .hint("make one: videoannotator token create --name lab; or, for this run only, add --session-token")
}

async fn until_interrupted(arguments: &ServeArguments, own: Own) -> Result<(), Failure> {
    let worker = std::env::current_exe()
        .map_err(|e| Failure::new(ErrorCode::Internal, format!("the program has no path: {e}")))?;
    let options = EngineOptions {
        data: None,
        worker,
        models: arguments.models.clone(),
        max_jobs: arguments.max_jobs,
    };
    let engine = Engine::open(options).map_err(|e| e.failure())?;
    if own.is_none()
        && !engine
            .tokens()
            .any_in_use(WallTime::from(SystemTime::now()))
    {
        engine.shutdown().await;
        return Err(no_token());
    }
    let ledger = Arc::new(Ledger::default());
    let media = MediaServer::new(Arc::clone(&ledger));
    let api = Api {
        engine: engine.clone(),
        media: Arc::clone(&media),
        ledger: Arc::clone(&ledger),
        auth_required: true,
        started: Instant::now(),
    };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    let bound = TcpListener::bind(address).await;
    let listener = bound.map_err(|e| {
        Failure::new(
            ErrorCode::Internal,
            format!("port {} can't be used: {e}", arguments.port),
        )
        .hint("choose another one with --port, or 0 for a free one")
    })?;
    let port = listener.local_addr().map_or(arguments.port, |a| a.port());
    let name = own.as_ref().map_or("of the library", |(_, name)| *name);
    let fragment = match &own {
        Some((token, SESSION)) => format!("#token={token}"),
        Some(_) | None => String::new(),
    };
    let policy = DoorPolicy {
        engine: engine.clone(),
        own: own.map(|(token, name)| (token.into(), name)),
        auth_required: true,
        origins: Arc::new(Origins::parse(DEFAULT_ORIGINS)?),
        hosts: Arc::new(Hosts::loopback()),
    };
    let service = door::behind_door(router(api), &media, pages::router(), policy);
    tracing::info!(
        port,
        token = name,
        "serving on 127.0.0.1, every request needs a token"
    );
    out::line(&format!("http://127.0.0.1:{port}/{fragment}"));
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
