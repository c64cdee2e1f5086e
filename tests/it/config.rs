//! Configuration files and presets from outside: what the command line and the server say of them.

use std::path::PathBuf;
use std::process::Output;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use va_tests::annotate::annotate;
use va_tests::places;
use va_tests::sandbox::Sandbox;
use va_tests::server::Server;

const WRONG: &str = "# of our laboratory
pipelines: [scene_detecton, voice_activity]
scene:
  content_threshold: 900
  fades: yes
voice_activity:
  threshold: 0.3
  pad_ms: 3
  pad_ms: 4
motion_energy:
  noise_treshold: 3
";

/// Line, field and code of every error in [`WRONG`].
const FOUND: [(u64, &str, &str); 6] = [
    (2, "pipelines[0]", "PIPELINE_NOT_FOUND"),
    (4, "scene_detection.content_threshold", "VALUE_OUT_OF_RANGE"),
    (5, "scene_detection.fades", "INVALID_TYPE"),
    (6, "voice_activity.negative_threshold", "BAD_COMBINATION"),
    (9, "voice_activity.pad_ms", "DUPLICATE_FIELD"),
    (11, "motion_energy.noise_treshold", "UNKNOWN_FIELD"),
];

fn config(sandbox: &Sandbox, arguments: &[&str]) -> Result<Output> {
    let mut command = sandbox.command("videoannotator")?;
    Ok(command.arg("config").args(arguments).output()?)
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn write(sandbox: &Sandbox, name: &str, bytes: impl AsRef<[u8]>) -> Result<PathBuf> {
    let path = sandbox.join(name);
    std::fs::write(&path, bytes)?;
    Ok(path)
}

#[test]
fn every_error_of_a_file_comes_with_its_line_and_a_way_out() -> Result<()> {
    let sandbox = Sandbox::new()?;
    write(&sandbox, "ours.yaml", WRONG)?;
    let said = config(&sandbox, &["validate", "ours.yaml", "--json"])?;
    assert_eq!(said.status.code(), Some(2));
    let report: Value = serde_json::from_slice(&said.stdout)?;
    assert_eq!(report["valid"], false);
    let issues = report["issues"].as_array().context("issues")?;
    let found: Vec<_> = issues
        .iter()
        .map(|i| (i["line"].as_u64(), i["field"].as_str(), i["code"].as_str()))
        .collect();
    let expected: Vec<_> = FOUND
        .iter()
        .map(|(line, field, code)| (Some(*line), Some(*field), Some(*code)))
        .collect();
    assert_eq!(found, expected);
    for issue in issues {
        let example = issue["example"].as_str().context("an example")?;
        let file = write(&sandbox, "example.yaml", example)?;
        let file = file.to_str().context("path")?;
        let good = config(&sandbox, &["validate", file])?;
        assert_eq!(good.status.code(), Some(0), "{example}: {}", err(&good));
    }
    let words = config(&sandbox, &["validate", "ours.yaml"])?;
    assert_eq!(words.status.code(), Some(2));
    let words = err(&words);
    assert!(words.contains("line 2, column 13"), "{words}");
    assert!(words.contains("did you mean `noise_threshold`?"), "{words}");
    assert!(words.contains("6 errors") && words.is_ascii(), "{words}");
    Ok(())
}

#[test]
fn files_that_are_no_configuration_are_refused_with_words() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let deep = "[".repeat(100_000);
    let large = vec![b'#'; 3 << 20];
    let cases: [(&str, &[u8], &str); 6] = [
        ("latin.yaml", b"title: caf\xe9\n", "UTF-8"),
        ("binary.yaml", b"\x7fELF\0\0\0", "not a text"),
        ("deep.yaml", deep.as_bytes(), "deep"),
        ("large.yaml", &large, "larger than"),
        ("cut.json", b"{\"scene_detection\": {", "not JSON"),
        ("list.yaml", b"- scene_detection\n", "a list"),
    ];
    for (name, bytes, words) in cases {
        write(&sandbox, name, bytes)?;
        let said = config(&sandbox, &["validate", name])?;
        assert_eq!(said.status.code(), Some(2), "{name}");
        assert!(err(&said).contains(words), "{name}: {}", err(&said));
    }
    let missing = config(&sandbox, &["validate", "nothing.yaml"])?;
    assert_eq!(missing.status.code(), Some(2));
    assert!(err(&missing).contains("nothing.yaml"));
    Ok(())
}

#[test]
fn a_file_from_windows_is_read_like_any_other() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let text = "scene_detection:\r\n  threshold: 30\r\n";
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    write(&sandbox, "wide.yaml", wide)?;
    write(&sandbox, "mark.yaml", format!("\u{feff}{text}"))?;
    for name in ["wide.yaml", "mark.yaml"] {
        let said = config(&sandbox, &["validate", name])?;
        assert_eq!(said.status.code(), Some(0), "{name}: {}", err(&said));
        assert!(out(&said).contains("runs scene_detection"));
    }
    Ok(())
}

#[test]
fn presets_are_listed_exported_changed_kept_and_deleted() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let listed = out(&config(&sandbox, &["presets"])?);
    for name in ["default", "quick", "balanced", "thorough"] {
        assert!(listed.contains(name), "{listed}");
        for format in ["yaml", "json"] {
            let shown = config(&sandbox, &["show", name, "--format", format])?;
            write(&sandbox, "shown", &shown.stdout)?;
            let checked = err(&config(&sandbox, &["validate", "shown"])?);
            // people and faces need models that are not installed here; nothing else may be wrong
            let mut errors = checked.lines().filter(|line| line.starts_with("[ERROR]"));
            let missing = |line: &str| line.contains(" can't run: ") || line.contains("shown has");
            assert!(errors.all(missing), "{name}: {checked}");
        }
    }
    let quick = out(&config(&sandbox, &["show", "quick"])?);
    let ours = quick.replace("samples_per_second: 5 ", "samples_per_second: 7 ");
    assert_ne!(ours, quick);
    write(&sandbox, "ours.yaml", &ours)?;
    let saved = config(&sandbox, &["save", "ours", "ours.yaml"])?;
    assert_eq!(saved.status.code(), Some(0), "{}", err(&saved));
    let again = config(&sandbox, &["import", "ours", "ours.yaml"])?;
    assert_eq!(again.status.code(), Some(2), "nothing is replaced unasked");
    assert_eq!(out(&config(&sandbox, &["show", "ours"])?), ours);
    assert!(sandbox.data().join("presets/ours.yaml").is_file());
    let demo = places::demo();
    let demo = demo.to_str().context("path")?;
    let arguments = [
        demo,
        "--preset",
        "ours",
        "--pipelines",
        "motion_energy",
        "--set",
        "motion_energy.gate_cuts=false",
    ];
    let run = annotate(&sandbox, &arguments)?;
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let provenance = run.folder().context("folder")?.join("provenance.json");
    let provenance: Value = serde_json::from_slice(&std::fs::read(provenance)?)?;
    let applied = &provenance["steps"][0]["settings"];
    assert_eq!(applied["samples_per_second"], 7, "{applied}");
    assert_eq!(applied["gate_cuts"], false, "--set wins over the preset");
    for (arguments, words) in [
        (&["save", "../out", "ours.yaml"][..], "can't be the name"),
        (&["save", "quick", "ours.yaml", "--replace"], "came with"),
        (&["delete", "quick"], "came with"),
        (&["show", "quik"], "did you mean `quick`?"),
    ] {
        let refused = config(&sandbox, arguments)?;
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(err(&refused).contains(words), "{}", err(&refused));
    }
    let deleted = config(&sandbox, &["delete", "ours"])?;
    assert_eq!(deleted.status.code(), Some(0));
    assert!(!sandbox.data().join("presets/ours.yaml").exists());
    Ok(())
}

#[test]
fn the_server_says_the_same_as_the_command_line() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let parse = |text: &str| -> Result<Value> {
        let body = json!({ "text": text });
        let answer = server.ask("POST", "/api/v1/config/parse", Some(&body))?;
        assert_eq!(answer.status, 200, "{}", answer.body);
        Ok(answer.body)
    };
    let said = parse(WRONG)?;
    assert_eq!(said["valid"], false);
    let errors = said["errors"].as_array().context("errors")?;
    let lines: Vec<_> = errors.iter().map(|e| e["line"].as_u64()).collect();
    let expected: Vec<_> = FOUND.iter().map(|(line, ..)| Some(*line)).collect();
    assert_eq!(lines, expected, "{errors:?}");
    assert_eq!(said["config"]["scene_detection"]["threshold"], 900);
    assert_eq!(errors[0]["nearest"], "scene_detection");
    let config = json!({ "scene_detection": { "threshold": 31.5 } });
    for format in ["yaml", "json"] {
        let body = json!({
            "config": config, "selected_pipelines": ["scene_detection"], "format": format,
        });
        let text = server
            .ask("POST", "/api/v1/config/render", Some(&body))?
            .body;
        let back = parse(text["text"].as_str().context("a text")?)?;
        assert_eq!(back["config"], config);
        assert_eq!(back["selected_pipelines"], json!(["scene_detection"]));
        assert_eq!(
            (&back["valid"], &back["format"]),
            (&json!(true), &json!(format))
        );
    }
    let mistyped = json!({ "config": { "scene_detection": { "treshold": 3 } } });
    let path = "/api/v1/config/validate";
    let lenient = server.ask("POST", path, Some(&mistyped))?.body;
    assert_eq!(
        (
            &lenient["valid"],
            lenient["warnings"].as_array().map(Vec::len)
        ),
        (&json!(true), Some(1))
    );
    let mut strict = mistyped;
    strict["strict"] = json!(true);
    let strict = server.ask("POST", path, Some(&strict))?.body;
    assert_eq!(strict["errors"][0]["nearest"], "threshold", "{strict}");
    Ok(())
}

#[test]
fn presets_are_kept_through_the_server_and_never_outside_their_folder() -> Result<()> {
    let sandbox = Sandbox::new()?;
    let server = Server::start(&sandbox)?;
    let body = json!({
        "title": "Ours",
        "selected_pipelines": ["scene_detection"],
        "config": { "scene_detection": { "threshold": 20 } },
    });
    let put = |name: &str, body: &Value| {
        server.ask("PUT", &format!("/api/v1/presets/{name}"), Some(body))
    };
    assert_eq!(put("ours", &body)?.status, 201);
    assert_eq!(put("ours", &body)?.status, 200);
    let all = server.ask("GET", "/api/v1/presets", None)?.body;
    let presets = all["presets"].as_array().context("presets")?;
    assert_eq!(presets.len(), 5);
    assert_eq!(presets[4]["config"], body["config"]);
    assert_eq!(
        (&presets[4]["built_in"], &presets[0]["built_in"]),
        (&json!(false), &json!(true))
    );
    let refused = put("quick", &body)?;
    assert_eq!(
        (refused.status, &refused.body["error_code"]),
        (409, &json!("PRESET_BUILT_IN"))
    );
    let wrong = json!({ "config": { "scene_detection": { "threshold": -1, "fadez": true } } });
    let refused = put("wrong", &wrong)?;
    assert_eq!(
        (refused.status, &refused.body["error_code"]),
        (400, &json!("INVALID_CONFIG"))
    );
    let errors = refused.body["error"]["detail"]["errors"].as_array();
    assert_eq!(errors.map(Vec::len), Some(2));
    for name in ["..%2F..%2Fout", "%2e%2e", "a%2Fb", "Ours", "con"] {
        let status = put(name, &body)?.status;
        assert!((400..500).contains(&status), "{name}: {status}");
    }
    let files: Vec<_> = std::fs::read_dir(sandbox.data().join("presets"))?.collect();
    assert_eq!(files.len(), 1);
    let path = "/api/v1/presets/ours";
    assert_eq!(server.ask("DELETE", path, None)?.status, 204);
    let gone = server.ask("DELETE", path, None)?;
    assert_eq!(
        (gone.status, &gone.body["error_code"]),
        (404, &json!("PRESET_NOT_FOUND"))
    );
    Ok(())
}
