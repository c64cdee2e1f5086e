//! From a model's id to a model that is ready: the file, the library, the device and the threads come from the
//! job's [`Environment`]. Called by the builders of pipelines.

use super::input::Input;
use super::model::Model;
use super::runtime::{Plan, Runtime};
use crate::pipeline::PipelineError;
use crate::registry::Environment;

impl Environment {
    /// Loads a model on the job's device with the job's threads, and checks that it has these inputs.
    pub fn model(&self, id: &str, inputs: Vec<Input>) -> Result<Model, PipelineError> {
        let plan = Plan {
            threads: self.threads,
            device: self.device.clone(),
            small: false,
        };
        self.open(id, &plan, inputs)
    }

    /// The same for a model so small that more than one thread, or the way to a graphics card, makes it slower:
    /// one thread, and on the processor unless another device was asked for by name.
    pub fn small_model(&self, id: &str, inputs: Vec<Input>) -> Result<Model, PipelineError> {
        let plan = Plan {
            threads: 1,
            device: self.device.clone(),
            small: true,
        };
        self.open(id, &plan, inputs)
    }

    /// Whether a model is installed.
    pub fn has_model(&self, id: &str) -> bool {
        self.models.contains_key(id)
    }

    fn open(&self, id: &str, plan: &Plan, inputs: Vec<Input>) -> Result<Model, PipelineError> {
        let path = self
            .models
            .get(id)
            .ok_or_else(|| PipelineError::ModelMissing { model: id.into() })?;
        let runtime = Runtime::load(&self.onnx_runtime)?;
        Model::open(&runtime, id, path, plan, inputs)
    }
}
