//! `diagnose`: the checks of this installation, as a table with one fix a problem, as JSON, or as a bundle to send. Works beside a
//! running program, and where nothing else works.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use va_core::{ErrorCode, Failure};
use va_engine::Toolbox;
use va_engine::bundle;
use va_engine::data_folder::default_root;
use va_engine::diagnostics::{CHECKS, Context, Finding, Report, Status, chosen, examine};

use crate::out;

/// What the checks look at without an engine.
pub fn context() -> Context {
    let data = default_root().map_err(|e| e.failure());
    Context {
        toolbox: Toolbox::new(&[], data.as_deref().ok()),
        data,
        program: std::env::current_exe().unwrap_or_else(|_| "videoannotator".into()),
        sockets: None,
    }
}

/// Checks a part, or all.
pub fn run(part: &str, bundle: Option<&Path>, json: bool) -> ExitCode {
    let Some(checks) = chosen(part, false) else {
        let parts: Vec<_> = CHECKS.iter().map(|check| check.part).collect();
        let failure = Failure::new(
            ErrorCode::InvalidRequest,
            format!("there is no part `{part}`"),
        );
        out::failure(&failure.hint(format!("choose one of {}, all", parts.join(", "))));
        return ExitCode::FAILURE;
    };
    let context = context();
    let report = examine(&checks, &context);
    if let Some(file) = bundle {
        if let Err(failure) = save(file, &context, &report) {
            out::failure(&failure);
            return ExitCode::FAILURE;
        }
    } else if json {
        // by the type's own order; a value would sort the parts
        let text = serde_json::to_string(&report).unwrap_or_default();
        out::text(&format!("{text}\n"));
    } else {
        table(&report);
    }
    ExitCode::from(match report.overall_status {
        Status::Ok => 0,
        Status::Warning => 2,
        Status::Error => 1,
    })
}

/// Writes the bundle, and says what is in it.
fn save(file: &Path, context: &Context, report: &Report) -> Result<(), Failure> {
    let made = bundle::make(context, report)?;
    let refused = |error: std::io::Error| {
        let message = format!("`{}` can't be written: {error}", file.display());
        let hint = match error.kind() {
            std::io::ErrorKind::AlreadyExists => "choose another name, or remove that file first",
            _ => "choose a folder that exists and that you may write to",
        };
        Failure::new(ErrorCode::ExportFailed, message).hint(hint)
    };
    let mut written = File::create_new(file).map_err(refused)?;
    written.write_all(&made.bytes).map_err(refused)?;
    for (name, size) in &made.entries {
        out::line(&format!("{size:>10}  {name}"));
    }
    out::line("");
    out::line(&format!(
        "[OK] {} bytes in {}. Look through it before you send it.",
        made.bytes.len(),
        file.display()
    ));
    Ok(())
}

fn tag(status: Status) -> &'static str {
    match status {
        Status::Ok => "[OK]",
        Status::Warning => "[WARNING]",
        Status::Error => "[ERROR]",
    }
}

fn table(report: &Report) {
    for (_, finding) in &report.components {
        out::line(&format!(
            "{:<10} {:<15} {}",
            tag(finding.status),
            finding.title,
            finding.value
        ));
        problems(finding);
    }
    let count = |status| {
        report
            .components
            .iter()
            .filter(|(_, f)| f.status == status)
            .count()
    };
    out::line("");
    out::line(&format!(
        "{} pass, {} warn, {} fail; took {:.1} s",
        count(Status::Ok),
        count(Status::Warning),
        count(Status::Error),
        report.took_ms as f64 / 1000.0
    ));
}

fn problems(finding: &Finding) {
    if finding.status == Status::Ok {
        out::line(&format!("{:<26} {}", "", finding.message));
    }
    for problem in finding.errors.iter().chain(&finding.warnings) {
        out::line(&format!("{:<26} {}", "", problem.message));
        out::line(&format!("{:<26} -> {}", "", problem.fix));
    }
}
