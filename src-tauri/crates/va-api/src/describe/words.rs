//! The words of the examples: one table by property, one by parameter, one by operation. What is not here
//! gets the plainest value that its schema allows.

use serde_json::{Value, json};

/// A moment.
pub(super) const MOMENT: &str = "2026-11-22T12:59:16.245Z";
/// A request.
pub(super) const REQUEST: &str = "7f0c5d1e-6c3a-4a51-9d8e-2b7f4c1a9e30";
/// A key of an object whose keys are names.
pub(super) const KEY: &str = "scene_detection";
/// A job.
const JOB: &str = "019a3b5c-7d2e-7f41-8a6b-3c9d0e1f2a4b";

/// Values by property, `Type.property` before `property`; each is JSON, or else text.
const PROPERTIES: &[(&str, &str)] = &[
    ("Alive.status", "healthy"),
    ("Health.status", "healthy"),
    ("Storage.status", "ok"),
    ("PipelineResult.status", "completed"),
    ("Results.status", "completed"),
    ("Job.progress", "100.0"),
    ("Step.progress", "100.0"),
    ("Step.status", "succeeded"),
    ("Step.attempts", "1"),
    ("Step.done_ms", "15000"),
    ("Step.total_ms", "15000"),
    ("Step.took_ms", "640"),
    ("Step.counts", r#"{"scene_detection.shots": 4}"#),
    ("Job.message", "null"),
    ("Job.device", "auto"),
    ("Model.id", "silero-vad"),
    ("Model.title", "Silero VAD"),
    ("Model.version", "6.2.3"),
    ("Model.task", "Voice activity"),
    ("Model.licence", "MIT"),
    ("Model.file", "silero_vad.onnx"),
    ("Model.bytes", "2327524"),
    ("Setting.key", "max_concurrent_jobs"),
    ("Setting.value", "2"),
    ("Setting.default", "2"),
    ("Setting.type", "integer"),
    ("Setting.title", "Jobs at once"),
    ("Setting.min", "0"),
    ("Setting.max", "64"),
    ("Track.key", "scene_detection.shots"),
    ("Track.title", "Shots"),
    ("Track.items", "4"),
    ("Track.first_ms", "0"),
    ("Track.last_ms", "15000"),
    ("Track.kind", "segments"),
    ("Track.channels", "[]"),
    ("TrackChannel.key", "whole"),
    ("TrackChannel.title", "Whole picture"),
    ("TrackChannel.unit", ""),
    ("Parameter.name", "threshold"),
    ("Parameter.label", "Threshold"),
    ("Parameter.type", "number"),
    ("Parameter.fields", "[]"),
    ("Parameter.default", "27.0"),
    ("Parameter.min", "0.0"),
    ("Parameter.max", "255.0"),
    ("Token.name", "lab"),
    ("Token.prefix", "va_2f9c"),
    ("Token.scope", "submit"),
    ("Token.id", "1"),
    ("Token.state", "active"),
    ("Token.expires_at", "2027-11-22T12:59:16.245Z"),
    ("Token.last_used_at", MOMENT),
    ("Token.revoked_at", "null"),
    ("AccessBody.failure", "null"),
    ("AccessBody.warnings", "[]"),
    ("AccessBody.listening", "true"),
    ("AccessBody.opened_by", "setting"),
    ("AccessBody.tokens_in_use", "1"),
    ("AccessBody.origins", r#"["http://localhost:19011"]"#),
    ("Setting.options", "[]"),
    ("NewToken.name", "lab"),
    ("NewToken.scope", "submit"),
    ("NewToken.days", "365"),
    ("PipelineConfig.config", r#"{"threshold": 27.0}"#),
    ("NamedConfig.config", r#"{"threshold": 27.0}"#),
    ("ModelUse.name", "voice_activity"),
    ("PipelineInfo.description", "Finds camera cuts and fades."),
    ("PipelineInfo.modality", "video"),
    ("PipelineInfo.stability", "stable"),
    ("PipelineInfo.variant", "content"),
    ("PipelineOutput.format", "coco"),
    ("Recording.width", "1280"),
    ("Recording.height", "720"),
    ("Recording.rotation", "0"),
    ("Recording.frame_rate", "25.0"),
    ("Recording.duration_ms", "15000"),
    ("IssueBody.field", "scene_detection.threshold"),
    ("IssueBody.code", "VALUE_OUT_OF_RANGE"),
    ("IssueBody.error_code", "VALUE_OUT_OF_RANGE"),
    ("IssueBody.severity", "error"),
    (
        "IssueBody.message",
        "`threshold` is 999, which is above 255",
    ),
    ("IssueBody.hint", "use a number between 0 and 255"),
    ("FailureBody.code", "MEDIA_UNREADABLE"),
    (
        "FailureBody.message",
        "`visit-07.mp4` is no recording that can be read",
    ),
    ("ResultFile.path", "019a3b5c_scene_detection.json"),
    ("api_version", env!("CARGO_PKG_VERSION")),
    ("auth_required", "true"),
    ("available", "true"),
    ("bytes", "48213"),
    ("config", r#"{"scene_detection": {"threshold": 27.0}}"#),
    ("created_at", MOMENT),
    ("updated_at", MOMENT),
    ("queued_at", MOMENT),
    ("started_at", MOMENT),
    ("completed_at", MOMENT),
    ("generated_at", MOMENT),
    ("timestamp", MOMENT),
    ("at", MOMENT),
    ("before", "null"),
    ("days", "30"),
    ("display_name", "Scene detection"),
    (
        "download_url",
        "/api/v1/jobs/019a3b5c-7d2e-7f41-8a6b-3c9d0e1f2a4b/results/files/019a3b5c_scene_detection.json",
    ),
    ("duration_ms", "15000"),
    ("enabled", "true"),
    ("file", "silero_vad.onnx"),
    (
        "folder",
        "/home/ada/.local/share/videoannotator/jobs/019a3b5c-7d2e-7f41-8a6b-3c9d0e1f2a4b/output",
    ),
    ("free_bytes", "412316860416"),
    ("total_bytes", "999653638144"),
    ("used_bytes", "18253611008"),
    ("host", "models.example.org"),
    ("id", JOB),
    ("job_id", JOB),
    ("level", "info"),
    ("name", "scene_detection"),
    (
        "names",
        r#"["scene_detection", "motion_energy", "voice_activity"]"#,
    ),
    ("output_file", "019a3b5c_scene_detection.json"),
    ("page", "1"),
    ("path", "/home/ada/study/visit-07.mp4"),
    ("per_page", "10"),
    ("pipeline", "scene_detection"),
    ("pipeline_family", "scene"),
    ("pipeline_name", "scene_detection"),
    ("pipelines_validated", r#"["scene_detection"]"#),
    ("request_id", REQUEST),
    (
        "result_path",
        "/home/ada/.local/share/videoannotator/jobs/019a3b5c-7d2e-7f41-8a6b-3c9d0e1f2a4b/output",
    ),
    ("selected_pipelines", r#"["scene_detection"]"#),
    ("size_bytes", "10485760"),
    ("source", "default"),
    ("start_ms", "0"),
    ("status", "completed"),
    (
        "storage_path",
        "/home/ada/.local/share/videoannotator/jobs/019a3b5c-7d2e-7f41-8a6b-3c9d0e1f2a4b",
    ),
    ("text", "scene_detection:\n  threshold: 27.0\n"),
    ("title", "Scene detection"),
    ("token", "va_2f9cQ0x7Jm1sVb8nKc4tYd6wEr3zHu5pLa9gTf2iXo0"),
    ("total", "1"),
    ("uptime_seconds", "86.5"),
    ("url", "http://127.0.0.1:40123/m/2f9c/visit-07.mp4"),
    ("valid", "true"),
    ("version", env!("CARGO_PKG_VERSION")),
    ("video_codec", "h264"),
    ("video_duration_seconds", "15.0"),
    ("video_filename", "visit-07.mp4"),
    ("video_id", "1"),
    ("video_path", "/home/ada/study/visit-07.mp4"),
    ("video_size_bytes", "10485760"),
    ("videoannotator_version", env!("CARGO_PKG_VERSION")),
    ("worker_status", "idle"),
];

/// Values of parameters, by the start of the path, most specific first.
const PARAMETERS: &[(&str, &str, &str)] = &[
    ("/api/v1/models/", "id", "silero-vad"),
    ("/api/v1/notices/", "id", "1"),
    ("/api/v1/tokens/", "id", "1"),
    ("/api/v1/jobs/", "id", JOB),
    ("/api/v1/jobs/", "path", "019a3b5c_scene_detection.json"),
    ("/api/v1/jobs/", "pipeline", "scene_detection"),
    ("/api/v1/jobs/", "track", "scene_detection.shots"),
    ("/api/v1/jobs/", "format", "csv"),
    ("/api/v1/jobs/", "t0", "0"),
    ("/api/v1/jobs/", "t1", "60000"),
    ("/api/v1/jobs/", "max_items", "500"),
    ("/api/v1/jobs/", "at_ms", "1000"),
    ("/api/v1/jobs/", "lines", "100"),
    ("/api/v1/jobs", "page", "1"),
    ("/api/v1/jobs", "per_page", "10"),
    ("/api/v1/jobs", "status_filter", "completed"),
    ("/api/v1/pipelines/", "name", "scene_detection"),
    ("/api/v1/pipelines/", "id", "scene_detection"),
    ("/api/v1/presets/", "name", "our-study"),
    ("/api/v1/retention/", "days", "30"),
    ("/api/v1/debug/", "id", JOB),
];

/// An example of a property.
pub(super) fn property(owner: &str, name: &str) -> Option<Value> {
    let whole = format!("{owner}.{name}");
    let find = |key: &str| PROPERTIES.iter().find(|(name, _)| *name == key);
    find(&whole)
        .or_else(|| find(name))
        .map(|(_, text)| value(text))
}

/// An example of a parameter; a path's parameter always has one.
pub(super) fn parameter(path: &str, name: &str) -> Option<Value> {
    let mut fitting = PARAMETERS.iter();
    let found = fitting.find(|(start, key, _)| path.starts_with(start) && *key == name);
    found.map(|(_, _, text)| value(text))
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

/// What an operation is sent, where the plainest body would teach little.
pub(super) fn request(operation: &str) -> Option<Value> {
    let config = json!({"scene_detection": {"threshold": 30.0}});
    Some(match operation {
        "create_job" => json!({
            "path": "/home/ada/study/visit-07.mp4",
            "selected_pipelines": ["scene_detection", "voice_activity"],
            "config": config,
        }),
        "validate_config" | "render_config" => {
            json!({"config": config, "selected_pipelines": ["scene_detection"]})
        }
        "put_preset" => json!({
            "title": "Our study", "config": config, "selected_pipelines": ["scene_detection"],
        }),
        "download_model" => json!({"accept": true}),
        "pin_job" => json!({"pinned": true}),
        _ => return None,
    })
}

/// Media types of an operation that answers with one of several kinds of files.
pub(super) fn kinds(operation: &str) -> &'static [&'static str] {
    match operation {
        "get_result_file" => &[
            "application/json",
            "application/octet-stream",
            "text/csv",
            "text/plain",
            "text/vtt",
        ],
        _ => &[],
    }
}

/// How a file of a media type begins.
pub(super) fn file(kind: &str) -> Value {
    match kind {
        "application/json" => json!({"scenes": [{"start_time": 0.0, "end_time": 2.48}]}),
        "text/csv" => json!("start_s,end_s,label\n0.000,2.480,shot\n"),
        "text/vtt" => json!("WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.500\nspeech\n"),
        _ => json!("SPEAKER 019a3b5c 1 0.000 1.500 <NA> <NA> speech <NA> <NA>\n"),
    }
}

/// What a good answer means.
pub(super) fn success(status: &str) -> &'static str {
    match status {
        "201" => "It was made.",
        "202" => "It has begun; events tell how it goes on.",
        "204" => "It is done; there is nothing to say.",
        _ => "The answer.",
    }
}
