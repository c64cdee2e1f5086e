//! Speech: our step beside the bare inference of the same windows, on ten minutes of speech.
//!
//! The step's time is its own record: decoding, resampling and writing included, the start of the
//! program not. The silero-vad package itself needs `PyTorch` and runs only when asked for.

use anyhow::Result;
use serde::Deserialize;

use super::annotation::Annotation;
use super::measure::{median, seconds};
use super::{Bench, clips};
use crate::workspace::Profile;

#[derive(Deserialize)]
struct Session {
    seconds: f64,
    windows: u64,
}

/// Measures and writes the section.
pub fn measure(bench: &Bench<'_>) -> Result<String> {
    let sound = clips::ten_minutes_of_speech(bench.workspace)?;
    let model = bench
        .workspace
        .runtime(Profile::Release)
        .join("models/silero_vad.onnx");
    let [mut bare, mut step, mut whole, mut package] = [const { Vec::new() }; 4];
    let mut windows = 0;
    for _ in 0..bench.runs {
        let words = ["session".as_ref(), model.as_os_str(), sound.as_os_str()];
        let session: Session = bench.peers.ask(&words)?;
        windows = session.windows;
        bare.push(session.seconds);
        let run = Annotation::of(bench.workspace, &sound)?;
        whole.push(seconds(
            &mut run.command(bench.workspace, "voice_activity"),
        )?);
        step.push(run.took("voice_activity")?);
        if bench.silero {
            let words = ["silero".as_ref(), sound.as_os_str()];
            package.push(bench.peers.ask::<Session>(&words)?.seconds);
        }
    }
    let row = |name: &str, times: &[f64]| {
        format!(
            "| {name} | {:.2} | {:.2} |\n",
            median(times),
            median(times) / median(&bare)
        )
    };
    Ok([
        format!("## Speech\n\nTen minutes of speech, {windows} windows, seconds.\n\n"),
        "| what | seconds | to bare inference |\n|---|---:|---:|\n".to_owned(),
        row("ONNX Runtime alone (`session.run`, one thread, from Python)", &bare),
        row("videoannotator, the `voice_activity` step", &step),
        row("videoannotator, the whole program", &whole),
        if package.is_empty() {
            String::new()
        } else {
            row("Silero VAD's package, `get_speech_timestamps` (PyTorch, one thread), for information", &package)
        },
        "\nWanted: the step at most 1.15 times the bare inference. That probabilities and segments equal \
         the reference is a test, not a benchmark.\n"
            .to_owned(),
    ]
    .concat())
}
