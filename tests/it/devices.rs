//! What a job computes on: what was asked for is obtained, or the job says why not, and a fallback that was
//! allowed is on record. Uses a device that this system can't have, so that it is the same everywhere.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use va_tests::annotate::{Run, annotate};
use va_tests::places;
use va_tests::sandbox::Sandbox;

/// A device of another system.
const NEVER: &str = if cfg!(windows) { "coreml" } else { "directml" };

struct Bench {
    sandbox: Sandbox,
}

impl Bench {
    /// A run of speech activity on the demo clip with these lines at the top of its configuration.
    fn run(&self, out: &str, lines: &str) -> Result<Run> {
        let config = self.sandbox.join(&format!("{out}.yaml"));
        fs::write(&config, format!("{lines}\nvoice_activity: {{}}\n"))?;
        let (demo, config) = (
            places::demo(),
            config.to_str().context("a path")?.to_owned(),
        );
        let demo = demo.to_str().context("a path")?;
        annotate(
            &self.sandbox,
            &[demo, "--config", &config, "--format", "csv", "--out", out],
        )
    }

    /// The step's record in the provenance of a run.
    fn step(&self, out: &str) -> Result<Value> {
        let folders = fs::read_dir(self.sandbox.join(out))?;
        for folder in folders {
            let path = folder?.path().join("provenance.json");
            if path.is_file() {
                let record: Value = serde_json::from_slice(&fs::read(path)?)?;
                return Ok(record["steps"][0].clone());
            }
        }
        anyhow::bail!("no provenance in {out}")
    }
}

#[test]
fn a_device_that_is_not_there_fails_the_step_and_says_what_to_do() -> Result<()> {
    let bench = Bench {
        sandbox: Sandbox::new()?,
    };
    let run = bench.run("never", &format!("device: {NEVER}"))?;
    ensure!(run.code != Some(0), "{}", run.stdout);
    assert_eq!(run.error(), Some("DEVICE_UNAVAILABLE"), "{}", run.stdout);
    let hint = run.hint().context("a hint")?;
    ensure!(hint.contains("device_fallback: true"), "{hint}");
    let step = bench.step("never")?;
    assert_eq!(step["device_asked"], NEVER);
    assert_eq!(step["device_obtained"], "none");
    Ok(())
}

#[test]
fn an_allowed_fallback_gives_the_processors_results_and_is_on_record() -> Result<()> {
    let bench = Bench {
        sandbox: Sandbox::new()?,
    };
    let asked = format!("device: {NEVER}\ndevice_fallback: true\nhalf_precision: true");
    let fallen = bench.run("fallen", &asked)?;
    let processor = bench.run("processor", "device: cpu")?;
    assert_eq!(
        (fallen.code, processor.code),
        (Some(0), Some(0)),
        "{}",
        fallen.stderr
    );
    let table = "_voice_activity_speech.csv";
    assert_eq!(fallen.output(table)?, processor.output(table)?);
    let step = bench.step("fallen")?;
    assert_eq!(step["device_asked"], NEVER);
    let obtained = step["device_obtained"].as_str().context("a text")?;
    ensure!(obtained.starts_with(&format!("cpu ({NEVER}")), "{obtained}");
    let step = bench.step("processor")?;
    assert_eq!(
        (&step["device_asked"], &step["device_obtained"]),
        (&"cpu".into(), &"cpu".into())
    );
    let said = |run: &Run| {
        let events = run.lines.iter().map(|line| line["event"].clone());
        events
            .into_iter()
            .find(|event| event["type"] == "step_device")
    };
    let device = said(&fallen).context("the worker says what it computes on")?["device"].clone();
    assert_eq!(
        (&device["obtained"], &device["half"]),
        (&"cpu".into(), &false.into())
    );
    Ok(())
}

#[test]
fn a_word_that_is_no_device_is_refused_before_anything_starts() -> Result<()> {
    let bench = Bench {
        sandbox: Sandbox::new()?,
    };
    let run = bench.run("word", "device: tensorrt")?;
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    ensure!(
        run.stdout.contains("webgpu"),
        "it names what there is: {}",
        run.stdout
    );
    Ok(())
}
