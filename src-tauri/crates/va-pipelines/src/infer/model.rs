//! A model ready to run: a session with input tensors that are made once and filled in place, so that a
//! run copies nothing but what changed. Called by the pipelines.

use std::borrow::Cow;
use std::path::Path;

use ort::session::{Session, SessionInputValue};
use ort::value::{DynTensor, Tensor};

use super::runtime::{Runtime, inference};
use crate::pipeline::PipelineError;

/// An input of a model: its name in the file, its shape and its first content.
#[derive(Clone, Debug)]
pub struct Input {
    /// Name in the model file.
    pub name: &'static str,
    /// Size of each dimension; empty for a scalar.
    pub shape: Vec<i64>,
    /// First content, row by row; as many values as the shape has.
    pub data: InputData,
}

/// Content of an input.
#[derive(Clone, Debug)]
pub enum InputData {
    /// Real numbers, filled anew before each run with [`Model::input`].
    F32(Vec<f32>),
    /// Whole numbers that stay the same.
    I64(Vec<i64>),
}

/// A loaded model.
#[derive(Debug)]
pub struct Model {
    id: String,
    session: Session,
    inputs: Vec<(&'static str, Slot)>,
}

#[derive(Debug)]
enum Slot {
    F32(Tensor<f32>),
    Constant(DynTensor),
}

impl Model {
    /// Loads a model file. `id` is its id in the catalogue, for messages; `threads` at least 1.
    pub fn open(
        runtime: &Runtime,
        id: &str,
        path: &Path,
        threads: usize,
        inputs: Vec<Input>,
    ) -> Result<Self, PipelineError> {
        let session = runtime.session(id, path, threads)?;
        Self::new(id, session, inputs)
    }

    /// A model over a session that is already there.
    pub(super) fn new(
        id: &str,
        session: Session,
        inputs: Vec<Input>,
    ) -> Result<Self, PipelineError> {
        let slots = inputs.into_iter().map(|input| {
            let slot = match input.data {
                InputData::F32(values) => Slot::F32(Tensor::from_array((input.shape, values))?),
                InputData::I64(values) => {
                    Slot::Constant(Tensor::from_array((input.shape, values))?.upcast())
                }
            };
            Ok((input.name, slot))
        });
        let inputs = slots
            .collect::<ort::Result<_>>()
            .map_err(|e| inference(id, &e))?;
        Ok(Self {
            id: id.to_owned(),
            session,
            inputs,
        })
    }

    /// The content of the input at this place of the list given to [`Model::open`], to be filled. Empty
    /// for an input of whole numbers or a place that does not exist.
    pub fn input(&mut self, place: usize) -> &mut [f32] {
        match self.inputs.get_mut(place) {
            Some((_, Slot::F32(tensor))) => tensor.extract_tensor_mut().1,
            Some((_, Slot::Constant(_))) | None => &mut [],
        }
    }

    /// Runs the model once and hands the named outputs (real numbers, row by row) to `read`.
    pub fn run<const N: usize, R>(
        &mut self,
        outputs: [&str; N],
        read: impl FnOnce([&[f32]; N]) -> R,
    ) -> Result<R, PipelineError> {
        let inputs: Vec<(Cow<'_, str>, SessionInputValue<'_>)> = self
            .inputs
            .iter()
            .map(|(name, slot)| {
                let value = match slot {
                    Slot::F32(tensor) => SessionInputValue::from(tensor),
                    Slot::Constant(tensor) => SessionInputValue::from(tensor),
                };
                (Cow::Borrowed(*name), value)
            })
            .collect();
        let found = self
            .session
            .run(inputs)
            .map_err(|e| inference(&self.id, &e))?;
        let mut slices: [&[f32]; N] = [&[]; N];
        for (slice, name) in slices.iter_mut().zip(outputs) {
            let value = found.get(name).ok_or_else(|| PipelineError::Inference {
                model: self.id.clone(),
                reason: format!("it has no output `{name}`"),
            })?;
            *slice = value
                .try_extract_tensor::<f32>()
                .map_err(|e| inference(&self.id, &e))?
                .1;
        }
        Ok(read(slices))
    }
}
