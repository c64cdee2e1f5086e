//! The whole pipeline: with people that a test makes up (`staged`, and `recognised` with a network), and with the real networks on the shared
//! pictures and recordings (`golden`, `recordings`).

mod golden;
mod recognised;
mod recordings;
mod staged;

use serde_json::Value;
use va_core::pipelines::find;
use va_core::schema::Settings;

use super::{ID, PersonSettings};
use crate::infer::test_library::library;
use crate::registry::Environment;
use crate::test_media::shared;

/// Checked settings with the defaults filled in.
fn checked(given: &Value) -> Settings {
    find(ID).unwrap().schema.check("", given).unwrap()
}

/// The same as the pipeline sees them.
fn typed(given: &Value) -> PersonSettings {
    checked(given).typed().unwrap()
}

/// The quick networks in the shared folder and the library beside, or `None` after saying so.
pub(super) fn networks() -> Option<Environment> {
    let library = library()?;
    let models = [
        ("yolox-nano", "models/yolox_nano.onnx"),
        (
            "movenet-lightning",
            "models/conv_movenet_lightning_int8.onnx",
        ),
    ];
    let file = |(id, file): (&str, &str)| Some((id.to_owned(), shared(file)?));
    Some(Environment {
        onnx_runtime: library,
        models: models.into_iter().map(file).collect::<Option<_>>()?,
        threads: 2,
        ..Environment::default()
    })
}
