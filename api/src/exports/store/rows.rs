//! The row of an export, and what is sealed in it.
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::exports::dto::{Export, ExportFailure, ExportFormat, ExportState};
use crate::platform::auth::FieldClasses;
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::exports;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::vault::{DataKey, Vault};

/// The table, as journal entries name it.
pub const TABLE: &str = "exports";

/// What is sealed of an export: a filter may name somebody.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportSecrets {
    pub filter: String,
    pub purpose: String,
    pub requested_by: String,
    pub approved_by: Vec<String>,
    pub rejected_by: Option<String>,
    pub reason: Option<String>,
    /// The range of divisions that the requester saw when the file was written.
    pub area: Option<(String, String)>,
    /// Whether the file was erased because of whom it told of.
    pub is_recalled: bool,
}

/// A row.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = exports, check_for_backend(Backend), treat_none_as_default_value = false)]
pub struct ExportRow {
    pub id: Id,
    pub account_id: Id,
    pub division_code: String,
    pub resource: String,
    pub format: String,
    pub state: String,
    pub failure: Option<String>,
    pub classes: String,
    pub approvals_needed: i64,
    pub approved_by_id: Option<Id>,
    pub approved_also_by_id: Option<Id>,
    pub rejected_by_id: Option<Id>,
    pub row_count: Option<i64>,
    pub file_size: Option<i64>,
    pub file_sha256: Option<String>,
    pub link_hash: Option<Vec<u8>>,
    pub link_expires_at: Option<NaiveDateTime>,
    pub expires_at: Option<NaiveDateTime>,
    pub downloaded_at: Option<NaiveDateTime>,
    pub data_key: Vec<u8>,
    pub sealed: Vec<u8>,
    pub version: i64,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

impl ExportRow {
    /// The key of the file, and of what is sealed here.
    pub fn key(&self, vault: &Vault) -> ApiResult<DataKey> {
        vault.open_key(&self.data_key)
    }

    /// What is sealed of it.
    pub fn secrets(&self, vault: &Vault) -> ApiResult<ExportSecrets> {
        self.key(vault)?.open(TABLE, self.id, &self.sealed)
    }

    /// How far it has come.
    pub fn state(&self) -> ApiResult<ExportState> {
        ExportState::stored(&self.state)
    }

    /// Classes of fields that it shows in full.
    pub fn classes(&self) -> FieldClasses {
        FieldClasses::of(self.class_names())
    }

    fn class_names(&self) -> impl Iterator<Item = &str> {
        self.classes.split(',').filter(|name| !name.is_empty())
    }

    /// Who has let it go.
    pub fn approvals(&self) -> i64 {
        i64::from(self.approved_by_id.is_some()) + i64::from(self.approved_also_by_id.is_some())
    }

    /// The export as the API answers it.
    pub fn open(&self, vault: &Vault) -> ApiResult<Export> {
        let ExportSecrets { filter, purpose, requested_by, approved_by, rejected_by, reason, area: _, is_recalled } =
            self.secrets(vault)?;
        let failure = self.failure.as_deref().map(ExportFailure::stored).transpose()?;
        Ok(Export {
            id: self.id,
            resource: self.resource.clone(),
            filter,
            format: ExportFormat::stored(&self.format)?,
            classes: self.class_names().map(str::to_owned).collect(),
            purpose,
            state: self.state()?,
            failure: failure.or(is_recalled.then_some(ExportFailure::Recalled)),
            reason,
            division_code: self.division_code.clone(),
            requested_by,
            approvals_needed: self.approvals_needed,
            approved_by,
            rejected_by,
            row_count: self.row_count,
            size: self.file_size,
            sha256: self.file_sha256.clone(),
            expires_at: self.expires_at.map(|at| at.and_utc()),
            downloaded_at: self.downloaded_at.map(|at| at.and_utc()),
            version: self.version,
            created_at: self.created_at.and_utc(),
            updated_at: self.updated_at.and_utc(),
        })
    }
}
