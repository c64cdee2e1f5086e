//! The part of the owner that decides what becomes of a job whose worker is gone: nothing if it had
//! ended, the queue if it was asked to stop, another try later if the failure may pass, else a failure.

use std::path::Path;
use std::time::{Duration, Instant};

use va_core::job::JobStatus;
use va_core::{ErrorCode, Failure, JobId};
use va_store::catalogue::JobRow;
use va_store::catalogue::NextTry;
use va_store::{ResultsReader, WallTime};

use crate::error::EngineError;
use crate::hear::note;
use crate::job_folder::names;
use crate::owner::{Mark, Owner, now};
use crate::retry::{Policy, Verdict};
use crate::worker::Exit;

/// How long a job waits that found the disk full, if nothing else tells that there is room again.
const DISK_PAUSE: Duration = Duration::from_secs(30);

impl Owner {
    pub(crate) fn gone(&mut self, id: JobId, exit: &Exit) {
        self.keep_reached(id);
        let Some(running) = self.running.remove(&id) else {
            return;
        };
        tracing::info!(%id, status = %exit.status, asked = exit.asked, killed = exit.killed, "a worker is gone");
        self.forecast.outdate();
        if let Some(removal) = running.delete {
            self.complete(removal);
        } else if let Some(job) = self.row_or_later(id) {
            let progressed = running.reached > running.mark;
            match job.status {
                JobStatus::Completed | JobStatus::Failed | JobStatus::Cancelled => self.update(id),
                JobStatus::Pending | JobStatus::Running if exit.asked => {
                    self.interrupt(id, progressed);
                }
                JobStatus::Pending | JobStatus::Running => {
                    let failure = running.setback.or_else(|| exit.failure.clone());
                    let failure = failure.unwrap_or_else(incomplete);
                    self.set_back(id, &failure, progressed);
                }
            }
        }
        self.schedule();
    }

    /// A job's row. Nothing if the job was deleted; nothing, too, while the catalogue can't be read: then the
    /// job is left alone until it can.
    fn row_or_later(&mut self, id: JobId) -> Option<JobRow> {
        match self.row(id) {
            Ok(job) => Some(job),
            Err(EngineError::JobNotFound(_)) => None,
            Err(error) => {
                tracing::error!(%id, %error, "a job can't be read");
                self.unsettled.insert(id);
                None
            }
        }
    }

    /// The worker was asked to leave: the job waits again, and that is no failure.
    fn interrupt(&mut self, id: JobId, progressed: bool) {
        let forgotten = if progressed {
            self.catalogue.forget_crashes(id)
        } else {
            Ok(())
        };
        let interrupted = forgotten.and_then(|()| self.catalogue.interrupt_job(id, now()));
        if interrupted.is_err() {
            self.unsettled.insert(id);
        }
        let interrupted = interrupted.map_err(|e| e.to_string());
        note(id, "put a job back into the queue", interrupted);
        self.update(id);
    }

    /// A try has failed: another one is planned, or the job fails. A job that has ended (it was cancelled,
    /// say) is left as it is.
    pub(crate) fn set_back(&mut self, id: JobId, failure: &Failure, progressed: bool) {
        let Some(job) = self.row_or_later(id) else {
            return;
        };
        if job.status.is_final() {
            return self.update(id);
        }
        // a folder that can't be written while the data folder is well will not heal by waiting
        let waits = failure.code == ErrorCode::StorageFull || self.gone_folder().is_some();
        if is_of_the_disk(failure) && waits {
            // not the job's fault, so it does not count
            self.without_room.insert(id);
            return self.plan(id, failure, (job.crashes, DISK_PAUSE), false);
        }
        let policy = Policy::from(&self.settings.get().values);
        match policy.judge(failure.clone(), job.crashes, progressed, fastrand::f64()) {
            Verdict::Again { crashes, after } => {
                tracing::warn!(%id, code = %failure.code, %failure, crashes, after_s = after.as_secs_f64(), "a try has failed");
                self.plan(id, failure, (crashes, after), true);
            }
            Verdict::GiveUp(failure) => self.fail(id, &failure),
        }
    }

    fn plan(
        &mut self,
        id: JobId,
        failure: &Failure,
        (crashes, after): (u32, Duration),
        counts: bool,
    ) {
        let at = now();
        let next = NextTry {
            at: WallTime(at.0.saturating_add(after.as_millis() as i64)),
            crashes,
            counts,
        };
        let planned = self.catalogue.try_again(id, failure, next, at);
        if planned.is_err() {
            self.unsettled.insert(id);
        }
        self.retries.insert(id, Instant::now() + after);
        note(id, "plan the next try", planned.map_err(|e| e.to_string()));
        self.update(id);
    }

    /// Fails every step that has not ended. A job without one stays as it is.
    pub(crate) fn fail(&mut self, id: JobId, failure: &Failure) {
        if self.row(id).is_ok_and(|job| job.status.is_final()) {
            return tracing::debug!(%id, %failure, "a late failure");
        }
        self.keep_reached(id);
        let failed = self.catalogue.fail_job(id, failure, now());
        if failed.is_err() {
            self.unsettled.insert(id);
        }
        note(id, "record a failure", failed.map_err(|e| e.to_string()));
        if let Some(running) = self.running.get(&id).filter(|r| !r.leaving) {
            running.control.stop();
        }
        self.update(id);
    }
}

/// How far a job's results are. Results that are not there or can't be read are at the beginning: a job
/// that does not get further than that is not tried for ever.
pub(crate) fn mark(folder: &Path) -> Mark {
    let results = folder.join(names::RESULTS);
    let read = ResultsReader::open(&results).and_then(|reader| reader.checkpoints());
    let Ok(checkpoints) = read else {
        return Mark::default();
    };
    Mark {
        finished: checkpoints.iter().filter(|c| c.is_finished()).count(),
        reached: checkpoints
            .iter()
            .filter_map(|c| Some(c.checkpoint.as_ref()?.time.0))
            .sum(),
    }
}

/// Whether a failure is one of the disk that holds the data folder. It says nothing about the job.
pub(crate) fn is_of_the_disk(failure: &Failure) -> bool {
    matches!(
        failure.code,
        ErrorCode::StorageFull | ErrorCode::StorageNotWritable | ErrorCode::StorageMissing
    )
}

fn incomplete() -> Failure {
    let message = "the worker ended without a result for every step";
    Failure::new(ErrorCode::WorkerIncomplete, message)
        .hint("measure the video again; if it fails again, send the job's log with a report")
}
