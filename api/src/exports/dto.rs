//! What the API documents about exports.
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::rules;
use crate::coded;
use crate::codes::division::filled_up;
use crate::discloses;
use crate::platform::http::{NO_VERSION, Versioned, comma_separated};
use crate::platform::id::Id;

coded! {
    /// How far an export has come.
    ExportState in "export_state" {
        AwaitingApproval = "awaiting_approval", "待审批", "Awaiting approval";
        Queued = "queued", "待生成", "Queued";
        Ready = "ready", "可下载", "Ready";
        Rejected = "rejected", "未批准", "Rejected";
        Failed = "failed", "未生成", "Failed";
        Expired = "expired", "已删除", "Gone";
    }

    /// The form of an export.
    ExportFormat in "export_format" {
        Xlsx = "xlsx", "Excel工作簿", "Excel workbook";
        Csv = "csv", "CSV文本", "Comma-separated text";
        Ndjson = "ndjson", "NDJSON数据", "One JSON object a line";
    }

    /// Why a file was not made.
    ExportFailure in "export_failure" {
        Standing = "standing", "申请人的权限已变动", "The requester's role has changed";
        MoreRows = "more_rows", "审批后记录增多，须由更多人审批", "There are more records now than were approved";
        Filter = "filter", "查询条件已不能使用", "The filter is none any more";
        Recalled = "recalled", "其中有人员的档案已封存或撤销，文件已删除", "The file of somebody in it was sealed or withdrawn";
        Fault = "fault", "系统故障", "A fault of the system";
    }
}

/// What is to be taken out, and what for.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateExport {
    /// The list: `personnel`, `premises`, `inspections` or `events`.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40, example = "personnel")]
    pub resource: String,
    /// What narrows it: the query string of the list, without pages.
    #[serde(default)]
    #[validate(length(max = 1000))]
    #[schema(max_length = 1000, example = "status=community_treatment&division=990981107")]
    pub filter: String,
    /// The form.
    pub format: ExportFormat,
    /// Classes of fields wanted in full (`name contact birth_date identity_number treatment owner`); all else is masked. Whoever
    /// wants any is let by somebody else.
    #[serde(default)]
    #[validate(length(max = 6))]
    #[schema(schema_with = class_names)]
    pub classes: Vec<String>,
    /// What it is for.
    #[validate(length(min = 4, max = 500))]
    #[schema(min_length = 4, max_length = 500, example = "向市禁毒委报送季度名册")]
    pub purpose: String,
}

fn class_names() -> utoipa::openapi::Array {
    use utoipa::openapi::{Array, Object, Type};
    let one = Object::builder().schema_type(Type::String).max_length(Some(40)).examples(["name"]);
    Array::builder().items(one).max_items(Some(6)).build()
}

/// Why an export is not let go.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check_refusal, skip_on_field_errors = false))]
pub struct RejectExport {
    /// Why.
    #[validate(length(min = 2, max = 500))]
    #[schema(min_length = 2, max_length = 500, example = "用途不明")]
    pub reason: String,
}

/// What was taken out, or is to be.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Export {
    /// Its id, which stands in the file too.
    pub id: Id,
    /// The list.
    pub resource: String,
    /// What narrows it.
    pub filter: String,
    /// The form.
    pub format: ExportFormat,
    /// Classes of fields shown in full.
    pub classes: Vec<String>,
    /// What it is for.
    pub purpose: String,
    /// How far it has come.
    pub state: ExportState,
    /// Why there is no file, or none any more.
    pub failure: Option<ExportFailure>,
    /// Why it was rejected.
    pub reason: Option<String>,
    /// The area of whoever asked for it.
    pub division_code: String,
    /// Who asked for it.
    pub requested_by: String,
    /// Others who must let it go.
    pub approvals_needed: i64,
    /// Who has let it go.
    pub approved_by: Vec<String>,
    /// Who rejected it.
    pub rejected_by: Option<String>,
    /// Records in the file.
    pub row_count: Option<i64>,
    /// Bytes of the file.
    pub size: Option<i64>,
    /// SHA-256 of the file, in hexadecimal: what came back years later can be held against it.
    pub sha256: Option<String>,
    /// When the file is removed.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last fetched.
    pub downloaded_at: Option<DateTime<Utc>>,
    /// Grows with each change.
    pub version: i64,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(nobody: Export, ExportLink);

impl Versioned for Export {
    fn version(&self) -> i64 {
        self.version
    }
}

/// A link to a file, good for one use.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExportLink {
    /// The export.
    pub id: Id,
    /// To be sent with the download.
    pub token: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

impl Versioned for ExportLink {
    fn version(&self) -> i64 {
        NO_VERSION
    }
}

/// What a link gave.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DownloadExport {
    /// The token of the link.
    #[validate(length(min = 16, max = 100))]
    #[schema(min_length = 16, max_length = 100)]
    pub token: String,
}

/// Narrows a list of exports.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ExportFilter {
    /// Division whose subtree to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// How far they have come, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "awaiting_approval,ready")]
    pub state: Vec<ExportState>,
}
