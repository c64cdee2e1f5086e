//! The configuration of a whole job: which pipelines run and with which settings. One check behind
//! every door; the doors differ only in how they treat unknown keys (CLI and window: error; REST:
//! warning, because existing clients send keys of the old server).

mod choose;
mod device;
mod normalise;
mod overlay;
mod sections;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::Failure;
use crate::ids::PipelineId;
use crate::issue::{Issue, IssueCode, Severity, flow};
use crate::pipeline::{ModelNeed, PipelineDescriptor};
use crate::pipelines::find;
use crate::schema::{Settings, kind_of};

pub use crate::schema::UnknownKeys;
pub use choose::{Chosen, listed, unknown_pipeline};
pub use device::DeviceConfig;
pub use normalise::normalise;
pub use overlay::overlay;
pub use sections::without_shared;

use self::sections::Sections;

/// A checked configuration: the pipelines in the order in which they were asked for, those they need
/// included, each with complete settings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct JobConfig {
    /// What runs.
    pub steps: Vec<StepConfig>,
    /// What it is to compute on.
    #[serde(default)]
    pub device: DeviceConfig,
}

/// One pipeline of a job with its settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepConfig {
    /// Which pipeline.
    pub pipeline: PipelineId,
    /// Its settings, complete.
    pub settings: Settings,
    /// The pipeline that needs this one, when it was not asked for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed_by: Option<PipelineId>,
}

/// The result of a check: the configuration if nothing is wrong, and everything there is to say.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Present exactly when no issue is an error.
    pub config: Option<JobConfig>,
    /// Errors and warnings, in the order of the configuration.
    pub issues: Vec<Issue>,
    /// The pipelines that were asked for by name and can't run here. Each is an issue too.
    pub unavailable: Vec<(PipelineId, Failure)>,
}

impl Checked {
    /// The errors among the issues.
    pub fn errors(&self) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(|i| i.severity == Severity::Error)
    }

    /// The reason, if all that is wrong is that a pipeline can't run here.
    pub fn only_unavailable(&self) -> Option<&(PipelineId, Failure)> {
        let missing = |issue: &Issue| issue.code == IssueCode::PipelineUnavailable;
        self.unavailable
            .first()
            .filter(|_| self.errors().all(missing))
    }
}

/// Why a pipeline can't run on this computer now with these settings, which are complete, if it can't.
pub type Obstacle<'a> = &'a dyn Fn(&'static PipelineDescriptor, &Settings) -> Option<Hindrance>;

/// What stands in the way of a pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hindrance {
    /// What it is, and what to do about it.
    pub failure: Failure,
    /// The model that can't be used, if it is one.
    pub model: Option<&'static ModelNeed>,
}

/// Checks a job's configuration without asking what is installed. With neither names nor a list
/// `pipelines`, the pipelines that have a section run, else those that are on by default.
pub fn check(requested: Option<&[String]>, config: &Value, unknown: UnknownKeys) -> Checked {
    check_here(Chosen::from(requested), config, unknown, &|_, _| None)
}

/// Checks a job's configuration. `config` maps registry names, synonyms or families to settings; a key
/// that is no pipeline is shared by every chosen pipeline that knows it. It may also hold the list
/// `pipelines`, what to compute on ([`DeviceConfig`]), and a `title` and a `description` for people. A pipeline that can't run here is an error
/// if it was asked for, else it is left out with a warning.
pub fn check_here(
    chosen: Chosen<'_>,
    config: &Value,
    unknown: UnknownKeys,
    obstacle: Obstacle<'_>,
) -> Checked {
    let mut issues = Vec::new();
    let empty = Map::new();
    let object = match config {
        Value::Object(object) => object,
        Value::Null => &empty,
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            issues.push(no_configuration(config));
            &empty
        }
    };
    let device = DeviceConfig::check(object, &mut issues);
    let mut sections = Sections::read(object, &mut issues);
    let choice = chosen.resolve(object.get("pipelines"), &sections, &mut issues);
    sections.report_strays(&choice.pipelines, unknown, &mut issues);
    let mut steps: Vec<StepConfig> = Vec::new();
    for pipeline in &choice.pipelines {
        let given = sections.take(pipeline);
        let found = pipeline.schema.examine(pipeline.id, &given, unknown);
        issues.extend(found.issues);
        steps.push(StepConfig {
            pipeline: pipeline.id.into(),
            settings: found.settings,
            needed_by: None,
        });
    }
    // a section for a pipeline that does not run is still checked: a typo there is a typo
    for (pipeline, given) in sections.rest() {
        let found = pipeline.schema.examine(pipeline.id, &given, unknown);
        issues.extend(found.issues);
    }
    add_needed(&mut steps);
    issues.extend(idle_needs(&steps));
    let unavailable = leave_out(&mut steps, choice.by_name, obstacle, &mut issues);
    let failed = issues.iter().any(|i| i.severity == Severity::Error);
    Checked {
        config: (!failed).then_some(JobConfig { steps, device }),
        issues,
        unavailable,
    }
}

fn no_configuration(given: &Value) -> Issue {
    let message = format!("the configuration is {}", kind_of(given));
    let hint = "give a group of settings for each pipeline, for example \
                `scene_detection: {threshold: 27}`";
    Issue::error("", IssueCode::InvalidType, message, hint)
        .example("scene_detection.threshold", &27.into())
}

/// Settings of one pipeline that leave another one nothing to read.
fn idle_needs(steps: &[StepConfig]) -> Vec<Issue> {
    let value = |pipeline: &str, key: &str| {
        let step = steps.iter().find(|s| s.pipeline.as_str() == pipeline)?;
        step.settings.0.get(key)
    };
    let needs = steps.iter().filter_map(|s| find(s.pipeline.as_str()));
    let needs = needs.flat_map(|p| p.needs.iter().map(move |need| (p.id, need)));
    needs
        .filter_map(|(id, need)| {
            let idle = need.idle?;
            let wanted = value(id, need.when) == Some(&true.into());
            let word = idle.is.value();
            if !wanted || value(need.pipeline, idle.key) != Some(&word) {
                return None;
            }
            let (when, key, pipeline) = (need.when, idle.key, need.pipeline);
            let message =
                format!("`{when}` has hardly anything to work with: `{pipeline}.{key}` is {word}");
            let hint = format!("set `{pipeline}.{key}` to another value, or `{when}` to false");
            let issue = Issue::error(
                format!("{id}.{when}"),
                IssueCode::BadCombination,
                message,
                hint,
            );
            Some(issue.suggest(false).warning())
        })
        .collect()
}

/// Takes out the steps that can't run here, with the words for each. Returns those that were asked for. A
/// step that could run with other settings is an error at its setting instead: it is the user's to decide.
fn leave_out(
    steps: &mut Vec<StepConfig>,
    by_name: bool,
    obstacle: Obstacle<'_>,
    issues: &mut Vec<Issue>,
) -> Vec<(PipelineId, Failure)> {
    let mut unavailable = Vec::new();
    steps.retain(|step| {
        let Some(descriptor) = find(step.pipeline.as_str()) else {
            return true;
        };
        let Some(hindrance) = obstacle(descriptor, &step.settings) else {
            return true;
        };
        let defaults = descriptor.schema.defaults();
        if let Some(issue) = by_setting(descriptor, &step.settings, &hindrance)
            && obstacle(descriptor, &defaults).is_none()
        {
            issues.push(issue);
            return false;
        }
        let reason = hindrance.failure;
        let id = step.pipeline.as_str();
        let verb = if by_name { "can't run" } else { "is left out" };
        let message = format!("{id} {verb}: {reason}");
        let hint = reason.hint.clone().unwrap_or_default();
        let issue = Issue::error(id, IssueCode::PipelineUnavailable, message, hint);
        if by_name {
            let working = crate::pipelines::PIPELINES.iter().copied();
            let working: Vec<_> = working
                .filter(|p| obstacle(p, &p.schema.defaults()).is_none())
                .map(|p| p.id)
                .collect();
            let example = Value::from(working.clone());
            issues.push(issue.names(None, &working).example("pipelines", &example));
            unavailable.push((step.pipeline.clone(), reason));
        } else {
            issues.push(issue.warning());
        }
        false
    });
    unavailable
}

/// The words for a model that only these settings need, at the setting that asks for it.
fn by_setting(
    pipeline: &PipelineDescriptor,
    settings: &Settings,
    hindrance: &Hindrance,
) -> Option<Issue> {
    let need = hindrance.model?;
    let defaults = pipeline.schema.defaults();
    let chosen = need
        .when
        .iter()
        .find(|w| settings.0.get(w.key) != defaults.0.get(w.key))?;
    let (id, key, value) = (pipeline.id, chosen.key, flow(&chosen.is.value()));
    let message = format!("`{key}: {value}` needs a model: {}", hindrance.failure);
    let hint = hindrance.failure.hint.clone().unwrap_or_default();
    let issue = Issue::error(
        format!("{id}.{key}"),
        IssueCode::ModelMissing,
        message,
        hint,
    );
    Some(issue.suggest(defaults.0.get(key)?.clone()))
}

/// Adds the pipelines that a chosen one reads from, before it, with default settings.
fn add_needed(steps: &mut Vec<StepConfig>) {
    let mut index = 0;
    while index < steps.len() {
        let id = steps[index].pipeline.clone();
        let needs = find(id.as_str()).map_or(&[][..], |p| p.needs);
        for need in needs {
            let wanted = steps[index]
                .settings
                .0
                .get(need.when)
                .and_then(Value::as_bool)
                == Some(true);
            let present = steps.iter().any(|s| s.pipeline.as_str() == need.pipeline);
            if let (true, false, Some(pipeline)) = (wanted, present, find(need.pipeline)) {
                let settings = pipeline.schema.defaults();
                let needed_by = Some(id.clone());
                steps.insert(
                    index,
                    StepConfig {
                        pipeline: pipeline.id.into(),
                        settings,
                        needed_by,
                    },
                );
                index += 1;
            }
        }
        index += 1;
    }
}
