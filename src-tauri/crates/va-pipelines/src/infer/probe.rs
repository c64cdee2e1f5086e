//! A dry run of ONNX Runtime for diagnostics: loads the library, runs a model of one addition that is
//! built into the program, and checks the result. Needs no model file.

use std::path::{Path, PathBuf};

use va_core::device::Provider;

use super::input::{Input, InputData};
use super::model::Model;
use super::providers;
use super::runtime::{Plan, Runtime};
use crate::pipeline::PipelineError;

/// What the dry run found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimeProbe {
    /// The library that was loaded.
    pub path: PathBuf,
    /// What the library says about its own build.
    pub build_info: String,
    /// The providers that the library was built with, the fastest first, each with why it does not work here
    /// (`None`: it ran the test model).
    pub providers: Vec<(Provider, Option<String>)>,
}

const NAME: &str = "built-in test model";

/// Why the test model does not open on a provider, if it does not.
fn obstacle(runtime: &Runtime, provider: Provider) -> Option<PipelineError> {
    let mut plan = Plan::processor(1);
    plan.device.asked = vec![provider];
    runtime.session_from_memory(NAME, &addition(), &plan).err()
}

/// Loads the library and adds 1 and 2 with it.
pub fn probe(path: &Path) -> Result<RuntimeProbe, PipelineError> {
    let runtime = Runtime::load(path)?;
    let scalar = |name, value| Input {
        name: Some(name),
        shape: vec![1],
        data: InputData::F32(vec![value]),
    };
    let plan = Plan::processor(1);
    let (session, device) = runtime.session_from_memory(NAME, &addition(), &plan)?;
    let mut model = Model::new(
        NAME,
        session,
        device,
        vec![scalar("a", 1.0), scalar("b", 2.0)],
    )?;
    let sum = model.run(["c"], |[sum]| sum.to_vec())?;
    if sum != [3.0] {
        return Err(PipelineError::Inference {
            model: NAME.into(),
            reason: format!("1 + 2 gave {sum:?}"),
        });
    }
    let providers = Provider::ALL.into_iter();
    let providers = providers.filter(|provider| providers::present(&runtime, *provider));
    let providers = providers.map(|provider| {
        let why = obstacle(&runtime, provider).map(|error| error.to_string());
        (provider, why)
    });
    let providers = providers.collect();
    Ok(RuntimeProbe {
        providers,
        path: runtime.path().to_owned(),
        build_info: runtime.build_info().to_owned(),
    })
}

/// An ONNX file (IR version 8, opset 13) of one node `c = Add(a, b)` on one number each.
fn addition() -> Vec<u8> {
    let value_info = |name: &str| {
        let dimension = field(1, &number(1, 1));
        let tensor = [number(1, 1), field(2, &dimension)].concat();
        [field(1, name.as_bytes()), field(2, &field(1, &tensor))].concat()
    };
    let node = [
        field(1, b"a"),
        field(1, b"b"),
        field(2, b"c"),
        field(4, b"Add"),
    ]
    .concat();
    let graph = [
        field(1, &node),
        field(2, b"addition"),
        field(11, &value_info("a")),
        field(11, &value_info("b")),
        field(12, &value_info("c")),
    ]
    .concat();
    let opset = number(2, 13);
    [number(1, 8), field(7, &graph), field(8, &opset)].concat()
}

/// A protobuf field of a small whole number.
fn number(tag: u8, value: u8) -> Vec<u8> {
    vec![tag << 3, value]
}

/// A protobuf field of bytes, fewer than 128 of them.
fn field(tag: u8, bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![tag << 3 | 2, bytes.len() as u8];
    out.extend_from_slice(bytes);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::infer::test_library::library;

    #[test]
    fn the_probe_runs_the_library_and_names_it() {
        let Some(path) = library() else { return };
        let found = probe(&path).unwrap();
        assert!(
            found.build_info.contains("ORT Build Info"),
            "{}",
            found.build_info
        );
        assert!(
            found.providers.contains(&(Provider::Cpu, None)),
            "the processor always works: {:?}",
            found.providers
        );
    }

    #[test]
    fn a_missing_library_is_named_with_a_hint() {
        let error = Runtime::load(Path::new("/nowhere/libonnxruntime.so"));
        // another test of this process may have loaded the real one first
        if let Err(error) = error {
            let failure = error.failure();
            assert_eq!(failure.code, va_core::ErrorCode::OnnxRuntimeMissing);
            assert!(failure.message.contains("/nowhere"), "{}", failure.message);
            assert!(failure.hint.is_some());
        }
    }
}
