//! An output that a model's reader can't use. The model ran, so this is said of the model.

use crate::pipeline::PipelineError;

/// What is wrong with it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadOutput {
    /// It has another size than its picture asks for.
    #[error("an output has {given} numbers instead of {expected}")]
    Length {
        /// Numbers in it.
        given: usize,
        /// Numbers that belong there.
        expected: usize,
    },
    /// A place, size or score is infinite or no number.
    #[error("{0} is not made of numbers")]
    NotFinite(&'static str),
}

impl BadOutput {
    /// The error of the step that uses the model with this id.
    pub fn of(self, model: &str) -> PipelineError {
        PipelineError::Inference {
            model: model.to_owned(),
            reason: self.to_string(),
        }
    }
}
