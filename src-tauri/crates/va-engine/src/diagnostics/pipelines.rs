//! The pipelines: each is loaded and runs on a second of a made recording, by the ordinary worker.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::json;
use va_core::device::{DeviceWish, Provider};
use va_core::pipelines::PIPELINES;
use va_core::{ErrorCode, Failure};

use super::child::{Answer, ask, last_line};
use super::trial::{self, Scratch};
use super::{Check, Context, Finding};

pub(super) const CHECK: Check = Check {
    part: "pipelines",
    title: "Pipelines",
    slow: true,
    limit: Duration::from_mins(10),
    run,
};

/// One pipeline with the clip of a second.
const LIMIT: Duration = Duration::from_secs(90);

fn run(context: &Context) -> Finding {
    let scratch = match Scratch::new() {
        Ok(scratch) => scratch,
        Err(failure) => return Finding::good("not tried", "", json!({})).error(failure),
    };
    let clip = scratch.path().join("trial.mkv");
    if let Err(failure) = make(context, &clip) {
        return Finding::good("not tried", "", json!({})).error(failure);
    }
    let mut finding = Finding::good("", "every pipeline that is installed runs", json!({}));
    let mut tried = Vec::new();
    let mut ran = 0;
    for pipeline in PIPELINES {
        if let Some(obstacle) = context.toolbox.obstacle(pipeline) {
            tried.push(
                json!({ "name": pipeline.id, "state": "unavailable", "reason": obstacle.message }),
            );
            let fix = obstacle.hint.unwrap_or_default();
            finding = finding.warn(
                format!("{} can't run: {}", pipeline.id, obstacle.message),
                fix,
            );
            continue;
        }
        let device = DeviceWish {
            asked: vec![Provider::Cpu],
            ..DeviceWish::default()
        };
        let outcome = trial::steps(&[pipeline.id]).and_then(|steps| {
            let folder = scratch.folder(pipeline.id)?;
            trial::run(context, &folder, &clip, steps, device, LIMIT)
        });
        let failed = match outcome {
            Ok(outcome) => {
                let took = outcome.took.as_millis() as u64;
                let failed = outcome.failed.into_iter().next();
                let state = if failed.is_none() { "ok" } else { "failed" };
                tried.push(json!({ "name": pipeline.id, "state": state, "took_ms": took }));
                failed.map(|(_, failure)| failure)
            }
            Err(failure) => {
                tried.push(
                    json!({ "name": pipeline.id, "state": "failed", "reason": failure.message }),
                );
                Some(failure)
            }
        };
        match failed {
            None => ran += 1,
            Some(failure) => {
                let message = format!("{} failed: {}", pipeline.id, failure.message);
                finding = finding.error(Failure { message, ..failure });
            }
        }
    }
    finding.value = format!("{ran} of {} ran", PIPELINES.len());
    finding.with("pipelines", tried)
}

/// Makes a second of moving picture with a tone.
fn make(context: &Context, clip: &Path) -> Result<(), Failure> {
    let tools = context.toolbox.media().map_err(|e| e.failure())?;
    let mut command = Command::new(&tools.ffmpeg);
    let inputs = [
        "-hide_banner",
        "-loglevel",
        "error",
        "-y",
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=320x240:rate=25:duration=1",
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=440:sample_rate=16000:duration=1",
        // encoders that every ffmpeg has
        "-c:v",
        "mpeg4",
        "-c:a",
        "pcm_s16le",
    ];
    let refused = |why: String| {
        Failure::new(
            ErrorCode::FfmpegMissing,
            format!("ffmpeg can't make a test clip: {why}"),
        )
        .hint("install a complete ffmpeg (not a minimal build), or reinstall this program")
    };
    match ask(command.args(inputs).arg(clip), Duration::from_secs(30)) {
        Ok(Answer { status, .. }) if status.success() => Ok(()),
        Ok(Answer { err, .. }) => Err(refused(last_line(&err).to_owned())),
        Err(why) => Err(refused(why.to_string())),
    }
}
