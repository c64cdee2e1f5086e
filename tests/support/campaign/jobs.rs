//! The jobs of the crash campaign: kept coming, and compared with an undisturbed run as soon as they end.
//!
//! Compared are the fingerprint of the results file and the tables that were exported. Used by `crash`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::door::Door;
use super::outcome::Outcome;
use crate::sandbox::Sandbox;
use crate::server::Server;

/// What a job came to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    fingerprint: String,
    /// Every exported file, without the job's name; tables with what is in them.
    files: BTreeMap<String, Option<String>>,
}

/// A job that has not ended.
#[derive(Debug)]
struct Open {
    id: String,
    recording: usize,
}

/// The jobs of a campaign.
#[derive(Debug)]
pub struct Jobs {
    recordings: Vec<PathBuf>,
    expected: Vec<Found>,
    open: Vec<Open>,
    made: usize,
    equal: usize,
}

impl Jobs {
    /// Runs every recording once, with nobody disturbing.
    pub fn undisturbed(
        sandbox: &Sandbox,
        server: &Server,
        recordings: Vec<PathBuf>,
    ) -> Result<Self> {
        let mut expected = Vec::new();
        for recording in &recordings {
            let id = submit(server, recording)?;
            let ended = |job: &Value| !["pending", "running"].contains(&word(job));
            let job = server.wait_for(&id, ended)?;
            ensure!(trouble(&job).is_none(), "nobody disturbed it: {job}");
            expected.push(Found::of(sandbox, &job)?);
        }
        Ok(Self {
            recordings,
            expected,
            open: Vec::new(),
            made: 0,
            equal: 0,
        })
    }

    /// Submits until so many have not ended.
    pub fn fill(&mut self, server: &Server, wanted: usize) -> Result<()> {
        while self.open.len() < wanted {
            let recording = self.made % self.recordings.len();
            let id = submit(server, &self.recordings[recording])?;
            self.open.push(Open { id, recording });
            self.made += 1;
        }
        Ok(())
    }

    /// Compares the jobs that have ended. Returns whether there were any.
    pub fn settle(
        &mut self,
        sandbox: &Sandbox,
        server: &Server,
        outcome: &mut Outcome,
    ) -> Result<bool> {
        let before = self.open.len();
        let mut open = Vec::new();
        for job in std::mem::take(&mut self.open) {
            let now = ask(server, &job.id)?;
            if ["pending", "running"].contains(&word(&now)) {
                open.push(job);
            } else if let Some(trouble) = trouble(&now) {
                outcome.problem(format!("job {}: {trouble}", job.id));
            } else if let Some(difference) =
                self.expected[job.recording].difference(&Found::of(sandbox, &now)?)
            {
                outcome.problem(format!("job {}: {difference}", job.id));
            } else {
                self.equal += 1;
            }
        }
        self.open = open;
        Ok(self.open.len() < before)
    }

    /// Whether none is left.
    pub fn all_ended(&self) -> bool {
        self.open.is_empty()
    }

    /// Those that came to the same as the undisturbed run.
    pub fn equal(&self) -> usize {
        self.equal
    }

    /// The jobs that have not ended, as the engine sees them.
    pub fn left(&self, server: &Server) -> Result<Value> {
        let jobs = self.open.iter().map(|job| ask(server, &job.id));
        Ok(Value::Array(jobs.collect::<Result<_>>()?))
    }
}

impl Found {
    fn of(sandbox: &Sandbox, job: &Value) -> Result<Self> {
        let folder = PathBuf::from(job["storage_path"].as_str().context("a folder")?);
        let printed = sandbox
            .command("videoannotator")?
            .arg("fingerprint")
            .arg(&folder)
            .output()?;
        let words = String::from_utf8_lossy(&printed.stderr).into_owned();
        ensure!(printed.status.success(), "no fingerprint: {words}");
        let printed = String::from_utf8(printed.stdout)?;
        let fingerprint = printed.split(' ').next().unwrap_or_default().to_owned();
        let id = job["id"].as_str().context("an id")?;
        // files are called after the end of the job's id
        let name = &id[id.len().saturating_sub(8)..];
        Ok(Self {
            fingerprint,
            files: files(&folder.join("output"), name)?,
        })
    }

    /// What is not the same, in words.
    fn difference(&self, other: &Self) -> Option<String> {
        if self.fingerprint != other.fingerprint {
            return Some("it found something else than the undisturbed run".to_owned());
        }
        let names = |found: &Self| found.files.keys().cloned().collect::<Vec<_>>();
        if names(self) != names(other) {
            let (there, here) = (names(self), names(other));
            return Some(format!("it exported {here:?}, undisturbed {there:?}"));
        }
        let differs = |name: &&String| self.files[*name] != other.files[*name];
        let name = self.files.keys().find(differs)?;
        Some(format!("its `{name}` is not that of the undisturbed run"))
    }
}

fn files(folder: &Path, job: &str) -> Result<BTreeMap<String, Option<String>>> {
    let mut files = BTreeMap::new();
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().context("a name")?.to_string_lossy();
        let table = path.extension().is_some_and(|extension| extension == "csv");
        let text = table.then(|| fs::read_to_string(&path)).transpose()?;
        let text = text.map(|text| text.replace(job, ""));
        files.insert(name.replace(job, ""), text);
    }
    Ok(files)
}

/// A job on a recording; its id.
pub fn submit(door: &dyn Door, recording: &Path) -> Result<String> {
    let body = json!({ "path": recording });
    let made = door.ask("POST", "/api/v1/jobs", Some(&body))?;
    ensure!(made.status == 201, "a job is refused: {}", made.body);
    let id = made.body["id"].as_str().context("an id")?;
    Ok(id.to_owned())
}

/// A job as it is now.
pub fn ask(door: &dyn Door, id: &str) -> Result<Value> {
    let answer = door.ask("GET", &format!("/api/v1/jobs/{id}"), None)?;
    ensure!(answer.status == 200, "job {id}: {}", answer.body);
    Ok(answer.body)
}

/// The job's state.
pub fn word(job: &Value) -> &str {
    job["status"].as_str().unwrap_or_default()
}

/// Why an ended job is not a complete success.
fn trouble(job: &Value) -> Option<String> {
    let steps = job["pipelines"].as_array();
    let failed: Vec<&Value> = steps
        .into_iter()
        .flatten()
        .filter(|step| step["status"] != "succeeded")
        .map(|step| &step["error"])
        .collect();
    let fine = word(job) == "completed" && failed.is_empty() && job["error"].is_null();
    (!fine).then(|| format!("{}: {} {failed:?}", word(job), job["error"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_with_one_failed_step_is_no_success() {
        let step = |status: &str| json!({ "status": status, "error": null });
        let job =
            |steps: Value| json!({ "status": "completed", "error": null, "pipelines": steps });
        assert_eq!(trouble(&job(json!([step("succeeded")]))), None);
        assert!(trouble(&job(json!([step("succeeded"), step("failed")]))).is_some());
    }

    #[test]
    fn a_missing_file_and_another_table_are_differences() {
        let found = |name: &str, text: &str| Found {
            fingerprint: "f".to_owned(),
            files: BTreeMap::from([(name.to_owned(), Some(text.to_owned()))]),
        };
        let expected = found("a.csv", "1");
        assert_eq!(expected.difference(&found("a.csv", "1")), None);
        assert!(expected.difference(&found("b.csv", "1")).is_some());
        assert!(expected.difference(&found("a.csv", "2")).is_some());
    }
}
