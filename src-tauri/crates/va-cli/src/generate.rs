//! Files that are made from the program itself, so that they can't drift from it: the OpenAPI document
//! and the reference pages. `cargo xtask generate --check` compares them in CI.

mod cli_page;
mod errors_page;
mod settings;

use std::path::Path;
use std::process::ExitCode;

use crate::args::Generated;
use crate::out;

/// Writes what is asked for.
pub fn run(what: Generated, docs: Option<&Path>) -> ExitCode {
    let written = match (what, docs) {
        (Generated::Openapi, _) => serde_json::to_string_pretty(&va_api::document())
            .map_err(std::io::Error::from)
            .map(|json| out::line(&json)),
        (Generated::Docs, Some(docs)) => write_docs(docs),
        (Generated::Docs, None) => Err(std::io::Error::other("--out DIR is missing")),
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            out::note(&format!("[ERROR] {error}"));
            ExitCode::from(4)
        }
    }
}

fn write_docs(docs: &Path) -> std::io::Result<()> {
    let reference = docs.join("reference");
    std::fs::create_dir_all(&reference)?;
    std::fs::write(reference.join("errors.md"), errors_page::page())?;
    std::fs::write(reference.join("cli.md"), cli_page::page())?;
    settings::fill(&docs.join("pipelines"))
}

/// First line of a generated page.
const DO_NOT_EDIT: &str = "<!-- Made by `cargo xtask generate` from the program. Do not edit. -->";
