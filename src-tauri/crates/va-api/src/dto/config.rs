//! Configurations on the wire: what is wrong with one, and one as a file.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use va_core::issue::{Issue, Severity};

/// What to validate.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct ValidateRequest {
    /// Settings by pipeline; anything else than an object is told as an error.
    #[serde(default)]
    #[schema(example = json!({"scene_detection": {"threshold": 30}}))]
    pub config: Option<Value>,
    /// The pipelines that are to run; without it those that `config` names.
    #[serde(default)]
    pub selected_pipelines: Option<Vec<String>>,
    /// Whether an unknown setting is an error, as on the command line, and not a warning.
    #[serde(default)]
    pub strict: bool,
}

/// What to validate for one pipeline.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct PipelineConfig {
    /// Its settings; anything else than an object is told as an error.
    #[serde(default)]
    #[schema(example = json!({"threshold": 30}))]
    pub config: Option<Value>,
    /// Not used: the address names the pipeline.
    #[serde(default)]
    pub selected_pipelines: Option<Vec<String>>,
    /// Whether an unknown setting is an error and not a warning.
    #[serde(default)]
    pub strict: bool,
}

/// What to validate for a pipeline that the body names.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NamedConfig {
    /// Name or alias of the pipeline.
    #[schema(example = "scene_detection")]
    pub pipeline: String,
    /// Its settings; anything else than an object is told as an error.
    #[serde(default)]
    #[schema(example = json!({"threshold": 30}))]
    pub config: Option<Value>,
    /// Whether an unknown setting is an error and not a warning.
    #[serde(default)]
    pub strict: bool,
}

/// The verdict.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValidateResponse {
    /// Whether the job could be queued.
    pub valid: bool,
    /// What stops it.
    pub errors: Vec<IssueBody>,
    /// What it ignores or finds unusual.
    pub warnings: Vec<IssueBody>,
    /// The pipelines that were checked.
    pub pipelines_validated: Vec<String>,
    /// One sentence.
    pub message: String,
}

/// One thing to say about one setting.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssueBody {
    /// Dotted path, for example `scene_detection.threshold`.
    pub field: String,
    /// What is wrong.
    pub message: String,
    /// Why, as a code.
    pub code: String,
    /// The code again, under the name that the existing viewer reads.
    pub error_code: String,
    /// `error` or `warning`.
    pub severity: String,
    /// What would be accepted.
    pub hint: String,
    /// The hint again, for warnings.
    #[schema(required = true)]
    pub suggestion: Option<String>,
    /// A value that would be accepted.
    #[schema(required = true)]
    pub suggested_value: Option<Value>,
    /// A whole configuration in one line of YAML that would be accepted.
    #[schema(example = "scene_detection: {threshold: 27.0}")]
    pub example: String,
    /// For a name or word that does not exist: the nearest one.
    #[schema(required = true)]
    pub nearest: Option<String>,
    /// The names or words that exist in its place.
    pub valid_names: Vec<String>,
    /// The line in the text, from 1, if it came from one.
    #[schema(required = true)]
    pub line: Option<u32>,
    /// The column in the text, from 1.
    #[schema(required = true)]
    pub column: Option<u32>,
    /// The pipeline that the path begins with.
    pub pipeline: String,
}

impl From<&Issue> for IssueBody {
    fn from(issue: &Issue) -> Self {
        let warning = issue.severity == Severity::Warning;
        Self {
            field: issue.field.clone(),
            message: issue.message.clone(),
            code: issue.code.as_str().to_owned(),
            error_code: issue.code.as_str().to_owned(),
            severity: if warning { "warning" } else { "error" }.to_owned(),
            hint: issue.hint.clone(),
            suggestion: warning.then(|| issue.hint.clone()),
            suggested_value: issue.suggested_value.clone(),
            example: issue.example.clone(),
            nearest: issue.nearest.clone(),
            valid_names: issue.valid_names.clone(),
            line: issue.place.map(|place| place.line),
            column: issue.place.map(|place| place.column),
            pipeline: issue.field.split('.').next().unwrap_or_default().to_owned(),
        }
    }
}

impl IssueBody {
    /// Errors and warnings apart.
    pub fn split(issues: &[Issue]) -> (Vec<Self>, Vec<Self>) {
        let (errors, warnings): (Vec<_>, Vec<_>) =
            issues.iter().partition(|i| i.severity == Severity::Error);
        let bodies = |list: Vec<&Issue>| list.into_iter().map(Self::from).collect();
        (bodies(errors), bodies(warnings))
    }
}

/// A configuration file.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ParseRequest {
    /// The whole text, YAML or JSON.
    #[schema(example = "scene_detection:\n  threshold: 30\n")]
    pub text: String,
}

/// What a configuration file says.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParseResponse {
    /// Settings by pipeline under their own names, whatever the file calls them. Values as they stand
    /// there, also refused ones. Null if the text can't be read.
    #[schema(required = true, value_type = Option<Object>)]
    pub config: Option<Value>,
    /// The pipelines that the file lists; null if it lists none.
    #[schema(required = true)]
    pub selected_pipelines: Option<Vec<String>>,
    /// The title that the file gives itself.
    #[schema(required = true)]
    pub title: Option<String>,
    /// The description that the file gives itself.
    #[schema(required = true)]
    pub description: Option<String>,
    /// `yaml` or `json`.
    pub format: String,
    /// Whether a job could be queued with it.
    pub valid: bool,
    /// What stops it, with lines.
    pub errors: Vec<IssueBody>,
    /// What it ignores or finds unusual, with lines.
    pub warnings: Vec<IssueBody>,
}

/// A configuration to be written as a file.
#[derive(Debug, Deserialize, ToSchema)]
pub struct RenderRequest {
    /// Settings by pipeline.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub config: Option<Map<String, Value>>,
    /// The pipelines that run.
    #[serde(default)]
    pub selected_pipelines: Option<Vec<String>>,
    /// `yaml` (the default) or `json`.
    #[serde(default)]
    pub format: Option<String>,
}

/// A configuration file.
#[derive(Debug, Serialize, ToSchema)]
pub struct RenderResponse {
    /// The whole text.
    pub text: String,
}
