//! What the API documents about imports.
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::mappings::MappedColumn;
use super::report::Counts;
use crate::coded;
use crate::codes::division::filled_up;
use crate::discloses;
use crate::platform::http::Versioned;
use crate::platform::id::Id;

coded! {
    /// How far an import has come.
    ImportState in "import_state" {
        Planned = "planned", "已预检", "Planned";
        Committing = "committing", "导入中", "Being committed";
        Stopped = "stopped", "导入中断", "Stopped";
        Committed = "committed", "已导入", "Committed";
        Reverted = "reverted", "已撤回", "Reverted";
        Refused = "refused", "未导入", "Refused";
        SetAside = "set_aside", "已留存", "Set aside";
        Discarded = "discarded", "已作废", "Discarded";
    }

    /// Which rows may be written.
    Strategy in "import_strategy" {
        Create = "create", "只新增", "New records only";
        Update = "update", "只更新", "Changes only";
        Upsert = "upsert", "新增并更新", "New records and changes";
    }

    /// What becomes of the good rows when others are refused.
    OnError in "import_on_error" {
        Abort = "abort", "有错即停", "All or nothing";
        Skip = "skip", "跳过错行", "Leave out refused rows";
    }

    /// What a row would do.
    Outcome in "row_outcome" {
        Create = "create", "新增", "Create";
        Update = "update", "更新", "Update";
        Unchanged = "unchanged", "无变化", "Unchanged";
        Conflict = "conflict", "冲突", "Conflict";
        Invalid = "invalid", "不合规定", "Invalid";
    }
}

#[expect(clippy::derivable_impls, reason = "the list is declared by a macro, which marks no default")]
impl Default for Strategy {
    fn default() -> Self {
        Self::Upsert
    }
}

#[expect(clippy::derivable_impls, reason = "the list is declared by a macro, which marks no default")]
impl Default for OnError {
    fn default() -> Self {
        Self::Abort
    }
}

/// Whether to plan only, or to write what was planned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Plan, and keep the plan.
    #[default]
    Validate,
    /// Plan, and write it at once.
    Commit,
}

/// How a file is to be taken in.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ImportOptions {
    /// The ledger; told by its headings when left out.
    #[validate(length(min = 1, max = 40))]
    #[param(min_length = 1, max_length = 40, example = "events")]
    pub resource: Option<String>,
    /// Plan only, or write.
    #[param(inline)]
    pub mode: Mode,
    /// Which rows may be written.
    #[param(inline)]
    pub strategy: Strategy,
    /// What becomes of the good rows when others are refused.
    #[param(inline)]
    pub on_error: OnError,
    /// The name of the file, for those who look at the import later.
    #[validate(length(min = 1, max = 200))]
    #[param(min_length = 1, max_length = 200, example = "09宣传教育活动台账.xlsx")]
    pub file_name: String,
    /// The town the ledger belongs to; told by the caller's area or the ledger's title when left out.
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 12, max_length = 12, example = "990981107000")]
    pub division: Option<String>,
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self {
            resource: None,
            mode: Mode::Validate,
            strategy: Strategy::Upsert,
            on_error: OnError::Abort,
            file_name: "未命名".to_owned(),
            division: None,
        }
    }
}

/// The file an import was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: i64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// `utf8`, `utf8_bom`, `gb18030`, `xlsx` or `json`.
    pub encoding: String,
}

/// One file taken in, or planned to be.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Import {
    /// Its id.
    pub id: Id,
    /// The ledger.
    pub resource: String,
    /// How far it has come.
    pub state: ImportState,
    /// Which rows may be written.
    pub strategy: Strategy,
    /// What becomes of the good rows when others are refused.
    pub on_error: OnError,
    /// The division it belongs to.
    pub division_code: String,
    /// Its rows by what they do; a row that feeds several records counts once, by its gravest part.
    pub counts: Counts,
    /// The records it feeds, by resource.
    pub records: BTreeMap<String, Counts>,
    /// Remarks about the file.
    pub notes: Vec<Remark>,
    /// Headings that were read as a saved mapping says.
    pub mapped: Vec<MappedColumn>,
    /// The file.
    pub source: Source,
    /// Grows with each change.
    pub version: i64,
    /// When the plan was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was written.
    pub committed_at: Option<DateTime<Utc>>,
    /// The last row that is written, while a large file is written piece by piece; 0 before the first.
    pub done_through: u32,
    /// When it was undone.
    pub reverted_at: Option<DateTime<Utc>>,
    /// Its rows by what became of them when it was undone.
    pub reverted: Option<Reverted>,
}

/// What became of the rows of an import when it was undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reverted {
    /// Rows whose records are as they were before.
    pub undone: u32,
    /// Rows whose records stay: they were edited since, or something rests on them.
    pub kept: u32,
}

/// What is done where rows cannot be undone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RevertMode {
    /// Nothing is undone then.
    #[default]
    All,
    /// The others are undone.
    Skip,
}

/// How and why an import is to be undone.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevertImport {
    /// What is done where rows cannot be undone.
    #[serde(default)]
    pub mode: RevertMode,
    /// The reason, for whoever asks later.
    #[validate(length(min = 2, max = 500))]
    #[schema(min_length = 2, max_length = 500, example = "导错了表")]
    pub reason: String,
}

/// How an import went, for whoever may send files and read nothing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportOutcome {
    /// The import.
    pub id: Id,
    /// How far it has come.
    pub state: ImportState,
    /// Its rows by what they do.
    pub counts: Counts,
    /// The last row that is written, while a large file is written piece by piece.
    pub done_through: u32,
    /// What is wrong: the first thousand findings, by row and column.
    pub faults: Vec<Fault>,
    /// All findings.
    pub fault_count: u32,
}

discloses!(nobody: ImportOutcome);

/// What is wrong with a cell: where and which rule, neither what stands there nor what is on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fault {
    /// The row as a person counts it.
    pub row: u32,
    /// The heading, as the file writes it; empty when the whole row is meant.
    #[schema(example = "公民身份号码")]
    pub column: String,
    /// Stable code of the rule.
    #[schema(example = "id_number.checksum")]
    pub code: String,
}

discloses!(nobody: Import);

impl Versioned for Import {
    fn version(&self) -> i64 {
        self.version
    }
}

/// A remark about a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Remark {
    /// Stable code.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The sheet or file it is about; empty when it is the whole.
    pub subject: String,
}

/// Narrows a list of imports.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ImportFilter {
    /// Division whose subtree to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// The ledger.
    #[validate(length(min = 1, max = 40))]
    #[param(min_length = 1, max_length = 40)]
    pub resource: Option<String>,
    /// How far it has come.
    pub state: Option<ImportState>,
}

/// Narrows the rows of an import.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct RowFilter {
    /// What the rows do, separated by commas.
    #[serde(deserialize_with = "crate::platform::http::comma_separated")]
    #[param(value_type = Option<String>, example = "conflict,invalid")]
    pub outcome: Vec<Outcome>,
    /// The resource of the records.
    #[validate(length(min = 1, max = 40))]
    #[param(min_length = 1, max_length = 40)]
    pub resource: Option<String>,
}
