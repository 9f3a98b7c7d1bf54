//! Rows of `transfers`.
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::personnel::persons::Owner;
use crate::personnel::transfers::dto::TransferPreview;
use crate::platform::access::Reading;
use crate::platform::db::Backend;
use crate::platform::db::schema::transfers;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = transfers, check_for_backend(Backend), treat_none_as_default_value = false)]
pub(in crate::personnel::transfers) struct Row {
    pub id: Id,
    pub person_id: Id,
    pub treatment_id: Id,
    pub from_division: String,
    #[diesel(embed)]
    pub columns: Columns,
    pub version: i64,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// The columns that change.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = transfers, check_for_backend(Backend), treat_none_as_null = true, treat_none_as_default_value = false)]
pub(in crate::personnel::transfers) struct Columns {
    pub to_division: Option<String>,
    pub state: String,
    pub decided_on: NaiveDate,
    pub sent_on: Option<NaiveDate>,
    pub changed_on: Option<NaiveDate>,
    pub reported_in_on: Option<NaiveDate>,
    pub agreement_signed_on: Option<NaiveDate>,
    pub sealed: Vec<u8>,
}

/// What is sealed of a transfer: as much of the person as was sent, and the words of both towns.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::personnel::transfers) struct Secrets {
    pub preview: TransferPreview,
    pub to_place: Option<String>,
    pub document_no: Option<String>,
    pub reason: String,
    pub letter_no: Option<String>,
    pub materials: Vec<String>,
    pub answer: Option<String>,
}

/// The days of a transfer.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = transfers, check_for_backend(Backend))]
pub struct TransferDates {
    /// The transfer.
    pub id: Id,
    /// The person.
    pub person_id: Id,
    /// The measure.
    pub treatment_id: Id,
    pub(super) state: String,
    /// The change was approved.
    pub decided_on: NaiveDate,
    /// The file was sent.
    pub sent_on: Option<NaiveDate>,
    /// The place changed.
    pub changed_on: Option<NaiveDate>,
    /// The person reported in at the new place.
    pub reported_in_on: Option<NaiveDate>,
    /// The new agreement was signed.
    pub agreement_signed_on: Option<NaiveDate>,
}

/// The ids of all transfers of a person, those withdrawn too: for the history of the file.
///
/// # Errors
/// The database refuses.
pub fn ids_of(reading: &mut Reading<'_>, owner: &Owner) -> ApiResult<Vec<Id>> {
    let theirs = transfers::table.filter(transfers::person_id.eq(owner.person_id));
    Ok(theirs.select(transfers::id).load(reading.db)?)
}
