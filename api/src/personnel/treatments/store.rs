//! Queries on `treatments`. Rows never leave this file.
use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::dto::{CreateTreatment, SuspendedPeriod, Treatment, TreatmentKind, TreatmentState};
use super::rules::{check_transition, isolated_on};
use crate::personnel::persons::{Owner, owner};
use crate::personnel::records::{Sealed, person_records};
use crate::personnel::special_groups;
use crate::platform::access::{Reading, Tx};
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::treatments;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const NO_TREATMENT: Rule =
    Rule { code: "treatment.not_found", zh: "没有这条戒毒措施记录", en: "no such treatment" };

person_records!(
    treatments,
    decided_on,
    NO_TREATMENT,
    CreateTreatment,
    Treatment,
    TreatmentColumns,
    TreatmentSecrets,
    check
);

/// A new state has its documents, and nobody is isolated whom the law spares it.
fn check(tx: &mut Tx<'_>, owner: &Owner, before: Option<&CreateTreatment>, after: &CreateTreatment) -> ApiResult<()> {
    check_transition(before, after)?;
    let Some((pointer, on)) = isolated_on(before, after) else { return Ok(()) };
    let groups = special_groups::store::of_owners(tx, [owner])?.into_iter().map(|group| group.facts);
    let is_spared = special_groups::spares(&groups.collect::<Vec<_>>(), on);
    if is_spared { Err(ApiError::invalid(pointer, special_groups::SPARED)) } else { Ok(()) }
}

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = treatments, check_for_backend(Backend), treat_none_as_null = true, treat_none_as_default_value = false)]
struct TreatmentColumns {
    kind: String,
    state: String,
    decided_on: Option<NaiveDate>,
    received_on: Option<NaiveDate>,
    reported_in_on: Option<NaiveDate>,
    agreement_signed_on: Option<NaiveDate>,
    term_ends_on: Option<NaiveDate>,
}

/// What is sealed of an episode.
#[derive(Debug, Serialize, Deserialize)]
struct TreatmentSecrets {
    document_no: Option<String>,
    #[serde(default)]
    suspended_periods: Vec<SuspendedPeriod>,
    #[serde(default)]
    ended_on: Option<NaiveDate>,
    outcome: Option<String>,
    notes: Option<String>,
}

fn join(columns: TreatmentColumns, secrets: TreatmentSecrets) -> ApiResult<CreateTreatment> {
    let TreatmentColumns { kind, state, decided_on, received_on, reported_in_on, agreement_signed_on, term_ends_on } =
        columns;
    let TreatmentSecrets { document_no, suspended_periods, ended_on, outcome, notes } = secrets;
    let (kind, state) = (TreatmentKind::stored(&kind)?, TreatmentState::stored(&state)?);
    Ok(CreateTreatment {
        kind,
        state,
        document_no,
        decided_on,
        received_on,
        reported_in_on,
        agreement_signed_on,
        term_ends_on,
        suspended_periods,
        ended_on,
        outcome,
        notes,
    })
}

fn split(facts: CreateTreatment) -> (TreatmentColumns, TreatmentSecrets) {
    let CreateTreatment {
        kind,
        state,
        document_no,
        decided_on,
        received_on,
        reported_in_on,
        agreement_signed_on,
        term_ends_on,
        suspended_periods,
        ended_on,
        outcome,
        notes,
    } = facts;
    let (kind, state) = (kind.code().to_owned(), state.code().to_owned());
    let columns =
        TreatmentColumns { kind, state, decided_on, received_on, reported_in_on, agreement_signed_on, term_ends_on };
    (columns, TreatmentSecrets { document_no, suspended_periods, ended_on, outcome, notes })
}

/// The measure goes on elsewhere: here it has ended.
///
/// # Errors
/// 404, 422 when its facts do not allow it.
pub fn transferred_out(tx: &mut Tx<'_>, person_id: Id, id: Id, on: NaiveDate, outcome: String) -> ApiResult<()> {
    let owner = owner(tx, person_id)?;
    let current = find_of(tx, &owner, id)?;
    let (state, ended_on, outcome) = (TreatmentState::TransferredOut, Some(on), Some(outcome));
    let facts = CreateTreatment { state, ended_on, outcome, ..current.facts.clone() };
    facts.validate()?;
    check(tx, &owner, Some(&current.facts), &facts)?;
    replace(tx, &owner, &current, facts).map(drop)
}
