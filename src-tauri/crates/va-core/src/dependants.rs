//! Which steps of a job read the result of another one: they can't end well when that one is cancelled.
//! Asked by the engine for jobs that wait and by the worker for the job that it runs.

use serde_json::Value;

use crate::error::{ErrorCode, Failure};
use crate::ids::PipelineId;
use crate::job_config::StepConfig;
use crate::pipelines::find;

/// The steps that read from `pipeline` with their settings, directly or through another step, in the order
/// of the job.
pub fn of(steps: &[StepConfig], pipeline: &PipelineId) -> Vec<PipelineId> {
    let mut reached = vec![pipeline.clone()];
    // a step is reached in as many rounds as there are steps between it and the first one
    for _ in steps {
        for step in steps {
            let reads = reached.iter().any(|from| reads(step, from));
            if reads && !reached.contains(&step.pipeline) {
                reached.push(step.pipeline.clone());
            }
        }
    }
    let found = steps.iter().map(|step| &step.pipeline);
    found
        .filter(|id| *id != pipeline && reached.contains(id))
        .cloned()
        .collect()
}

/// Why a step is skipped whose input was cancelled.
pub fn reason(dependant: &PipelineId, cancelled: &PipelineId) -> Failure {
    let message = format!("`{dependant}` reads from `{cancelled}`, which was cancelled");
    Failure::new(ErrorCode::Cancelled, message).hint(format!(
        "run it again with `{cancelled}`, or switch the setting off that reads it"
    ))
}

fn reads(step: &StepConfig, from: &PipelineId) -> bool {
    let needs = find(step.pipeline.as_str()).map_or(&[][..], |p| p.needs);
    needs.iter().any(|need| {
        let switch = step.settings.0.get(need.when).and_then(Value::as_bool);
        need.pipeline == from.as_str() && (need.when.is_empty() || switch == Some(true))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::job_config::{UnknownKeys, check};

    fn steps(gate: bool) -> Vec<StepConfig> {
        let config = json!({ "motion_energy": { "gate_cuts": gate } });
        let names = ["scene_detection", "motion_energy", "voice_activity"].map(str::to_owned);
        let checked = check(Some(&names), &config, UnknownKeys::Refuse);
        checked.config.unwrap().steps
    }

    #[test]
    fn a_step_depends_on_what_it_reads_with_its_settings() {
        let shots = PipelineId::new("scene_detection");
        assert_eq!(of(&steps(true), &shots), ["motion_energy".into()]);
        assert!(
            of(&steps(false), &shots).is_empty(),
            "without gating it reads nothing"
        );
        assert!(of(&steps(true), &"motion_energy".into()).is_empty());
    }
}
