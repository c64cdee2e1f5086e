//! A dry run of ONNX Runtime for diagnostics: loads the library, runs a model of one addition that is
//! built into the program, and checks the result. Needs no model file.

use std::path::{Path, PathBuf};

use super::model::{Input, InputData, Model};
use super::runtime::Runtime;
use crate::pipeline::PipelineError;

/// What the dry run found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimeProbe {
    /// The library that was loaded.
    pub path: PathBuf,
    /// What the library says about its own build.
    pub build_info: String,
}

const NAME: &str = "built-in test model";

/// Loads the library and adds 1 and 2 with it.
pub fn probe(path: &Path) -> Result<RuntimeProbe, PipelineError> {
    let runtime = Runtime::load(path)?;
    let scalar = |name, value| Input {
        name,
        shape: vec![1],
        data: InputData::F32(vec![value]),
    };
    let session = runtime.session_from_memory(NAME, &addition())?;
    let mut model = Model::new(NAME, session, vec![scalar("a", 1.0), scalar("b", 2.0)])?;
    let sum = model.run(["c"], |[sum]| sum.to_vec())?;
    if sum != [3.0] {
        return Err(PipelineError::Inference {
            model: NAME.into(),
            reason: format!("1 + 2 gave {sum:?}"),
        });
    }
    Ok(RuntimeProbe {
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
    #![expect(clippy::float_cmp, reason = "these results are exact")]

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

    #[test]
    fn an_unknown_output_is_named() {
        let Some(path) = library() else { return };
        let runtime = Runtime::load(&path).unwrap();
        let session = runtime.session_from_memory(NAME, &addition()).unwrap();
        let one = |name| Input {
            name,
            shape: vec![1],
            data: InputData::F32(vec![1.0]),
        };
        let mut model = Model::new(NAME, session, vec![one("a"), one("b")]).unwrap();
        let error = model.run(["d"], |[d]| d.len()).unwrap_err();
        assert!(error.to_string().contains("no output `d`"), "{error}");
        model.input(0)[0] = 5.0;
        assert_eq!(
            model.run(["c"], |[c]| c[0]).unwrap(),
            6.0,
            "an input filled in place counts"
        );
    }
}
