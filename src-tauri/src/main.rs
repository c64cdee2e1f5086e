//! The window: a thin shell round the engine and the API's router. It decodes, infers and decides
//! nothing; whatever the page shows comes through the door. Started by people and by `cargo xtask run`.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod commands;
mod dialogs;
mod door;
mod frame;
mod opened;
mod pages;
mod shutdown;
mod sidecar;
mod startup;
mod trouble;
mod window;

use anyhow::Context;
use tauri::RunEvent;
use va_engine::logging::{self, Shape};

fn main() -> anyhow::Result<()> {
    logging::start(Shape::Words, None);
    trouble::need_display()?;
    let app = tauri::Builder::default()
        // first, so that a second start ends before it touches anything
        .plugin(tauri_plugin_single_instance::init(opened::by_second_start))
        .plugin(tauri_plugin_shell::init())
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![
            door::api,
            door::api_abort,
            dialogs::pick_videos,
            dialogs::pick_folder,
            dialogs::save_file,
            commands::reveal,
            commands::opened_with,
        ])
        .setup(startup::run)
        .build(tauri::generate_context!())
        .context("start the window system")?;
    app.run(|app, event| {
        if matches!(event, RunEvent::Exit) {
            shutdown::stop_engine(app);
        }
    });
    Ok(())
}
