//! A model ready to run: a session, its inputs, which are filled in place, and the check of what comes out.
//! Called by the pipelines; a model belongs to one thread.

use std::borrow::Cow;
use std::path::Path;
use std::time::Instant;

use ort::session::{Session, SessionInputValue};
use va_core::device::DeviceUse;

use super::fit;
use super::input::Input;
use super::runtime::{Plan, Runtime, inference};
use super::spent;
use crate::pipeline::PipelineError;

/// A loaded model.
#[derive(Debug)]
pub struct Model {
    id: String,
    session: Session,
    inputs: Vec<Input>,
    /// What the file calls them.
    names: Vec<String>,
    /// Outputs whose shape was promised: name and shape.
    outputs: Vec<(&'static str, Vec<i64>)>,
    device: DeviceUse,
}

impl Model {
    /// Loads a model file and checks that it has these inputs and no others. `id` is its id in the
    /// catalogue, for messages.
    pub fn open(
        runtime: &Runtime,
        id: &str,
        path: &Path,
        plan: &Plan,
        inputs: Vec<Input>,
    ) -> Result<Self, PipelineError> {
        let (session, device) = runtime.session(id, path, plan)?;
        Self::new(id, session, device, inputs)
    }

    /// A model over a session that is already there.
    pub(super) fn new(
        id: &str,
        session: Session,
        device: DeviceUse,
        inputs: Vec<Input>,
    ) -> Result<Self, PipelineError> {
        let names = fit::inputs(id, &session, &inputs)?;
        Ok(Self {
            id: id.to_owned(),
            session,
            inputs,
            names,
            outputs: Vec::new(),
            device,
        })
    }

    /// Checks that the model has this output of real numbers, now and in each run. A side of
    /// [`super::ANY`] may have any size.
    pub fn with_output(mut self, name: &'static str, shape: &[i64]) -> Result<Self, PipelineError> {
        fit::output(&self.id, &self.session, name, shape)?;
        self.outputs.push((name, shape.to_vec()));
        Ok(self)
    }

    /// What the file calls its only output, for a model that has one and of which the name does not matter.
    pub fn only_output(&self) -> Result<String, PipelineError> {
        fit::only_output(&self.id, &self.session)
    }

    /// The error for a file that turns out to be another model.
    pub fn unfit(&self, reason: String) -> PipelineError {
        fit::unfit(&self.id, reason)
    }

    /// What it computes on.
    pub fn device(&self) -> DeviceUse {
        self.device.clone()
    }

    /// What the models of a step compute on: the first one's device, and where the others are elsewhere.
    pub fn devices<'a>(first: &'a Self, others: impl IntoIterator<Item = &'a Self>) -> DeviceUse {
        let mut device = first.device();
        for other in others {
            device.beside(&other.id, &other.device);
        }
        device
    }

    /// The content of the input at this place of the list given to [`Model::open`], to be filled. Empty
    /// for an input of other values or a place that does not exist.
    pub fn input(&mut self, place: usize) -> &mut [f32] {
        self.inputs
            .get_mut(place)
            .and_then(Input::f32_mut)
            .unwrap_or_default()
    }

    /// The same for an input of bytes.
    pub fn input_u8(&mut self, place: usize) -> &mut [u8] {
        self.inputs
            .get_mut(place)
            .and_then(Input::u8_mut)
            .unwrap_or_default()
    }

    /// Gives the input at this place another size, for example another number of pictures at once. Its memory
    /// grows with the largest size so far and is never given back. The model must allow the size.
    pub fn reshape(&mut self, place: usize, shape: &[i64]) {
        if let Some(input) = self.inputs.get_mut(place) {
            input.reshape(shape);
        }
    }

    /// Runs the model once and hands the named outputs (real numbers, row by row) to `read`. Fails if one of
    /// them is missing, has another shape than promised, or holds something that is no finite number.
    pub fn run<const N: usize, R>(
        &mut self,
        outputs: [&str; N],
        read: impl FnOnce([&[f32]; N]) -> R,
    ) -> Result<R, PipelineError> {
        let inputs = self
            .inputs
            .iter()
            .zip(&self.names)
            .map(|(input, name)| Ok((Cow::Borrowed(name.as_str()), input.view()?)))
            .collect::<ort::Result<Vec<(Cow<'_, str>, SessionInputValue<'_>)>>>()
            .map_err(|e| inference(&self.id, &e))?;
        let begun = Instant::now();
        let found = self
            .session
            .run(inputs)
            .map_err(|e| inference(&self.id, &e))?;
        spent::add(begun);
        let mut slices: [&[f32]; N] = [&[]; N];
        for (slice, name) in slices.iter_mut().zip(outputs) {
            let value = found
                .get(name)
                .ok_or_else(|| fit::unfit(&self.id, format!("it has no output `{name}`")))?;
            let (shape, values) = value
                .try_extract_tensor::<f32>()
                .map_err(|e| inference(&self.id, &e))?;
            let promised = self.outputs.iter().find(|(known, _)| *known == name);
            if let Some((_, promised)) = promised
                && !fit::same_shape(shape, promised)
            {
                let reason = format!("its output `{name}` came as {shape:?}, not {promised:?}");
                return Err(fit::unfit(&self.id, reason));
            }
            // added up, not searched, so that the loop runs many values at a time
            let strange: u32 = values
                .iter()
                .map(|value| u32::from(!value.is_finite()))
                .sum();
            if strange > 0 {
                return Err(PipelineError::NotANumber {
                    model: self.id.clone(),
                    output: name.to_owned(),
                    count: strange,
                });
            }
            *slice = values;
        }
        Ok(read(slices))
    }
}
