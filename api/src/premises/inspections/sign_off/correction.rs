//! Correcting what is signed: another inspection takes its place, names it and says why.
use diesel::prelude::*;

use super::dto::CorrectInspection;
use super::rules;
use super::store::{expect_sees_all, expect_uncorrected};
use crate::platform::access::Tx;
use crate::platform::db::schema::inspections;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::premises::inspections::dto::{CreateInspection, Inspection, InspectionRecord};
use crate::premises::inspections::rules::check_against;
use crate::premises::inspections::store::{
    NewInspection, TABLE, campaign_of, expect_inspector, find, find_any, insert_correcting, refresh_place,
};
use crate::premises::store::alone;

/// Records the inspection that corrects this one, unsigned. The old one is withdrawn in its favour: it counts in no figure
/// and no list any more, and stays readable.
///
/// # Errors
/// 404; 403 when the caller does not see all of it; 412; 409 when it is not signed, or corrected already; 422 for a broken
/// rule.
pub fn correct(tx: &mut Tx<'_>, id: Id, version: i64, correction: CorrectInspection) -> ApiResult<Inspection> {
    let premises_id = find_any(tx, id)?.site.id;
    alone(tx, premises_id)?;
    let old = find_any(tx, id)?;
    expect_sees_all(tx)?;
    tx.expect_version(id, old.version, version)?;
    expect_uncorrected(&old)?;
    if old.sign_off.signed_at.is_none() {
        return Err(ApiError::Conflict(rules::NOT_SIGNED));
    }
    let CorrectInspection { facts, reason } = correction;
    let new_id = record(tx, &old, CreateInspection { is_signed: false, ..facts }, reason)?;
    retire(tx, &old, new_id)?;
    refresh_place(tx, premises_id)?;
    find(tx, new_id)
}

fn record(tx: &mut Tx<'_>, old: &InspectionRecord, facts: CreateInspection, reason: String) -> ApiResult<Id> {
    let (id, site) = (Id::new(), &old.site);
    let campaign = campaign_of(tx, &facts).map_err(within_facts)?;
    check_against(site, campaign.as_ref(), &facts).map_err(within_facts)?;
    expect_inspector(tx, site, facts.inspector_id).map_err(within_facts)?;
    let new = NewInspection { id, site, campaign: campaign.as_ref(), facts };
    insert_correcting(tx, new, (old.id, reason))?;
    Ok(id)
}

fn retire(tx: &mut Tx<'_>, old: &InspectionRecord, new_id: Id) -> ApiResult<()> {
    let (at, version) = (tx.at().naive_utc(), old.version + 1);
    let columns = (
        inspections::corrected_by_id.eq(new_id),
        inspections::withdrawn_at.eq(at),
        inspections::version.eq(version),
        inspections::updated_at.eq(at),
    );
    let changed = vec!["corrected_by_id".into(), "withdrawn_at".into()];
    let entry = Entry::updated(TABLE, old.id, &old.site.division_code, version, changed);
    let entry = Entry { action: "corrected", ..entry };
    tx.apply(diesel::update(inspections::table.find(old.id)).set(columns), entry).map(drop)
}

/// The facts of a correction stand one member deeper than those of an inspection.
fn within_facts(error: ApiError) -> ApiError {
    let ApiError::Invalid(mut errors) = error else { return error };
    for error in &mut errors {
        error.pointer.insert_str(0, "/facts");
    }
    ApiError::Invalid(errors)
}
