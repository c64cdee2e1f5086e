//! Names the commands that the page may call, so that each needs a permission of its own. Called by cargo.

use tauri_build::{AppManifest, Attributes};

const COMMANDS: &[&str] = &[
    "api",
    "api_abort",
    "pick_videos",
    "pick_folder",
    "save_file",
    "reveal",
    "opened_with",
];

fn main() {
    let manifest = AppManifest::new().commands(COMMANDS);
    if let Err(error) = tauri_build::try_build(Attributes::new().app_manifest(manifest)) {
        println!("cargo::error=the window's configuration is wrong: {error:#}");
    }
}
