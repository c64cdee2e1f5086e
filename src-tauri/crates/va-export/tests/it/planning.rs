//! Which files a job gets.

use va_export::plan;

use crate::jobs::Memory;

fn names(memory: &Memory, wanted: &[&str]) -> (Vec<String>, Vec<&'static str>) {
    let wanted: Vec<String> = wanted.iter().map(|id| (*id).to_owned()).collect();
    let plan = plan("ab12cd34", &memory.tracks, &wanted).unwrap();
    let names = plan.files.into_iter().map(|file| file.name).collect();
    (names, plan.unserved)
}

#[test]
fn files_are_named_after_job_pipeline_and_descriptor() {
    let memory = Memory::default()
        .with_segments("scene_detection.shots", Vec::new())
        .with_segments("scene_detection.fades", Vec::new())
        .with_segments("voice_activity.speech", Vec::new())
        .with_samples("voice_activity.probability", &["speech"], Vec::new());
    let (files, unserved) = names(&memory, &[]);
    assert_eq!(
        files,
        [
            "ab12cd34_scene_detection.json",
            "ab12cd34_scene_detection.coco.json",
            "ab12cd34_voice_activity.rttm",
            "ab12cd34_scene_detection_shots.csv",
            "ab12cd34_scene_detection_fades.csv",
            "ab12cd34_voice_activity_speech.csv",
            "ab12cd34_voice_activity_probability.csv",
            "ab12cd34_codebook.csv",
            "ab12cd34_voice_activity.vtt",
        ],
        "in the order in which they belong into an archive for the viewer"
    );
    assert!(unserved.is_empty());
}

#[test]
fn a_format_that_was_asked_for_by_name_and_gives_no_file_is_said_aloud() {
    let memory = Memory::default().with_segments("scene_detection.shots", Vec::new());
    let (files, unserved) = names(&memory, &["rttm", "coco"]);
    assert_eq!(files, ["ab12cd34_scene_detection.coco.json"]);
    assert_eq!(unserved, ["rttm"]);
    let (_, unserved) = names(&memory, &["all"]);
    assert!(unserved.is_empty(), "nobody asked for rttm in particular");
}

#[test]
fn without_results_there_is_no_file_and_no_codebook() {
    let (files, _) = names(&Memory::default(), &[]);
    assert!(files.is_empty(), "{files:?}");
}
