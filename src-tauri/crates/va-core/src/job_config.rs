//! The configuration of a whole job: which pipelines run and with which settings. One check behind
//! every door; the doors differ only in how they treat unknown keys (CLI and window: error; REST:
//! warning, because existing clients send keys of the old server).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::ids::PipelineId;
use crate::issue::{Issue, IssueCode, Severity};
use crate::pipeline::PipelineDescriptor;
use crate::pipelines::{PIPELINES, find, nearest_name, resolve};
pub use crate::schema::UnknownKeys;
use crate::schema::{Settings, kind_of};

/// A checked configuration: the pipelines in the order in which they were asked for, those they need
/// included, each with complete settings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct JobConfig {
    /// What runs.
    pub steps: Vec<StepConfig>,
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
}

impl Checked {
    /// The errors among the issues.
    pub fn errors(&self) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(|i| i.severity == Severity::Error)
    }
}

/// Checks a job's configuration. `config` maps registry names, synonyms or families to settings; a key
/// that is no pipeline is shared by every requested pipeline that knows it. It may also hold the list
/// `pipelines`. `requested` comes from the command line or request and wins over that list; with neither,
/// the pipelines that have a section run, else those that are on by default.
pub fn check(requested: Option<&[String]>, config: &Value, unknown: UnknownKeys) -> Checked {
    let mut issues = Vec::new();
    let empty = Map::new();
    let object = match config {
        Value::Object(object) => object,
        Value::Null => &empty,
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            let message = format!("the configuration is {}", kind_of(config));
            let hint = "give a group of settings for each pipeline, for example \
                        `scene_detection: {threshold: 27}`";
            issues.push(Issue::error("", IssueCode::InvalidType, message, hint));
            &empty
        }
    };
    let mut sections: BTreeMap<&'static str, Map<String, Value>> = BTreeMap::new();
    let mut shared: Map<String, Value> = Map::new();
    for (key, value) in object.iter().filter(|(key, _)| *key != "pipelines") {
        match (resolve(key), value) {
            (Some(pipeline), Value::Object(section)) => {
                sections
                    .entry(pipeline.id)
                    .or_default()
                    .extend(section.clone());
            }
            (Some(pipeline), Value::Null) => {
                sections.entry(pipeline.id).or_default();
            }
            (Some(pipeline), other) => {
                issues.extend(
                    pipeline
                        .schema
                        .check(pipeline.id, other)
                        .err()
                        .unwrap_or_default(),
                );
            }
            (None, Value::Object(_)) => issues.push(unknown_pipeline(key, key)),
            (None, _) => {
                shared.insert(key.clone(), value.clone());
            }
        }
    }
    let chosen = chosen(requested, object.get("pipelines"), &sections, &mut issues);
    for key in shared.keys() {
        if !chosen.iter().any(|p| p.schema.field(key).is_some()) {
            issues.push(unknown_shared(key, unknown));
        }
    }
    let mut steps: Vec<StepConfig> = Vec::new();
    for pipeline in chosen {
        let mut given: Map<String, Value> = shared
            .iter()
            .filter(|(key, _)| pipeline.schema.field(key).is_some())
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        for (key, value) in sections.remove(pipeline.id).unwrap_or_default() {
            let same = |k: &String| pipeline.schema.field(k) == pipeline.schema.field(&key);
            if let Some(twin) = pipeline
                .schema
                .field(&key)
                .and(given.keys().find(|k| same(k)))
                .cloned()
                && shared.contains_key(&twin)
            {
                given.remove(&twin);
            }
            given.insert(key, value);
        }
        if let Some(settings) = settings_of(pipeline, given, unknown, &mut issues) {
            issues.extend(combinations(pipeline, &settings));
            steps.push(StepConfig {
                pipeline: pipeline.id.into(),
                settings,
                needed_by: None,
            });
        }
    }
    for (id, section) in sections {
        // a section for a pipeline that does not run is still checked: a typo there is a typo
        if let Some(pipeline) = find(id) {
            settings_of(pipeline, section, unknown, &mut issues);
        }
    }
    add_needed(&mut steps);
    let failed = issues.iter().any(|i| i.severity == Severity::Error);
    Checked {
        config: (!failed).then_some(JobConfig { steps }),
        issues,
    }
}

fn chosen(
    requested: Option<&[String]>,
    listed: Option<&Value>,
    sections: &BTreeMap<&'static str, Map<String, Value>>,
    issues: &mut Vec<Issue>,
) -> Vec<&'static PipelineDescriptor> {
    let names: Vec<String> = match (requested, listed) {
        (Some(names), _) if !names.is_empty() => names.to_vec(),
        (_, Some(Value::Array(list))) => list
            .iter()
            .map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
            .collect(),
        (_, Some(Value::String(list))) => list
            .split(',')
            .map(|s| s.trim().to_owned())
            .filter(|s| !s.is_empty())
            .collect(),
        (_, None | Some(Value::Null)) if !sections.is_empty() => PIPELINES
            .iter()
            .map(|p| p.id.to_owned())
            .filter(|id| sections.contains_key(&**id))
            .collect(),
        (_, None | Some(Value::Null)) => PIPELINES
            .iter()
            .filter(|p| p.default_enabled)
            .map(|p| p.id.to_owned())
            .collect(),
        (_, Some(other)) => {
            let message = format!("`pipelines` is {}", kind_of(other));
            let hint = "give a list of names, for example `[scene_detection, voice_activity]`";
            issues.push(Issue::error(
                "pipelines",
                IssueCode::InvalidType,
                message,
                hint,
            ));
            Vec::new()
        }
    };
    let mut chosen: Vec<&'static PipelineDescriptor> = Vec::new();
    for (index, name) in names.iter().enumerate() {
        match resolve(name) {
            Some(pipeline) if chosen.iter().all(|p| p.id != pipeline.id) => chosen.push(pipeline),
            Some(_) => {}
            None => issues.push(unknown_pipeline(&format!("pipelines[{index}]"), name)),
        }
    }
    chosen
}

fn settings_of(
    pipeline: &PipelineDescriptor,
    given: Map<String, Value>,
    unknown: UnknownKeys,
    issues: &mut Vec<Issue>,
) -> Option<Settings> {
    let (known, others): (Map<_, _>, Map<_, _>) = given
        .into_iter()
        .partition(|(key, _)| pipeline.schema.field(key).is_some());
    let stray = pipeline
        .schema
        .check(pipeline.id, &Value::Object(others))
        .err()
        .unwrap_or_default();
    issues.extend(stray.into_iter().map(|issue| match unknown {
        UnknownKeys::Refuse => issue,
        UnknownKeys::Warn => Issue {
            severity: Severity::Warning,
            ..issue
        },
    }));
    match pipeline.schema.check(pipeline.id, &Value::Object(known)) {
        Ok(settings) => Some(settings),
        Err(errors) => {
            issues.extend(errors);
            None
        }
    }
}

/// Settings that are each valid but contradict each other.
fn combinations(pipeline: &PipelineDescriptor, settings: &Settings) -> Option<Issue> {
    let number = |key: &str| settings.0.get(key).and_then(Value::as_f64);
    let (high, low) = (number("threshold")?, number("negative_threshold")?);
    (low > high).then(|| {
        Issue::error(
            format!("{}.negative_threshold", pipeline.id),
            IssueCode::BadCombination,
            format!("`negative_threshold` {low} is above `threshold` {high}"),
            format!(
                "give at most {high}, for example `{}`",
                (high - 0.15).max(0.01)
            ),
        )
        .suggest((high - 0.15).max(0.01))
    })
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

/// The issue for a name that is no pipeline: the nearest name and all valid ones are in the hint.
pub fn unknown_pipeline(field: &str, name: &str) -> Issue {
    let names: Vec<_> = PIPELINES.iter().map(|p| p.id).collect();
    let near = nearest_name(name);
    let question = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
    let hint = format!("{question}The pipelines are {}", names.join(", "));
    let message = format!("there is no pipeline `{name}`");
    let issue = Issue::error(field, IssueCode::PipelineNotFound, message, hint);
    match near {
        Some(near) => issue.suggest(near),
        None => issue,
    }
}

fn unknown_shared(key: &str, unknown: UnknownKeys) -> Issue {
    let issue = Issue::error(
        key,
        IssueCode::UnknownField,
        format!("no chosen pipeline has a setting `{key}`"),
        "put settings under their pipeline, for example `scene_detection: {threshold: 27}`",
    );
    match unknown {
        UnknownKeys::Refuse => issue,
        UnknownKeys::Warn => Issue {
            severity: Severity::Warning,
            ..issue
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ids(config: &JobConfig) -> Vec<&str> {
        config.steps.iter().map(|s| s.pipeline.as_str()).collect()
    }

    #[test]
    fn nothing_given_runs_the_defaults() {
        let config = check(None, &Value::Null, UnknownKeys::Refuse)
            .config
            .unwrap();
        assert_eq!(
            ids(&config),
            ["scene_detection", "motion_energy", "voice_activity"]
        );
    }

    #[test]
    fn a_needed_pipeline_is_added_and_says_for_whom() {
        let checked = check(
            Some(&["motion_energy".into()]),
            &Value::Null,
            UnknownKeys::Refuse,
        );
        let config = checked.config.unwrap();
        assert_eq!(ids(&config), ["scene_detection", "motion_energy"]);
        assert_eq!(config.steps[0].needed_by, Some("motion_energy".into()));
        let off = json!({ "motion_energy": { "gate_cuts": false } });
        let config = check(None, &off, UnknownKeys::Refuse).config.unwrap();
        assert_eq!(ids(&config), ["motion_energy"], "gating off needs no shots");
    }

    #[test]
    fn nested_wins_over_flat_and_flat_reaches_every_chosen_pipeline() {
        let given = json!({ "threshold": 0.6, "scene_detection": { "threshold": 33 } });
        let requested = ["scene_detection".into(), "voice_activity".into()];
        let config = check(Some(&requested), &given, UnknownKeys::Refuse)
            .config
            .unwrap();
        assert_eq!(config.steps[0].settings.0["threshold"], json!(33.0));
        assert_eq!(config.steps[1].settings.0["threshold"], json!(0.6));
    }

    #[test]
    fn errors_of_all_sections_come_together() {
        let given = json!({
            "scene_detection": { "threshold": -1 },
            "voice_activity": { "threshold": 0.2, "negative_threshold": 0.5 },
            "motoin_energy": { "regions": true },
        });
        let checked = check(None, &given, UnknownKeys::Refuse);
        assert!(checked.config.is_none());
        let codes: Vec<_> = checked.errors().map(|i| i.code).collect();
        assert_eq!(
            codes,
            [
                IssueCode::PipelineNotFound,
                IssueCode::ValueOutOfRange,
                IssueCode::BadCombination
            ]
        );
        assert!(
            checked.issues[0].hint.contains("`motion_energy`"),
            "{}",
            checked.issues[0].hint
        );
    }

    #[test]
    fn unknown_keys_warn_over_rest_and_stop_elsewhere() {
        let given = json!({ "scene_detection": { "clip_model": "ViT-B-32" }, "device": "auto" });
        let strict = check(None, &given, UnknownKeys::Refuse);
        assert_eq!(strict.errors().count(), 2);
        let lenient = check(None, &given, UnknownKeys::Warn);
        assert!(lenient.config.is_some());
        assert_eq!(
            lenient.issues.len(),
            2,
            "ignored keys are said to be ignored"
        );
    }
}
