//! What changes jobs or the queue: with an engine of its own that starts nothing, on a data folder that no
//! other program holds.

use std::future::Future;
use std::process::ExitCode;
use std::time::SystemTime;

use serde_json::json;
use va_core::{ErrorCode, Failure, JobId};
use va_engine::{Engine, EngineError, EngineOptions, JobView};
use va_store::WallTime;

use super::{Named, exit, read};
use crate::out;

const STARTS_LATER: &str =
    "it starts when VideoAnnotator runs: open the window, or `videoannotator serve`";

/// What came of one job.
pub struct Done {
    job: JobId,
    status: Option<&'static str>,
    words: String,
}

/// Does one thing to each of the jobs, also after one of them was refused.
pub fn each<F>(named: &Named, act: fn(Engine, JobId) -> F) -> Result<ExitCode, Failure>
where
    F: Future<Output = Result<Done, EngineError>>,
{
    // names are looked up first: nothing is done where one of them is wrong
    let (_, reader) = read::catalogue()?;
    let jobs: Vec<JobId> = named
        .ids
        .iter()
        .map(|text| read::find(reader.as_ref(), text).map(|job| job.id))
        .collect::<Result<_, _>>()?;
    drop(reader);
    with_engine(|engine| async move {
        let mut code = ExitCode::SUCCESS;
        for job in jobs {
            match act(engine.clone(), job).await {
                Ok(done) if named.json => {
                    out::json(
                        &json!({ "job": done.job, "status": done.status, "message": done.words }),
                    );
                }
                Ok(done) => out::line(&format!("[OK] {}", done.words)),
                Err(error) => {
                    let failure = error.failure();
                    if named.json {
                        out::json(&json!({ "job": job, "failure": failure }));
                    } else {
                        out::failure(&failure);
                    }
                    code = exit(&failure);
                }
            }
        }
        Ok(code)
    })
}

/// Stops a job for good.
pub async fn cancel(engine: Engine, id: JobId) -> Result<Done, EngineError> {
    let job = engine.cancel(id).await?;
    Ok(done(&job, format!("{} is cancelled", name(&job))))
}

/// Queues the failed steps again.
pub async fn retry(engine: Engine, id: JobId) -> Result<Done, EngineError> {
    let job = engine.retry(id).await?;
    Ok(done(
        &job,
        format!("{} waits again; {STARTS_LATER}", name(&job)),
    ))
}

/// Queues a new job like this one.
pub async fn run_again(engine: Engine, id: JobId) -> Result<Done, EngineError> {
    let job = engine.run_again(id).await?;
    Ok(done(
        &job,
        format!("{} is a new job; {STARTS_LATER}", name(&job)),
    ))
}

/// Removes a job with its folder.
pub async fn delete(engine: Engine, id: JobId) -> Result<Done, EngineError> {
    let words = format!("{} is deleted", name(&*engine.job(id).await?));
    engine.delete(id).await?;
    Ok(Done {
        job: id,
        status: None,
        words,
    })
}

fn done(job: &JobView, words: String) -> Done {
    Done {
        job: job.id,
        status: Some(job.status.as_str()),
        words,
    }
}

fn name(job: &JobView) -> String {
    let file = job.path.file_name().unwrap_or_default().to_string_lossy();
    format!("{} ({file})", read::short(job.id))
}

/// Pauses the queue, or lets it go on.
pub fn pause(pause: bool, as_json: bool) -> Result<ExitCode, Failure> {
    with_engine(|engine| async move {
        let queue = if pause {
            engine.pause().await
        } else {
            engine.resume().await
        };
        let queue = queue.map_err(|e| e.failure())?;
        let waiting = queue.waiting.len();
        if as_json {
            out::json(&json!({ "paused": queue.paused, "waiting": waiting }));
        } else if queue.paused {
            out::line(&format!("[OK] the queue is paused, {waiting} waiting"));
        } else {
            out::line(&format!("[OK] the queue goes on, {waiting} waiting"));
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Opens an engine that holds every job back, and closes it again.
pub fn with_engine<T, F>(act: impl FnOnce(Engine) -> F) -> Result<T, Failure>
where
    F: Future<Output = Result<T, Failure>>,
{
    let broken = |e: std::io::Error| {
        Failure::new(
            ErrorCode::Internal,
            format!("the engine can't be opened: {e}"),
        )
    };
    let worker = std::env::current_exe().map_err(broken)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(broken)?;
    let begun = WallTime::from(SystemTime::now());
    runtime.block_on(async {
        let options = EngineOptions {
            worker,
            max_jobs: Some(0),
            ..EngineOptions::default()
        };
        let engine = Engine::open(options).map_err(|error| match error {
            EngineError::Locked { .. } => error.failure().hint(
                "do it in that program, or close it first; `jobs list` and `jobs show` work meanwhile",
            ),
            other => other.failure(),
        })?;
        for notice in engine.notices().map_err(|e| e.failure())? {
            if notice.at >= begun {
                out::note(&format!("[WARNING] {}", notice.message));
                out::note(&format!("          {}", notice.hint.unwrap_or_default()));
            }
        }
        let done = act(engine.clone()).await;
        engine.shutdown().await;
        done
    })
}
