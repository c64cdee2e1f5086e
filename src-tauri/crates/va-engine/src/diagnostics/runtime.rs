//! ONNX Runtime: whether it loads and which devices really compute with it. Asked of a child, because a library
//! that is not what it seems takes its process with it.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;
use va_core::device::Provider;
use va_core::{ErrorCode, Failure};

use super::child::{Answer, ask, last_line};
use super::{Check, Context, Finding};

pub(super) const CHECK: Check = Check {
    part: "runtime",
    title: "Model runtime",
    slow: false,
    limit: Duration::from_secs(70),
    run,
};

/// Loading a graphics card's libraries for the first time takes many seconds.
const LIMIT: Duration = Duration::from_mins(1);

/// What `videoannotator probe-runtime FILE` prints.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RuntimeFacts {
    /// What the library says about its own build.
    pub build_info: String,
    /// The providers that it was built with, the fastest first.
    pub providers: Vec<ProbedProvider>,
}

/// A provider that the library was built with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProbedProvider {
    /// Which.
    pub provider: Provider,
    /// Why it does not work here; nothing if it computed.
    pub obstacle: Option<String>,
}

fn run(context: &Context) -> Finding {
    let Some(path) = context.toolbox.onnxruntime() else {
        let missing = Failure::new(
            ErrorCode::OnnxRuntimeMissing,
            "the ONNX Runtime library is not installed: pipelines with models can't run",
        );
        return Finding::good("not found", "", json!({ "installed": false }))
            .error(missing.hint("reinstall the program, or set ORT_DYLIB_PATH to the library"));
    };
    let shown = path.display().to_string();
    match probe(&context.program, &path) {
        Ok(facts) => found(&facts, &version(&path, &facts.build_info)).with("path", shown),
        Err(failure) => Finding::good("does not work", "", json!({ "installed": true }))
            .with("path", shown)
            .error(failure),
    }
}

fn found(facts: &RuntimeFacts, version: &str) -> Finding {
    let works = |p: &&ProbedProvider| p.obstacle.is_none();
    let usable: Vec<_> = facts.providers.iter().filter(works).collect();
    let names: Vec<_> = usable.iter().map(|p| p.provider.word()).collect();
    let mut finding = Finding::good(
        format!("{version}, {}", names.join(", ")),
        format!("computes on: {}", names.join(", ")),
        json!({
            "installed": true,
            "version": version,
            "build_info": facts.build_info,
            "providers": facts.providers.iter().map(|p| json!({
                "name": p.provider.word(), "works": p.obstacle.is_none(), "reason": p.obstacle,
            })).collect::<Vec<_>>(),
        }),
    );
    for broken in facts.providers.iter().filter(|p| p.obstacle.is_some()) {
        let why = broken.obstacle.as_deref().unwrap_or_default();
        finding = finding.warn(
            format!(
                "{} is built in but can't be used: {why}",
                broken.provider.word()
            ),
            "update the graphics driver and its libraries, or choose the processor in Settings",
        );
    }
    finding
}

/// The version: Linux libraries carry it as the version of their symbols, `VERS_1.32.0`. Others, and those without,
/// are told by the commit that they were built from.
fn version(library: &Path, build_info: &str) -> String {
    let marked = std::fs::read(library).ok().and_then(|bytes| mark(&bytes));
    marked.unwrap_or_else(|| {
        let commit = build_info
            .split_once("git-commit-id=")
            .and_then(|(_, rest)| rest.split([',', ' ']).next());
        commit.map_or_else(|| "unknown version".to_owned(), |id| format!("build {id}"))
    })
}

fn mark(bytes: &[u8]) -> Option<String> {
    const MARK: &[u8] = b"VERS_";
    let places = bytes.windows(MARK.len()).enumerate();
    let mut found = places.filter(|(_, window)| *window == MARK).map(|(at, _)| {
        let rest = bytes.get(at + MARK.len()..).unwrap_or_default();
        let text = rest
            .iter()
            .take_while(|b| b.is_ascii_digit() || **b == b'.');
        text.map(|b| char::from(*b)).collect::<String>()
    });
    found.find(|text| text.matches('.').count() == 2)
}

/// Asks a child about the library.
pub(super) fn probe(program: &Path, library: &Path) -> Result<RuntimeFacts, Failure> {
    probe_within(program, library, LIMIT)
}

fn probe_within(program: &Path, library: &Path, limit: Duration) -> Result<RuntimeFacts, Failure> {
    let mut command = Command::new(program);
    let command = command
        .arg("probe-runtime")
        .arg(library)
        .env("ORT_DISABLE_TELEMETRY", "1");
    let refused = |why: String| {
        let message = format!(
            "ONNX Runtime at `{}` does not work: {why}",
            library.display()
        );
        Failure::new(ErrorCode::OnnxRuntimeMissing, message)
            .hint("reinstall the program, or set ORT_DYLIB_PATH to a library for this computer")
    };
    match ask(command, limit) {
        Ok(Answer { status, out, .. }) if status.success() => {
            let line = last_line(&out);
            serde_json::from_str(line).map_err(|e| refused(format!("its probe can't be read: {e}")))
        }
        Ok(Answer { status, err, .. }) if status.code().is_some() => {
            Err(refused(last_line(&err).to_owned()))
        }
        Ok(Answer { status, .. }) => Err(refused(format!("it crashed its process ({status})"))),
        Err(why) => Err(refused(why.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_symbols_or_else_the_commit() {
        assert_eq!(mark(b"..VERS_x\0VERS_1.32.0\0").as_deref(), Some("1.32.0"));
        let nowhere = std::path::Path::new("/nowhere/libonnxruntime.so");
        let text = "ORT Build Info: git-branch=HEAD, git-commit-id=fab30a4, build type=Release";
        assert_eq!(version(nowhere, text), "build fab30a4");
    }

    /// Loading runs the library's own code, which may wait for a driver for ever.
    #[cfg(unix)]
    #[test]
    fn a_library_that_hangs_is_named_and_its_process_does_not_stay() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let (program, pid) = (folder.path().join("probe"), folder.path().join("pid"));
        let script = format!("#!/bin/sh\necho $$ > '{}'\nexec sleep 600\n", pid.display());
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        // time for the script to say who it is, also on a busy computer
        let limit = Duration::from_secs(3);
        let failure = probe_within(&program, Path::new("/lib/hangs.so"), limit).unwrap_err();
        assert_eq!(failure.code, ErrorCode::OnnxRuntimeMissing);
        let message = &failure.message;
        assert!(message.contains("`/lib/hangs.so`"), "{message}");
        assert!(message.contains("did not answer in 3 s"), "{message}");
        assert!(failure.hint.is_some());
        let pid: i32 = std::fs::read_to_string(&pid)
            .unwrap()
            .trim()
            .parse()
            .unwrap();
        let gone = nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), None);
        assert_eq!(gone, Err(nix::errno::Errno::ESRCH));
    }
}
