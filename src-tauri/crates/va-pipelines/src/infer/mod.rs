//! Inference: the only place in the program that knows ONNX Runtime. [`Runtime`] is the loaded library,
//! [`Model`] a model ready to run with input tensors that are made once, [`probe`] a dry run for
//! diagnostics. Never decides which model is used or where it lies.

mod bad_output;
mod fit;
mod input;
mod model;
mod open;
mod probe;
mod providers;
mod rewrite;
mod runtime;
mod spent;
#[cfg(test)]
pub(crate) mod test_library;
#[cfg(test)]
pub(crate) mod test_model;
#[cfg(test)]
mod tests;

pub(crate) use bad_output::BadOutput;
pub use fit::ANY;
pub use input::{Input, InputData};
pub use model::Model;
pub use probe::{RuntimeProbe, probe};
pub use runtime::{Plan, Runtime};
pub use spent::spent;
