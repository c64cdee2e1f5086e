//! `models`: which models there are, under which terms, and getting, checking and removing them. Works
//! without the window and beside it: what one installs the other sees at once. Nothing is fetched unless
//! `fetch` asks for it.

mod change;
mod get;
mod list;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use va_core::Failure;
use va_engine::Toolbox;
use va_engine::data_folder::default_root;
use va_engine::models::ModelView;
use va_models::{Depot, Model, ModelError};

use crate::out;

/// What to do with models.
#[derive(Debug, Subcommand)]
pub enum ModelsCommand {
    /// List every model: what it is for, its size and licence, and whether it is here.
    List {
        /// A folder with models; can be given several times.
        #[arg(long, value_name = "DIR")]
        models: Vec<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Download models.
    ///
    /// What was cut off or stopped goes on where it ended. A file is used only after its checksum is right.
    Fetch(FetchArguments),
    /// Take models from a folder, a file or an archive (.zip, .tar, .tar.gz, .tar.bz2), for example from a
    /// USB stick.
    ///
    /// They are recognised by size and checksum, whatever they are called.
    Import {
        /// The folder, file or archive.
        #[arg(value_name = "PATH")]
        from: PathBuf,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Read model files again and compare them with the catalogue. Exit code 4 if one is not right.
    Verify {
        /// Ids; without any, all that are here.
        #[arg(value_name = "ID")]
        ids: Vec<String>,
        /// A folder with models; can be given several times.
        #[arg(long, value_name = "DIR")]
        models: Vec<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Remove models that were downloaded or imported.
    Remove {
        /// Ids.
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
    },
}

/// Arguments of `fetch`.
#[derive(Debug, Args)]
pub struct FetchArguments {
    /// Ids, as `models list` shows them.
    #[arg(value_name = "ID", required_unless_present_any = ["pipelines", "all"])]
    pub ids: Vec<String>,
    /// Everything that these pipelines need with their default settings, separated by commas.
    #[arg(long = "for", value_delimiter = ',', value_name = "PIPELINES")]
    pub pipelines: Vec<String>,
    /// Every model that can be downloaded.
    #[arg(long)]
    pub all: bool,
    /// Agree that models that learned from data for research only are used for research only.
    #[arg(long)]
    pub accept_licence: bool,
    /// Print events as JSON lines instead of bars.
    #[arg(long)]
    pub json: bool,
}

/// `models`.
pub fn run(command: ModelsCommand) -> ExitCode {
    let done = match command {
        ModelsCommand::List { models, json } => list::list(&models, json),
        ModelsCommand::Fetch(arguments) => get::fetch_all(&arguments),
        ModelsCommand::Import { from, json } => change::import_from(&from, json),
        ModelsCommand::Verify { ids, models, json } => change::verify(&ids, &models, json),
        ModelsCommand::Remove { ids } => change::remove(&ids),
    };
    done.unwrap_or_else(|failure| {
        out::failure(&failure);
        ExitCode::from(failure.code.exit_code())
    })
}

fn toolbox(models: &[PathBuf]) -> Toolbox {
    Toolbox::new(models, default_root().ok().as_deref())
}

fn depot(toolbox: &Toolbox) -> Result<Depot, Failure> {
    let none = || va_engine::EngineError::NoDataFolder.failure();
    toolbox.depot().ok_or_else(none)
}

fn catalog() -> Result<&'static [Model], Failure> {
    va_models::catalog().map_err(|e| e.failure())
}

/// The models with these ids, or the first id that no model has.
fn named(ids: &[String]) -> Result<Vec<&'static Model>, Failure> {
    let found: Result<Vec<_>, ModelError> = ids.iter().map(|id| va_models::find(id)).collect();
    found.map_err(|e| e.failure())
}

fn look(model: &'static Model, toolbox: &Toolbox) -> ModelView {
    let (shelf, depot) = (toolbox.shelf(), toolbox.depot());
    ModelView::look(model, &shelf, depot.as_ref(), toolbox.runtime(), None)
}

/// A size for people.
fn size(bytes: Option<u64>) -> String {
    bytes.map_or("?".to_owned(), |bytes| {
        format!("{:.1} MB", bytes as f64 / 1e6)
    })
}
