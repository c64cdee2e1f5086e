//! What goes into a model: memory that is made once, written in place and shown to the library as it is, so
//! that a run copies nothing.

use ort::session::SessionInputValue;
use ort::value::{TensorElementType, TensorRef};

/// An input of a model: its name in the file, its shape and its first content.
#[derive(Clone, Debug)]
pub struct Input {
    /// Name in the model file; `None`: the model has no other input, and its name does not matter.
    pub name: Option<&'static str>,
    /// Size of each dimension; empty for a scalar.
    pub shape: Vec<i64>,
    /// First content, row by row; as many values as the shape has.
    pub data: InputData,
}

/// Content of an input.
#[derive(Clone, Debug)]
pub enum InputData {
    /// Real numbers, filled anew before each run with [`super::Model::input`].
    F32(Vec<f32>),
    /// Bytes, filled anew before each run with [`super::Model::input_u8`].
    U8(Vec<u8>),
    /// Whole numbers that stay the same.
    I64(Vec<i64>),
}

impl Input {
    /// Zeros of this shape, real numbers.
    pub fn f32(name: &'static str, shape: &[i64]) -> Self {
        Self {
            name: Some(name),
            ..Self::only_f32(shape)
        }
    }

    /// The same for the only input of a model, whatever its file calls it.
    pub fn only_f32(shape: &[i64]) -> Self {
        Self {
            name: None,
            shape: shape.to_vec(),
            data: InputData::F32(vec![0.0; values(shape)]),
        }
    }

    /// Zeros of this shape, bytes.
    pub fn u8(name: &'static str, shape: &[i64]) -> Self {
        Self {
            name: Some(name),
            shape: shape.to_vec(),
            data: InputData::U8(vec![0; values(shape)]),
        }
    }

    pub(super) fn element(&self) -> TensorElementType {
        match self.data {
            InputData::F32(_) => TensorElementType::Float32,
            InputData::U8(_) => TensorElementType::Uint8,
            InputData::I64(_) => TensorElementType::Int64,
        }
    }

    /// Another size, of which the memory keeps what it had; it grows but never shrinks.
    pub(super) fn reshape(&mut self, shape: &[i64]) {
        if self.shape == shape {
            return;
        }
        self.shape.clear();
        self.shape.extend_from_slice(shape);
        let needed = values(shape);
        match &mut self.data {
            InputData::F32(all) => all.resize(needed.max(all.len()), 0.0),
            InputData::U8(all) => all.resize(needed.max(all.len()), 0),
            InputData::I64(all) => all.resize(needed.max(all.len()), 0),
        }
    }

    /// The values of the present shape, if they are real numbers.
    pub(super) fn f32_mut(&mut self) -> Option<&mut [f32]> {
        let InputData::F32(all) = &mut self.data else {
            return None;
        };
        all.get_mut(..values(&self.shape))
    }

    /// The values of the present shape, if they are bytes.
    pub(super) fn u8_mut(&mut self) -> Option<&mut [u8]> {
        let InputData::U8(all) = &mut self.data else {
            return None;
        };
        all.get_mut(..values(&self.shape))
    }

    /// The memory as the library sees it.
    pub(super) fn view(&self) -> ort::Result<SessionInputValue<'_>> {
        let n = values(&self.shape);
        let shape = self.shape.as_slice();
        // a memory smaller than its shape is refused by the library with words
        Ok(match &self.data {
            InputData::F32(all) => {
                TensorRef::from_array_view((shape, &all[..n.min(all.len())]))?.into()
            }
            InputData::U8(all) => {
                TensorRef::from_array_view((shape, &all[..n.min(all.len())]))?.into()
            }
            InputData::I64(all) => {
                TensorRef::from_array_view((shape, &all[..n.min(all.len())]))?.into()
            }
        })
    }
}

/// How many values a shape has.
fn values(shape: &[i64]) -> usize {
    shape.iter().map(|side| (*side).max(0) as usize).product()
}
