//! What every pipeline that looks at people needs between a decoded frame and a model: pictures, bilinear
//! resizing and warping straight into a model's input, similarity transforms, and the small arithmetic behind a
//! model's output. The numbers are those of `truth/preprocessing_reference.py`. Knows neither models nor tracks.

mod affine;
mod bilinear;
mod feed;
#[cfg(test)]
pub(crate) mod golden;
mod nms;
mod picture;
mod scores;
mod warp;

pub use affine::Affine;
pub use bilinear::Bilinear;
pub use feed::{Feed, Order};
pub use nms::{Nms, iou};
pub use picture::Picture;
pub use scores::{sigmoid, softmax};
pub use warp::{warp_nchw, warp_nhwc, warp_nhwc_u8};
