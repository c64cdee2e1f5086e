//! Validation of a configuration on the wire.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use va_core::issue::{Issue, Severity};

/// What to validate.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct ValidateRequest {
    /// Settings by pipeline.
    #[serde(default)]
    #[schema(value_type = Option<Object>, example = json!({"scene_detection": {"threshold": 30}}))]
    pub config: Option<Value>,
    /// The pipelines that are to run; without it those that `config` names.
    #[serde(default)]
    pub selected_pipelines: Option<Vec<String>>,
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
    #[schema(required = true, value_type = Option<Object>)]
    pub suggested_value: Option<Value>,
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
            pipeline: issue.field.split('.').next().unwrap_or_default().to_owned(),
        }
    }
}
