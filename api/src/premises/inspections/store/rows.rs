//! Rows of `inspections` with their place, and how they become records and back.
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{NewInspection, TABLE};
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::{inspections, premises};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::vault::Vault;
use crate::premises::dto::Site;
use crate::premises::inspections::dto::{
    ChecklistItem, CreateInspection, InspectionOutcome, InspectionRecord, SignOff, WarningSign,
};

/// What is sealed of an inspection, under the key of its place.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct InspectionSecrets {
    pub(super) inspector: Option<String>,
    pub(super) warning_signs: Vec<WarningSign>,
    pub(super) defect_notes: Option<String>,
    /// One for each line of the checklist, in its order.
    pub(super) checklist_notes: Vec<Option<String>>,
    pub(super) withdrawn_because: Option<String>,
    pub(super) corrects_because: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = inspections, check_for_backend(Backend))]
pub(super) struct InspectionRow {
    pub(super) id: Id,
    #[diesel(embed)]
    pub(super) facts: InspectionColumns,
    pub(super) sealed: Vec<u8>,
    #[diesel(embed)]
    pub(super) sign_off: SignOffColumns,
    pub(super) version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// The columns that say how it stands to being signed.
#[derive(Queryable, Selectable)]
#[diesel(table_name = inspections, check_for_backend(Backend))]
pub(super) struct SignOffColumns {
    pub(super) signed_at: Option<NaiveDateTime>,
    content_hash: Option<Vec<u8>>,
    pub(super) corrects_id: Option<Id>,
    pub(super) corrected_by_id: Option<Id>,
}

/// A row to be inserted; every column is named, so that many rows fit one statement.
#[derive(Insertable)]
#[diesel(table_name = inspections, treat_none_as_default_value = false)]
pub(super) struct NewInspectionRow {
    id: Id,
    premises_id: Id,
    #[diesel(embed)]
    facts: InspectionColumns,
    sealed: Vec<u8>,
    corrects_id: Option<Id>,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// An inspection sealed under the key of its place.
pub(super) fn new_row(vault: &Vault, at: NaiveDateTime, new: NewInspection<'_>) -> ApiResult<NewInspectionRow> {
    row(vault, at, new, None)
}

/// One that corrects another, which it names with the reason.
pub(super) fn correcting_row(
    vault: &Vault,
    at: NaiveDateTime,
    new: NewInspection<'_>,
    corrects: (Id, String),
) -> ApiResult<NewInspectionRow> {
    row(vault, at, new, Some(corrects))
}

fn row(
    vault: &Vault,
    at: NaiveDateTime,
    new: NewInspection<'_>,
    corrects: Option<(Id, String)>,
) -> ApiResult<NewInspectionRow> {
    let NewInspection { id, site, facts, .. } = new;
    let (corrects_id, corrects_because) = corrects.unzip();
    let (facts, secrets) = split(facts)?;
    let secrets = InspectionSecrets { corrects_because, ..secrets };
    let sealed = vault.open_key(&site.data_key)?.seal(TABLE, id, &secrets)?;
    let premises_id = site.id;
    Ok(NewInspectionRow { id, premises_id, facts, sealed, corrects_id, version: 1, created_at: at, updated_at: at })
}

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = inspections, check_for_backend(Backend), treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct InspectionColumns {
    campaign_id: Option<Id>,
    inspected_on: NaiveDate,
    inspector_id: Option<Id>,
    outcome: String,
    is_signed: bool,
    checklist: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = premises, check_for_backend(Backend))]
pub(super) struct SiteRow {
    id: Id,
    code: String,
    name: String,
    division_code: String,
    registered_on: NaiveDate,
    withdrawn_at: Option<NaiveDateTime>,
    data_key: Vec<u8>,
}

/// A line of the checklist as its column holds it: the note is sealed.
#[derive(Serialize, Deserialize)]
struct StoredLine {
    item: String,
    ok: Option<bool>,
}

pub(super) fn open(vault: &Vault, (row, site): (InspectionRow, SiteRow)) -> ApiResult<InspectionRecord> {
    let mut secrets: InspectionSecrets = vault.open_key(&site.data_key)?.open(TABLE, row.id, &row.sealed)?;
    let SignOffColumns { signed_at, content_hash, corrects_id, corrected_by_id } = row.sign_off;
    let (signed_at, corrects_because) = (signed_at.map(|at| at.and_utc()), secrets.corrects_because.take());
    Ok(InspectionRecord {
        id: row.id,
        site: site.into(),
        facts: join(row.facts, secrets)?,
        sign_off: SignOff { signed_at, content_hash, corrects_id, corrects_because, corrected_by_id },
        version: row.version,
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
    })
}

impl From<SiteRow> for Site {
    fn from(row: SiteRow) -> Self {
        let SiteRow { id, code, name, division_code, registered_on, withdrawn_at, data_key } = row;
        Self { id, code, name, division_code, registered_on, is_withdrawn: withdrawn_at.is_some(), data_key }
    }
}

fn join(columns: InspectionColumns, secrets: InspectionSecrets) -> ApiResult<CreateInspection> {
    let InspectionColumns { campaign_id, inspected_on, inspector_id, outcome, is_signed, checklist } = columns;
    let InspectionSecrets { inspector, warning_signs, defect_notes, checklist_notes, .. } = secrets;
    let lines: Vec<StoredLine> = serde_json::from_str(&checklist).map_err(|error| ApiError::Internal(error.into()))?;
    let notes = checklist_notes.into_iter().chain(std::iter::repeat(None));
    let with_note = |(StoredLine { item, ok }, note)| ChecklistItem { item, ok, note };
    Ok(CreateInspection {
        campaign_id,
        inspected_on,
        inspector,
        inspector_id,
        outcome: InspectionOutcome::stored(&outcome)?,
        is_signed,
        checklist: lines.into_iter().zip(notes).map(with_note).collect(),
        warning_signs,
        defect_notes,
    })
}

pub(super) fn split(facts: CreateInspection) -> ApiResult<(InspectionColumns, InspectionSecrets)> {
    let CreateInspection { campaign_id, inspected_on, inspector, inspector_id, outcome, is_signed, .. } = facts;
    let CreateInspection { checklist, warning_signs, defect_notes, .. } = facts;
    let (lines, checklist_notes): (Vec<_>, Vec<_>) =
        checklist.into_iter().map(|ChecklistItem { item, ok, note }| (StoredLine { item, ok }, note)).unzip();
    let columns = InspectionColumns {
        campaign_id,
        inspected_on,
        inspector_id,
        outcome: outcome.code().to_owned(),
        is_signed,
        checklist: serde_json::to_string(&lines).map_err(|error| ApiError::Internal(error.into()))?,
    };
    let secrets = InspectionSecrets {
        inspector,
        warning_signs,
        defect_notes,
        checklist_notes,
        withdrawn_because: None,
        corrects_because: None,
    };
    Ok((columns, secrets))
}
