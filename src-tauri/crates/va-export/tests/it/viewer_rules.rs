//! How video-annotation-viewer 0.6.3 recognises a file, rule by rule in its order, and what it then takes
//! for scenes. A port of observed behaviour, kept as literal as possible: it exists to be disagreed with.

use serde_json::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Video,
    Sound,
    Speech,
    Speakers,
    CompleteResults,
    Faces,
    OpenFace3,
    Person,
    Scenes,
    Unknown,
}

const SMALL: usize = 10_000;

fn head(bytes: &str, length: usize) -> String {
    String::from_utf8_lossy(&bytes.as_bytes()[..bytes.len().min(length)]).into_owned()
}

pub fn recognise(name: &str, bytes: &str) -> Kind {
    let has = |length: usize, words: &[&str]| {
        let head = head(bytes, length);
        words.iter().all(|word| head.contains(word))
    };
    let any = |length: usize, words: &[&str]| words.iter().any(|word| has(length, &[word]));
    let named = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let ends = |extensions: &[&str]| extensions.iter().any(|e| name.to_lowercase().ends_with(e));
    let parsed: Value = serde_json::from_str(bytes).unwrap_or_default();
    let small = bytes.len() <= SMALL;
    let description = parsed["info"]["description"].as_str().unwrap_or_default();
    let list = |key: &str| parsed[key].is_array();

    if ends(&[".mp4", ".webm", ".avi", ".mov"]) {
        Kind::Video
    } else if ends(&[".wav", ".mp3", ".aac", ".ogg"]) {
        Kind::Sound
    } else if ends(&[".vtt"]) || named(&["speech_recognition"]) {
        Kind::Speech
    } else if ends(&[".rttm"]) || named(&["speaker_diarization"]) {
        Kind::Speakers
    } else if !ends(&[".json"]) {
        Kind::Unknown
    } else if [
        "video_path",
        "pipeline_results",
        "config",
        "start_time",
        "total_duration",
    ]
    .iter()
    .all(|key| !parsed[key].is_null())
    {
        Kind::CompleteResults
    } else if any(8000, &["\"face_id\"", "\"attributes\"", "\"emotions\""])
        || (name.to_lowercase().contains("face") && has(8000, &["\"bbox\"", "\"score\""]))
        || (small && !parsed["annotations"][0]["face_id"].is_null())
    {
        Kind::Faces
    } else if (has(
        12_000,
        &[
            "\"metadata\"",
            "\"faces\"",
            "\"pipeline\"",
            "\"model_info\"",
        ],
    ) && bytes.len() <= 12_000
        && list("faces"))
        || (named(&["openface", "of3"]) && small && list("faces"))
        || has(
            15_000,
            &[
                "\"info\"",
                "\"images\"",
                "\"annotations\"",
                "\"openface3\"",
                "VideoAnnotator",
            ],
        )
        || named(&["openface3_analysis", "openface3_detailed"])
    {
        Kind::OpenFace3
    } else if has(10_000, &["\"keypoints\"", "\"bbox\""])
        || (small
            && description.contains("COCO")
            && !any(SMALL, &["\"scene_type\"", "\"start_time\"", "\"end_time\""]))
        || (small && (list("annotations") || list("results")) && !description.contains("COCO"))
    {
        Kind::Person
    } else if any(5000, &["\"scene_type\"", "\"start_time\"", "\"end_time\""])
        || (small && (list("results") || list("scenes")))
    {
        Kind::Scenes
    } else if named(&["face_annotations", "laion_face", "face_analysis"]) {
        Kind::Faces
    } else if named(&["person", "tracking", "pose", "keypoints"]) {
        Kind::Person
    } else if named(&["scene"]) {
        Kind::Scenes
    } else {
        Kind::Unknown
    }
}

/// The persons that the viewer shows; the first thing that its schema refuses, which costs the whole file.
pub fn persons(bytes: &str) -> Result<Vec<(String, f64)>, String> {
    let items = list_of(bytes)?;
    let one = |item: &Value| {
        let number = |key: &str, fits: fn(f64) -> bool| {
            let value = item[key].as_f64().filter(|number| fits(*number));
            value.ok_or(format!("{key}: {}", item[key]))
        };
        let text = |key: &str| {
            let value = item[key].as_str();
            value
                .map(str::to_owned)
                .ok_or(format!("{key}: {}", item[key]))
        };
        let numbers = |key: &str, length: usize| {
            let all = item[key].as_array().filter(|all| all.len() == length);
            let all = all.filter(|all| all.iter().all(Value::is_number));
            all.map(|_| ()).ok_or(format!("{key}: {}", item[key]))
        };
        for key in ["id", "category_id", "label_confidence"] {
            number(key, |_| true)?;
        }
        for key in ["area", "timestamp", "frame_number"] {
            number(key, |n| n >= 0.0)?;
        }
        number("num_keypoints", |n| (0.0..=17.0).contains(&n))?;
        number("score", |n| (0.0..=1.0).contains(&n))?;
        if !matches!(item["iscrowd"].as_u64(), Some(0 | 1)) {
            return Err(format!("iscrowd: {}", item["iscrowd"]));
        }
        numbers("keypoints", 51)?;
        numbers("bbox", 4)?;
        for key in ["image_id", "person_label", "labeling_method"] {
            text(key)?;
        }
        if item
            .get("track_id")
            .is_some_and(|id| !id.is_null() && !id.is_number())
        {
            return Err(format!("track_id: {}", item["track_id"]));
        }
        Ok((text("person_id")?, number("timestamp", |_| true)?))
    };
    items.iter().map(one).collect()
}

/// The faces that the viewer shows, by number; it checks nothing.
pub fn faces(bytes: &str) -> Result<Vec<u64>, String> {
    let items = list_of(bytes)?;
    let id = |item: &Value| item["face_id"].as_u64().ok_or("face_id".to_owned());
    items.iter().map(id).collect()
}

/// How many faces the viewer takes from an `OpenFace` 3 file.
pub fn openface3(bytes: &str) -> Result<usize, String> {
    let root: Value = serde_json::from_str(bytes).map_err(|error| error.to_string())?;
    let metadata = &root["metadata"];
    if metadata["pipeline"].as_str().is_none_or(str::is_empty)
        || !metadata["model_info"].is_object()
    {
        return Err("metadata".into());
    }
    let items = root["faces"].as_array().ok_or("faces")?;
    for item in items {
        let whole = item["bbox"].is_array() && item["features"].is_object();
        // drawn without a look whether they are there
        let poses = item["features"].get("head_pose").is_none_or(|pose| {
            ["pitch", "yaw", "roll"]
                .iter()
                .all(|key| pose[key].is_number())
        });
        let emotion = item["features"]
            .get("emotion")
            .is_none_or(|emotion| emotion["valence"].is_number() && emotion["arousal"].is_number());
        if !whole || !poses || !emotion || !item["timestamp"].is_number() {
            return Err(item.to_string());
        }
    }
    Ok(items.len())
}

fn list_of(bytes: &str) -> Result<Vec<Value>, String> {
    let root: Value = serde_json::from_str(bytes).map_err(|error| error.to_string())?;
    let items = [&root, &root["annotations"], &root["results"]]
        .into_iter()
        .find_map(Value::as_array);
    items
        .cloned()
        .ok_or("expected an array of annotations".to_owned())
}

/// The scenes that the viewer shows, as (start, end, type, score); the first thing that it refuses.
pub fn scenes(bytes: &str) -> Result<Vec<(f64, f64, String, f64)>, String> {
    let root: Value = serde_json::from_str(bytes).map_err(|error| error.to_string())?;
    let items = [&root, &root["results"], &root["scenes"]]
        .into_iter()
        .find_map(Value::as_array)
        .ok_or("expected array of scenes")?;
    items.iter().map(scene).collect()
}

fn scene(item: &Value) -> Result<(f64, f64, String, f64), String> {
    let number = |key: &str, fits: fn(f64) -> bool| match &item[key] {
        Value::Null if item.get(key).is_none() => Ok(0.0),
        value => value
            .as_f64()
            .filter(|number| fits(*number))
            .ok_or(format!("{key}: {value}")),
    };
    let text = |key: &str| match &item[key] {
        Value::Null if item.get(key).is_none() => Ok(String::new()),
        value => value
            .as_str()
            .map(str::to_owned)
            .ok_or(format!("{key}: {value}")),
    };
    number("id", |_| true)?;
    number("timestamp", |_| true)?;
    number("area", |_| true)?;
    number("duration", |n| n > 0.0)?;
    text("image_id")?;
    text("video_id")?;
    if item
        .get("bbox")
        .is_some_and(|bbox| bbox.as_array().is_none_or(|b| b.len() != 4))
    {
        return Err("bbox".into());
    }
    Ok((
        number("start_time", |n| n >= 0.0)?,
        number("end_time", |n| n >= 0.0)?,
        text("scene_type")?,
        number("score", |n| (0.0..=1.0).contains(&n))?,
    ))
}
