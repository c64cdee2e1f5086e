//! `annotate`: recordings in, standard files out, without a library or a queue. Each recording gets a
//! self-contained job folder; what an interrupted run left there is continued.

mod bars;
mod folder;
mod order;
mod report;
mod watch;

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;
use tokio_util::sync::CancellationToken;
use va_core::job_config::JobConfig;
use va_core::{ErrorCode, Failure};
use va_engine::Toolbox;

use crate::args::AnnotateArguments;
use crate::out;
use crate::serve::interrupted;
use folder::{Prepared, Wanted};
use watch::{Outcome, Watch};

/// Exit code of an interrupted run.
const INTERRUPTED: u8 = 130;

/// Runs every recording, one after the other.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the command owns its arguments"
)]
pub fn run(arguments: Box<AnnotateArguments>) -> ExitCode {
    let order = match order::check(&arguments) {
        Ok(order) => order,
        Err(code) => return code,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            let failure = Failure::new(
                ErrorCode::Internal,
                format!("no threads can be started: {error}"),
            );
            out::failure(&failure);
            return ExitCode::from(failure.code.exit_code());
        }
    };
    ExitCode::from(runtime.block_on(all(&arguments, &order)))
}

/// What was asked for, checked.
pub struct Order {
    /// What runs.
    pub config: JobConfig,
    /// Whether pipelines were named: a named one that does not apply is a failure.
    pub named: bool,
    /// Ids of formats.
    pub formats: Vec<String>,
    /// What is installed.
    pub toolbox: Toolbox,
}

async fn all(arguments: &AnnotateArguments, order: &Order) -> u8 {
    let mut worst = 0;
    let folders = folder::names(&arguments.videos, &arguments.out);
    let interruption = CancellationToken::new();
    let heard = interruption.clone();
    tokio::spawn(async move {
        interrupted().await;
        heard.cancel();
    });
    for (video, folder) in arguments.videos.iter().zip(folders) {
        if interruption.is_cancelled() {
            return INTERRUPTED;
        }
        let code = match one(arguments, order, video.clone(), folder, &interruption).await {
            Ok(code) => code,
            Err(failure) => {
                tell(arguments.json, video, &failure);
                failure.code.exit_code()
            }
        };
        if code == INTERRUPTED {
            return code;
        }
        // with several recordings the first kind of failure is reported, but all are tried
        worst = if worst == 0 { code } else { worst };
    }
    worst
}

fn tell(as_json: bool, video: &std::path::Path, failure: &Failure) {
    if as_json {
        out::json(&json!({ "type": "failed", "video": video, "failure": failure }));
    } else {
        out::failure(failure);
    }
}

async fn one(
    arguments: &AnnotateArguments,
    order: &Order,
    video: PathBuf,
    folder: PathBuf,
    interruption: &CancellationToken,
) -> Result<u8, Failure> {
    let tools = order.toolbox.media().map_err(|e| e.failure())?;
    // refused here, before anything is written
    va_media::probe(&tools, &video).map_err(|e| e.failure())?;
    let media = std::path::absolute(&video).unwrap_or(video);
    let wanted = Wanted {
        media,
        config: &order.config,
        formats: &order.formats,
        force: arguments.force,
    };
    let _ours_while_we_work = folder::lock(&folder)?;
    let prepared = folder::prepare(&folder, &wanted)?;
    if let Prepared::Finished(file) = &prepared {
        return report::already(arguments.json, &folder, file);
    }
    let work = order::work(order, &folder, prepared.file())?;
    let watch = Watch::new(arguments.json, &work, order.named);
    let outcome = watch.run(work, interruption).await?;
    report::outcome(arguments.json, &folder, prepared.file(), &outcome);
    Ok(match outcome {
        Outcome {
            interrupted: true, ..
        } => INTERRUPTED,
        Outcome {
            failure: Some(failure),
            ..
        } => failure.code.exit_code(),
        Outcome { .. } => 0,
    })
}
