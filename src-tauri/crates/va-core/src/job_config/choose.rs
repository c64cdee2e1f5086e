//! Which pipelines run: those that were named, those that the configuration lists or has settings for,
//! or those that are on by default.

use serde_json::Value;

use super::sections::Sections;
use crate::issue::{Issue, IssueCode};
use crate::pipeline::PipelineDescriptor;
use crate::pipelines::{PIPELINES, nearest_name, resolve};
use crate::schema::kind_of;

/// Who chooses the pipelines.
#[derive(Clone, Copy, Debug)]
pub enum Chosen<'a> {
    /// These names, whatever the configuration says.
    Named(&'a [String]),
    /// These names, and nobody insists on one that can't run.
    Suggested(&'a [String]),
    /// The configuration: its list `pipelines`, else its sections, else the defaults.
    ByConfig,
    /// Its list `pipelines`, else the defaults: sections are only settings.
    ByDefault,
}

impl<'a> From<Option<&'a [String]>> for Chosen<'a> {
    fn from(requested: Option<&'a [String]>) -> Self {
        match requested {
            Some(names) if !names.is_empty() => Self::Named(names),
            Some(_) | None => Self::ByConfig,
        }
    }
}

/// The pipelines, in order, each once.
pub(super) struct Choice {
    pub pipelines: Vec<&'static PipelineDescriptor>,
    /// Whether somebody asked for them.
    pub by_name: bool,
}

impl Chosen<'_> {
    pub(super) fn resolve(
        self,
        listed: Option<&Value>,
        sections: &Sections,
        issues: &mut Vec<Issue>,
    ) -> Choice {
        let names: Vec<String> = match (self, listed) {
            (Self::Named(names) | Self::Suggested(names), _) => names.to_vec(),
            (_, Some(Value::Array(list))) => list.iter().map(word).collect(),
            (_, Some(Value::String(list))) => words(list),
            (Self::ByConfig, None | Some(Value::Null)) if sections.any() => {
                return Choice {
                    pipelines: sections.pipelines(),
                    by_name: true,
                };
            }
            (Self::ByConfig | Self::ByDefault, None | Some(Value::Null)) => {
                let on = PIPELINES.iter().copied().filter(|p| p.default_enabled);
                return Choice {
                    pipelines: on.collect(),
                    by_name: false,
                };
            }
            (_, Some(other)) => {
                issues.push(no_list(other));
                Vec::new()
            }
        };
        let mut pipelines: Vec<&'static PipelineDescriptor> = Vec::new();
        for (index, name) in names.iter().enumerate() {
            match resolve(name) {
                Some(pipeline) if pipelines.iter().all(|p| p.id != pipeline.id) => {
                    pipelines.push(pipeline);
                }
                Some(_) => {}
                None => issues.push(unknown_pipeline(&format!("pipelines[{index}]"), name)),
            }
        }
        Choice {
            pipelines,
            by_name: !matches!(self, Self::Suggested(_)),
        }
    }
}

/// The names of a list `pipelines`, under registry names where there is one. `None` if it is no list.
pub fn listed(list: &Value) -> Option<Vec<String>> {
    let names = match list {
        Value::Array(list) => list.iter().map(word).collect(),
        Value::String(list) => words(list),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return None,
    };
    let own = |name: String| resolve(&name).map_or(name, |p| p.id.to_owned());
    Some(names.into_iter().map(own).collect())
}

fn words(list: &str) -> Vec<String> {
    list.split(',')
        .map(|s| s.trim().to_owned())
        .filter(|s| !s.is_empty())
        .collect()
}

fn word(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn no_list(given: &Value) -> Issue {
    let message = format!("`pipelines` is {}", kind_of(given));
    let hint = "give a list of names, for example `[scene_detection, voice_activity]`";
    let names: Vec<_> = PIPELINES.iter().map(|p| p.id).collect();
    Issue::error("pipelines", IssueCode::InvalidType, message, hint)
        .suggest(names.clone())
        .names(None, &names)
}

/// The issue for a name that is no pipeline: the nearest name and all valid ones are in the hint.
pub fn unknown_pipeline(field: &str, name: &str) -> Issue {
    let names: Vec<_> = PIPELINES.iter().map(|p| p.id).collect();
    let near = nearest_name(name);
    let question = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
    let hint = format!("{question}The pipelines are {}", names.join(", "));
    let shown: String = name.chars().take(60).collect();
    let message = format!("there is no pipeline `{shown}`");
    let issue = Issue::error(field, IssueCode::PipelineNotFound, message, hint).names(near, &names);
    let issue = match near {
        Some(near) => issue.suggest(near),
        None => issue,
    };
    let example = Value::from(vec![near.unwrap_or(PIPELINES[0].id)]);
    issue.example("pipelines", &example)
}
