//! `probe-runtime`: loads a library that calls itself ONNX Runtime and tries its devices, in this process, which
//! it may take with it. Prints one line of JSON. Started by diagnostics only.

use std::path::Path;
use std::process::ExitCode;

use va_engine::diagnostics::{ProbedProvider, RuntimeFacts};
use va_pipelines::infer::probe;

use crate::out;

/// Tries the library. Exit code 1 with the reason on standard error when it can't be used.
pub fn run(library: &Path) -> ExitCode {
    let found = match probe(library) {
        Ok(found) => found,
        Err(error) => {
            out::note(&error.failure().message);
            return ExitCode::FAILURE;
        }
    };
    let providers = found.providers.into_iter();
    let facts = RuntimeFacts {
        build_info: found.build_info,
        providers: providers
            .map(|(provider, obstacle)| ProbedProvider { provider, obstacle })
            .collect(),
    };
    out::json(&serde_json::to_value(&facts).unwrap_or_default());
    ExitCode::SUCCESS
}
