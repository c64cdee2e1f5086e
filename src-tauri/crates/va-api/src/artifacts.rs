//! What goes into the archive of a job, and under which name, so that the existing viewer shows it: one
//! recording first, then the results in the order in which the viewer wants to meet them, one transcript and
//! one list of speakers. Reads folders, never a file's content. Used by `routes::artifacts`.

use std::path::Path;

use axum::body::Bytes;
use va_core::media::MediaFacts;
use va_engine::JobView;
use va_engine::job_folder::names;

use crate::zip::{Content, Entry};

/// Endings that the viewer takes for the recording, whatever the name.
const VIDEO: [&str; 5] = ["mp4", "mov", "avi", "mkv", "webm"];

/// The entries, in order. Reads folders: not for threads that answer requests.
pub(crate) fn entries(job: &JobView) -> Vec<Entry> {
    let prefix = job.id.file_prefix();
    let (video, remark) = recording(job);
    let mut results = results(&job.folder.join(names::OUTPUT), &prefix);
    let own = [
        (names::PROVENANCE, "provenance.json"),
        (names::LOG, "log.jsonl"),
    ];
    let own = own.into_iter().filter_map(|(file, name)| {
        let content = file_at(&job.folder.join(file))?;
        let name = format!("{prefix}_{name}");
        Some(Entry { name, content })
    });
    results.extend(own.filter(|entry| !is_empty(entry)));
    let remark = remark.map(|words| Entry {
        name: format!("{prefix}_about_the_recording.txt"),
        content: Content::Text(Bytes::from(words)),
    });
    video.into_iter().chain(results).chain(remark).collect()
}

fn is_empty(entry: &Entry) -> bool {
    matches!(&entry.content, Content::File(_, 0))
}

/// A plain file with its size; links are not followed.
fn file_at(path: &Path) -> Option<Content> {
    let found = path.symlink_metadata().ok()?;
    found
        .is_file()
        .then(|| Content::File(path.to_owned(), found.len()))
}

/// The recording under a name that the viewer knows, and what is to be said about it.
fn recording(job: &JobView) -> (Option<Entry>, Option<String>) {
    // a link is the user's own way to name it
    let size = job.path.metadata().ok().filter(std::fs::Metadata::is_file);
    let name = job.path.file_name().unwrap_or_default().to_string_lossy();
    let Some(size) = size.map(|found| found.len()) else {
        let words =
            format!("The recording `{name}` is not where it was, so it is not in this archive.\n");
        return (None, Some(words));
    };
    let (name, playable) = shown_as(&name, job.facts.as_ref());
    let remark = (!playable).then(|| {
        format!(
            "The recording `{name}` is in this archive as it is. Browsers play H.264 in MP4 and MOV, and VP8 \
             and VP9 in WebM; this one is something else, so a viewer in a browser may show no picture.\n"
        )
    });
    let content = Content::File(job.path.clone(), size);
    (Some(Entry { name, content }), remark)
}

/// The recording's name in the archive, and whether a browser plays it.
fn shown_as(name: &str, facts: Option<&MediaFacts>) -> (String, bool) {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let codec = facts.and_then(|f| f.video.as_ref());
    let container = facts.map_or("", |f| f.container.as_str());
    let is = |kind: &str| container.split(',').any(|name| name == kind);
    let (plays, wanted) = match codec.map(|v| (v.codec.as_str(), v.pixel_format.as_str())) {
        Some(("vp8" | "vp9" | "av1", _)) if is("webm") => (true, "webm"),
        Some(("h264", "yuv420p" | "yuvj420p") | ("vp9" | "av1", _)) if is("mp4") => (true, "mp4"),
        Some(_) | None => (false, ending),
    };
    let known = VIDEO.contains(&ending.to_ascii_lowercase().as_str());
    if known || !plays {
        (name.to_owned(), plays)
    } else {
        (format!("{stem}.{wanted}"), plays)
    }
}

/// The exported files, in the viewer's order.
fn results(folder: &Path, prefix: &str) -> Vec<Entry> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files = files.filter_map(|file| file.file_name().into_string().ok());
    let mut files: Vec<_> = files.filter(|name| is_result(name, prefix)).collect();
    files.sort_by_cached_key(|name| (rank(name), name.clone()));
    only_one(&mut files, "vtt", "speech_recognition");
    only_one(&mut files, "rttm", "speaker_diarization");
    let entries = files.into_iter().filter_map(|file| {
        let content = file_at(&folder.join(&file))?;
        let name = told_apart(file);
        Some(Entry { name, content })
    });
    entries.collect()
}

/// Whether a name is one that exports are given, and no half-written file.
fn is_result(name: &str, prefix: &str) -> bool {
    let rest = name
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'));
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    rest.is_some_and(|rest| rest.chars().all(plain) && ending(rest) != "part")
}

/// The place of a file: for most kinds the viewer shows the first one that it meets.
fn rank(name: &str) -> u8 {
    let ends = |ending: &str| name.ends_with(ending);
    match () {
        () if ends("_scene_detection.json") => 0,
        () if name.contains("scene_detection") && ends(".json") => 1,
        () if ends("_person_tracking.json") => 2,
        () if name.contains("person_tracking") && ends(".json") => 3,
        () if ends("_laion_face_annotations.json") => 4,
        () if name.contains("face_analysis") && ends(".json") => 5,
        () if name.contains("openface3") && ends(".json") => 6,
        () if ends(".vtt") => 7,
        () if ends(".rttm") => 8,
        () if ends(".json") => 9,
        () => 10,
    }
}

/// What stands behind the last dot.
fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// The last file of these kinds replaces the others in the viewer, so only the best one goes in.
fn only_one(files: &mut Vec<String>, ending: &str, best: &str) {
    let is_kind = |name: &String| self::ending(name) == ending;
    let mut kind = files.iter().filter(|name| is_kind(name));
    let first = kind
        .clone()
        .find(|name| name.contains(best))
        .or(kind.next());
    let first = first.cloned();
    files.retain(|name| !is_kind(name) || Some(name) == first.as_ref());
}

/// The viewer takes every file with these words in its name for a transcript or a list of speakers.
fn told_apart(name: String) -> String {
    if ["vtt", "rttm"].contains(&ending(&name)) {
        return name;
    }
    name.replace("speech_recognition", "speech-recognition")
        .replace("speaker_diarization", "speaker-diarization")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_viewer_with_one_transcript() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "ab12cd34_voice_activity.vtt",
            "ab12cd34_voice_activity.rttm",
            "ab12cd34_speech_recognition.vtt",
            "ab12cd34_speech_recognition.csv",
            "ab12cd34_scene_detection_shots.csv",
            "ab12cd34_person_tracks.json",
            "ab12cd34_openface3_detailed.json",
            "ab12cd34_face_analysis.coco.json",
            "ab12cd34_person_tracking.json",
            "ab12cd34_scene_detection.coco.json",
            "ab12cd34_scene_detection.json",
            "ab12cd34_half.csv.part",
            "another_file.txt",
            "ab12cd34_a\u{e4}.csv",
        ] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("ab12cd34_link.csv")).unwrap();
        let names: Vec<_> = results(folder.path(), "ab12cd34")
            .into_iter()
            .map(|entry| entry.name)
            .collect();
        let wanted = [
            "ab12cd34_scene_detection.json",
            "ab12cd34_scene_detection.coco.json",
            "ab12cd34_person_tracking.json",
            "ab12cd34_face_analysis.coco.json",
            "ab12cd34_openface3_detailed.json",
            "ab12cd34_speech_recognition.vtt",
            "ab12cd34_voice_activity.rttm",
            "ab12cd34_person_tracks.json",
            "ab12cd34_scene_detection_shots.csv",
            "ab12cd34_speech-recognition.csv",
        ];
        assert_eq!(names, wanted);
    }
}
