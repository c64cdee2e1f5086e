//! The registry: one file a pipeline, one line here. The window, the CLI, the REST API, the validator
//! and the reference pages all read this list.

mod face_analysis;
mod motion_energy;
mod person_tracking;
mod scene_detection;
mod voice_activity;

use crate::issue::nearest;
use crate::pipeline::PipelineDescriptor;

/// Every pipeline, in the order of the window.
pub const PIPELINES: &[&PipelineDescriptor] = &[
    &scene_detection::DESCRIPTOR,
    &motion_energy::DESCRIPTOR,
    &person_tracking::DESCRIPTOR,
    &face_analysis::DESCRIPTOR,
    &voice_activity::DESCRIPTOR,
];

/// The pipeline with this registry name.
pub fn find(id: &str) -> Option<&'static PipelineDescriptor> {
    PIPELINES.iter().copied().find(|p| p.id == id)
}

/// The pipeline that a name from outside means: the registry name, a family (its most stable member), or
/// `<family>_<variant>`, in any case and with surrounding blanks.
pub fn resolve(name: &str) -> Option<&'static PipelineDescriptor> {
    let name = name.trim().to_lowercase();
    let by_variant = || {
        PIPELINES
            .iter()
            .copied()
            .find(|p| format!("{}_{}", p.family, p.variant) == name)
    };
    let by_family = || {
        let rank = |p: &&PipelineDescriptor| p.stability as u8;
        PIPELINES
            .iter()
            .copied()
            .filter(|p| p.family == name)
            .rev()
            .max_by_key(rank)
    };
    find(&name).or_else(by_variant).or_else(by_family)
}

/// The registry name nearest to a mistyped one.
pub fn nearest_name(name: &str) -> Option<&'static str> {
    nearest(name, PIPELINES.iter().map(|p| p.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Kind;

    #[test]
    fn every_descriptor_file_is_in_the_registry() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/pipelines");
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let id = name.trim_end_matches(".rs");
            assert!(
                id == "mod" || find(id).is_some(),
                "`{id}` has a file but no line in PIPELINES"
            );
        }
    }

    #[test]
    fn descriptors_are_consistent() {
        for pipeline in PIPELINES {
            for field in pipeline.schema.fields {
                assert!(
                    field.help.len() > 20,
                    "{}.{} needs help text",
                    pipeline.id,
                    field.key
                );
                let fits = match field.kind {
                    Kind::Integer { min, max, default } => min <= default && default <= max,
                    Kind::Number { min, max, default } => min <= default && default <= max,
                    Kind::Choice { options, default } => options.iter().any(|o| o.value == default),
                    Kind::Switch { .. } | Kind::Text { .. } | Kind::Group { .. } => true,
                };
                assert!(
                    fits,
                    "the default of {}.{} is not valid",
                    pipeline.id, field.key
                );
            }
            for need in pipeline.needs {
                assert!(
                    find(need.pipeline).is_some(),
                    "{} needs an unknown pipeline",
                    pipeline.id
                );
                assert!(pipeline.schema.field(need.when).is_some(), "{}", need.when);
            }
        }
    }

    #[test]
    fn families_and_variants_are_aliases() {
        assert_eq!(resolve(" Scene ").unwrap().id, "scene_detection");
        assert_eq!(resolve("audio_silero-vad").unwrap().id, "voice_activity");
        assert_eq!(nearest_name("scene_detecton"), Some("scene_detection"));
    }
}
