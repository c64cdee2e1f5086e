//! The queue on the wire: what runs, what waits and in which order, and why nothing starts.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use va_engine::queue::{QueueView, Slots, Waiting};

use super::job::FailureBody;
use super::time::rfc3339;

/// The queue.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Queue {
    /// Whether somebody paused it. Running jobs go on; nothing new starts. Stays over a restart.
    pub paused: bool,
    /// Why nothing starts although it is not paused: the disk is full, say. Ends by itself.
    #[schema(required = true)]
    pub held: Option<FailureBody>,
    /// Jobs that run on the processor.
    pub cpu: QueueSlots,
    /// Jobs that run on a graphics card.
    pub gpu: QueueSlots,
    /// Jobs that wait, next one first.
    pub waiting: Vec<WaitingJob>,
}

/// How many jobs of a kind run and may run.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct QueueSlots {
    /// How many may run at once.
    pub limit: u32,
    /// How many run.
    pub running: u32,
}

/// A job that waits.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WaitingJob {
    /// Which.
    pub job_id: String,
    /// Its place, from 1.
    pub position: u32,
    /// When it will probably start; nothing where that is not known.
    #[schema(required = true)]
    pub estimated_start: Option<String>,
}

/// Where a waiting job goes.
#[derive(Debug, Deserialize, ToSchema)]
pub struct QueueMove {
    /// The job.
    pub job_id: String,
    /// The waiting job that it goes in front of; none puts it at the end.
    #[serde(default)]
    pub before: Option<String>,
}

/// What cancelling all jobs did.
#[derive(Debug, Serialize, ToSchema)]
pub struct CancelledJobs {
    /// Jobs that were stopped for good.
    pub cancelled: u32,
}

impl From<&QueueView> for Queue {
    fn from(queue: &QueueView) -> Self {
        Self {
            paused: queue.paused,
            held: queue.held.as_ref().map(FailureBody::from),
            cpu: queue.cpu.into(),
            gpu: queue.gpu.into(),
            waiting: queue.waiting.iter().map(WaitingJob::from).collect(),
        }
    }
}

impl From<Slots> for QueueSlots {
    fn from(slots: Slots) -> Self {
        Self {
            limit: slots.limit,
            running: slots.running,
        }
    }
}

impl From<&Waiting> for WaitingJob {
    fn from(waiting: &Waiting) -> Self {
        Self {
            job_id: waiting.id.to_string(),
            position: waiting.position,
            estimated_start: waiting.estimated_start.map(rfc3339),
        }
    }
}
