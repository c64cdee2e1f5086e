//! Whether a model file is the one that a pipeline was written for: names, element types and shapes of what goes
//! in and comes out, and what the library says of a file that it can't open. Called when a model is opened.

use ort::session::Session;
use ort::value::{Outlet, TensorElementType, ValueType};

use super::input::Input;
use crate::pipeline::PipelineError;

/// A side of a shape that may have any size.
pub const ANY: i64 = -1;

/// Checks that every input is one of the session's, and every input of the session is there. Hands back what the
/// file calls each of them.
pub(super) fn inputs(
    id: &str,
    session: &Session,
    given: &[Input],
) -> Result<Vec<String>, PipelineError> {
    let there = session.inputs();
    let mut names: Vec<String> = Vec::with_capacity(given.len());
    for input in given {
        let found = match input.name {
            Some(name) => there.iter().find(|outlet| outlet.name() == name),
            None => there.first(),
        };
        let Some(found) = found else {
            let reason = match input.name {
                Some(name) => format!("it has no input `{name}`, but {}", list(there)),
                None => "it has no input".into(),
            };
            return Err(unfit(id, reason));
        };
        let (element, shape) = (Some(input.element()), found.dtype().tensor_shape());
        let fits = shape.is_some_and(|shape| same_shape(shape, &input.shape));
        if found.dtype().tensor_type() != element || !fits {
            let wanted = described(input.element(), &input.shape);
            let reason = format!(
                "its input `{}` is {}, not {wanted}",
                found.name(),
                outlet(found)
            );
            return Err(unfit(id, reason));
        }
        names.push(found.name().to_owned());
    }
    let missing = |outlet: &&Outlet| names.iter().all(|name| name != outlet.name());
    match there.iter().find(missing) {
        Some(unknown) => Err(unfit(
            id,
            format!("it wants an input `{}` too", unknown.name()),
        )),
        None => Ok(names),
    }
}

/// What the file calls its only output, which has to be real numbers.
pub(super) fn only_output(id: &str, session: &Session) -> Result<String, PipelineError> {
    let there = session.outputs();
    match there {
        [one] if one.dtype().tensor_type() == Some(TensorElementType::Float32) => {
            Ok(one.name().to_owned())
        }
        _ => Err(unfit(
            id,
            format!(
                "its outputs are {}, not one of {}",
                list(there),
                TensorElementType::Float32
            ),
        )),
    }
}

/// Checks that the session has an output of real numbers with this name and shape ([`ANY`] for a free side).
pub(super) fn output(
    id: &str,
    session: &Session,
    name: &str,
    shape: &[i64],
) -> Result<(), PipelineError> {
    let there = session.outputs();
    let Some(found) = there.iter().find(|outlet| outlet.name() == name) else {
        return Err(unfit(
            id,
            format!("it has no output `{name}`, but {}", list(there)),
        ));
    };
    let fits = found
        .dtype()
        .tensor_shape()
        .is_some_and(|found| same_shape(found, shape));
    if found.dtype().tensor_type() == Some(TensorElementType::Float32) && fits {
        return Ok(());
    }
    let wanted = described(TensorElementType::Float32, shape);
    Err(unfit(
        id,
        format!("its output `{name}` is {}, not {wanted}", outlet(found)),
    ))
}

/// Whether shapes agree; a free side of either agrees with everything.
pub(super) fn same_shape(found: &[i64], wanted: &[i64]) -> bool {
    let side = |(a, b): (&i64, &i64)| *a < 0 || *b < 0 || a == b;
    found.len() == wanted.len() && found.iter().zip(wanted).all(side)
}

/// The error for a file that is another model.
pub(super) fn unfit(id: &str, reason: String) -> PipelineError {
    PipelineError::ModelUnfit {
        model: id.to_owned(),
        reason,
        hint: format!("give the program the file that its catalogue names for `{id}`"),
    }
}

/// What the library's refusal of a file means; `None` if the file is not to blame.
pub(super) fn refusal(id: &str, error: &ort::Error) -> Option<PipelineError> {
    let words = error.to_string();
    let lower = words.to_lowercase();
    let any = |list: &[&str]| list.iter().any(|word| lower.contains(word));
    let hint = if any(&[
        "opset",
        "ir version",
        "ir_version",
        "not a registered function",
    ]) {
        format!(
            "`{id}` was made for a newer ONNX Runtime: update the program, or set ORT_DYLIB_PATH to a newer library"
        )
    } else if any(&[
        "protobuf",
        "failed to load model because",
        "modelproto",
        "external data",
    ]) || matches!(
        error.code(),
        ort::ErrorCode::InvalidProtobuf | ort::ErrorCode::NoModel
    ) {
        format!("the file of `{id}` is incomplete or damaged: download or import it again")
    } else if any(&["graph", "node"]) || error.code() == ort::ErrorCode::InvalidGraph {
        format!("give the program the file that its catalogue names for `{id}`")
    } else {
        return None;
    };
    Some(PipelineError::ModelUnfit {
        model: id.to_owned(),
        reason: words,
        hint,
    })
}

fn list(outlets: &[Outlet]) -> String {
    let all: Vec<String> = outlets
        .iter()
        .map(|o| format!("`{}` ({})", o.name(), outlet(o)))
        .collect();
    all.join(", ")
}

fn outlet(outlet: &Outlet) -> String {
    match outlet.dtype() {
        ValueType::Tensor { ty, shape, .. } => described(*ty, shape),
        ValueType::Sequence(_) | ValueType::Map { .. } | ValueType::Optional(_) => {
            "no tensor".into()
        }
    }
}

fn described(element: TensorElementType, shape: &[i64]) -> String {
    let sides = shape.iter().map(|side| match side {
        side if *side < 0 => "?".into(),
        side => side.to_string(),
    });
    format!("{element} [{}]", sides.collect::<Vec<String>>().join(", "))
}
