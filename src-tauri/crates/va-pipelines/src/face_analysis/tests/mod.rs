//! The whole pipeline: with faces that a test makes up (`staged`), and with the real networks on the shared
//! pictures and recordings (`golden`, `recordings`).

mod golden;
mod recordings;
mod reference_face;
mod staged;

use serde_json::Value;
use va_core::pipelines::find;
use va_core::schema::Settings;

use super::{FaceSettings, ID};
use crate::infer::test_library::library;
use crate::registry::Environment;
use crate::test_media::shared;

/// Checked settings with the defaults filled in.
fn checked(given: &Value) -> Settings {
    find(ID).unwrap().schema.check("", given).unwrap()
}

/// The same as the pipeline sees them.
fn typed(given: &Value) -> FaceSettings {
    checked(given).typed().unwrap()
}

/// The networks in the shared folder and the library beside, or `None` after saying so.
fn networks() -> Option<Environment> {
    let library = library()?;
    let models = [
        ("yunet-n", "yunet_n_dynamic"),
        ("face-mesh-478", "conv_mediapipe_face_landmarks_478"),
        ("face-blendshapes", "conv_mediapipe_face_blendshapes"),
        ("fsanet-1x1", "fsanet_1x1"),
        ("fsanet-var", "fsanet_var"),
        ("fer-mobilefacenet", "fer_mobilefacenet_2022july_int8"),
        ("mobilefacenet", "mobilefacenet"),
    ];
    let file = |(id, file): (&str, &str)| {
        let path = shared(&format!("models/{file}.onnx"))?;
        Some((id.to_owned(), path))
    };
    Some(Environment {
        onnx_runtime: library,
        models: models.into_iter().map(file).collect::<Option<_>>()?,
        threads: 2,
        ..Environment::default()
    })
}
