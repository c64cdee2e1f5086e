//! Names that lead elsewhere: out of a job's folder, through links, into headers.

use anyhow::{Context, Result};
use serde_json::json;
use va_tests::places;
use va_tests::sandbox::Sandbox;

use super::wire::Door;

/// A finished job and its folder of files.
fn finished(door: &Door, path: &std::path::Path) -> Result<(String, std::path::PathBuf)> {
    let body =
        serde_json::to_vec(&json!({ "path": path, "selected_pipelines": ["scene_detection"] }))?;
    let headers = [door.bearer()[0], ("content-type", "application/json")];
    let made = door.send("POST", "/api/v1/jobs", &headers, &body)?;
    assert_eq!(made.status, 201, "{}", made.json());
    let id = made.json()["id"].as_str().context("an id")?.to_owned();
    let deadline = std::time::Instant::now() + std::time::Duration::from_mins(1);
    loop {
        let job = door
            .get(&format!("/api/v1/jobs/{id}"), &door.bearer())?
            .json();
        if job["status"] == "completed" {
            let folder = job["storage_path"].as_str().context("a folder")?;
            return Ok((id, std::path::Path::new(folder).join("output")));
        }
        anyhow::ensure!(job["status"] != "failed", "{job}");
        anyhow::ensure!(std::time::Instant::now() < deadline, "{job}");
        std::thread::park_timeout(std::time::Duration::from_millis(50));
    }
}

#[test]
fn no_name_leads_out_of_a_jobs_folder() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let door = Door::start(&sandbox, &[], &[])?;
    let (id, folder) = finished(&door, &places::demo())?;
    std::fs::write(sandbox.join("secret.txt"), "secret-word")?;
    std::fs::write(folder.join("plain.txt"), "plain")?;
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(sandbox.join("secret.txt"), folder.join("link.txt"))?;
        std::os::unix::fs::symlink(sandbox.path(), folder.join("folder"))?;
    }
    let files = format!("/api/v1/jobs/{id}/results/files");
    assert_eq!(
        door.get(&format!("{files}/plain.txt"), &door.bearer())?
            .body,
        b"plain"
    );
    for name in [
        "..",
        "../job.json",
        "..%2fjob.json",
        "%2e%2e%2fjob.json",
        "%2e%2e/job.json",
        "%252e%252e%252fjob.json",
        "..%5cjob.json",
        "..\\job.json",
        "%2fetc%2fpasswd",
        "/etc/passwd",
        "%5c%5chost%5cshare",
        "C:%5cWindows",
        "plain.txt%00.csv",
        "plain.txt/",
        "./plain.txt/../../job.json",
        "link.txt",
        "folder",
        "folder/secret.txt",
        "folder%2fsecret.txt",
        ".",
        "%2e",
        "%ff",
    ] {
        let reply = door.get(&format!("{files}/{name}"), &door.bearer())?;
        let text = String::from_utf8_lossy(&reply.body).into_owned();
        assert!(
            !text.contains("secret-word") && !text.contains("root:"),
            "{name}: {text}"
        );
        assert!(!text.contains("\"job_id\": "), "{name}: {text}");
        if name != "plain.txt/" {
            assert!(
                matches!(reply.status, 400 | 404 | 422),
                "{name}: {} {text}",
                reply.status
            );
            reply.code(name);
        }
    }
    for path in [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%5c..%5cetc",
        "/assets/../../job.json",
        "/m/x/..%2f..%2fetc%2fpasswd",
        "/viewer/../../etc/passwd",
        "//etc/passwd",
    ] {
        let reply = door.get(path, &door.bearer())?;
        let text = String::from_utf8_lossy(&reply.body).into_owned();
        assert!(!text.contains("root:"), "{path}: {text}");
    }
    let zip = door.get(&format!("/api/v1/jobs/{id}/artifacts"), &door.bearer())?;
    assert_eq!(zip.status, 200);
    let has = |word: &[u8]| zip.body.windows(word.len()).any(|w| w == word);
    assert!(!has(b"secret-word"), "what a link leads to is not packed");
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_name_with_line_ends_and_quotes_makes_no_header() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let video = sandbox.join("a\"b\r\nX-Evil: 1\r\n\r\n.mp4");
    std::fs::copy(places::demo(), &video)?;
    let door = Door::start(&sandbox, &[], &[])?;
    let (id, folder) = finished(&door, &video)?;
    std::fs::write(folder.join("c\r\nX-Evil: 1"), "x")?;
    let mut targets = vec![
        format!("/api/v1/jobs/{id}"),
        format!("/api/v1/jobs/{id}/results"),
        format!("/api/v1/jobs/{id}/artifacts"),
        format!("/api/v1/jobs/{id}/results/files/c%0d%0aX-Evil:%201"),
        "/api/v1/jobs/%0d%0aX-Evil:%201".to_owned(),
        "/api/v1/nothing%0d%0aX-Evil:%201".to_owned(),
    ];
    let exports = door
        .get(&format!("/api/v1/jobs/{id}/exports"), &door.bearer())?
        .json();
    let formats = exports["formats"].as_array().context("formats")?.clone();
    let names = formats
        .iter()
        .filter_map(|format| format["format"].as_str().or(format.as_str()));
    targets.extend(names.map(|name| format!("/api/v1/jobs/{id}/exports/{name}")));
    for target in targets {
        let reply = door.get(&target, &door.bearer())?;
        let injected = reply.headers.iter().any(|(name, _)| name.contains("evil"));
        assert!(!injected, "{target}: {:?}", reply.headers);
    }
    let log = door.stop()?;
    assert!(!log.lines().any(|line| line.starts_with("X-Evil")), "{log}");
    Ok(())
}
