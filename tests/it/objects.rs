//! Observations of objects over the TCP door: very many of them in a job's results file, asked for as the
//! window and scripts do.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use va_tests::media;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;

const TRACK: &str = "person_tracking.boxes";
const OBJECTS: i64 = 10;
const TICKS: i64 = 20_000;
const STEP: i64 = 200;

/// What an answer's head says, and how long the answer took.
fn columns(server: &Server, job: &str, query: &str) -> Result<(Value, usize, Duration)> {
    let url = format!(
        "{}/api/v1/jobs/{job}/annotations?track={TRACK}&{query}",
        server.base
    );
    let request = ureq::http::Request::builder()
        .uri(url)
        .header("authorization", format!("Bearer {}", server.token));
    let agent: ureq::Agent = ureq::Agent::new_with_defaults();
    let begun = Instant::now();
    let mut answer = agent.run(request.body(())?)?;
    let bytes = answer
        .body_mut()
        .with_config()
        .limit(1 << 30)
        .read_to_vec()?;
    let took = begun.elapsed();
    let length = bytes.first_chunk::<4>().context("no head")?;
    let length = u32::from_le_bytes(*length) as usize;
    let head = serde_json::from_slice(bytes.get(4..4 + length).context("a cut head")?)?;
    Ok((head, bytes.len(), took))
}

fn names(head: &Value) -> Vec<&str> {
    let columns = head["columns"].as_array().into_iter().flatten();
    columns
        .filter_map(|column| column["name"].as_str())
        .collect()
}

/// Ten persons all the time: rows as a worker would have written them.
fn fill(path: &std::path::Path) -> Result<()> {
    let mut results = Connection::open(path)?;
    let rows = results.transaction()?;
    let channel = |key: &str| json!({ "key": key, "title": key, "unit": "px" });
    let channels = json!(["x", "y", "w", "h"].map(channel)).to_string();
    rows.execute(
        "INSERT INTO track (key, pipeline, title, kind, channels, time_base_num, time_base_den) \
         VALUES (?1, 'person_tracking', 'People', 'objects', ?2, 1, 1000)",
        params![TRACK, channels],
    )?;
    let track = rows.last_insert_rowid();
    let sql = "INSERT INTO observation (track_id, pts, object, time_ms, score, vals) \
               VALUES (?1, ?2, ?3, ?2, 0.5, ?4)";
    let mut insert = rows.prepare(sql)?;
    for tick in 0..TICKS {
        for object in 1..=OBJECTS {
            let values = [tick as f32, object as f32, 20.0, 40.0];
            let bytes: Vec<u8> = values.into_iter().flat_map(f32::to_le_bytes).collect();
            insert.execute(params![track, tick * STEP, object, bytes])?;
        }
    }
    drop(insert);
    rows.commit()?;
    Ok(())
}

#[test]
fn many_observations_are_served_by_window_object_and_channel() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let video = sandbox.join("play.mp4");
    media::clip(4, &video)?;
    let server = Server::start(&sandbox)?;
    let made = server.ask("POST", "/api/v1/jobs", Some(&json!({ "path": video })))?;
    let job = made.body["id"].as_str().context("no job")?.to_owned();
    server.wait_for(&job, |job| job["status"] == "completed")?;
    let folder = sandbox.data().join("jobs").join(&job);
    fill(&folder.join("annotations.sqlite"))?;

    let tracks = server
        .ask("GET", &format!("/api/v1/jobs/{job}/tracks"), None)?
        .body;
    let all = tracks["tracks"].as_array().context("no tracks")?;
    let track = all.iter().find(|t| t["key"] == TRACK).context("no boxes")?;
    assert_eq!(
        (&track["kind"], &track["items"]),
        (&json!("objects"), &json!(OBJECTS * TICKS))
    );
    let objects = track["objects"].as_array().context("no objects")?;
    assert_eq!(objects.len() as i64, OBJECTS);
    let last = (TICKS - 1) * STEP;
    assert_eq!(
        objects[2],
        json!({ "object": 3, "first_ms": 0, "last_ms": last, "items": TICKS })
    );
    ensure!(
        all.iter()
            .all(|t| t["key"] == TRACK || t["objects"].is_null())
    );

    let ten_seconds = "t0=3000000&t1=3010000";
    let (head, _, _) = columns(&server, &job, ten_seconds)?;
    assert_eq!(head["kind"], "objects");
    assert_eq!(
        (&head["items"], &head["reduced"]),
        (&json!(500), &json!(false))
    );
    assert_eq!(
        names(&head),
        ["time_ms", "object", "score", "x", "y", "w", "h"]
    );
    let mut times: Vec<Duration> = (0..20)
        .map(|_| Ok(columns(&server, &job, ten_seconds)?.2))
        .collect::<Result<_>>()?;
    times.sort_unstable();
    eprintln!("a window of ten seconds: {:?} half the time", times[10]);

    let (head, bytes, took) = columns(&server, &job, "max_items=2000")?;
    eprintln!("everything in 2,000 items: {took:?}");
    assert_eq!(
        (&head["total"], &head["reduced"]),
        (&json!(OBJECTS * TICKS), &json!(true))
    );
    let items = head["items"].as_u64().context("no items")?;
    ensure!(
        (1000..=2000).contains(&items) && items % 10 == 0,
        "{items} items"
    );
    ensure!(bytes < 100_000, "{bytes} bytes");

    let (head, _, took) = columns(&server, &job, "max_items=500&object=3&channels=y")?;
    eprintln!("one of ten objects over everything: {took:?}");
    assert_eq!(names(&head), ["time_ms", "y.min", "y.max"]);
    assert_eq!(
        (&head["items"], &head["total"]),
        (&json!(500), &json!(TICKS))
    );

    let path = format!("/api/v1/jobs/{job}/annotations?track={TRACK}&channels=z");
    let refused = server.ask("GET", &path, None)?;
    assert_eq!(refused.status, 400, "{}", refused.body);
    assert_eq!(refused.body["error"]["hint"], "its channels are x, y, w, h");
    Ok(())
}
