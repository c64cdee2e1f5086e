//! For tests: small ONNX files, written field by field, so that a test needs no model file.

/// Element types of ONNX.
pub(crate) const F32: u64 = 1;
pub(crate) const U8: u64 = 2;

/// What a node makes of its inputs: name of the operator, inputs, outputs.
pub(crate) type Node<'a> = (&'a str, &'a [&'a str], &'a [&'a str]);

/// A name, an element type and the sides of a shape; -1 for a free one.
pub(crate) type Port<'a> = (&'a str, u64, &'a [i64]);

/// An ONNX file (IR version 8) of these nodes.
pub(crate) fn model(
    opset: u64,
    nodes: &[Node<'_>],
    inputs: &[Port<'_>],
    outputs: &[Port<'_>],
) -> Vec<u8> {
    let mut graph = Vec::new();
    for (operator, from, to) in nodes {
        let mut node = Vec::new();
        from.iter()
            .for_each(|name| field(&mut node, 1, name.as_bytes()));
        to.iter()
            .for_each(|name| field(&mut node, 2, name.as_bytes()));
        field(&mut node, 4, operator.as_bytes());
        // how to cast: to real numbers
        if *operator == "Cast" {
            let mut attribute = Vec::new();
            field(&mut attribute, 1, b"to");
            number(&mut attribute, 3, F32);
            number(&mut attribute, 20, 2);
            field(&mut node, 5, &attribute);
        }
        field(&mut graph, 1, &node);
    }
    field(&mut graph, 2, b"test");
    for p in inputs {
        field(&mut graph, 11, &port(p));
    }
    for p in outputs {
        field(&mut graph, 12, &port(p));
    }
    let mut version = Vec::new();
    number(&mut version, 2, opset);
    let mut file = Vec::new();
    number(&mut file, 1, 8);
    field(&mut file, 7, &graph);
    field(&mut file, 8, &version);
    file
}

fn port((name, element, sides): &Port<'_>) -> Vec<u8> {
    let mut shape = Vec::new();
    for side in *sides {
        let mut dimension = Vec::new();
        match u64::try_from(*side) {
            Ok(side) => number(&mut dimension, 1, side),
            Err(_) => field(&mut dimension, 2, b"n"),
        }
        field(&mut shape, 1, &dimension);
    }
    let (mut tensor, mut kind, mut port) = (Vec::new(), Vec::new(), Vec::new());
    number(&mut tensor, 1, *element);
    field(&mut tensor, 2, &shape);
    field(&mut kind, 1, &tensor);
    field(&mut port, 1, name.as_bytes());
    field(&mut port, 2, &kind);
    port
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value > 127 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

fn number(out: &mut Vec<u8>, tag: u64, value: u64) {
    varint(out, tag << 3);
    varint(out, value);
}

fn field(out: &mut Vec<u8>, tag: u64, bytes: &[u8]) {
    varint(out, tag << 3 | 2);
    varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}
