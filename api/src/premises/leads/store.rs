//! Queries on `leads`. Rows never leave this folder.
mod following;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::InnerJoinQuerySource;
use diesel::helper_types::{InnerJoin, IntoBoxed};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde::{Deserialize, Serialize};

pub use self::following::{Raised, follow, move_to, raised};
use super::dto::{Lead, LeadFilter, LeadState, ReceiveLead};
use super::rules;
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::Scope;
use crate::platform::db::Backend;
use crate::platform::db::schema::{leads, premises};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::platform::vault::Vault;
use crate::premises::inspections::WarningSign;
use crate::premises::store::{Holder, alone};
use crate::present;

const TABLE: &str = "leads";
const NO_LEAD: Rule = Rule { code: "lead.not_found", zh: "没有这条线索", en: "no such lead" };

/// What is sealed of a lead, under the key of its place.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct LeadSecrets {
    signs: Vec<WarningSign>,
    receipt_no: Option<String>,
    note: Option<String>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = leads, check_for_backend(Backend), treat_none_as_default_value = false)]
struct LeadRow {
    id: Id,
    premises_id: Id,
    inspection_id: Id,
    raised_on: NaiveDate,
    received_on: Option<NaiveDate>,
    sealed: Vec<u8>,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

type Query = IntoBoxed<'static, InnerJoin<leads::table, premises::table>, Backend>;
type Joined = InnerJoinQuerySource<leads::table, premises::table>;
type Condition = Box<dyn BoxableExpression<Joined, Backend, SqlType = Bool>>;

present!(visible, leads);

/// The leads on the places in scope; what the police have received stays when its place is withdrawn. Every query starts
/// here, and who may ask it at all is the capability's to say.
fn visible(scope: &Scope) -> Query {
    leads::table
        .inner_join(premises::table)
        .into_boxed()
        .filter(leads::withdrawn_at.is_null())
        .filter(premises::withdrawn_at.is_null().or(leads::received_on.is_not_null()))
        .filter(premises::division_code.ge(scope.from.clone()))
        .filter(premises::division_code.lt(scope.to.clone()))
}

fn matching(scope: &Scope, filter: &LeadFilter) -> Query {
    let query = match &filter.division {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
    let states = filter.state.iter().map(|state| -> Condition {
        match state {
            LeadState::Raised => Box::new(leads::received_on.is_null()),
            LeadState::Received => Box::new(leads::received_on.is_not_null()),
        }
    });
    match states.reduce(|one, other| Box::new(one.or(other))) {
        Some(condition) => query.filter(condition),
        None => query,
    }
}

/// A page of leads, those nobody has received first, the oldest first.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &LeadFilter, paging: Paging) -> ApiResult<Page<Lead>> {
    let scope = reading.scope;
    let counted = reading.counted(
        (TABLE, filter),
        |db| matching(scope, filter).select(leads::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter).count().get_result(db),
    )?;
    let order = (leads::received_on.is_not_null(), leads::raised_on, leads::id);
    let query = matching(scope, filter).order(order).limit(paging.per_page).offset(paging.offset());
    let rows: Vec<(LeadRow, Holder)> = query.select((LeadRow::as_select(), Holder::as_select())).load(reading.db)?;
    let opened = rows.into_iter().map(|row| open(reading.vault(), row)).collect::<ApiResult<_>>()?;
    Ok(Page::new(opened, counted))
}

/// One lead.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Lead> {
    let row = find_row(reading, id)?;
    open(reading.vault(), row)
}

fn find_row(reading: &mut Reading<'_>, id: Id) -> ApiResult<(LeadRow, Holder)> {
    let query = visible(reading.scope).filter(leads::id.eq(id));
    let row = query.select((LeadRow::as_select(), Holder::as_select())).first(reading.db).optional()?;
    row.ok_or(ApiError::NotFound(NO_LEAD))
}

fn open(vault: &Vault, (row, place): (LeadRow, Holder)) -> ApiResult<Lead> {
    let LeadSecrets { signs, receipt_no, note } = place.key(vault)?.open(TABLE, row.id, &row.sealed)?;
    Ok(Lead {
        id: row.id,
        premises_id: place.id,
        premises_code: place.code,
        premises_name: place.name,
        division_code: place.division_code,
        inspection_id: row.inspection_id,
        signs,
        raised_on: row.raised_on,
        state: if row.received_on.is_some() { LeadState::Received } else { LeadState::Raised },
        received_on: row.received_on,
        receipt_no,
        note,
        version: row.version,
        created_at: row.created_at.and_utc(),
        updated_at: row.updated_at.and_utc(),
    })
}

/// Records that the police have received a lead.
///
/// # Errors
/// 404, 409 when they have already, 412, 422.
pub fn receive(tx: &mut Tx<'_>, id: Id, version: i64, receipt: ReceiveLead) -> ApiResult<Lead> {
    let premises_id = find_row(tx, id)?.1.id;
    alone(tx, premises_id)?;
    let (row, place) = find_row(tx, id)?;
    tx.expect_version(id, row.version, version)?;
    let lead = open(tx.vault(), (row, place.clone()))?;
    let ReceiveLead { received_on, receipt_no, note } = receipt;
    rules::expect_receivable(&lead, received_on)?;
    let given = [("received_on", true), ("receipt_no", receipt_no.is_some()), ("note", note.is_some())];
    let names = given.into_iter().filter(|(_, is_given)| *is_given).map(|(name, _)| name.into()).collect();
    let secrets = LeadSecrets { signs: lead.signs, receipt_no, note };
    let changes = (
        leads::received_on.eq(received_on),
        leads::sealed.eq(place.key(tx.vault())?.seal(TABLE, id, &secrets)?),
        leads::version.eq(version + 1),
        leads::updated_at.eq(tx.at().naive_utc()),
    );
    let entry = Entry::updated(TABLE, id, &place.division_code, version + 1, names);
    let entry = Entry { action: "received", ..entry };
    tx.apply(diesel::update(leads::table.find(id)).set(changes), entry)?;
    find(tx, id)
}
