//! Inference: the only place in the program that knows ONNX Runtime. [`Runtime`] is the loaded library,
//! [`Model`] a model ready to run with input tensors that are made once, [`probe`] a dry run for
//! diagnostics. Never decides which model is used or where it lies.

mod model;
mod probe;
mod runtime;
#[cfg(test)]
pub(crate) mod test_library;

pub use model::{Input, InputData, Model};
pub use probe::{RuntimeProbe, probe};
pub use runtime::Runtime;
