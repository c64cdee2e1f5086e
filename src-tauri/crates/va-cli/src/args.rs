//! The command line's arguments. The help texts are the reference: docs/reference/cli.md is made from
//! them.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use va_engine::logging::Level;

use crate::jobs::JobsCommand;
use crate::models::ModelsCommand;
use crate::storage::StorageCommand;
use crate::token::TokenCommand;

/// Annotate recordings of people on this computer.
#[derive(Debug, Parser)]
#[command(name = "videoannotator", version, arg_required_else_help = true)]
pub struct Arguments {
    /// Log this much to standard error: error, warn, info, debug or trace
    #[arg(long, global = true, value_name = "LEVEL", hide_possible_values = true, display_order = 900,
        value_parser = log_level())]
    pub log_level: Option<Level>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

fn log_level() -> impl TypedValueParser<Value = Level> {
    PossibleValuesParser::new(Level::ALL.map(Level::word))
        .map(|word| Level::from_word(&word).unwrap_or(Level::Info))
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Annotate recordings and write standard files.
    ///
    /// Each recording gets a folder DIR/NAME with its annotations, the exported files in `output`, and
    /// `provenance.json`. Running it again continues an interrupted recording and skips a finished one.
    ///
    /// Exit codes: 0 every requested pipeline succeeded, 2 wrong usage or configuration, 3 a recording
    /// can't be read, 4 a pipeline failed, 130 interrupted.
    Annotate(Box<AnnotateArguments>),
    /// Serve the API, and the window's pages in a browser, on this computer.
    ///
    /// Off unless there is a token: make one with `token create`, set `VIDEOANNOTATOR_TOKEN`, or let
    /// `--session-token` make one that is valid until the server stops.
    Serve(ServeArguments),
    /// List the pipelines and whether they can run here.
    #[command(args_conflicts_with_subcommands = true)]
    Pipelines {
        /// Print JSON.
        #[arg(long)]
        json: bool,
        /// What else to do.
        #[command(subcommand)]
        command: Option<PipelinesCommand>,
    },
    /// Check this installation: each part with its measured value, each problem with one fix.
    ///
    /// Parts: system, ffmpeg, runtime, gpu, storage, database, models, pipelines, network, all. `all` leaves
    /// out `pipelines`, which runs each pipeline on a second of a made recording.
    ///
    /// Exit codes: 0 all is well, 1 something does not work or there is no such part, 2 warnings only.
    Diagnose {
        /// What to check.
        #[arg(default_value = "all")]
        part: String,
        /// Write a ZIP archive for somebody who helps: diagnostics, settings and logs without names.
        #[arg(long, value_name = "FILE", conflicts_with = "json")]
        bundle: Option<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Run the demo clip on each device of this computer, twice, and compare the results.
    ///
    /// Exit codes: 0 every device that works here gave the same results twice, 1 otherwise.
    VerifyInstallation {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// List the export formats.
    Formats,
    /// Print one number for everything that a job found.
    ///
    /// SHA-256 over all tracks and all their items, to the bit. It does not depend on how often a job
    /// was interrupted, so it tells whether two runs found the same.
    Fingerprint {
        /// Job folders.
        #[arg(required = true, value_name = "DIR")]
        folders: Vec<PathBuf>,
    },
    /// Look at the jobs of the library and the queue, change them, or import those of another program.
    ///
    /// Exit codes: 0 done, 2 wrong usage or no such job, 4 not possible.
    Jobs {
        /// What to do.
        #[command(subcommand)]
        command: JobsCommand,
    },
    /// List, download, import, verify and remove models.
    ///
    /// Exit codes: 0 done, 2 wrong usage, no such model or terms not accepted, 4 not possible, 130
    /// interrupted.
    Models {
        /// What to do.
        #[command(subcommand)]
        command: ModelsCommand,
    },
    /// Show, move or clean up the storage folder.
    Storage {
        /// What to do.
        #[command(subcommand)]
        command: StorageCommand,
    },
    /// Make, list and revoke the tokens of the API.
    ///
    /// Exit codes: 0 done, 2 wrong usage or no such token, 4 not possible.
    Token {
        /// What to do.
        #[command(subcommand)]
        command: TokenCommand,
    },
    /// Work with configuration files.
    Config {
        /// What to do.
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Write the files that are made from the program itself (for developers).
    #[command(hide = true)]
    Generate {
        /// Which.
        what: Generated,
        /// The docs folder, for `docs`.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Do one job given on standard input (started by the program itself).
    #[command(hide = true)]
    Worker,
    /// Load an ONNX Runtime library and say what it can do (started by the program itself).
    #[command(hide = true)]
    ProbeRuntime {
        /// The library.
        library: PathBuf,
    },
}

/// What to do with the pipelines.
#[derive(Debug, Subcommand)]
pub enum PipelinesCommand {
    /// Compare what the pipelines say of themselves with what there is.
    ///
    /// Implementations, models, needs, defaults of the settings, and with `--docs` the pages of the docs
    /// folder. Exit codes: 0 no difference, 1 a difference.
    Audit {
        /// Print JSON.
        #[arg(long)]
        json: bool,
        /// The docs folder: each pipeline has a page in its `pipelines`.
        #[arg(long, value_name = "DIR")]
        docs: Option<PathBuf>,
    },
}

/// What to do with configuration files and presets.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Check a configuration file and print every error at once. Exit code 2 if there is one.
    Validate {
        /// A YAML or JSON file.
        file: PathBuf,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// List the presets: those that ship and your own ones.
    Presets {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print a preset as a configuration file.
    Show {
        /// Its name.
        #[arg(value_name = "PRESET")]
        name: String,
        /// How to write it.
        #[arg(long, value_enum, default_value_t = FileFormat::Yaml)]
        format: FileFormat,
    },
    /// Keep a configuration file as a preset of your own.
    #[command(visible_alias = "import")]
    Save {
        /// Its name: lower-case letters, digits, `-` and `_`.
        #[arg(value_name = "PRESET")]
        name: String,
        /// A YAML or JSON file. Its `title` and `description` are kept.
        file: PathBuf,
        /// Replace the preset if there is one.
        #[arg(long)]
        replace: bool,
    },
    /// Delete a preset of your own.
    Delete {
        /// Its name.
        #[arg(value_name = "PRESET")]
        name: String,
    },
}

/// How a configuration is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FileFormat {
    /// YAML, with what each setting accepts.
    Yaml,
    /// JSON.
    Json,
}

/// A file made from the program itself.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Generated {
    /// The OpenAPI document, on standard output.
    Openapi,
    /// The reference pages in the docs folder.
    Docs,
}

/// Arguments of `annotate`.
#[derive(Debug, Args)]
pub struct AnnotateArguments {
    /// Recordings.
    #[arg(required = true, value_name = "VIDEO")]
    pub videos: Vec<PathBuf>,
    /// Pipelines to run, separated by commas. Without it those that are on by default.
    #[arg(long, short, value_delimiter = ',', value_name = "NAMES")]
    pub pipelines: Vec<String>,
    /// Preset to begin with, for example `quick`; `config presets` lists them.
    #[arg(long, value_name = "PRESET")]
    pub preset: Option<String>,
    /// Configuration file, YAML or JSON. Wins over the preset.
    #[arg(long, short, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Change one setting, for example `scene_detection.threshold=30`. Wins over the file.
    #[arg(long = "set", value_name = "PIPELINE.KEY=VALUE")]
    pub settings: Vec<String>,
    /// Folder for the results.
    #[arg(long, short, value_name = "DIR", default_value = "annotations")]
    pub out: PathBuf,
    /// A folder with models; can be given several times.
    #[arg(long, value_name = "DIR")]
    pub models: Vec<PathBuf>,
    /// Export formats, separated by commas, or `all`.
    #[arg(
        long,
        short,
        value_delimiter = ',',
        value_name = "NAMES",
        default_value = "all"
    )]
    pub format: Vec<String>,
    /// Replace results that were made with other settings.
    #[arg(long)]
    pub force: bool,
    /// Print events as JSON lines instead of bars and a table.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Port; 0 takes a free one.
    #[arg(long, default_value_t = 18011)]
    pub port: u16,
    /// Address to listen on. Another one than 127.0.0.1 lets other computers in: it needs a token made
    /// with `token create`, and what is sent is not encrypted.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub host: std::net::IpAddr,
    /// A name under which this server may be asked, beside `localhost` and addresses in numbers; can be
    /// given several times.
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// Make a token that is valid until the server stops, and print an address that contains it.
    #[arg(long)]
    pub session_token: bool,
    /// Jobs that run at once, instead of the setting; 0 accepts jobs and holds them.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=64))]
    pub max_jobs: Option<u32>,
    /// A folder with models; can be given several times.
    #[arg(long, value_name = "DIR")]
    pub models: Vec<PathBuf>,
    /// A folder with a built Video Annotation Viewer, to be served at /viewer.
    #[arg(long, value_name = "DIR")]
    pub viewer: Option<PathBuf>,
}
