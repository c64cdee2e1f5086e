//! `diagnose`: the checks of this installation, as a table with one fix a problem, or as JSON. Works beside a
//! running program, and where nothing else works.

use std::process::ExitCode;

use va_core::{ErrorCode, Failure};
use va_engine::Toolbox;
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
pub fn run(part: &str, json: bool) -> ExitCode {
    let Some(checks) = chosen(part, false) else {
        let parts: Vec<_> = CHECKS.iter().map(|check| check.part).collect();
        let failure = Failure::new(
            ErrorCode::InvalidRequest,
            format!("there is no part `{part}`"),
        );
        out::failure(&failure.hint(format!("choose one of {}, all", parts.join(", "))));
        return ExitCode::FAILURE;
    };
    let report = examine(&checks, &context());
    if json {
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
