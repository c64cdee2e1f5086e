//! Cancels of jobs under a real engine. One job runs beside the cancelled ones all the time: the neighbour.
//!
//! What has been cancelled is remembered for `after`. Used by the campaign.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::super::chance::Chance;
use super::super::door::Door;
use super::super::family::{Family, time_until};
use super::super::jobs::{ask, submit, word};
use super::super::outcome::Outcome;
use super::{Cancel, Moment};
use crate::processes;
use crate::sandbox::Sandbox;
use crate::server::Answer;

/// How long anything may take before the campaign breaks off. Generous: what is measured is looked at
/// separately.
const PATIENCE: Duration = Duration::from_mins(1);

/// The engine and what was done to it.
pub(super) struct Engine<'a> {
    pub(super) sandbox: &'a Sandbox,
    pub(super) door: Box<dyn Door>,
    recordings: [PathBuf; 3],
    neighbour: String,
    /// Workers that are not to be touched.
    spared: Vec<u32>,
    /// Jobs that were cancelled, with what was answered.
    pub(super) cancelled: Vec<Cancelled>,
    /// Jobs that were deleted while they waited, with their folders.
    pub(super) deleted: Vec<(String, PathBuf)>,
}

/// A job that must stay as it is.
#[derive(Debug)]
pub(super) struct Cancelled {
    pub(super) id: String,
    pub(super) moment: Moment,
    pub(super) at: String,
}

impl<'a> Engine<'a> {
    /// Starts the neighbour, on the last and longest recording. The engine does two jobs at once.
    pub(super) fn start(
        sandbox: &'a Sandbox,
        door: Box<dyn Door>,
        recordings: [PathBuf; 3],
    ) -> Result<Self> {
        let mut engine = Self {
            sandbox,
            door,
            recordings,
            neighbour: String::new(),
            spared: Vec::new(),
            cancelled: Vec::new(),
            deleted: Vec::new(),
        };
        engine.start_neighbour()?;
        Ok(engine)
    }

    fn start_neighbour(&mut self) -> Result<()> {
        self.spared.clear();
        let (id, worker) = self.start_job(2)?;
        // a job counts as running as soon as its worker has looked at the recording
        let runs = time_until(PATIENCE, || Ok(word(&ask(&*self.door, &id)?) == "running"))?;
        ensure!(runs.is_some(), "the neighbour never ran");
        self.neighbour = id;
        self.spared.push(worker);
        Ok(())
    }

    /// A job on one of the recordings, and its worker.
    fn start_job(&self, recording: usize) -> Result<(String, u32)> {
        let id = submit(&*self.door, &self.recordings[recording])?;
        let mut worker = None;
        time_until(PATIENCE, || {
            worker = self.workers()?.first().copied();
            Ok(worker.is_some())
        })?;
        Ok((id, worker.context("the worker never came")?))
    }

    /// The workers except those to be spared.
    fn workers(&self) -> Result<Vec<u32>> {
        let all = Family::below(self.door.process()?)?.workers;
        let own = |worker: &u32| !self.spared.contains(worker);
        Ok(all.into_iter().filter(own).collect())
    }

    /// Cancels and deletes jobs that wait behind two that run.
    pub(super) fn waiting(
        &mut self,
        count: u32,
        chance: &mut Chance,
        outcome: &mut Outcome,
    ) -> Result<Vec<Cancel>> {
        let (filler, worker) = self.start_job(2)?;
        self.spared.push(worker);
        let mut cancels = Vec::new();
        for number in 0..count {
            let id = submit(&*self.door, &self.recordings[0])?;
            std::thread::park_timeout(chance.between(Duration::ZERO, Moment::Waiting.spread()));
            if number % 4 == 3 {
                self.delete(id, outcome)?;
            } else {
                cancels.push(self.stop(&id, Moment::Waiting, outcome)?);
            }
        }
        self.spared.pop();
        self.stop(&filler, Moment::Decoding, outcome)?;
        Ok(cancels)
    }

    fn delete(&mut self, id: String, outcome: &mut Outcome) -> Result<()> {
        let job = ask(&*self.door, &id)?;
        let folder = job["storage_path"].as_str().context("a folder")?;
        let answer = self
            .door
            .ask("DELETE", &format!("/api/v1/jobs/{id}"), None)?;
        outcome.check(answer.status == 204, || format!("delete: {}", answer.body));
        self.deleted.push((id, folder.into()));
        Ok(())
    }

    /// Cancels a job in a state chosen by chance, other than waiting behind others.
    pub(super) fn anytime(&mut self, chance: &mut Chance, outcome: &mut Outcome) -> Result<Cancel> {
        let moments = &Moment::OF_A_JOB[1..];
        let moment = *chance.pick(moments).unwrap_or(&Moment::Decoding);
        self.cancel(moment, chance, outcome)
    }

    /// Makes a job, waits for the moment and cancels it.
    fn cancel(
        &mut self,
        moment: Moment,
        chance: &mut Chance,
        outcome: &mut Outcome,
    ) -> Result<Cancel> {
        let neighbour = ask(&*self.door, &self.neighbour)?;
        match word(&neighbour) {
            "running" => {}
            "completed" => self.start_neighbour()?,
            _ => bail!("the neighbour was disturbed: {neighbour}"),
        }
        let id = submit(&*self.door, &self.recordings[usize::from(moment.is_late())])?;
        let come = time_until(PATIENCE, || {
            let worked = moment == Moment::Starting && !self.workers()?.is_empty();
            Ok(moment.has_come(&ask(&*self.door, &id)?, worked))
        })?;
        ensure!(come.is_some(), "`{}` never came", moment.name());
        std::thread::park_timeout(chance.between(Duration::ZERO, moment.spread()));
        self.stop(&id, moment, outcome)
    }

    /// Cancels, and watches until everything that ran for the job is gone.
    fn stop(&mut self, id: &str, moment: Moment, outcome: &mut Outcome) -> Result<Cancel> {
        let mut groups = self.workers()?;
        let begun = Instant::now();
        let answer = self.ask_to_cancel(id)?;
        groups.extend(self.workers()?);
        let gone = time_until(PATIENCE, || {
            let empty = |group: &u32| Ok(processes::group(*group)?.is_empty());
            let left = groups.iter().map(empty).collect::<Result<Vec<_>>>()?;
            Ok(left.into_iter().all(|empty| empty) && self.workers()?.is_empty())
        })?;
        let took = begun.elapsed();
        outcome.check(gone.is_some(), || format!("job {id}: processes stay"));
        let took = match answer.status {
            200 => {
                self.cancelled(id, moment, &answer, outcome)?;
                Some(took)
            }
            409 => {
                let code = &answer.body["error"]["code"];
                let refused = code == "JOB_ALREADY_COMPLETED";
                outcome.check(refused, || format!("job {id} is refused with {code}"));
                let job = ask(&*self.door, id)?;
                outcome.check(word(&job) == "completed", || format!("409, but {job}"));
                None
            }
            other => bail!("cancelling answered {other}: {}", answer.body),
        };
        Ok(Cancel { moment, took })
    }

    fn ask_to_cancel(&self, id: &str) -> Result<Answer> {
        self.door
            .ask("POST", &format!("/api/v1/jobs/{id}/cancel"), None)
    }

    /// The answer has to be final at once, and a second cancel changes nothing.
    fn cancelled(
        &mut self,
        id: &str,
        moment: Moment,
        answer: &Answer,
        outcome: &mut Outcome,
    ) -> Result<()> {
        let job = &answer.body;
        let final_ = word(job) == "cancelled" && job["cancelled_at"].is_string();
        outcome.check(final_, || format!("the answer to a cancel is {job}"));
        let at = job["cancelled_at"].as_str().unwrap_or_default().to_owned();
        let twice = self.ask_to_cancel(id)?;
        let same = twice.status == 200 && twice.body["cancelled_at"] == job["cancelled_at"];
        outcome.check(same, || format!("cancelling twice: {}", twice.body));
        self.cancelled.push(Cancelled {
            id: id.to_owned(),
            moment,
            at,
        });
        Ok(())
    }

    /// Ends the neighbour too; then nothing may be left.
    pub(super) fn stop_neighbour(&mut self, outcome: &mut Outcome) -> Result<()> {
        self.spared.clear();
        let id = self.neighbour.clone();
        self.stop(&id, Moment::Decoding, outcome)?;
        // a window has processes of its own, which stay
        let family = Family::below(self.door.process()?)?;
        let left = [family.workers, family.decoders].concat();
        outcome.check(left.is_empty(), || format!("processes are left: {left:?}"));
        Ok(())
    }
}
