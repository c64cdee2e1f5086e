//! `token`: who may use the API. A token is shown once, when it is made; afterwards nobody can read it,
//! this program included. All of it works beside a running engine too, which takes changes over within a second
//! or two.

use std::path::Path;
use std::process::ExitCode;
use std::time::SystemTime;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use va_core::access::Scope;
use va_core::{ErrorCode, Failure};
use va_engine::data_folder::default_root;
use va_engine::tokens::{TokenRequest, beside, state};
use va_engine::{Engine, EngineError};
use va_store::WallTime;
use va_store::catalogue::TokenRow;

use crate::jobs::{read, with_engine};
use crate::out;

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token and print it. It is shown only now.
    ///
    /// Then `videoannotator serve` starts the API, and a program sends the token with each request as
    /// `Authorization: Bearer TOKEN`.
    Create(CreateArguments),
    /// List the tokens: names, scopes, times. Never the tokens themselves.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Take a token out of use, at once and for good.
    Revoke {
        /// Its name, or its number.
        #[arg(value_name = "NAME")]
        name: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Arguments of `token create`.
#[derive(Debug, Args)]
pub struct CreateArguments {
    /// What you call it: who or which program uses it.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// What it is good for; each holds what the ones before it hold.
    #[arg(long, value_enum, default_value_t = Wanted::Submit)]
    scope: Wanted,
    /// Days until it ends.
    #[arg(
        long,
        value_name = "DAYS",
        default_value_t = 365,
        conflicts_with = "no_expiry"
    )]
    days: u32,
    /// It never ends.
    #[arg(long)]
    no_expiry: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A scope on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Wanted {
    /// See jobs and results.
    Read,
    /// Make jobs from uploads, cancel and repeat them.
    Submit,
    /// Everything: files of this computer by their path, settings, models, tokens.
    Admin,
}

impl From<Wanted> for Scope {
    fn from(wanted: Wanted) -> Self {
        match wanted {
            Wanted::Read => Self::Read,
            Wanted::Submit => Self::Submit,
            Wanted::Admin => Self::Admin,
        }
    }
}

/// `token`.
pub fn run(command: &TokenCommand) -> ExitCode {
    let done = match command {
        TokenCommand::Create(arguments) => create(arguments),
        TokenCommand::List { json } => list(*json),
        TokenCommand::Revoke { name, json } => revoke(name, *json),
    };
    done.unwrap_or_else(|failure| {
        out::failure(&failure);
        ExitCode::from(failure.code.exit_code())
    })
}

/// What the engine does of itself, or what is done beside the program that has the data folder open.
fn changed<T, F>(
    own: impl FnOnce(Engine) -> F,
    beside: impl FnOnce(&Path) -> Result<T, EngineError>,
) -> Result<T, Failure>
where
    F: Future<Output = Result<T, EngineError>>,
{
    let done = with_engine(|engine| async move { own(engine).await.map_err(|e| e.failure()) });
    match done {
        Err(failure) if failure.code == ErrorCode::StorageLocked => {
            let root = default_root().map_err(|e| e.failure())?;
            let done = beside(&root).map_err(|e| e.failure())?;
            out::note("     (the program that has the storage folder open takes it over at once)");
            Ok(done)
        }
        done => done,
    }
}

fn create(arguments: &CreateArguments) -> Result<ExitCode, Failure> {
    let request = TokenRequest {
        name: arguments.name.clone(),
        scope: arguments.scope.into(),
        days: (!arguments.no_expiry).then_some(arguments.days),
    };
    let other = request.clone();
    let (row, secret) = changed(
        |engine| async move { engine.create_token(request).await },
        |root| beside::create(root, &other),
    )?;
    if arguments.json {
        let mut value = json_of(&row);
        value["token"] = secret.reveal().into();
        out::json(&value);
        return Ok(ExitCode::SUCCESS);
    }
    out::line(secret.reveal());
    out::note(&format!(
        "[OK] the token `{}` ({}) is made. It is shown only now: keep it where passwords are kept.",
        row.token.name,
        row.token.scope.word()
    ));
    out::note("     to go on, start the API with: videoannotator serve");
    out::note("     or turn it on in the window: Settings, Local API");
    out::note("     and send with each request: Authorization: Bearer TOKEN");
    Ok(ExitCode::SUCCESS)
}

fn rows() -> Result<Vec<TokenRow>, Failure> {
    match read::catalogue()?.1 {
        Some(reader) => reader.tokens().map_err(|e| e.failure()),
        None => Ok(Vec::new()),
    }
}

fn list(as_json: bool) -> Result<ExitCode, Failure> {
    let rows = rows()?;
    if as_json {
        let tokens: Vec<Value> = rows.iter().map(json_of).collect();
        out::json(&json!({ "tokens": tokens }));
        return Ok(ExitCode::SUCCESS);
    }
    if rows.is_empty() {
        out::line(
            "No tokens. The API is off until there is one: videoannotator token create --name lab",
        );
        return Ok(ExitCode::SUCCESS);
    }
    out::line(&format!(
        "{:>3}  {:<20}  {:<12}  {:<6}  {:<8}  {:<16}  ENDS (UTC)",
        "NO", "NAME", "BEGINS WITH", "SCOPE", "STATE", "LAST USED (UTC)"
    ));
    for row in &rows {
        let time = |at: Option<WallTime>| at.map_or("never".to_owned(), read::clock);
        out::line(&format!(
            "{:>3}  {:<20}  {:<12}  {:<6}  {:<8}  {:<16}  {}",
            row.id,
            row.token.name,
            format!("{}...", row.token.prefix),
            row.token.scope.word(),
            state(row, now()),
            time(row.last_used_at),
            time(row.token.expires_at)
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn revoke(name: &str, as_json: bool) -> Result<ExitCode, Failure> {
    let rows = rows()?;
    let by_name = |row: &&TokenRow| {
        row.revoked_at.is_none() && row.token.name.to_lowercase() == name.trim().to_lowercase()
    };
    let by_number = |row: &&TokenRow| name.trim().parse() == Ok(row.id);
    let found = rows.iter().find(by_name).or(rows.iter().find(by_number));
    let Some(id) = found.map(|row| row.id) else {
        let message = format!("there is no token `{name}`");
        let hint = "`videoannotator token list` prints them";
        return Err(Failure::new(ErrorCode::TokenNotFound, message).hint(hint));
    };
    let row = changed(
        |engine| async move { engine.revoke_token(id).await },
        |root| beside::revoke(root, id),
    )?;
    if as_json {
        out::json(&json_of(&row));
    } else {
        out::line(&format!("[OK] the token `{}` is revoked", row.token.name));
    }
    Ok(ExitCode::SUCCESS)
}

fn now() -> WallTime {
    WallTime::from(SystemTime::now())
}

fn json_of(row: &TokenRow) -> Value {
    let time = |at: Option<WallTime>| at.map(|at| at.to_string());
    json!({
        "id": row.id,
        "name": row.token.name,
        "prefix": row.token.prefix,
        "scope": row.token.scope,
        "state": state(row, now()),
        "created_at": row.created_at.to_string(),
        "expires_at": time(row.token.expires_at),
        "last_used_at": time(row.last_used_at),
        "revoked_at": time(row.revoked_at),
    })
}
