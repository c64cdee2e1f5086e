//! What the steps of a server's job had come to. The server recorded a status for the job and, mostly, one
//! for each pipeline; a job that it left behind when it died becomes final here, because nobody works on it.

use va_core::job_config::StepConfig;
use va_core::schema::Settings;
use va_core::step::StepState;
use va_core::{ErrorCode, Failure, Millis, PipelineId};
use va_store::WallTime;
use va_store::catalogue::EndedStep;
use va_store::legacy::{LegacyJob, LegacyResult};
use va_store::results::Outcome;

/// What the server ran when nothing was selected.
const DEFAULTS: [&str; 2] = ["scene_detection", "person_tracking"];
/// Its short names.
const FAMILIES: [(&str, &str); 6] = [
    ("scene", "scene_detection"),
    ("person", "person_tracking"),
    ("face", "face_analysis"),
    ("audio", "audio_processing"),
    ("laion_face", "face_laion_clip"),
    ("laion_voice_analysis", "laion_voice"),
];
const HINT: &str =
    "this was recorded by VideoAnnotator (Python); annotate the recording again to get results";

/// A job's steps and times.
#[derive(Debug)]
pub(super) struct States {
    pub(super) given: Vec<StepConfig>,
    pub(super) ended: Vec<EndedStep>,
    pub(super) created_at: WallTime,
    pub(super) started_at: Option<WallTime>,
    pub(super) ended_at: WallTime,
    pub(super) failure: Option<Failure>,
}

impl States {
    /// What goes into the results file.
    pub(super) fn outcomes(&self) -> impl Iterator<Item = Outcome> {
        self.ended.iter().map(|step| match step.state {
            StepState::Succeeded => Outcome::Succeeded,
            StepState::Cancelled => Outcome::Cancelled,
            StepState::Queued | StepState::Running | StepState::Failed | StepState::Skipped => {
                let failure = step.failure.clone();
                Outcome::Failed(failure.unwrap_or_else(|| failed("it failed there")))
            }
        })
    }
}

/// The states of a job. What was decided for it is added to `problems`.
pub(super) fn of(job: &LegacyJob, now: WallTime, problems: &mut Vec<String>) -> States {
    let rest = rest_of(job, problems);
    let known = [
        job.created_at,
        job.started_at,
        job.completed_at,
        job.cancelled_at,
    ];
    let created_at = known.into_iter().flatten().min().unwrap_or(now);
    let ended_at = known.into_iter().flatten().max().unwrap_or(now);
    let mut given = Vec::new();
    let mut ended = Vec::new();
    for pipeline in pipelines(job) {
        let result = job
            .results
            .iter()
            .rev()
            .find(|r| registry_name(&r.pipeline) == pipeline);
        given.push(StepConfig {
            settings: settings(job, &pipeline),
            pipeline: PipelineId::new(pipeline.clone()),
            needed_by: None,
        });
        ended.push(step(&pipeline, result, &rest, job, ended_at));
    }
    let all_failed = ended.iter().all(|step| step.state == StepState::Failed);
    let failure = (all_failed && !ended.is_empty())
        .then(|| job.error_message.as_deref().map(failed))
        .flatten();
    States {
        given,
        ended,
        created_at,
        started_at: job.started_at,
        ended_at,
        failure,
    }
}

/// What became of the pipelines on which the server kept no record of their own.
enum Rest {
    Succeeded,
    Failed(String),
    Cancelled,
}

fn rest_of(job: &LegacyJob, problems: &mut Vec<String>) -> Rest {
    let said = || job.error_message.clone();
    match job.status.as_str() {
        "completed" => Rest::Succeeded,
        "failed" => Rest::Failed(said().unwrap_or_else(|| "it failed there".to_owned())),
        "cancelled" => Rest::Cancelled,
        "pending" | "queued" => {
            let problem = "it was still waiting when the server was left: imported as cancelled";
            problems.push(problem.to_owned());
            Rest::Cancelled
        }
        "running" | "retrying" => {
            let problem =
                "it was running when the server was left: imported as failed (interrupted)";
            problems.push(problem.to_owned());
            Rest::Failed("interrupted: the server ended while this job was running".to_owned())
        }
        other => {
            problems.push(format!(
                "its status `{other}` is unknown: imported as failed"
            ));
            Rest::Failed(said().unwrap_or_else(|| format!("its status there was `{other}`")))
        }
    }
}

fn step(
    pipeline: &str,
    result: Option<&LegacyResult>,
    rest: &Rest,
    job: &LegacyJob,
    ended_at: WallTime,
) -> EndedStep {
    let named_as_failed = || {
        let words = job.error_message.as_deref().unwrap_or_default();
        let list = words.split_once("Failed pipelines:").map(|(_, list)| list);
        list.is_some_and(|list| list.contains(pipeline))
    };
    let by_job = || match rest {
        Rest::Succeeded if named_as_failed() => (StepState::Failed, job.error_message.clone()),
        Rest::Succeeded => (StepState::Succeeded, None),
        Rest::Failed(why) => (StepState::Failed, Some(why.clone())),
        Rest::Cancelled => (StepState::Cancelled, None),
    };
    let (state, why) = match result.map(|r| (r.status.as_str(), r)) {
        Some(("completed", _)) => (StepState::Succeeded, None),
        Some(("failed", result)) => {
            let why = result.error_message.clone();
            (StepState::Failed, why.or_else(|| job.error_message.clone()))
        }
        Some(("cancelled", _)) => (StepState::Cancelled, None),
        Some(_) | None => by_job(),
    };
    let failure =
        (state == StepState::Failed).then(|| failed(why.as_deref().unwrap_or("it failed there")));
    let items = result.and_then(|r| r.items);
    EndedStep {
        state,
        started_at: result.and_then(|r| r.started_at),
        ended_at: result.and_then(|r| r.ended_at).unwrap_or(ended_at),
        took: result.and_then(took),
        counts: items
            .map(|n| (pipeline.to_owned(), n))
            .into_iter()
            .collect(),
        failure,
    }
}

fn took(result: &LegacyResult) -> Option<Millis> {
    let between = || Some(result.ended_at?.0 - result.started_at?.0);
    result
        .took_ms
        .or_else(between)
        .filter(|ms| *ms >= 0)
        .map(Millis)
}

fn failed(why: &str) -> Failure {
    Failure::new(ErrorCode::Internal, why).hint(HINT)
}

/// The pipelines of a job, each once, in the order in which they were asked for.
fn pipelines(job: &LegacyJob) -> Vec<String> {
    let selected = job.selected.clone().filter(|names| !names.is_empty());
    let recorded = job.results.iter().map(|r| r.pipeline.clone());
    let mut names: Vec<String> = Vec::new();
    let defaults = || {
        let own = job.results.is_empty();
        DEFAULTS
            .iter()
            .filter(move |_| own)
            .map(|name| (*name).to_owned())
            .collect()
    };
    for name in selected
        .unwrap_or_else(defaults)
        .into_iter()
        .chain(recorded)
    {
        let name = registry_name(&name);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn registry_name(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let family = FAMILIES.iter().find(|(short, _)| *short == name);
    family.map_or(name, |(_, long)| (*long).to_owned())
}

/// What the configuration said about a pipeline: its own section, else what was meant for all.
fn settings(job: &LegacyJob, pipeline: &str) -> Settings {
    let Some(config) = job.config.as_object() else {
        return Settings::default();
    };
    let section = config
        .iter()
        .find(|(name, value)| value.is_object() && registry_name(name) == pipeline)
        .and_then(|(_, value)| value.as_object());
    let flat = config.iter().filter(|(_, value)| !value.is_object());
    let own = section.into_iter().flatten();
    Settings(
        flat.chain(own)
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use va_core::job::JobStatus;

    fn job(status: &str, results: &[(&str, &str)]) -> LegacyJob {
        let results = results.iter().map(|(pipeline, status)| LegacyResult {
            pipeline: (*pipeline).to_owned(),
            status: (*status).to_owned(),
            started_at: Some(WallTime(2_000)),
            ended_at: Some(WallTime(3_500)),
            took_ms: None,
            items: Some(7),
            output_file: None,
            error_message: (*status == "failed").then(|| "no model".to_owned()),
        });
        LegacyJob {
            id: "1".to_owned(),
            video_path: None,
            video_size_bytes: None,
            folders: Vec::new(),
            config: serde_json::json!({
                "scene": {"threshold": 25.0},
                "person_tracking": {"model": "n"},
                "pps": 2,
            }),
            selected: Some(vec!["scene".to_owned(), "person_tracking".to_owned()]),
            status: status.to_owned(),
            created_at: Some(WallTime(1_000)),
            started_at: Some(WallTime(2_000)),
            completed_at: Some(WallTime(4_000)),
            cancelled_at: None,
            retry_count: 0,
            error_message: None,
            results: results.collect(),
            raw: serde_json::Value::Null,
            unreadable: Vec::new(),
        }
    }

    fn status(job: &LegacyJob) -> (JobStatus, States, Vec<String>) {
        let mut problems = Vec::new();
        let states = of(job, WallTime(9_000), &mut problems);
        let steps: Vec<StepState> = states.ended.iter().map(|step| step.state).collect();
        (JobStatus::of(&steps), states, problems)
    }

    #[test]
    fn every_status_of_the_server_becomes_a_final_one() {
        for (theirs, ours) in [
            ("completed", JobStatus::Completed),
            ("failed", JobStatus::Failed),
            ("cancelled", JobStatus::Cancelled),
            ("pending", JobStatus::Cancelled),
            ("queued", JobStatus::Cancelled),
            ("running", JobStatus::Failed),
            ("retrying", JobStatus::Failed),
            ("paused", JobStatus::Failed),
            ("", JobStatus::Failed),
        ] {
            let (status, _, problems) = status(&job(theirs, &[]));
            assert_eq!(status, ours, "{theirs}");
            let plain = ["completed", "failed", "cancelled"].contains(&theirs);
            assert_eq!(problems.is_empty(), plain, "{theirs}: {problems:?}");
        }
    }

    #[test]
    fn a_job_that_was_running_is_failed_as_interrupted_and_keeps_what_had_succeeded() {
        let (_, states, _) = status(&job("running", &[("scene_detection", "completed")]));
        let [scene, person] = &states.ended[..] else {
            panic!("{states:?}")
        };
        assert_eq!(scene.state, StepState::Succeeded);
        assert_eq!(scene.counts["scene_detection"], 7);
        assert_eq!(scene.took, Some(Millis(1_500)));
        let failure = person.failure.as_ref().unwrap();
        assert!(failure.message.starts_with("interrupted"), "{failure}");
    }

    #[test]
    fn names_settings_and_times_are_taken_over() {
        let (_, states, _) = status(&job("completed", &[("person", "completed")]));
        let names: Vec<&str> = states.given.iter().map(|s| s.pipeline.as_str()).collect();
        assert_eq!(names, ["scene_detection", "person_tracking"]);
        let scene = &states.given[0].settings.0;
        assert_eq!(
            (&scene["threshold"], &scene["pps"]),
            (&25.0.into(), &2.into())
        );
        assert!(!scene.contains_key("model"));
        assert_eq!(states.created_at, WallTime(1_000));
        assert_eq!(states.ended_at, WallTime(4_000));
        assert_eq!(states.ended[1].ended_at, WallTime(3_500));
    }

    #[test]
    fn a_partial_success_names_what_failed() {
        let mut partial = job("completed", &[]);
        partial.error_message =
            Some("Completed with errors. Failed pipelines: person_tracking".to_owned());
        let (status, states, _) = status(&partial);
        assert_eq!(status, JobStatus::Completed);
        assert_eq!(states.ended[1].state, StepState::Failed);
        assert!(states.failure.is_none());
    }

    #[test]
    fn a_job_that_chose_nothing_ran_what_the_server_ran_by_default() {
        let mut plain = job("completed", &[]);
        plain.selected = None;
        let (_, states, _) = status(&plain);
        assert_eq!(states.given.len(), 2);
        plain.selected = Some(Vec::new());
        plain.results = job("completed", &[("face", "failed")]).results;
        let (_, states, _) = self::status(&plain);
        assert_eq!(states.given[0].pipeline.as_str(), "face_analysis");
        assert_eq!(states.given.len(), 1);
    }
}
