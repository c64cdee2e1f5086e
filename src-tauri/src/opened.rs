//! Job folders that somebody opens from outside: `--open FOLDER` of this start, or of a second start
//! while the window is there. The folder is taken into the library where it lies.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Emitter, Manager};
use va_core::JobId;
use va_engine::{Engine, EngineError};

use crate::arguments::Arguments;
use crate::{trouble, window};

/// The event that tells the page to show a job; its payload is the job's id.
const OPEN_JOB: &str = "open-job";

/// The job that was opened last from outside.
#[derive(Debug, Default)]
pub struct Opened(Mutex<Option<JobId>>);

impl Opened {
    /// Which job it is.
    pub fn job(&self) -> Option<JobId> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, job: JobId) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(job);
    }
}

/// Takes a job folder into the library. Trouble is told, and the window goes on without it.
pub async fn adopt(app: &AppHandle, folder: &Path) -> Option<JobId> {
    let engine = app.try_state::<Engine>()?.inner().clone();
    match engine.adopt(folder).await {
        Ok(job) => {
            app.state::<Opened>().set(job.id);
            Some(job.id)
        }
        Err(error) => {
            trouble::tell(app, "Can't open this folder", &EngineError::failure(&error));
            None
        }
    }
}

/// What this window does when the program is started again.
#[expect(clippy::needless_pass_by_value, reason = "the plugin's signature")]
pub fn by_second_start(app: &AppHandle, words: Vec<String>, folder: String) {
    window::to_front(app);
    let arguments = Arguments::read(words.into_iter().skip(1), Path::new(&folder));
    let Some(folder) = arguments.open else {
        return;
    };
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if let Some(job) = adopt(&app, &folder).await
            && let Err(error) = app.emit(OPEN_JOB, job.to_string())
        {
            tracing::warn!(%error, "the page was not told of the opened job");
        }
    });
}
