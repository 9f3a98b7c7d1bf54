//! Queries on `inspections`. Rows never leave this file.
mod bulk;
mod looks;
mod rows;
mod selection;

use diesel::prelude::*;

pub use self::bulk::{InspectionKey, any_of, corrected_keys_of, keys_of, records};
use self::looks::looks_of;
pub use self::looks::{Look, corrections_of};
use self::rows::{InspectionRow, InspectionSecrets, SiteRow, correcting_row, new_row, open, split};
pub use self::selection::{awaiting, present};
use self::selection::{matching, ordered, visible};
use super::dto::{CreateInspection, Inspection, InspectionFilter, InspectionRecord};
use super::rules;
use super::shown::shown;
use super::sign_off;
use crate::campaigns::{self, CreateCampaign};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::{Capability, ReviewInspections};
use crate::platform::db::schema::inspections;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::premises::dto::Site;
use crate::premises::store::{self as places, alone};
use crate::premises::{leads, rectifications};
use crate::staff::works_for;

/// The table, as journal entries name it.
pub const TABLE: &str = "inspections";
const NO_INSPECTION: Rule =
    Rule { code: "inspection.not_found", zh: "没有这条排查记录", en: "no such inspection" };
const NO_CAMPAIGN: Rule = Rule {
    code: "inspection.campaign_id.unknown",
    zh: "没有这次排查行动，或与您的管理范围无关",
    en: "no such campaign concerns your area",
};
const NO_INSPECTOR: Rule = Rule {
    code: "inspection.inspector_id.unknown",
    zh: "工作人员中没有此人，或不属于该场所所在地及您的管理范围",
    en: "no such member of the staff works in your area or the place's",
};
/// Values in one `IN (…)`, rows in one `INSERT`.
const CHUNK: usize = 500;

/// A page of inspections over all places.
///
/// # Errors
/// 403 when signs of haste are asked for by who does not review them.
pub fn list(reading: &mut Reading<'_>, filter: &InspectionFilter, paging: Paging) -> ApiResult<Page<Inspection>> {
    let scope = reading.scope;
    if filter.haste.is_some() && !scope.reviews_inspections {
        return Err(ApiError::Forbidden(ReviewInspections::NAME));
    }
    let counted = reading.counted(
        (TABLE, filter),
        |db| matching(scope, filter).select(inspections::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter).count().get_result(db),
    )?;
    let query = ordered(matching(scope, filter), filter.sort).limit(paging.per_page).offset(paging.offset());
    let rows: Vec<(InspectionRow, SiteRow)> =
        query.select((InspectionRow::as_select(), SiteRow::as_select())).load(reading.db)?;
    let records = rows.into_iter().map(|row| open(reading.vault(), row)).collect::<ApiResult<Vec<_>>>()?;
    let mut marks = sign_off::marks(reading, &records)?;
    let shown = |record: InspectionRecord| {
        let marks = marks.remove(&record.id).unwrap_or_default();
        shown(record, marks, scope)
    };
    Ok(Page::new(records.into_iter().map(shown).collect(), counted))
}

/// A page of the inspections of one place; `filter` names it too.
///
/// # Errors
/// 404 when the place is not in scope.
pub fn list_of(
    reading: &mut Reading<'_>,
    filter: &InspectionFilter,
    premises_id: Id,
    paging: Paging,
) -> ApiResult<Page<Inspection>> {
    places::find_record(reading, premises_id)?;
    list(reading, filter, paging)
}

/// One inspection, as this caller may see it.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Inspection> {
    let record = find_any(reading, id)?;
    let marks = sign_off::marks(reading, std::slice::from_ref(&record))?.remove(&id).unwrap_or_default();
    Ok(shown(record, marks, reading.scope))
}

/// One inspection, nothing hidden: for what rests on it.
///
/// # Errors
/// 404 when there is none in scope, 409 when another one corrects it.
pub fn find_record(reading: &mut Reading<'_>, id: Id) -> ApiResult<InspectionRecord> {
    let record = find_any(reading, id)?;
    sign_off::expect_uncorrected(&record)?;
    Ok(record)
}

/// One inspection, nothing hidden, corrected or not.
pub(super) fn find_any(reading: &mut Reading<'_>, id: Id) -> ApiResult<InspectionRecord> {
    let row = find_row(reading, id)?;
    open(reading.vault(), row)
}

fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<(InspectionRow, SiteRow)> {
    let query = visible(reading.scope).filter(inspections::id.eq(id));
    let row = query.select((InspectionRow::as_select(), SiteRow::as_select())).first(reading.db).optional()?;
    row.ok_or(ApiError::NotFound(NO_INSPECTION))
}

/// An inspection to be recorded.
pub struct NewInspection<'a> {
    /// Its id.
    pub id: Id,
    /// Its place, which the caller may see.
    pub site: &'a Site,
    /// The campaign that the facts name.
    pub campaign: Option<&'a CreateCampaign>,
    /// What is known of it; has passed its own rules.
    pub facts: CreateInspection,
}

/// Records an inspection; its place then stands as it should.
///
/// # Errors
/// 404 when the place is not in scope, 409 when it is not on the register, 422 for a broken rule.
pub fn create(tx: &mut Tx<'_>, premises_id: Id, facts: CreateInspection) -> ApiResult<Inspection> {
    alone(tx, premises_id)?;
    let site = places::find_site(tx, premises_id)?;
    let campaign = campaign_of(tx, &facts)?;
    let id = Id::new();
    insert_all(tx, vec![NewInspection { id, site: &site, campaign: campaign.as_ref(), facts }])?;
    refresh_place(tx, premises_id)?;
    find(tx, id)
}

/// Records many inspections with few statements; the caller calls [`refresh_place`] once for each place afterwards.
///
/// # Errors
/// 422 for a rule of place, campaign or inspector.
pub fn insert_all(tx: &mut Tx<'_>, new: Vec<NewInspection<'_>>) -> ApiResult<()> {
    let at = tx.at().naive_utc();
    let mut new = new.into_iter().peekable();
    while new.peek().is_some() {
        let (mut rows, mut entries) = (Vec::new(), Vec::new());
        for new in new.by_ref().take(CHUNK) {
            rules::check_against(new.site, new.campaign, &new.facts)?;
            expect_inspector(tx, new.site, new.facts.inspector_id)?;
            entries.push(Entry::created(TABLE, new.id, &new.site.division_code));
            rows.push(new_row(tx.vault(), at, new)?);
        }
        tx.apply_all(inspections::table, rows, &entries)?;
    }
    Ok(())
}

/// Records the inspection that corrects another one, for the reason given; who corrects has checked it.
///
/// # Errors
/// The database refuses.
pub(super) fn insert_correcting(tx: &mut Tx<'_>, new: NewInspection<'_>, corrects: (Id, String)) -> ApiResult<()> {
    let entry = Entry::created(TABLE, new.id, &new.site.division_code);
    let row = correcting_row(tx.vault(), tx.at().naive_utc(), new, corrects)?;
    tx.apply(diesel::insert_into(inspections::table).values(row), entry).map(drop)
}

pub(super) fn campaign_of(
    reading: &mut Reading<'_>,
    inspection: &CreateInspection,
) -> ApiResult<Option<CreateCampaign>> {
    let Some(id) = inspection.campaign_id else { return Ok(None) };
    campaigns::facts(reading, id).map(Some).map_err(|error| match error {
        ApiError::NotFound(_) => ApiError::invalid("/campaign_id", NO_CAMPAIGN),
        other => other,
    })
}

/// The inspector works in the caller's area or in one that holds the place (the town's office inspects its villages).
pub(super) fn expect_inspector(reading: &mut Reading<'_>, site: &Site, inspector_id: Option<Id>) -> ApiResult<()> {
    let Some(id) = inspector_id else { return Ok(()) };
    let is_known = works_for(reading, id, &site.division_code)?;
    if is_known { Ok(()) } else { Err(ApiError::invalid("/inspector_id", NO_INSPECTOR)) }
}

/// Changes parts of an inspection; its place then stands as it should.
///
/// # Errors
/// 404, 412, 422; 409 when it is signed.
pub fn update(tx: &mut Tx<'_>, id: Id, version: i64, patch: Patch<CreateInspection>) -> ApiResult<Inspection> {
    let premises_id = find_any(tx, id)?.site.id;
    alone(tx, premises_id)?;
    let current = find_any(tx, id)?;
    tx.expect_version(id, current.version, version)?;
    sign_off::expect_unsigned(&current)?;
    let (facts, _) = patch.apply(&current.facts)?;
    let campaign = campaign_of(tx, &facts)?;
    if replace(tx, &current, campaign.as_ref(), facts)? {
        refresh_place(tx, premises_id)?;
    }
    find(tx, id)
}

/// Puts `facts` in the place of what is on record; answers whether anything differed. As with [`insert_all`], the place is
/// refreshed by the caller.
///
/// # Errors
/// 404 when it was withdrawn; 412 when it has changed since `current` was read; 409 when it is signed; 422 for a broken
/// rule.
pub fn replace(
    tx: &mut Tx<'_>,
    current: &InspectionRecord,
    campaign: Option<&CreateCampaign>,
    facts: CreateInspection,
) -> ApiResult<bool> {
    let (id, changed) = (current.id, differing(&current.facts, &facts)?);
    if changed.is_empty() {
        return Ok(false);
    }
    alone(tx, current.site.id)?;
    let (present, site) = find_row(tx, id)?;
    tx.expect_version(id, present.version, current.version)?;
    sign_off::expect_unsigned(current)?;
    let site = Site::from(site);
    rules::check_against(&site, campaign, &facts)?;
    if facts.inspector_id != current.facts.inspector_id {
        expect_inspector(tx, &site, facts.inspector_id)?;
    }
    let version = present.version + 1;
    let (columns, secrets) = split(facts)?;
    let secrets = InspectionSecrets { corrects_because: current.sign_off.corrects_because.clone(), ..secrets };
    let sealed = tx.vault().open_key(&site.data_key)?.seal(TABLE, id, &secrets)?;
    let stamp = (inspections::version.eq(version), inspections::updated_at.eq(tx.at().naive_utc()));
    let statement = diesel::update(inspections::table.find(id)).set((columns, inspections::sealed.eq(sealed), stamp));
    tx.apply(statement, Entry::updated(TABLE, id, &site.division_code, version, changed))?;
    Ok(true)
}

/// Withdraws an inspection: out of lists and figures, not out of the journal. Answers it as it was.
///
/// # Errors
/// 404, 412; 409 when it is signed or corrects another one.
pub fn withdraw(tx: &mut Tx<'_>, id: Id, version: i64, why: Withdraw) -> ApiResult<Inspection> {
    let premises_id = find_any(tx, id)?.site.id;
    alone(tx, premises_id)?;
    let (row, site) = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    sign_off::expect_withdrawable(row.sign_off.signed_at.is_some(), row.sign_off.corrects_id)?;
    let site = Site::from(site);
    let key = tx.vault().open_key(&site.data_key)?;
    let secrets = InspectionSecrets { withdrawn_because: Some(why.reason), ..key.open(TABLE, id, &row.sealed)? };
    let (at, version) = (tx.at().naive_utc(), row.version + 1);
    let was = find(tx, id)?;
    let changes = (
        inspections::withdrawn_at.eq(at),
        inspections::sealed.eq(key.seal(TABLE, id, &secrets)?),
        inspections::version.eq(version),
        inspections::updated_at.eq(at),
    );
    let entry = Entry::withdrawn(TABLE, id, &site.division_code, version);
    tx.apply(diesel::update(inspections::table.find(id)).set(changes), entry)?;
    refresh_place(tx, premises_id)?;
    Ok(Inspection { version, updated_at: tx.at(), ..was })
}

/// Derives anew what follows from the inspections of a place: its colour and last day, which orders are closed, which leads
/// there are. Each change is one of its record, with a version and a journal entry of its own. Whoever writes, changes or
/// withdraws an inspection calls this afterwards, and nothing else derives any of it.
///
/// # Errors
/// The database refuses.
pub fn refresh_place(tx: &mut Tx<'_>, premises_id: Id) -> ApiResult<()> {
    alone(tx, premises_id)?;
    let place = places::holder(tx, premises_id)?;
    let looks = looks_of(tx, &place)?;
    leads::follow(tx, &place, &looks)?;
    let closings = rectifications::follow(tx, &place, &looks)?;
    let (colour, last) = rectifications::standing(&looks, &closings);
    places::set_standing(tx, premises_id, colour, last)
}
