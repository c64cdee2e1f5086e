//! Persons and faces in files: as the viewer takes them, as pycocotools evaluates them, as tables.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use va_core::annotation::{Observation, Segment};
use va_export::NoteCode;

use crate::crowd::{STEP, crowd_context, everything, file, files, seen};
use crate::jobs::{Memory, segment};
use crate::python::check;
use crate::viewer_rules::{Kind, faces, openface3, persons, recognise};

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_viewer_knows_every_file_of_a_job_at_any_size() {
    let expected = |name: &str| match name {
        n if n.ends_with("person_tracks.json") => Some(Kind::Person),
        n if n.ends_with("person_tracking.json") => Some(Kind::Person),
        n if n.ends_with("face_analysis.coco.json") => Some(Kind::Faces),
        n if n.ends_with("openface3_detailed.json") => Some(Kind::OpenFace3),
        n if n.contains("scene_detection.") => Some(Kind::Scenes),
        n => match n.rsplit_once('.').unwrap().1 {
            "vtt" => Some(Kind::Speech),
            "rttm" => Some(Kind::Speakers),
            "csv" => Some(Kind::Unknown),
            _ => panic!("what is {n}?"),
        },
    };
    for (ticks, objects) in [(0, 0), (1, 1), (3, 2), (40, 3), (400, 5)] {
        let memory = everything(ticks, objects);
        let all = files(&memory, &crowd_context("face_id.mp4"));
        let names: BTreeSet<_> = all.iter().map(|(name, _)| name.clone()).collect();
        assert_eq!(names.len(), all.len(), "no file overwrites another");
        for (name, text) in &all {
            assert_eq!(
                Some(recognise(name, text)),
                expected(name),
                "{name} of {ticks} ticks, {} bytes",
                text.len()
            );
        }
        let items = ticks as usize * objects as usize;
        let text = |ending: &str| &all.iter().find(|(n, _)| n.ends_with(ending)).unwrap().1;
        assert_eq!(persons(text("person_tracking.json")).unwrap().len(), items);
        assert_eq!(faces(text("face_analysis.coco.json")).unwrap().len(), items);
        assert_eq!(openface3(text("openface3_detailed.json")).unwrap(), items);
        if ticks == 400 {
            let large = [
                "person_tracking.json",
                "face_analysis.coco.json",
                "openface3_detailed.json",
            ];
            let sizes = large.map(|ending| text(ending).len());
            assert!(sizes.iter().all(|s| *s > 500_000), "{sizes:?}");
        }
    }
}

#[test]
fn pycocotools_gives_persons_and_their_joints_an_average_precision_of_one() {
    let memory = everything(6, 3);
    let (name, text) = file(&memory, &crowd_context("play.mp4"), "person_tracking.json");
    assert_eq!(name, "ab12cd34_person_tracking.json");
    let Some(found) = check("check_coco.py", &name, &text) else {
        return;
    };
    assert_eq!(found["annotations"], 18);
    assert_eq!(found["images"], 6);
    assert_eq!(found["smallest_id"], 1);
    assert_eq!(found["unique_ids"], true);
    assert_eq!(found["ap"], 1.0);
    assert_eq!(found["keypoints_ap"], 1.0);
}

#[test]
fn pycocotools_gives_faces_an_average_precision_of_one() {
    let memory = everything(6, 3);
    let (name, text) = file(
        &memory,
        &crowd_context("play.mp4"),
        "face_analysis.coco.json",
    );
    let Some(found) = check("check_coco.py", &name, &text) else {
        return;
    };
    assert_eq!(found["annotations"], 18);
    assert_eq!(found["images"], 6);
    assert_eq!(found["integer_ids"], true);
    assert_eq!(found["ap"], 1.0);
}

#[test]
fn a_person_keeps_name_role_joints_and_the_number_of_its_frame() {
    let memory = everything(3, 2);
    let context = crowd_context("play.mp4");
    let root = parsed(&file(&memory, &context, "person_tracking.json").1);
    let second = &root["annotations"][3];
    assert_eq!(second["image_id"], "ab12cd34_frame_5");
    assert_eq!(second["frame_number"], 5, "every fifth frame was looked at");
    assert_eq!(second["timestamp"], 0.2);
    assert_eq!(
        (&second["pts"], &second["time_ms"]),
        (&STEP.into(), &STEP.into())
    );
    assert_eq!(second["person_id"], "person_ab12cd34_002");
    assert_eq!(second["person_label"], "child");
    assert_eq!(second["label_confidence"], 0.61);
    assert_eq!(second["labeling_method"], "head_to_body");
    assert_eq!(second["bbox"][0], 103.14, "pixels to a hundredth");
    let keypoints = second["keypoints"].as_array().unwrap();
    assert_eq!(keypoints.len(), 51);
    let nose = [Value::from(100.33), Value::from(40.0), Value::from(2)];
    assert_eq!(keypoints[..3], nose);
    assert_eq!(
        keypoints[42..],
        [0; 9].map(Value::from),
        "what was not found is zero"
    );
    assert_eq!(second["num_keypoints"], 14);
    let first = &root["annotations"][0];
    assert_eq!(first["person_label"], "unknown", "no role was estimated");
    assert_eq!(first["labeling_method"], "none");
    assert_eq!(root["images"][1]["id"], "ab12cd34_frame_5");
    assert_eq!(root["info"]["pipeline"], "person_tracking");
    assert_eq!(
        root["categories"][0]["keypoints"].as_array().unwrap().len(),
        17
    );
}

#[test]
fn without_joints_the_viewer_still_gets_fifty_one_zeros() {
    let mut memory = everything(2, 1);
    memory
        .tracks
        .retain(|t| t.key != "person_tracking.keypoints");
    let (name, text) = file(&memory, &crowd_context("play.mp4"), "person_tracking.json");
    assert_eq!(recognise(&name, &text), Kind::Person);
    assert_eq!(persons(&text).unwrap().len(), 2);
    let root = parsed(&text);
    let keypoints = root["annotations"][0]["keypoints"].as_array().unwrap();
    assert_eq!(keypoints.len(), 51);
    assert!(keypoints.iter().all(|v| *v == 0));
    assert_eq!(root["annotations"][0]["num_keypoints"], 0);
}

#[test]
fn a_face_is_linked_to_its_person_and_ranks_its_expressions() {
    let memory = everything(4, 2);
    let root = parsed(
        &file(
            &memory,
            &crowd_context("play.mp4"),
            "face_analysis.coco.json",
        )
        .1,
    );
    let first = &root["annotations"][0];
    assert_eq!(
        (&first["face_id"], &first["image_id"]),
        (&1.into(), &1.into())
    );
    assert_eq!(first["person_id"], "person_ab12cd34_002");
    assert_eq!(first["person_label"], "child");
    assert_eq!(first["backend"], "yunet-mesh");
    let emotions = &first["attributes"]["emotions"];
    assert_eq!(emotions["surprised"]["rank"], 1);
    assert_eq!(emotions["surprised"]["score"], 0.07);
    assert_eq!(emotions["angry"]["rank"], 7);
    assert_eq!(first["attributes"]["model_info"]["embedding_dim"], 2);
    assert_eq!(first["head_pose"]["pitch"], -5.5);
    let other = &root["annotations"][1];
    assert_eq!(other["person_id"], "unknown");
    let abstained = &root["annotations"][6];
    assert!(abstained.get("attributes").is_none(), "{abstained}");
    assert_eq!(abstained["frame_number"], 15);
}

#[test]
fn the_openface_file_calls_no_proxy_an_action_unit_and_fills_nothing_in() {
    let memory = everything(4, 1);
    let root = parsed(
        &file(
            &memory,
            &crowd_context("play.mp4"),
            "openface3_detailed.json",
        )
        .1,
    );
    let features = &root["faces"][0]["features"];
    assert_eq!(features["action_units"], serde_json::json!({}));
    assert_eq!(features["blendshape_proxies"]["jawOpen"], 0.5);
    assert!(features.get("emotion").is_none(), "valence is not measured");
    assert_eq!(features["expression"]["dominant"], "surprised");
    assert_eq!(features["landmarks_2d"].as_array().unwrap().len(), 3);
    assert_eq!(features["landmarks_2d"][0]["x"], 50.0);
    assert_eq!(features["head_pose"]["yaw"], 0.0);
    assert_eq!(
        features["gaze"]["direction_x"], 0.5,
        "30 degrees to the right"
    );
    assert_eq!(features["gaze"]["direction_y"], 0.0);
    let abstained = &root["faces"][3]["features"];
    assert!(abstained.get("expression").is_none());
    let info = &root["metadata"]["model_info"]["features"];
    assert_eq!(info["action_units"], false);
    assert_eq!(info["head_pose"], true);
    let notes = root["metadata"]["notes"].to_string();
    assert!(notes.contains("no action unit intensities"), "{notes}");
    assert_eq!(root["metadata"]["processing_stats"]["total_faces"], 4);
}

#[test]
fn persons_have_a_file_and_a_table_of_their_own() {
    let memory = everything(5, 2);
    let context = crowd_context("play.mp4");
    let root = parsed(&file(&memory, &context, "person_tracks.json").1);
    let tracks = root["person_tracks"].as_array().unwrap();
    assert_eq!(tracks.len(), 2);
    assert_eq!(tracks[1]["label"], "child");
    assert_eq!(tracks[1]["stays"][0]["end_ms"], 5 * STEP);
    assert_eq!(tracks[0]["label"], Value::Null);
    assert_eq!(
        root["labeling_metadata"]["detections_summary"]["total_detections"],
        10
    );
    let (_, table) = file(&memory, &context, "person_tracks.csv");
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(
        lines[0],
        "person_id,object,first_ms,last_ms,present_ms,stays,samples,mean_score,role,role_confidence,role_method"
    );
    assert_eq!(
        lines[2],
        "person_ab12cd34_002,2,0,1000,1000,1,5,0.9,child,0.61,head_to_body"
    );
    assert_eq!(lines[1], "person_ab12cd34_001,1,0,1000,1000,1,5,0.9,,,");
}

#[test]
fn somebody_who_came_back_is_one_person_with_two_stays_in_every_file() {
    let stay = |from: i64, until: i64, data: Value| Segment {
        data: data.as_object().cloned().unwrap(),
        ..segment(from * STEP, until * STEP, "person 1")
    };
    let stays = vec![
        stay(
            0,
            2,
            json!({"object": 1, "samples": 2, "mean_score": 0.9, "track": 1, "looks": 1,
                "reidentified": true, "similarity": 0.82}),
        ),
        stay(
            20,
            21,
            json!({"object": 1, "samples": 1, "mean_score": 0.6, "track": 2, "looks": 1,
                "reidentified": true, "similarity": 0.82}),
        ),
    ];
    let body = || vec![Some(1.0), Some(2.0), Some(3.0), Some(4.0)];
    let boxes = [0, 1, 20].map(|tick| seen(tick, 1, body())).into();
    let memory = Memory::default()
        .with_objects("person_tracking.boxes", &["x", "y", "w", "h"], boxes)
        .with_segments("person_tracking.presence", stays);
    let context = crowd_context("play.mp4");
    let root = parsed(&file(&memory, &context, "person_tracks.json").1);
    assert_eq!(root["labeling_metadata"]["total_persons"], 1);
    let stays = root["person_tracks"][0]["stays"].as_array().unwrap();
    assert_eq!((stays.len(), &stays[1]["start_ms"]), (2, &json!(20 * STEP)));
    let (_, table) = file(&memory, &context, "person_tracks.csv");
    let line = table.lines().nth(1).unwrap();
    assert_eq!(line, "person_ab12cd34_001,1,0,4200,600,2,3,0.8,,,");
    let root = parsed(&file(&memory, &context, "person_tracking.json").1);
    let boxes = root["annotations"].as_array().unwrap();
    assert!(boxes.len() == 3 && boxes.iter().all(|b| b["track_id"] == 1));
    let (_, presence) = file(&memory, &context, "presence.csv");
    let lines: Vec<&str> = presence.lines().collect();
    let columns = "track,looks,reidentified,similarity";
    assert!(lines[0].contains(columns), "{}", lines[0]);
    assert!(lines[2].contains(",2,1,true,0.82"), "{}", lines[2]);
}

#[test]
fn the_table_of_faces_has_the_columns_of_py_feat() {
    let memory = everything(4, 1);
    let (name, table) = file(&memory, &crowd_context("play.mp4"), "face_analysis.csv");
    assert_eq!(name, "ab12cd34_face_analysis.csv");
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(
        lines[0],
        "input,frame,approx_time,time_ms,pts,Identity,person_id,FaceRectX,FaceRectY,FaceRectWidth,\
         FaceRectHeight,FaceScore,Pitch,Roll,Yaw,anger,disgust,fear,happiness,sadness,surprise,neutral,\
         gaze_yaw,gaze_pitch,browInnerUp,jawOpen"
    );
    assert_eq!(
        lines[2],
        "play.mp4,5,00:00,200,200,face_001,person_ab12cd34_002,53.14,42.5,30.25,31,0.9,-5.5,0.25,1,\
         0.01,0.02,0.03,0.04,0.06,0.07,0.05,30,0,0.125,0.5"
    );
    assert!(
        lines[4].contains(",3,,,,,,,,30,"),
        "it abstained: {}",
        lines[4]
    );
    let Some(read) = check("check_csv.py", &name, &table) else {
        return;
    };
    assert!(read.is_object(), "{read}");
}

#[test]
fn what_a_file_can_not_hold_is_left_out_and_said_aloud() {
    let whole = |tick: i64| vec![Some(tick as f32), Some(1.0), Some(2.0), Some(3.0)];
    let mut missing = seen(2, 1, whole(2));
    missing.values[2] = Some(f32::NAN);
    let sure = Observation {
        score: Some(1.5),
        ..seen(3, 1, whole(3))
    };
    let rows = vec![seen(-1, 1, whole(-1)), seen(1, 1, whole(1)), missing, sure];
    for key in ["person_tracking.boxes", "face_analysis.boxes"] {
        let memory = Memory::default().with_objects(key, &["x", "y", "w", "h"], rows.clone());
        let (_, text, written) = memory.export(&crowd_context("play.ts"), "coco");
        assert_eq!(written.items, 2);
        let codes: Vec<_> = written.notes.iter().map(|n| n.code).collect();
        let expected = [
            NoteCode::LeftOutBeforeZero,
            NoteCode::ScoreLimited,
            NoteCode::LeftOutWithoutBox,
        ];
        assert_eq!(codes, expected);
        let root = parsed(&text);
        assert_eq!(root["annotations"][1]["score"], 1.0);
        assert_eq!(root["info"]["notes"].as_array().unwrap().len(), 3);
    }
    let memory =
        Memory::default().with_objects("person_tracking.boxes", &["x", "y", "w", "h"], rows);
    let (_, table, _) = memory.export(&crowd_context("play.ts"), "csv");
    assert_eq!(
        table.lines().count(),
        5,
        "the table holds them all:\n{table}"
    );
    assert_eq!(table.lines().nth(1).unwrap(), "-200,-200,1,0.9,-1,1,2,3");
}
