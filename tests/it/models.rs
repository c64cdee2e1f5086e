//! Models from outside: on the command line and through the API, what is missing, altered, cut off or not
//! agreed to is named with the one thing to do, and the other pipelines of a job are unharmed.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use va_tests::annotate::Run;
use va_tests::places;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;

/// A program without any model, and the one that usually comes with it, under another name.
struct Bare {
    sandbox: Sandbox,
    runtime: PathBuf,
    stick: PathBuf,
}

impl Bare {
    fn new() -> Result<Self> {
        let sandbox = Sandbox::new()?;
        let (runtime, stick) = (sandbox.join("runtime"), sandbox.join("stick"));
        std::fs::create_dir_all(runtime.join("models"))?;
        std::fs::create_dir_all(&stick)?;
        for file in std::fs::read_dir(places::runtime()?)?.flatten() {
            if file.path().is_file() {
                std::fs::copy(file.path(), runtime.join(file.file_name()))?;
            }
        }
        let model = places::runtime()?.join("models/silero_vad.onnx");
        std::fs::copy(model, stick.join("speech.bin"))?;
        Ok(Self {
            sandbox,
            runtime,
            stick,
        })
    }

    fn command(&self) -> Result<Command> {
        let mut command = self.sandbox.command("videoannotator")?;
        command.env("VIDEOANNOTATOR_RUNTIME_DIR", &self.runtime);
        Ok(command)
    }

    fn models(&self, arguments: &[&str]) -> Result<Output> {
        let mut command = self.command()?;
        Ok(command.arg("models").args(arguments).output()?)
    }

    fn import(&self) -> Result<Output> {
        self.models(&["import", text(&self.stick)?])
    }

    fn installed(&self) -> PathBuf {
        self.sandbox.data().join("models/silero_vad.onnx")
    }

    fn annotate(&self, arguments: &[&str]) -> Result<Run> {
        let demo = places::demo();
        let mut command = self.command()?;
        command
            .args(["annotate", "--json", "--force", text(&demo)?])
            .args(arguments);
        Ok(Run::of(&command.output()?))
    }
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().context("a path in UTF-8")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The line of `models list --json` about a model.
fn listed(bare: &Bare, id: &str) -> Result<Value> {
    let list = out(&bare.models(&["list", "--json"])?);
    let lines = list
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut found = lines.filter(|line| line["id"] == id);
    found.next().with_context(|| format!("`{id}` in {list}"))
}

#[test]
fn an_imported_model_is_used_at_once_and_gone_when_it_is_removed() -> Result<()> {
    let bare = Bare::new()?;
    assert_eq!(listed(&bare, "silero-vad")?["state"], "missing");
    let table = out(&bare.models(&["list"])?);
    assert!(table.is_ascii() && table.contains("yolox-nano") && table.contains("Apache-2.0"));
    let imported = bare.import()?;
    assert_eq!(imported.status.code(), Some(0), "{}", told(&imported));
    assert!(out(&imported).contains("silero-vad is here, from speech.bin"));
    assert_eq!(listed(&bare, "silero-vad")?["state"], "installed");
    let run = bare.annotate(&["--pipelines", "voice_activity"])?;
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(run.count("voice_activity.speech") > 0);
    let removed = bare.models(&["remove", "silero-vad"])?;
    assert_eq!(removed.status.code(), Some(0), "{}", told(&removed));
    assert!(!bare.installed().exists());
    let twice = bare.models(&["remove", "silero-vad"])?;
    assert_eq!(twice.status.code(), Some(4));
    Ok(())
}

#[test]
fn a_tampered_or_truncated_model_stops_its_pipeline_alone() -> Result<()> {
    let bare = Bare::new()?;
    bare.import()?;
    let whole = std::fs::read(bare.installed())?;
    let mut tampered = whole.clone();
    tampered[1_000] ^= 1;
    for (content, word) in [(&tampered[..], "SHA-256"), (&whole[..999], "999 bytes")] {
        std::fs::write(bare.installed(), content)?;
        let named = bare.annotate(&["--pipelines", "voice_activity"])?;
        assert_eq!(
            (named.code, named.error()),
            (Some(4), Some("MODEL_ALTERED"))
        );
        assert!(named.stdout.contains("silero_vad.onnx") && named.stdout.contains(word));
        let hint = named.hint().context("a hint")?;
        assert!(
            hint.contains("videoannotator models fetch silero-vad"),
            "{hint}"
        );
        let verified = bare.models(&["verify"])?;
        assert_eq!(verified.status.code(), Some(4));
        assert!(out(&verified).contains("ALTERED") && told(&verified).contains(word));
    }
    let others = bare.annotate(&["--out", "others"])?;
    assert_eq!(others.code, Some(0), "{}{}", others.stdout, others.stderr);
    assert!(
        others.count("scene_detection.shots") > 0,
        "the others are unharmed"
    );
    assert_eq!(others.count("voice_activity.speech"), 0);
    let again = bare.import()?;
    assert_eq!(
        again.status.code(),
        Some(0),
        "an import puts the right one in its place"
    );
    assert_eq!(bare.models(&["verify"])?.status.code(), Some(0));
    Ok(())
}

#[test]
fn what_can_not_be_fetched_says_why_and_asks_nobody() -> Result<()> {
    let bare = Bare::new()?;
    for (arguments, code, words) in [
        (&["fetch", "nope"][..], 2, "models list"),
        (&["fetch", "yunet-n"], 2, "--accept-licence"),
        (&["fetch", "movenet-lightning"], 4, "model pack"),
        (&["fetch"], 2, "<ID>"),
        (&["import", "nowhere"], 4, "can't import"),
    ] {
        let mut command = bare.command()?;
        // nobody listens there: whoever asked would fail otherwise
        command.env("HTTPS_PROXY", "http://127.0.0.1:9");
        let output = command.arg("models").args(arguments).output()?;
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {}",
            told(&output)
        );
        assert!(
            told(&output).contains(words),
            "{arguments:?}: {}",
            told(&output)
        );
    }
    Ok(())
}

#[test]
fn a_download_goes_through_the_proxy_of_the_environment() -> Result<()> {
    use std::io::{BufRead, BufReader, Write};
    let bare = Bare::new()?;
    let proxy = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", proxy.local_addr()?);
    let asked = std::thread::spawn(move || -> Result<String> {
        let (mut stream, _) = proxy.accept()?;
        let mut lines = BufReader::new(&stream).lines();
        let line = lines.next().context("a request")??;
        // the whole of it, else the answer is lost
        while lines
            .next()
            .transpose()?
            .is_some_and(|line| !line.is_empty())
        {}
        stream.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")?;
        Ok(line)
    });
    let mut command = bare.command()?;
    command
        .env("HTTPS_PROXY", address)
        .env_remove("ALL_PROXY")
        .env_remove("NO_PROXY");
    let output = command
        .args(["models", "fetch", "yolox-nano", "--json"])
        .output()?;
    assert_eq!(output.status.code(), Some(4), "{}", told(&output));
    assert!(out(&output).contains("DOWNLOAD_FAILED"), "{}", out(&output));
    let line = asked.join().ok().context("the proxy")??;
    assert!(
        line.starts_with("CONNECT raw.githubusercontent.com:443"),
        "{line}"
    );
    Ok(())
}

#[test]
fn the_api_lists_imports_verifies_and_removes() -> Result<()> {
    let bare = Bare::new()?;
    let server = Server::spawn(&mut bare.command()?)?;
    let state = |id: &str| -> Result<Value> {
        Ok(server
            .ask("GET", &format!("/api/v1/models/{id}"), None)?
            .body["state"]
            .clone())
    };
    let list = server.ask("GET", "/api/v1/models", None)?;
    assert_eq!((list.status, &list.body["installed"]), (200, &json!(0)));
    assert_eq!(state("silero-vad")?, "missing");
    let pipelines = server
        .ask("GET", "/api/v1/pipelines/voice_activity", None)?
        .body;
    assert_eq!(pipelines["available"], false);
    assert_eq!(pipelines["models"][0]["installed"], false);
    let reason = pipelines["unavailable_reason"]
        .as_str()
        .context("a reason")?;
    assert!(
        reason.contains("videoannotator models fetch silero-vad"),
        "{reason}"
    );

    let from = json!({ "path": text(&bare.stick)? });
    let imported = server.ask("POST", "/api/v1/models/import", Some(&from))?;
    assert_eq!(
        imported.body["imported"][0]["id"], "silero-vad",
        "{}",
        imported.body
    );
    assert_eq!(state("silero-vad")?, "installed");
    let available = server
        .ask("GET", "/api/v1/pipelines/voice_activity", None)?
        .body;
    assert_eq!(available["available"], true, "seen at once");

    let size = std::fs::metadata(bare.installed())?.len();
    std::fs::write(bare.installed(), vec![0; usize::try_from(size)?])?;
    let verified = server.ask("POST", "/api/v1/models/silero-vad/verify", Some(&json!({})))?;
    assert_eq!(verified.body["state"], "altered");
    assert_eq!(verified.body["error"]["code"], "MODEL_ALTERED");
    let removed = server.ask("DELETE", "/api/v1/models/silero-vad", None)?;
    assert_eq!(
        (removed.status, &removed.body["state"]),
        (200, &json!("missing"))
    );
    Ok(())
}

#[test]
fn the_api_refuses_with_a_code_and_a_hint_and_asks_nobody() -> Result<()> {
    let bare = Bare::new()?;
    let server = Server::spawn(&mut bare.command()?)?;
    for (method, path, body, status, code) in [
        ("GET", "nope", None, 404, "MODEL_NOT_FOUND"),
        (
            "POST",
            "yunet-n/download",
            Some(json!({})),
            409,
            "LICENCE_NOT_ACCEPTED",
        ),
        (
            "POST",
            "face-mesh-478/download",
            Some(json!({})),
            409,
            "MODEL_NOT_DOWNLOADABLE",
        ),
        (
            "POST",
            "yolox-nano/pause",
            Some(json!({})),
            409,
            "DOWNLOAD_NOT_RUNNING",
        ),
        (
            "POST",
            "yolox-nano/cancel",
            Some(json!({})),
            409,
            "DOWNLOAD_NOT_RUNNING",
        ),
        (
            "POST",
            "import",
            Some(json!({ "path": "relative" })),
            400,
            "INVALID_REQUEST",
        ),
        (
            "POST",
            "import",
            Some(json!({ "path": "/no/such" })),
            422,
            "IMPORT_REFUSED",
        ),
        ("DELETE", "yolox-nano", None, 404, "MODEL_MISSING"),
    ] {
        let answer = server.ask(method, &format!("/api/v1/models/{path}"), body.as_ref())?;
        assert_eq!(
            (answer.status, answer.body["error_code"].as_str()),
            (status, Some(code)),
            "{method} {path}: {}",
            answer.body
        );
        assert!(answer.body["error"]["hint"].is_string(), "{method} {path}");
    }
    let health = server.ask("GET", "/api/v1/system/health", None)?.body;
    assert_eq!(
        health["requests_since_start"], 0,
        "nobody was asked for anything"
    );
    Ok(())
}

#[test]
fn a_model_that_is_gone_when_its_job_starts_fails_its_pipeline_alone() -> Result<()> {
    let bare = Bare::new()?;
    bare.import()?;
    let server = Server::spawn(&mut bare.command()?)?;
    server.ask("POST", "/api/v1/queue/pause", Some(&json!({})))?;
    let job = json!({
        "path": text(&places::demo())?,
        "selected_pipelines": ["scene_detection", "voice_activity"],
    });
    let made = server.ask("POST", "/api/v1/jobs", Some(&job))?;
    assert!(made.status < 300, "{}", made.body);
    let id = made.body["id"].as_str().context("an id")?.to_owned();
    let mut content = std::fs::read(bare.installed())?;
    content[1_000] ^= 1;
    std::fs::write(bare.installed(), content)?;
    server.ask("POST", "/api/v1/queue/resume", Some(&json!({})))?;
    let ended = server.wait_for(&id, |job| {
        job["status"] == "failed" || job["status"] == "completed"
    })?;
    let step = |name: &str| -> Value {
        let steps = ended["pipelines"].as_array().into_iter().flatten();
        let mut found = steps.filter(|step| step["name"] == name);
        found.next().cloned().unwrap_or_default()
    };
    assert_eq!(step("scene_detection")["status"], "succeeded", "{ended}");
    let speech = step("voice_activity");
    assert_eq!(speech["status"], "failed");
    assert_eq!(speech["error"]["code"], "MODEL_ALTERED", "{speech}");
    let hint = speech["error"]["hint"].as_str().context("a hint")?;
    assert!(
        hint.contains("videoannotator models fetch silero-vad"),
        "{hint}"
    );
    Ok(())
}
