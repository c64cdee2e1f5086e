//! A pipeline on the wire: what existing clients read from the registry, and its settings as typed
//! parameters, from which the window draws its forms.

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use va_core::Failure;
use va_core::pipeline::{Modality, PipelineDescriptor, Stability};
use va_core::schema::{Condition, ConfigSchema, Field, Kind, Rule};
use va_models::Shelf;

/// The registry.
#[derive(Debug, Serialize, ToSchema)]
pub struct PipelineList {
    /// The pipelines.
    pub pipelines: Vec<PipelineInfo>,
    /// Their number.
    pub total: u64,
}

/// A pipeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct PipelineInfo {
    /// Registry name.
    pub name: String,
    /// The same, under the name that the existing viewer reads.
    pub slug: String,
    /// Name in the window.
    pub display_name: String,
    /// One line.
    pub description: String,
    /// Whether it can be asked for at all.
    pub enabled: bool,
    /// Whether it runs when nothing is chosen.
    pub default_enabled: bool,
    /// Whether everything that it needs is here.
    pub available: bool,
    /// What is missing, with what to do.
    #[schema(required = true)]
    pub unavailable_reason: Option<String>,
    /// Family, an alias.
    pub pipeline_family: String,
    /// Which algorithm.
    pub variant: String,
    /// Version of its results.
    pub version: String,
    /// Ids of its export formats.
    pub output_formats: Vec<String>,
    /// `picture` or `sound`.
    pub modality: String,
    /// Tasks.
    pub tasks: Vec<String>,
    /// Modalities in the vocabulary of the old registry.
    pub modalities: Vec<String>,
    /// Capabilities.
    pub capabilities: Vec<String>,
    /// What computes it.
    pub backends: Vec<String>,
    /// `experimental`, `beta` or `stable`.
    pub stability: String,
    /// Export formats.
    pub outputs: Vec<PipelineOutput>,
    /// The models that it uses.
    pub models: Vec<PipelineModel>,
    /// Its settings.
    pub parameters: Vec<Parameter>,
    /// The same in the shape of the old registry: `{key: {type, default, description}}`.
    #[schema(value_type = Object)]
    pub config_schema: Value,
    /// How to run it.
    pub examples: Vec<PipelineExample>,
}

/// The settings of a pipeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct PipelineSettings {
    /// Registry name.
    pub name: String,
    /// Name in the window.
    pub display_name: String,
    /// The settings.
    pub parameters: Vec<Parameter>,
    /// The same in the shape of the old registry: `{key: {type, default, description}}`.
    #[schema(value_type = Object)]
    pub config_schema: Value,
}

impl From<PipelineInfo> for PipelineSettings {
    fn from(info: PipelineInfo) -> Self {
        Self {
            name: info.name,
            display_name: info.display_name,
            parameters: info.parameters,
            config_schema: info.config_schema,
        }
    }
}

/// A model that a pipeline uses.
#[derive(Debug, Serialize, ToSchema)]
pub struct PipelineModel {
    /// Id in the catalogue.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Size in bytes, if it is known.
    #[schema(required = true)]
    pub bytes: Option<u64>,
    /// Licence, as an SPDX identifier.
    pub licence: String,
    /// Whether it learned from data that may be used for research only.
    pub research_only: bool,
    /// Whether the pipeline runs without it, and then does less.
    pub optional: bool,
    /// Whether it is here and can be used.
    pub installed: bool,
    /// It is used while all of these hold; empty: always.
    pub when: Vec<ParameterCondition>,
}

/// An export format of a pipeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct PipelineOutput {
    /// Id of the format.
    pub format: String,
    /// What it carries.
    pub types: Vec<String>,
}

/// A command or request that runs a pipeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct PipelineExample {
    /// The command, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cli: Option<String>,
    /// The request, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api: Option<String>,
    /// What it does.
    pub description: String,
}

/// A setting.
#[derive(Debug, Serialize, ToSchema)]
pub struct Parameter {
    /// Name in files.
    pub name: String,
    /// `boolean`, `integer`, `number`, `enum` or `group`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Name in the window.
    pub label: String,
    /// What it does.
    pub description: String,
    /// Value when not given.
    pub default: Value,
    /// Unit, empty if none.
    pub unit: String,
    /// Whether the window folds it away.
    pub advanced: bool,
    /// Smallest value.
    #[schema(required = true)]
    pub min: Option<f64>,
    /// Largest value.
    #[schema(required = true)]
    pub max: Option<f64>,
    /// What can be chosen.
    #[serde(rename = "enum")]
    pub options: Vec<ParameterOption>,
    /// The settings of a group.
    #[schema(no_recursion)]
    pub fields: Vec<Parameter>,
    /// It does something only while one of these holds; empty: always.
    pub used_when: Vec<ParameterCondition>,
}

/// A state of a neighbouring setting.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ParameterCondition {
    /// The setting.
    pub name: String,
    /// What it has to be.
    pub value: Value,
}

/// One choice of a setting.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParameterOption {
    /// Value in files.
    pub value: String,
    /// Name in the window.
    pub label: String,
}

impl Parameter {
    fn all(schema: &ConfigSchema) -> Vec<Self> {
        let fields = schema.fields.iter();
        fields.map(|field| Self::of(field, schema.rules)).collect()
    }

    fn of(field: &Field, rules: &[Rule]) -> Self {
        let plain = |kind| (kind, None, None, &[][..], Vec::new());
        let (kind, min, max, options, fields) = match field.kind {
            Kind::Switch { .. } => plain("boolean"),
            Kind::Integer { min, max, .. } => {
                let (min, max) = (Some(min as f64), Some(max as f64));
                ("integer", min, max, &[][..], Vec::new())
            }
            Kind::Number { min, max, .. } => ("number", Some(min), Some(max), &[][..], Vec::new()),
            Kind::Choice { options, .. } => ("enum", None, None, options, Vec::new()),
            Kind::Text { .. } => plain("text"),
            Kind::Group { schema } => ("group", None, None, &[][..], Self::all(&schema)),
        };
        let option = |o: &va_core::schema::Choice| ParameterOption {
            value: o.value.to_owned(),
            label: o.title.to_owned(),
        };
        Self {
            name: field.key.to_owned(),
            kind: kind.to_owned(),
            label: field.title.to_owned(),
            description: field.help.to_owned(),
            default: field.kind.default_value(),
            unit: field.unit.to_owned(),
            advanced: field.advanced,
            min,
            max,
            options: options.iter().map(option).collect(),
            fields,
            used_when: rules.iter().flat_map(|r| conditions(field, r)).collect(),
        }
    }
}

impl From<&Condition> for ParameterCondition {
    fn from(condition: &Condition) -> Self {
        Self {
            name: condition.key.to_owned(),
            value: condition.is.value(),
        }
    }
}

fn conditions(field: &Field, rule: &Rule) -> Vec<ParameterCondition> {
    match *rule {
        Rule::UsedWhen { fields, any } if fields.contains(&field.key) => {
            any.iter().map(ParameterCondition::from).collect()
        }
        Rule::UsedWhen { .. } | Rule::NotAbove { .. } => Vec::new(),
    }
}

fn models(pipeline: &PipelineDescriptor, shelf: &Shelf) -> Vec<PipelineModel> {
    let needs = pipeline.models.iter();
    needs
        .filter_map(|need| {
            let model = va_models::find(need.id).ok()?;
            Some(PipelineModel {
                id: model.id.clone(),
                title: model.title.clone(),
                bytes: model.bytes,
                licence: model.licence.clone(),
                research_only: model.research_only,
                optional: need.optional,
                installed: shelf.locate_model(model).is_ok(),
                when: need.when.iter().map(ParameterCondition::from).collect(),
            })
        })
        .collect()
}

fn examples(pipeline: &PipelineDescriptor) -> Vec<PipelineExample> {
    let (id, title) = (pipeline.id, pipeline.title);
    vec![
        PipelineExample {
            cli: Some(format!(
                "videoannotator annotate video.mp4 --pipelines {id}"
            )),
            api: None,
            description: format!("Runs {title} on one video."),
        },
        PipelineExample {
            cli: None,
            api: Some(format!(
                "POST /api/v1/jobs with the form fields video=@video.mp4 and selected_pipelines={id}"
            )),
            description: format!("Queues a job that runs {title} on a video that comes with it."),
        },
    ]
}

impl PipelineInfo {
    /// A descriptor with what stands in its way here. Looks at the files of its models.
    pub fn of(pipeline: &PipelineDescriptor, obstacle: Option<&Failure>, shelf: &Shelf) -> Self {
        let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let modality = match pipeline.modality {
            Modality::Picture => "picture",
            Modality::Sound => "sound",
        };
        let stability = match pipeline.stability {
            Stability::Experimental => "experimental",
            Stability::Beta => "beta",
            Stability::Stable => "stable",
        };
        let parameters = Parameter::all(&pipeline.schema);
        let config_schema: Map<String, Value> = parameters
            .iter()
            .map(|p| {
                let kind = match &*p.kind {
                    "enum" => "string",
                    "group" => "object",
                    other => other,
                };
                let entry =
                    json!({ "type": kind, "default": p.default, "description": p.description });
                (p.name.clone(), entry)
            })
            .collect();
        let reason = obstacle.map(|f| match &f.hint {
            Some(hint) => format!("{}: {hint}", f.message),
            None => f.message.clone(),
        });
        Self {
            name: pipeline.id.to_owned(),
            slug: pipeline.id.to_owned(),
            display_name: pipeline.title.to_owned(),
            description: pipeline.summary.to_owned(),
            enabled: obstacle.is_none(),
            default_enabled: pipeline.default_enabled && obstacle.is_none(),
            available: obstacle.is_none(),
            unavailable_reason: reason,
            pipeline_family: pipeline.family.to_owned(),
            variant: pipeline.variant.to_owned(),
            version: pipeline.version.to_string(),
            output_formats: own(pipeline.formats),
            modality: modality.to_owned(),
            tasks: own(pipeline.tasks),
            modalities: vec![
                if modality == "picture" {
                    "video"
                } else {
                    "audio"
                }
                .to_owned(),
            ],
            capabilities: own(pipeline.capabilities),
            backends: own(pipeline.backends),
            stability: stability.to_owned(),
            outputs: pipeline
                .formats
                .iter()
                .map(|f| PipelineOutput {
                    format: (*f).to_owned(),
                    types: own(pipeline.tasks),
                })
                .collect(),
            models: models(pipeline, shelf),
            parameters,
            config_schema: Value::Object(config_schema),
            examples: examples(pipeline),
        }
    }
}
