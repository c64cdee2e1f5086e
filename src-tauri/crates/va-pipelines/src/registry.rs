//! Which function builds which pipeline. The descriptors are in `va_core::pipelines`; a test compares
//! the two lists both ways. The worker calls [`build_picture`] and [`build_sound`].

use std::collections::BTreeMap;
use std::path::PathBuf;

use va_core::TimeBase;
use va_core::device::DeviceWish;
use va_core::media::MediaFacts;
use va_core::pipeline::Modality;
use va_core::schema::Settings;

use crate::pipeline::{Checkpoint, PicturePipeline, PipelineError, SoundPipeline};
use crate::{face_analysis, motion_energy, person_tracking, scene_detection, voice_activity};

/// Width in pixels that the picture pipelines of this crate ask for. The same for all, so that a result
/// does not depend on which other pipelines run beside it.
pub const ANALYSIS_WIDTH: u32 = 640;

/// Width in pixels that the pipelines which look at people and faces ask for, in colour: so much that a face
/// at the far end of a room still has its features.
pub const VISION_WIDTH: u32 = 1280;

/// The picture that a pipeline is built for.
#[derive(Clone, Copy, Debug)]
pub struct StreamContext<'a> {
    /// Time base of every PTS that the pipeline will be given.
    pub time_base: TimeBase,
    /// What the probe found out.
    pub facts: &'a MediaFacts,
}

/// What pipelines with a model need besides the recording.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// The ONNX Runtime library, loaded when the first pipeline needs it.
    pub onnx_runtime: PathBuf,
    /// Files of the installed models by their id in the catalogue, already verified.
    pub models: BTreeMap<String, PathBuf>,
    /// Threads that inference may use, at least 1. Small models use 1 however many there are.
    pub threads: usize,
    /// What models compute on.
    pub device: DeviceWish,
}

type PictureBuilder = fn(
    &Settings,
    &StreamContext<'_>,
    &Environment,
    Option<&Checkpoint>,
) -> Result<Box<dyn PicturePipeline>, PipelineError>;

type SoundBuilder = fn(
    &Settings,
    &Environment,
    Option<&Checkpoint>,
) -> Result<Box<dyn SoundPipeline>, PipelineError>;

static PICTURE: &[(&str, PictureBuilder)] = &[
    (scene_detection::ID, scene_detection::build),
    (motion_energy::ID, motion_energy::build),
    (person_tracking::ID, person_tracking::build),
    (face_analysis::ID, face_analysis::build),
];

static SOUND: &[(&str, SoundBuilder)] = &[(voice_activity::ID, voice_activity::build)];

/// Every implementation: the name, and what it looks at.
pub fn implementations() -> impl Iterator<Item = (&'static str, Modality)> {
    let picture = PICTURE.iter().map(|(name, _)| (*name, Modality::Picture));
    let sound = SOUND.iter().map(|(name, _)| (*name, Modality::Sound));
    picture.chain(sound)
}

/// Builds a picture pipeline, new or from a checkpoint. `None` if no picture pipeline has this name.
pub fn build_picture(
    id: &str,
    settings: &Settings,
    stream: &StreamContext<'_>,
    environment: &Environment,
    resume: Option<&Checkpoint>,
) -> Result<Option<Box<dyn PicturePipeline>>, PipelineError> {
    let builder = PICTURE.iter().find(|(name, _)| *name == id);
    builder
        .map(|(_, build)| build(settings, stream, environment, resume))
        .transpose()
}

/// Builds a sound pipeline, new or from a checkpoint. `None` if no sound pipeline has this name.
pub fn build_sound(
    id: &str,
    settings: &Settings,
    environment: &Environment,
    resume: Option<&Checkpoint>,
) -> Result<Option<Box<dyn SoundPipeline>>, PipelineError> {
    let builder = SOUND.iter().find(|(name, _)| *name == id);
    builder
        .map(|(_, build)| build(settings, environment, resume))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::DeserializeOwned;
    use va_core::pipelines::{PIPELINES, find};

    #[test]
    fn each_descriptor_has_exactly_one_implementation() {
        for pipeline in PIPELINES {
            let count = |names: Vec<&str>| names.iter().filter(|n| **n == pipeline.id).count();
            let picture = count(PICTURE.iter().map(|(name, _)| *name).collect());
            let sound = count(SOUND.iter().map(|(name, _)| *name).collect());
            let expected = match pipeline.modality {
                Modality::Picture => (1, 0),
                Modality::Sound => (0, 1),
            };
            assert_eq!((picture, sound), expected, "{}", pipeline.id);
        }
        assert_eq!(PICTURE.len() + SOUND.len(), PIPELINES.len());
    }

    /// The schema's defaults fit the typed settings, and neither has a field that the other has not.
    fn settings_fit<T: DeserializeOwned>(id: &str) {
        let schema = find(id).unwrap().schema;
        let defaults = schema.defaults();
        if let Err(why) = defaults.typed::<T>() {
            panic!("{id}: the defaults do not fit: {why}");
        }
        for field in schema.fields {
            let mut without = defaults.clone();
            without.0.remove(field.key);
            assert!(
                without.typed::<T>().is_err(),
                "{id}.{} is not read",
                field.key
            );
        }
        let mut with_more = defaults;
        with_more.0.insert("no_such_setting".into(), 1.into());
        assert!(
            with_more.typed::<T>().is_err(),
            "{id} accepts unknown settings"
        );
    }

    #[test]
    fn typed_settings_and_schemas_have_the_same_fields() {
        settings_fit::<scene_detection::SceneSettings>(scene_detection::ID);
        settings_fit::<motion_energy::MotionSettings>(motion_energy::ID);
        settings_fit::<person_tracking::PersonSettings>(person_tracking::ID);
        settings_fit::<face_analysis::FaceSettings>(face_analysis::ID);
        settings_fit::<voice_activity::VoiceSettings>(voice_activity::ID);
    }

    #[test]
    fn a_job_from_before_a_setting_existed_has_its_default() {
        let id = person_tracking::ID;
        let mut old = find(id).unwrap().schema.defaults();
        old.0.remove("reidentify");
        old.0.insert("lost_seconds".into(), 7.0.into());
        let settings: person_tracking::PersonSettings =
            crate::pipeline::settings(id, &old).unwrap();
        assert!(!settings.reidentify);
        assert!(
            (settings.lost_seconds - 7.0).abs() < 1e-9,
            "what was set stays"
        );
    }

    #[test]
    fn an_unknown_name_builds_nothing() {
        let environment = Environment::default();
        let built = build_sound("no_such", &Settings::default(), &environment, None);
        assert!(built.unwrap().is_none());
    }
}
