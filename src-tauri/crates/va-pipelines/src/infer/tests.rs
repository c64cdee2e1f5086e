//! Models that fit and models that don't, devices that are there and devices that are not, on tiny ONNX files that
//! the tests write themselves.

#![expect(clippy::float_cmp, reason = "these results are exact")]

use std::path::{Path, PathBuf};

use va_core::ErrorCode;
use va_core::device::{DeviceWish, Provider};

use super::test_library::library;
use super::test_model::{F32, Node, Port, U8, model};
use super::{ANY, Input, InputData, Model, Plan, Runtime};
use crate::pipeline::PipelineError;
use crate::registry::Environment;

const ADD: &[Node<'_>] = &[("Add", &["a", "b"], &["c"])];
const PAIRS: &[Port<'_>] = &[("a", F32, &[-1, 2]), ("b", F32, &[-1, 2])];
const SUM: &[Port<'_>] = &[("c", F32, &[-1, 2])];

fn open(bytes: &[u8], inputs: Vec<Input>) -> Option<Result<Model, PipelineError>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.onnx");
    std::fs::write(&path, bytes).unwrap();
    let environment = environment(&path)?;
    Some(environment.model("tiny", inputs))
}

fn environment(model: &Path) -> Option<Environment> {
    Some(Environment {
        onnx_runtime: library()?,
        models: [("tiny".to_owned(), model.to_owned())].into(),
        threads: 1,
        ..Environment::default()
    })
}

fn addition() -> Vec<u8> {
    model(13, ADD, PAIRS, SUM)
}

fn pairs() -> Vec<Input> {
    vec![Input::f32("a", &[1, 2]), Input::f32("b", &[1, 2])]
}

/// The code, the words and the hint of a refusal.
fn refused(bytes: &[u8], inputs: Vec<Input>) -> Option<(ErrorCode, String, String)> {
    let failure = open(bytes, inputs)?.unwrap_err().failure();
    Some((failure.code, failure.message, failure.hint.unwrap()))
}

#[test]
fn an_input_filled_in_place_counts_at_any_number_of_rows() {
    let Some(model) = open(&addition(), pairs()) else {
        return;
    };
    let mut model = model.unwrap().with_output("c", &[ANY, 2]).unwrap();
    model.input(0).copy_from_slice(&[1.0, 2.0]);
    model.input(1).copy_from_slice(&[10.0, 20.0]);
    assert_eq!(model.run(["c"], |[c]| c.to_vec()).unwrap(), [11.0, 22.0]);
    for place in [0, 1] {
        model.reshape(place, &[3, 2]);
        model
            .input(place)
            .copy_from_slice(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    }
    let six = model.run(["c"], |[c]| c.to_vec()).unwrap();
    assert_eq!(six, [2.0, 4.0, 6.0, 8.0, 10.0, 12.0]);
    let memory = model.input(0).as_ptr();
    for rows in [1, 3, 2] {
        model.reshape(0, &[rows, 2]);
        model.reshape(1, &[rows, 2]);
        assert_eq!(model.input(0).as_ptr(), memory, "no new memory");
        assert_eq!(model.run(["c"], |[c]| c.len()).unwrap(), rows as usize * 2);
    }
    assert!(model.input(7).is_empty() && model.input_u8(0).is_empty());
    assert_eq!(model.device().obtained, Provider::Cpu);
}

#[test]
fn bytes_go_in_as_bytes() {
    let file = model(
        13,
        &[("Cast", &["x"], &["y"])],
        &[("x", U8, &[4])],
        &[("y", F32, &[4])],
    );
    let Some(model) = open(&file, vec![Input::u8("x", &[4])]) else {
        return;
    };
    let mut model = model.unwrap();
    model.input_u8(0).copy_from_slice(&[0, 1, 128, 255]);
    assert_eq!(
        model.run(["y"], |[y]| y.to_vec()).unwrap(),
        [0.0, 1.0, 128.0, 255.0]
    );
}

#[test]
fn another_name_type_or_shape_of_an_input_is_named() {
    let cases = [
        (
            vec![Input::f32("a", &[1, 2]), Input::f32("images", &[1, 2])],
            "no input `images`, but `a` (f32 [?, 2])",
        ),
        (vec![Input::f32("a", &[1, 2])], "wants an input `b` too"),
        (
            vec![Input::f32("a", &[1, 3]), Input::f32("b", &[1, 2])],
            "`a` is f32 [?, 2], not f32 [1, 3]",
        ),
        (
            vec![Input::f32("a", &[1, 2]), Input::u8("b", &[1, 2])],
            "`b` is f32 [?, 2], not u8 [1, 2]",
        ),
    ];
    for (inputs, words) in cases {
        let Some((code, message, hint)) = refused(&addition(), inputs) else {
            return;
        };
        assert_eq!(code, ErrorCode::ModelUnfit);
        assert!(
            message.contains(words) && message.contains("`tiny`"),
            "{message}"
        );
        assert!(hint.contains("catalogue"), "{hint}");
    }
}

#[test]
fn another_name_or_shape_of_an_output_is_named() {
    for (name, shape, words) in [
        ("d", &[1, 2][..], "no output `d`, but `c` (f32 [?, 2])"),
        ("c", &[ANY, 85], "`c` is f32 [?, 2], not f32 [?, 85]"),
    ] {
        let Some(model) = open(&addition(), pairs()) else {
            return;
        };
        let error = model.unwrap().with_output(name, shape).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
    let Some(model) = open(&addition(), pairs()) else {
        return;
    };
    let error = model.unwrap().run(["d"], |[d]| d.len()).unwrap_err();
    assert!(error.to_string().contains("no output `d`"), "{error}");
}

#[test]
fn what_is_alone_needs_no_name() {
    let only = || vec![Input::only_f32(&[1, 2])];
    let whatever: &[Port<'_>] = &[("input.1", F32, &[-1, 2])];
    let file = model(
        13,
        &[("Abs", &["input.1"], &["843"])],
        whatever,
        &[("843", F32, &[-1, 2])],
    );
    let Some(opened) = open(&file, only()) else {
        return;
    };
    let mut opened = opened.unwrap();
    let output = opened.only_output().unwrap();
    opened.input(0).copy_from_slice(&[-1.0, 2.0]);
    let found = opened.run([output.as_str()], |[y]| y.to_vec()).unwrap();
    assert_eq!(found, [1.0, 2.0]);
    // what is not alone does
    let (code, message, _) = refused(&addition(), only()).unwrap();
    assert_eq!(code, ErrorCode::ModelUnfit);
    assert!(message.contains("wants an input `b` too"), "{message}");
    let (_, message, _) = refused(&file, vec![Input::only_f32(&[1, 3])]).unwrap();
    let words = "`input.1` is f32 [?, 2], not f32 [1, 3]";
    assert!(message.contains(words), "{message}");
    let two = model(
        13,
        &[("Abs", &["x"], &["y"]), ("Neg", &["x"], &["z"])],
        &[("x", F32, &[1, 2])],
        &[("y", F32, &[1, 2]), ("z", F32, &[1, 2])],
    );
    let opened = open(&two, only()).unwrap().unwrap();
    let error = opened.only_output().unwrap_err().to_string();
    assert!(
        error.contains("`y` (f32 [1, 2]), `z` (f32 [1, 2])"),
        "{error}"
    );
}

#[test]
fn an_output_that_came_in_another_shape_than_promised_is_refused() {
    let Some(model) = open(&addition(), pairs()) else {
        return;
    };
    let mut model = model.unwrap().with_output("c", &[1, 2]).unwrap();
    model.reshape(0, &[4, 2]);
    let error = model.run(["c"], |[c]| c.len()).unwrap_err();
    assert!(error.to_string().contains("came as [4, 2]"), "{error}");
}

#[test]
fn a_truncated_file_and_one_that_is_no_model_say_so() {
    let whole = addition();
    for bytes in [&whole[..whole.len() / 2], b"<html>not found</html>", b""] {
        let Some((code, message, hint)) = refused(bytes, pairs()) else {
            return;
        };
        assert_eq!(code, ErrorCode::ModelUnfit, "{message}");
        assert!(
            hint.contains("damaged") || hint.contains("catalogue"),
            "{message}: {hint}"
        );
    }
}

#[test]
fn a_file_for_a_newer_library_says_so() {
    let Some((code, message, hint)) = refused(&model(999, ADD, PAIRS, SUM), pairs()) else {
        return;
    };
    assert_eq!(code, ErrorCode::ModelUnfit);
    assert!(
        message.contains("999") && hint.contains("newer ONNX Runtime"),
        "{message}: {hint}"
    );
}

#[test]
fn values_that_are_no_finite_numbers_are_refused() {
    let file = model(
        13,
        &[("Log", &["a"], &["c"])],
        &[("a", F32, &[2])],
        &[("c", F32, &[2])],
    );
    let Some(model) = open(&file, vec![Input::f32("a", &[2])]) else {
        return;
    };
    let mut model = model.unwrap();
    // the logarithm of 0 is infinite, that of -1 no number
    for (input, count) in [([1.0, 0.0], 1), ([-1.0, 0.0], 2)] {
        model.input(0).copy_from_slice(&input);
        let failure = model.run(["c"], |[c]| c.len()).unwrap_err().failure();
        assert_eq!(failure.code, ErrorCode::ModelNotANumber);
        let words = format!("{count} values in `c`");
        assert!(failure.message.contains(&words), "{}", failure.message);
    }
    model.input(0).copy_from_slice(&[1.0, 1.0]);
    assert!(
        model.run(["c"], |[c]| c.len()).is_ok(),
        "the next picture is not harmed"
    );
}

#[test]
fn whole_numbers_that_stay_the_same_go_in_too() {
    let file = model(
        13,
        &[("Cast", &["n"], &["y"])],
        &[("n", 7, &[])],
        &[("y", F32, &[])],
    );
    let n = Input {
        name: Some("n"),
        shape: vec![],
        data: InputData::I64(vec![16_000]),
    };
    let Some(model) = open(&file, vec![n]) else {
        return;
    };
    assert_eq!(model.unwrap().run(["y"], |[y]| y[0]).unwrap(), 16_000.0);
}

fn with_wish(wish: DeviceWish) -> Option<Result<Model, PipelineError>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.onnx");
    std::fs::write(&path, addition()).unwrap();
    let environment = Environment {
        device: wish,
        ..environment(&path)?
    };
    Some(environment.model("tiny", pairs()))
}

/// A provider that this system can't have.
const NEVER: Provider = if cfg!(windows) {
    Provider::CoreMl
} else {
    Provider::DirectMl
};

#[test]
fn a_device_that_is_not_there_is_an_error_with_a_way_out() {
    let wish = DeviceWish {
        asked: vec![NEVER],
        ..DeviceWish::default()
    };
    let Some(result) = with_wish(wish) else {
        return;
    };
    let failure = result.unwrap_err().failure();
    assert_eq!(failure.code, ErrorCode::DeviceUnavailable);
    assert!(
        failure.message.contains(NEVER.word()),
        "{}",
        failure.message
    );
    assert!(failure.hint.unwrap().contains("device_fallback"));
}

#[test]
fn an_allowed_fallback_computes_and_says_why() {
    let wish = DeviceWish {
        asked: vec![NEVER],
        fallback: true,
        half: true,
    };
    let Some(result) = with_wish(wish) else {
        return;
    };
    let mut model = result.unwrap();
    model.input(0)[0] = 2.0;
    assert_eq!(model.run(["c"], |[c]| c[0]).unwrap(), 2.0);
    let device = model.device();
    assert_eq!(
        (device.asked, device.obtained, device.half),
        (vec![NEVER], Provider::Cpu, false)
    );
    let why = device.fallback_because.unwrap();
    assert!(why.starts_with(NEVER.word()), "{why}");
}

#[test]
fn a_broken_model_is_not_blamed_on_the_device() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.onnx");
    std::fs::write(&path, "no model").unwrap();
    let Some(environment) = environment(&path) else {
        return;
    };
    let wish = DeviceWish {
        asked: vec![Provider::Cpu],
        ..DeviceWish::default()
    };
    let environment = Environment {
        device: wish,
        ..environment
    };
    let failure = environment.model("tiny", pairs()).unwrap_err().failure();
    assert_eq!(failure.code, ErrorCode::ModelUnfit);
    let missing = environment.model("other", pairs()).unwrap_err().failure();
    assert_eq!(missing.code, ErrorCode::ModelMissing);
}

#[test]
fn left_to_itself_the_program_takes_what_is_there() {
    let Some(result) = with_wish(DeviceWish::default()) else {
        return;
    };
    let device = result.unwrap().device();
    assert!(device.asked.is_empty());
    if device.obtained == Provider::Cpu {
        assert_eq!(device.asked_words(), "auto");
    }
}

/// A process can load one library, so each of these is tried in a process that has loaded none; nextest gives
/// each test its own.
fn load(bytes: Option<&[u8]>) -> Option<va_core::Failure> {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("libonnxruntime.so");
    if let Some(bytes) = bytes {
        std::fs::write(&path, bytes).unwrap();
    }
    Runtime::load(&path).err().map(|error| error.failure())
}

#[test]
fn a_library_for_another_processor_says_so() {
    // an ELF file for 64-bit Arm
    let mut arm = vec![0x7f, b'E', b'L', b'F', 2, 1, 1];
    arm.resize(16, 0);
    arm.extend([3, 0, 183, 0, 1, 0, 0, 0]);
    arm.resize(4096, 0);
    for bytes in [&arm[..], b"short"] {
        let Some(failure) = load(Some(bytes)) else {
            return;
        };
        assert_eq!(
            failure.code,
            ErrorCode::OnnxRuntimeUnusable,
            "{}",
            failure.message
        );
        assert!(
            failure.message.contains("another kind of processor"),
            "{}",
            failure.message
        );
        assert!(failure.hint.unwrap().contains("ORT_DYLIB_PATH"));
    }
}

#[test]
fn a_library_that_is_not_there_says_so() {
    let Some(failure) = load(None) else { return };
    assert_eq!(failure.code, ErrorCode::OnnxRuntimeMissing);
}

#[test]
fn a_plan_for_the_processor_asks_for_nothing_else() {
    assert_eq!(Plan::processor(2).device.words(), "cpu");
}
