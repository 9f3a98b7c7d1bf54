//! Queries on heads and entries; they belong to the platform and are only read here.
use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::dto::{Consistency, ConsistencyFilter, EntryFilter, HeadFilter, JournalEntry, JournalHead};
use crate::platform::access::Reading;
use crate::platform::clock;
use crate::platform::db::Backend;
use crate::platform::db::schema::{accounts, journal, journal_heads, journal_order};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::hex;
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;
use crate::platform::journal::merkle::{self, Hash};

const NO_HEAD: Rule =
    Rule { code: "journal.no_head", zh: "日志还没有签名", en: "the journal has not been signed yet" };
const BEYOND: Rule =
    Rule {
        code: "journal.consistency.beyond", zh: "日志没有这么多条记录", en: "the journal has no so many entries"
    };
const BACKWARDS: Rule = Rule {
    code: "journal.consistency.backwards",
    zh: "前一个签名不能大于后一个签名",
    en: "the earlier head cannot be larger than the later one",
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = journal_heads, check_for_backend(Backend))]
struct HeadRow {
    size: i64,
    number: i64,
    root: Vec<u8>,
    signed_at: NaiveDateTime,
    note: String,
}

impl From<HeadRow> for JournalHead {
    fn from(row: HeadRow) -> Self {
        let HeadRow { size, number, root, signed_at, note } = row;
        Self { size, number, root: hex::digits(&root), signed_at: signed_at.and_utc(), note }
    }
}

/// A page of heads, the smallest first.
///
/// # Errors
/// The database refuses.
pub fn heads(reading: &mut Reading<'_>, filter: &HeadFilter, paging: Paging) -> ApiResult<Page<JournalHead>> {
    let after = || journal_heads::table.filter(journal_heads::size.gt(filter.after));
    let counted = after().select(journal_heads::size).limit(MOST_COUNTED + 1);
    let counted = counted.load::<i64>(reading.db)?.len();
    let rows = after().order(journal_heads::size).limit(paging.per_page).offset(paging.offset());
    let rows: Vec<HeadRow> = rows.select(HeadRow::as_select()).load(reading.db)?;
    Ok(Page::new(rows.into_iter().map(JournalHead::from).collect(), i64::try_from(counted).unwrap_or(i64::MAX)))
}

/// The newest head.
///
/// # Errors
/// 404 before the first one.
pub fn latest_head(reading: &mut Reading<'_>) -> ApiResult<JournalHead> {
    let newest = journal_heads::table.order(journal_heads::size.desc()).select(HeadRow::as_select());
    let newest: Option<HeadRow> = newest.first(reading.db).optional()?;
    newest.map(JournalHead::from).ok_or(ApiError::NotFound(NO_HEAD))
}

/// That one tree is the beginning of another.
///
/// # Errors
/// 422 when there are no so many leaves.
pub fn consistency(reading: &mut Reading<'_>, filter: &ConsistencyFilter) -> ApiResult<Consistency> {
    let from = filter.from;
    let newest = journal_heads::table.order(journal_heads::size.desc()).select(journal_heads::size);
    let newest: i64 = newest.first(reading.db).optional()?.unwrap_or_default();
    let to = filter.to.unwrap_or(newest);
    if to > newest {
        return Err(ApiError::invalid("to", BEYOND));
    }
    if from > to {
        return Err(ApiError::invalid("from", BACKWARDS));
    }
    let leaves = journal_order::table.filter(journal_order::position.lt(to)).order(journal_order::position);
    let leaves: Vec<Vec<u8>> = leaves.select(journal_order::leaf).load(reading.db)?;
    let leaves: Vec<Hash> = leaves.iter().filter_map(|leaf| leaf.as_slice().try_into().ok()).collect();
    let path = merkle::consistency(&leaves, usize::try_from(from).unwrap_or(usize::MAX));
    Ok(Consistency {
        from,
        to,
        root: hex::digits(&merkle::root(&leaves)),
        path: path.iter().map(|node| hex::digits(node)).collect(),
    })
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = journal, check_for_backend(Backend))]
struct EntryRow {
    id: Id,
    at: NaiveDateTime,
    actor_kind: String,
    actor_id: Option<Id>,
    action: String,
    subject_type: String,
    subject_id: Id,
    version: i64,
    division_code: String,
    changed: String,
    digest: Option<Vec<u8>>,
}

/// A page of entries about records of the caller's area, newest first.
///
/// # Errors
/// The database refuses.
pub fn entries(reading: &mut Reading<'_>, filter: &EntryFilter, paging: Paging) -> ApiResult<Page<JournalEntry>> {
    let scope = reading.scope;
    let matching = || {
        let mut query = journal::table
            .filter(journal::division_code.ge(scope.from.clone()))
            .filter(journal::division_code.lt(scope.to.clone()))
            .into_boxed();
        if let Some(subject) = filter.subject {
            query = query.filter(journal::subject_id.eq(subject));
        }
        if let Some(account) = filter.account {
            query = query.filter(journal::actor_id.eq(account));
        }
        if let Some(from) = filter.from {
            query = query.filter(journal::at.ge(beginning(from)));
        }
        if let Some(to) = filter.to {
            query = query.filter(journal::at.lt(end(to)));
        }
        query
    };
    let page = page(reading, matching, paging)?;
    let names = usernames(reading, page.items.iter().filter_map(|row| row.actor_id))?;
    Ok(page.map(|row| entry(row, &names)))
}

/// A page of the entries about these records, newest first, wherever they were managed when they were written and without the
/// names of accounts. The caller has found the file they belong to.
///
/// # Errors
/// The database refuses.
pub fn entries_about(reading: &mut Reading<'_>, records: &[Id], paging: Paging) -> ApiResult<Page<JournalEntry>> {
    let about = || journal::table.filter(journal::subject_id.eq_any(records.to_vec())).into_boxed();
    Ok(page(reading, about, paging)?.map(|row| entry(row, &HashMap::new())))
}

fn page(
    reading: &mut Reading<'_>,
    matching: impl Fn() -> journal::BoxedQuery<'static, Backend>,
    paging: Paging,
) -> ApiResult<Page<EntryRow>> {
    let counted = matching().select(journal::id).limit(MOST_COUNTED + 1).load::<Id>(reading.db)?.len();
    let rows =
        matching().order((journal::at.desc(), journal::id.desc())).limit(paging.per_page).offset(paging.offset());
    let rows: Vec<EntryRow> = rows.select(EntryRow::as_select()).load(reading.db)?;
    Ok(Page::new(rows, i64::try_from(counted).unwrap_or(i64::MAX)))
}

fn entry(row: EntryRow, names: &HashMap<Id, String>) -> JournalEntry {
    JournalEntry {
        id: row.id,
        at: row.at.and_utc(),
        actor_kind: row.actor_kind,
        account_id: row.actor_id,
        username: row.actor_id.and_then(|id| names.get(&id).cloned()),
        action: row.action,
        subject_type: row.subject_type,
        subject_id: row.subject_id,
        version: row.version,
        division_code: row.division_code,
        changed: serde_json::from_str(&row.changed).unwrap_or_default(),
        digest: row.digest.as_deref().map(hex::digits),
    }
}

/// The names with which these accounts sign in, by id.
///
/// # Errors
/// The database refuses.
pub fn usernames(reading: &mut Reading<'_>, ids: impl Iterator<Item = Id>) -> ApiResult<HashMap<Id, String>> {
    let mut ids: Vec<Id> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let known = accounts::table.filter(accounts::id.eq_any(ids)).select((accounts::id, accounts::username));
    Ok(known.load(reading.db)?.into_iter().collect())
}

/// The instant a legal day begins, as the databases keep instants: what lies beyond their first and last year is those.
pub fn beginning(day: NaiveDate) -> NaiveDateTime {
    let of_year = |year, day| NaiveDate::from_yo_opt(year, day).unwrap_or_default();
    let at: DateTime<Utc> = clock::start_of(day.clamp(of_year(1900, 1), of_year(9999, 365)));
    at.naive_utc()
}

/// The instant after it.
pub fn end(day: NaiveDate) -> NaiveDateTime {
    beginning(day.succ_opt().unwrap_or(day))
}
