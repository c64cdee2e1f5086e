//! The end: every worker is stopped before this process goes, within a bound. Interrupted jobs go on at
//! the next start.

use std::time::Duration;

use tauri::{AppHandle, Manager};
use va_engine::Engine;

/// Longest wait for the workers; they are killed after one second, so this is never reached in health.
const PATIENCE: Duration = Duration::from_secs(5);

/// Stops the engine, if it was started.
pub fn stop_engine(app: &AppHandle) {
    let Some(engine) = app.try_state::<Engine>() else {
        return;
    };
    let stopped = tauri::async_runtime::block_on(async {
        tokio::time::timeout(PATIENCE, engine.shutdown()).await
    });
    if stopped.is_ok() {
        tracing::info!("the engine has stopped");
    } else {
        tracing::error!("the engine did not stop in time");
    }
}

/// Closes the window in order when the system ends the session or Ctrl-C is pressed.
pub fn on_signals(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        signalled().await;
        app.exit(0);
    });
}

async fn signalled() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            },
            Err(_) => drop(tokio::signal::ctrl_c().await),
        }
    }
    #[cfg(not(unix))]
    drop(tokio::signal::ctrl_c().await);
}
