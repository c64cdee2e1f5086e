//! The end of a run in words: a table of what was found and where the files are, or one JSON line.

use std::path::Path;

use serde_json::json;
use va_core::{Failure, PipelineId, pipelines};
use va_engine::job_folder::{JobFile, names};
use va_store::ResultsReader;

use super::watch::{Outcome, StepOutcome};
use crate::out;

/// Reports a run.
pub fn outcome(as_json: bool, folder: &Path, file: &JobFile, outcome: &Outcome) {
    if as_json {
        out::json(&json!({
            "type": "result",
            "video": file.media,
            "job": file.job,
            "folder": absolute(folder),
            "counts": outcome.counts,
            "files": outcome.files,
            "interrupted": outcome.interrupted,
            "failure": outcome.failure,
        }));
        return;
    }
    out::line(&format!("{}", file.media.display()));
    let place = |pipeline: &PipelineId| {
        file.config
            .steps
            .iter()
            .position(|s| s.pipeline == *pipeline)
    };
    let mut steps: Vec<_> = outcome.steps.iter().collect();
    steps.sort_by_key(|(pipeline, _)| place(pipeline));
    for (pipeline, step) in steps {
        let title = pipelines::find(pipeline.as_str()).map_or(pipeline.as_str(), |p| p.title);
        match step {
            StepOutcome::Succeeded(took) => {
                let found = found(&outcome.counts, pipeline.as_str());
                out::line(&format!(
                    "  {title:<16} {found:<40} {:>7.1} s",
                    took.seconds()
                ));
            }
            StepOutcome::Skipped(reason) => out::line(&format!("  {title:<16} skipped: {reason}")),
            StepOutcome::Failed(failure) => out::line(&format!("  {title:<16} failed: {failure}")),
        }
    }
    for warning in &outcome.warnings {
        out::line(&format!("  note: {}", warning.message));
    }
    if !outcome.files.is_empty() {
        out::line(&format!("  {:<48} {:>10}  format", "file", "bytes"));
        for file in &outcome.files {
            out::line(&format!(
                "  {:<48} {:>10}  {}",
                file.path, file.bytes, file.format
            ));
        }
    }
    out::line(&format!("  in {}", absolute(folder).display()));
    if outcome.interrupted {
        out::note(
            "[WARNING] interrupted; what was finished is kept, and the same command goes on from there",
        );
    } else if let Some(failure) = &outcome.failure {
        out::failure(failure);
    }
}

/// Reports a recording that an earlier run finished.
pub fn already(as_json: bool, folder: &Path, file: &JobFile) -> Result<u8, Failure> {
    let results = ResultsReader::open(&folder.join(names::RESULTS)).map_err(|e| e.failure())?;
    let tracks = results.tracks().map_err(|e| e.failure())?;
    let counts: std::collections::BTreeMap<_, _> = tracks
        .into_iter()
        .map(|track| (track.spec.key, track.items))
        .collect();
    if as_json {
        out::json(&json!({
            "type": "result",
            "video": file.media,
            "job": file.job,
            "folder": absolute(folder),
            "counts": counts,
            "already": true,
        }));
        return Ok(0);
    }
    out::line(&format!("{}", file.media.display()));
    for step in &file.config.steps {
        let name = step.pipeline.as_str();
        let title = pipelines::find(name).map_or(name, |p| p.title);
        out::line(&format!("  {title:<16} {}", found(&counts, name)));
    }
    out::line("  finished by an earlier run with the same settings");
    out::line(&format!("  in {}", absolute(folder).display()));
    Ok(0)
}

/// What a pipeline found, for example `4 shots, 1 fade`.
fn found(counts: &std::collections::BTreeMap<String, u64>, pipeline: &str) -> String {
    let own = counts.iter().filter_map(|(key, count)| {
        let name = key.strip_prefix(pipeline)?.strip_prefix('.')?;
        let word = match (name, *count) {
            ("shots" | "fades", 1) => name.trim_end_matches('s').to_owned(),
            ("speech", 1) => "speech segment".to_owned(),
            ("speech", _) => "speech segments".to_owned(),
            ("energy", _) => "values".to_owned(),
            ("probability", _) => "probabilities".to_owned(),
            (other, _) => other.replace('_', " "),
        };
        Some(format!("{count} {word}"))
    });
    own.collect::<Vec<_>>().join(", ")
}

fn absolute(folder: &Path) -> std::path::PathBuf {
    std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned())
}
