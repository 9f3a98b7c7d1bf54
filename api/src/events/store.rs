//! Queries on `events`. Rows never leave this folder.
mod rows;

use chrono::NaiveDate;
use diesel::prelude::*;

use self::rows::{EventRow, EventSecrets, NewEventRow, open, split};
use super::dto::{CreateEvent, Event, EventFilter, EventKind, EventOrder};
use crate::divisions::{expect_in_force, within};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::{FieldClass, Scope};
use crate::platform::coded::Coded;
use crate::platform::db::schema::events;
use crate::platform::db::sql::{contains, lower};
use crate::platform::db::{Backend, Queries, codes};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::present;

type Query = events::BoxedQuery<'static, Backend>;

pub(super) const TABLE: &str = "events";
/// Rows inserted with one statement: far below the number of parameters either database takes.
const MOST_AT_ONCE: usize = 500;
const NO_EVENT: Rule = Rule { code: "event.not_found", zh: "没有这条活动记录", en: "no such event" };

/// A page of events.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &EventFilter, paging: Paging) -> ApiResult<Page<Event>> {
    let scope = reading.scope;
    let counted = reading.counted(
        (TABLE, filter, scope.reads_clues),
        |db| matching(scope, filter).select(events::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter).count().get_result(db),
    )?;
    let query = match filter.sort {
        EventOrder::Latest => matching(scope, filter).order((events::held_on.desc(), events::id.desc())),
        EventOrder::Earliest => matching(scope, filter).order((events::held_on.asc(), events::id.asc())),
    };
    let rows: Vec<EventRow> =
        query.select(EventRow::as_select()).limit(paging.per_page).offset(paging.offset()).load(reading.db)?;
    let items = rows.into_iter().map(|row| open(reading.vault(), row).map(|event| shown(scope, event)));
    Ok(Page::new(items.collect::<ApiResult<_>>()?, counted))
}

/// The events of an area in a period, earliest first: for figures.
///
/// # Errors
/// The database refuses.
pub fn held_between(
    reading: &mut Reading<'_>,
    division: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> ApiResult<Vec<Event>> {
    let filter = EventFilter {
        division: Some(division.to_owned()),
        held_on_from: Some(from),
        held_on_to: Some(to),
        ..EventFilter::default()
    };
    let query = matching(reading.scope, &filter).order((events::held_on.asc(), events::id.asc()));
    let rows: Vec<EventRow> = query.select(EventRow::as_select()).load(reading.db)?;
    rows.into_iter().map(|row| open(reading.vault(), row)).collect()
}

/// One event.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Event> {
    let row = find_row(reading, visible, id)?;
    open(reading.vault(), row).map(|event| shown(reading.scope, event))
}

fn find_row(reading: &mut Reading<'_>, from: fn(&Scope) -> Query, id: Id) -> ApiResult<EventRow> {
    let query = from(reading.scope).filter(events::id.eq(id)).select(EventRow::as_select());
    query.first(reading.db).optional()?.ok_or(ApiError::NotFound(NO_EVENT))
}

/// What was just written is answered to whoever wrote it, a clue too: those who report clues need not read the others'.
fn written(reading: &mut Reading<'_>, id: Id) -> ApiResult<Event> {
    let row = find_row(reading, on_record, id)?;
    open(reading.vault(), row).map(|event| shown(reading.scope, event))
}

/// What leaves the store.
fn shown(scope: &Scope, mut event: Event) -> Event {
    if !scope.sees.has(FieldClass::Name) && event.facts.notes.take().is_some() {
        event.masked.push("notes");
    }
    event
}

/// Records an event.
///
/// # Errors
/// 422 when its division was not there that day.
pub fn insert(tx: &mut Tx<'_>, new: CreateEvent) -> ApiResult<Event> {
    expect_in_force(tx, "/division_code", &new.division_code, new.held_on)?;
    let id = Id::new();
    insert_all(tx, vec![(id, new)])?;
    written(tx, id)
}

/// Records many events under ids that were given to them; the caller sees to the scope.
///
/// # Errors
/// The database refuses.
pub fn insert_all(tx: &mut Tx<'_>, new: Vec<(Id, CreateEvent)>) -> ApiResult<()> {
    let mut new = new.into_iter().peekable();
    while new.peek().is_some() {
        let (mut rows, mut entries) = (Vec::new(), Vec::new());
        for (id, facts) in new.by_ref().take(MOST_AT_ONCE) {
            entries.push(Entry::created(TABLE, id, &facts.division_code));
            rows.push(new_row(tx, id, facts)?);
        }
        tx.apply_all(events::table, rows, &entries)?;
    }
    Ok(())
}

fn new_row(tx: &Tx<'_>, id: Id, facts: CreateEvent) -> ApiResult<NewEventRow> {
    let (key, data_key) = tx.vault().new_key()?;
    let at = tx.at().naive_utc();
    let (facts, secrets) = split(facts)?;
    let sealed = key.seal(TABLE, id, &secrets)?;
    Ok(NewEventRow { id, facts, data_key, sealed, version: 1, created_at: at, updated_at: at })
}

/// Every event of an area, nothing hidden: for matching the rows of a ledger, which checks the role by itself.
///
/// # Errors
/// The database refuses.
pub fn of_area(reading: &mut Reading<'_>, division: Option<&str>) -> ApiResult<Vec<Event>> {
    let query = match division {
        Some(division) => on_record(&reading.scope.narrowed(division)),
        None => on_record(reading.scope),
    };
    let rows: Vec<EventRow> = query.select(EventRow::as_select()).load(reading.db)?;
    rows.into_iter().map(|row| open(reading.vault(), row)).collect()
}

/// Changes parts of an event.
///
/// # Errors
/// 404, 412, 422.
pub fn update(tx: &mut Tx<'_>, id: Id, version: i64, patch: Patch<CreateEvent>) -> ApiResult<Event> {
    let row = find_row(tx, visible, id)?;
    tx.expect_version(id, row.version, version)?;
    let current = open(tx.vault(), row)?;
    let (facts, changed) = patch.apply(&current.facts)?;
    if changed.iter().any(|field| field == "division_code" || field == "held_on") {
        expect_in_force(tx, "/division_code", &facts.division_code, facts.held_on)?;
    }
    replace(tx, &current, facts)
}

/// Puts `facts` in the place of what is on record; nothing is written when nothing differs.
///
/// # Errors
/// 422 when the new division is out of scope.
pub fn replace(tx: &mut Tx<'_>, current: &Event, facts: CreateEvent) -> ApiResult<Event> {
    let (id, changed) = (current.id, differing(&current.facts, &facts)?);
    if changed.is_empty() {
        return written(tx, id);
    }
    within(tx.scope, "/division_code", &facts.division_code)?;
    let row = find_row(tx, on_record, id)?;
    let version = row.version + 1;
    let entry = Entry::updated(TABLE, id, &facts.division_code, version, changed);
    let (columns, secrets) = split(facts)?;
    let sealed = tx.vault().open_key(&row.data_key)?.seal(TABLE, id, &secrets)?;
    let stamp = (events::version.eq(version), events::updated_at.eq(tx.at().naive_utc()));
    tx.apply(diesel::update(events::table.find(id)).set((columns, events::sealed.eq(sealed), stamp)), entry)?;
    written(tx, id)
}

/// Withdraws an event: out of lists and figures, not out of the journal. Answers it as it was.
///
/// # Errors
/// 404, 412.
pub fn withdraw(tx: &mut Tx<'_>, id: Id, version: i64, why: Withdraw) -> ApiResult<Event> {
    let row = find_row(tx, visible, id)?;
    tx.expect_version(id, row.version, version)?;
    let key = tx.vault().open_key(&row.data_key)?;
    let secrets = EventSecrets { withdrawn_because: Some(why.reason), ..key.open(TABLE, id, &row.sealed)? };
    let (at, version) = (tx.at().naive_utc(), row.version + 1);
    let entry = Entry::withdrawn(TABLE, id, &row.facts.division_code, version);
    let changes = (
        events::withdrawn_at.eq(at),
        events::sealed.eq(key.seal(TABLE, id, &secrets)?),
        events::version.eq(version),
        events::updated_at.eq(at),
    );
    tx.apply(diesel::update(events::table.find(id)).set(changes), entry)?;
    let event = shown(tx.scope, open(tx.vault(), row)?);
    Ok(Event { version, updated_at: tx.at(), ..event })
}

present!(visible, events);

/// Which of these are clues, withdrawn or not.
///
/// # Errors
/// The database refuses.
pub fn clues_among(db: &mut Queries, ids: &[Id]) -> ApiResult<Vec<Id>> {
    let query = events::table.filter(events::id.eq_any(ids.to_vec()));
    Ok(query.filter(events::kind.eq(EventKind::Clue.code())).select(events::id).load(db)?)
}

/// The rows this caller may see. Every query starts here, or at [`on_record`] where nothing is shown.
fn visible(scope: &Scope) -> Query {
    let query = on_record(scope);
    if scope.reads_clues { query } else { query.filter(events::kind.ne(EventKind::Clue.code())) }
}

/// The events in scope, clues included.
fn on_record(scope: &Scope) -> Query {
    let query = events::table.into_boxed().filter(events::withdrawn_at.is_null());
    match scope.as_town() {
        Some(town) => query.filter(events::town_code.eq(town.to_owned())),
        None => query
            .filter(events::division_code.ge(scope.from.clone()))
            .filter(events::division_code.lt(scope.to.clone())),
    }
}

fn matching(scope: &Scope, filter: &EventFilter) -> Query {
    let mut query = match &filter.division {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
    if !filter.kind.is_empty() {
        query = query.filter(events::kind.eq_any(codes::of(&filter.kind)));
    }
    if let Some(setting) = filter.setting {
        query = query.filter(events::settings.like(format!("%\"{}\"%", setting.code())));
    }
    if let Some(theme) = filter.theme {
        query = query.filter(events::theme.eq(theme.code()));
    }
    if let Some(from) = filter.held_on_from {
        query = query.filter(events::held_on.ge(from));
    }
    if let Some(to) = filter.held_on_to {
        query = query.filter(events::held_on.le(to));
    }
    if let Some(q) = &filter.q {
        query = query.filter(lower(events::title).like(contains(q)).escape('\\'));
    }
    query
}
