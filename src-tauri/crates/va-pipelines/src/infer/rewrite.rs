//! Writes a model's `PRelu` nodes in operators that ONNX Runtime computes many values at a time. Its own `PRelu`
//! takes one value after the other on the processor and is more than half of the time of the face models
//! (docs/benchmarks.md). What comes out is the same to the last digit; the model file itself stays as it is.
//!
//! `PRelu(x, s)` is `x` where `x >= 0` and `s * x` elsewhere. With `p = Relu(x)` it is `p + s * (x - p)`: one of
//! the two terms is exactly 0 for every finite `x`. What is not finite gives NaN, which [`super::Model`] refuses.
//!
//! Works on the wire format of protocol buffers (`ModelProto.graph` = 7, `GraphProto.node` = 1 of onnx.proto3), so
//! that everything it does not know is copied as it is.

use prost::encoding::{
    DecodeContext, WireType, decode_key, decode_varint, encode_key, encode_varint, skip_field,
};

/// `ModelProto.graph`.
const GRAPH: u32 = 7;
/// `GraphProto.node`.
const NODE: u32 = 1;

/// Fields of `NodeProto`.
const INPUT: u32 = 1;
const OUTPUT: u32 = 2;
const OPERATOR: u32 = 4;
const DOMAIN: u32 = 7;

/// The model with its `PRelu` nodes written anew; `None` if it has none, or is no model that can be read: then
/// ONNX Runtime gets it as it is and says what is wrong with it.
pub(super) fn without_prelu(model: &[u8]) -> Option<Vec<u8>> {
    let mut changed = false;
    let written = each_field(model, |field, bytes, out| {
        if field != GRAPH {
            return Some(false);
        }
        let graph = each_field(bytes, |field, bytes, out| {
            let nodes = (field == NODE).then(|| prelu(bytes)).flatten();
            for node in nodes.iter().flatten() {
                changed = true;
                put(out, NODE, node);
            }
            Some(nodes.is_some())
        })?;
        put(out, GRAPH, &graph);
        Some(true)
    });
    written.filter(|_| changed)
}

/// Copies a message field by field. `write` gets each field that has a length and says whether it wrote
/// something in its place. `None` if it is no message.
fn each_field(
    message: &[u8],
    mut write: impl FnMut(u32, &[u8], &mut Vec<u8>) -> Option<bool>,
) -> Option<Vec<u8>> {
    let mut rest = message;
    let mut out = Vec::with_capacity(message.len() + 1024);
    while !rest.is_empty() {
        let whole = rest;
        let (field, wire) = decode_key(&mut rest).ok()?;
        let written = match wire {
            WireType::LengthDelimited => {
                let content = content(&mut rest)?;
                write(field, content, &mut out)?
            }
            WireType::Varint
            | WireType::SixtyFourBit
            | WireType::ThirtyTwoBit
            | WireType::StartGroup
            | WireType::EndGroup => {
                skip_field(wire, field, &mut rest, DecodeContext::default()).ok()?;
                false
            }
        };
        if !written {
            out.extend_from_slice(&whole[..whole.len() - rest.len()]);
        }
    }
    Some(out)
}

/// The bytes of a field that has a length.
fn content<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(decode_varint(rest).ok()?).ok()?;
    let (content, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(content)
}

fn put(out: &mut Vec<u8>, field: u32, content: &[u8]) {
    encode_key(field, WireType::LengthDelimited, out);
    encode_varint(content.len() as u64, out);
    out.extend_from_slice(content);
}

/// What stands for a node, if it is a `PRelu` of ONNX itself.
fn prelu(node: &[u8]) -> Option<[Vec<u8>; 4]> {
    let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
    let mut is_prelu = false;
    let mut foreign = false;
    each_field(node, |field, bytes, _| {
        match field {
            INPUT => inputs.push(bytes.to_vec()),
            OUTPUT => outputs.push(bytes.to_vec()),
            OPERATOR => is_prelu = bytes == b"PRelu",
            DOMAIN => foreign = !(bytes.is_empty() || bytes == b"ai.onnx"),
            _ => {}
        }
        Some(false)
    })?;
    let ([x, slope], [y]) = (inputs.as_slice(), outputs.as_slice()) else {
        return None;
    };
    if !is_prelu || foreign {
        return None;
    }
    let part = |name: &str| [y.as_slice(), b"/prelu/", name.as_bytes()].concat();
    let (above, below, scaled) = (part("above"), part("below"), part("scaled"));
    Some([
        operator("Relu", &[x], &above),
        operator("Sub", &[x, &above], &below),
        operator("Mul", &[&below, slope], &scaled),
        operator("Add", &[&above, &scaled], y),
    ])
}

fn operator(name: &str, inputs: &[&Vec<u8>], output: &[u8]) -> Vec<u8> {
    let mut node = Vec::new();
    for input in inputs {
        put(&mut node, INPUT, input);
    }
    put(&mut node, OUTPUT, output);
    put(&mut node, OPERATOR, name.as_bytes());
    node
}

#[cfg(test)]
mod tests {
    use va_core::device::{DeviceWish, Provider};

    use super::super::runtime::{Plan, Runtime};
    use super::super::test_library;
    use super::super::test_model::{F32, model};
    use super::super::{Input, Model};
    use super::*;

    const SIDES: [i64; 3] = [2, 3, 4];

    /// `y = PRelu(x, slope) * x`, so that a node follows.
    fn two_nodes() -> Vec<u8> {
        let nodes: [(&str, &[&str], &[&str]); 2] = [
            ("PRelu", &["x", "slope"], &["bent"]),
            ("Mul", &["bent", "x"], &["y"]),
        ];
        let inputs = [("x", F32, &SIDES[..]), ("slope", F32, &[3, 1][..])];
        model(17, &nodes, &inputs, &[("y", F32, &SIDES[..])])
    }

    #[test]
    fn what_has_no_prelu_or_is_no_model_is_left_alone() {
        let plain = model(17, &[("Relu", &["x"], &["y"])], &[], &[]);
        assert_eq!(without_prelu(&plain), None);
        assert_eq!(without_prelu(b""), None);
        assert_eq!(without_prelu(b"this is no model at all"), None);
        let cut = two_nodes();
        assert_eq!(without_prelu(&cut[..cut.len() / 2]), None);
    }

    #[test]
    fn everything_else_in_the_file_stays_as_it_is() {
        let before = two_nodes();
        let after = without_prelu(&before).unwrap();
        let words = String::from_utf8_lossy(&after).into_owned();
        assert!(!words.contains("PRelu"), "{words}");
        // the rest of the graph and of the model: name, ports, version
        let tail = |file: &[u8]| file[file.len() - 60..].to_vec();
        assert_eq!(tail(&after), tail(&before));
        assert_eq!(without_prelu(&after), None, "nothing is left to do");
    }

    #[test]
    fn it_computes_the_same_to_the_last_digit() {
        let Some(library) = test_library::library() else {
            return;
        };
        let runtime = Runtime::load(&library).unwrap();
        let plan = Plan {
            threads: 1,
            device: DeviceWish {
                asked: vec![Provider::Cpu],
                ..DeviceWish::default()
            },
            small: true,
        };
        let before = two_nodes();
        let after = without_prelu(&before).unwrap();
        let x: Vec<f32> = (0..24)
            .map(|n| {
                let wide = [1e-38_f32, 0.0, 3.4e18, 0.7, -0.0, 1e-45];
                wide[n % 6] * if n % 4 < 2 { -1.0 } else { 1.0 }
            })
            .collect();
        let [one, other] = [before, after].map(|bytes| {
            let (session, device) = runtime.session_from_memory("test", &bytes, &plan).unwrap();
            let inputs = vec![Input::f32("x", &SIDES), Input::f32("slope", &[3, 1])];
            let mut model = Model::new("test", session, device, inputs).unwrap();
            model.input(0).copy_from_slice(&x);
            model.input(1).copy_from_slice(&[0.25, -1.5, 0.1]);
            model.run(["y"], |[y]| y.to_vec()).unwrap()
        });
        assert_eq!(one, other);
    }
}
