//! The start: data folder, engine, router and door, then the window. In this order the page finds
//! everything in place; what takes longer (workers, recovery) goes on behind it.

use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

use tauri::{App, AppHandle, Manager};
use va_api::ledger::Ledger;
use va_api::media_server::MediaServer;
use va_api::{Api, listener, router, site};
use va_engine::{Engine, EngineOptions, logging};

use crate::arguments::Arguments;
use crate::door::Door;
use crate::opened::{self, Opened};
use crate::{shutdown, sidecar, trouble, window};

/// Builds everything. Trouble with the data folder ends the program, after it was read.
pub fn run(app: &mut App) -> Result<(), Box<dyn Error>> {
    let started = Instant::now();
    let app = app.handle();
    let (worker, missing) = sidecar::worker(app);
    let options = EngineOptions {
        data: None,
        worker,
        models: Vec::new(),
        max_jobs: None,
        log_level: None,
    };
    // the engine starts tasks, so it is opened where tasks run
    let engine = match tauri::async_runtime::block_on(async { Engine::open(options) }) {
        Ok(engine) => engine,
        Err(error) => {
            trouble::fatal(app, &error.failure());
            return Ok(());
        }
    };
    logging::into_folder(&engine.data_root());
    tauri::async_runtime::spawn(logging::follow(engine.clone()));
    let ledger = Arc::new(Ledger::default());
    let api = Api {
        engine: engine.clone(),
        media: MediaServer::new(Arc::clone(&ledger)),
        ledger,
        access: Arc::default(),
        checked: Arc::default(),
        // the window itself is let in by its own door
        auth_required: true,
        started,
    };
    app.manage(Door::new(router(api.clone())));
    // opens nothing before somebody turns it on and makes a token
    tauri::async_runtime::spawn(listener::follow(api, site::router(None)));
    app.manage(engine);
    app.manage(Opened::default());
    open_named(app);
    shutdown::on_signals(app.clone());
    window::make(app)?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), took = ?started.elapsed(), "started");
    if let Some(missing) = missing {
        trouble::tell(app, "VideoAnnotator is not complete", &missing);
    }
    Ok(())
}

fn open_named(app: &AppHandle) {
    let here = std::env::current_dir().unwrap_or_default();
    let words = std::env::args_os().skip(1);
    let arguments = Arguments::read(words.map(|w| w.to_string_lossy().into_owned()), &here);
    for word in &arguments.unknown {
        tracing::warn!(%word, "this argument means nothing to the window");
    }
    if let Some(folder) = arguments.open {
        tauri::async_runtime::block_on(opened::adopt(app, &folder));
    }
}
