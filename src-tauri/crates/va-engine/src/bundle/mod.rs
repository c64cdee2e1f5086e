//! The bundle that somebody sends to whoever helps them: diagnostics, settings and the newest logs in one ZIP
//! archive, without the names of recordings, folders, people and tokens. Made by the window, the API and
//! `diagnose --bundle` in the same way; sends nothing, and works beside a program that has the folder open.

mod names;
mod sources;

use std::io::{Cursor, Write};

use va_core::{ErrorCode, Failure};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::diagnostics::{Context, Finding, Report};
use names::Names;

/// What the file is called unless somebody calls it otherwise.
pub const NAME: &str = "videoannotator-diagnostics.zip";

/// A finished bundle.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// The archive.
    pub bytes: Vec<u8>,
    /// Its entries with their sizes, in order.
    pub entries: Vec<(String, usize)>,
}

/// Gathers everything. Reads files: not for threads that answer requests. What is not there is left out; the
/// entry `README.txt` says what is in it.
pub fn make(context: &Context, report: &Report) -> Result<Bundle, Failure> {
    let failed = |what: String| {
        Failure::new(
            ErrorCode::Internal,
            format!("the bundle can't be made: {what}"),
        )
        .hint("copy the diagnostics as text instead")
    };
    let data = context.data.as_deref().ok();
    let names = Names::known(data);
    let mut entries = vec![("README.txt".to_owned(), README.to_owned())];
    let found = serde_json::to_value(report).map_err(|e| failed(e.to_string()))?;
    let found = names.without(&found);
    entries.push(("diagnostics.json".to_owned(), pretty(&found)));
    entries.push(("diagnostics.txt".to_owned(), text_of(report, &names)));
    if let Some(data) = data {
        entries.extend(sources::settings(data).map(|settings| {
            (
                "settings.json".to_owned(),
                pretty(&names.without(&settings)),
            )
        }));
        if names.complete {
            let logs = sources::logs(data).into_iter();
            entries.extend(logs.map(|(name, text)| (name, names.without_lines(&text))));
        } else {
            entries.push(("logs-are-left-out.txt".to_owned(), LEFT_OUT.to_owned()));
        }
    }
    let bytes = archive(&entries).map_err(|e| failed(e.to_string()))?;
    let entries = entries.into_iter().map(|(name, text)| (name, text.len()));
    Ok(Bundle {
        bytes,
        entries: entries.collect(),
    })
}

const README: &str = "VideoAnnotator: diagnostics for somebody who helps\n\
\n\
diagnostics.txt   what was checked, with measured values\n\
diagnostics.json  the same with every detail\n\
settings.json     the settings that were changed\n\
logs/             the newest lines of the program's log\n\
jobs/             the newest lines of the logs of the newest jobs, by the jobs' ids\n\
\n\
Removed: the names of recordings, folders, users, this computer and tokens, as far as the\n\
program knows them, and everything that looks like a path or a file name. Tokens themselves,\n\
pictures and sound were never in it. Look through it before you send it: what a library\n\
printed by itself may hold a name that the program does not know.\n";

const LEFT_OUT: &str = "The catalogue, which knows the names of the recordings, can't be read.\n\
Logs may hold such names, so they are not in this archive.\n";

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

fn text_of(report: &Report, names: &Names) -> String {
    let line = |(_, finding): &(&str, Finding)| {
        let problems = finding.errors.iter().chain(&finding.warnings);
        let problems = problems.map(|p| format!("    {}\n      fix: {}\n", p.message, p.fix));
        let status = finding.status.word().to_uppercase();
        format!(
            "[{status}] {}: {}\n{}",
            finding.title,
            finding.value,
            problems.collect::<String>()
        )
    };
    let text: String = report.components.iter().map(line).collect();
    let lines = text.lines().map(|line| names.without_text(line) + "\n");
    format!("{}\n\n{}", report.generated_at, lines.collect::<String>())
}

fn archive(entries: &[(String, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in entries {
        archive.start_file(name, SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}
