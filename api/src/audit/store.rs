//! Queries on heads, entries and access lines; they belong to the platform and are only read here.
use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::dto::{
    AccessFilter, AccessLine, Consistency, ConsistencyFilter, EntryFilter, FileShown, HeadFilter, JournalEntry,
    JournalHead,
};
use crate::platform::access::{Line, Reading};
use crate::platform::clock;
use crate::platform::db::Backend;
use crate::platform::db::schema::{access_groups, accounts, journal, journal_heads, journal_order, personnel};
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
/// Groups of access lines read at a time.
pub(super) const GROUPS: i64 = 500;
/// Persons asked for at a time.
const AT_ONCE: usize = 500;

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
pub(super) struct EntryRow {
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
    let counted = matching().select(journal::id).limit(MOST_COUNTED + 1).load::<Id>(reading.db)?.len();
    let rows =
        matching().order((journal::at.desc(), journal::id.desc())).limit(paging.per_page).offset(paging.offset());
    let rows: Vec<EntryRow> = rows.select(EntryRow::as_select()).load(reading.db)?;
    let names = usernames(reading, rows.iter().filter_map(|row| row.actor_id))?;
    let items = rows.into_iter().map(|row| entry(row, &names)).collect();
    Ok(Page::new(items, i64::try_from(counted).unwrap_or(i64::MAX)))
}

pub(super) fn entry(row: EntryRow, names: &HashMap<Id, String>) -> JournalEntry {
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

/// A page of access lines of accounts of the caller's area, newest first. Counting stops as elsewhere.
///
/// # Errors
/// The database refuses.
pub fn accesses(reading: &mut Reading<'_>, filter: &AccessFilter, paging: Paging) -> ApiResult<Page<AccessLine>> {
    let persons = match &filter.file_no {
        Some(file_no) => Some(of_file(reading, file_no)?),
        None => None,
    };
    if persons.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Page::new(Vec::new(), 0));
    }
    let asked = Asked { filter, persons };
    let (first, last) = (paging.offset(), paging.offset() + paging.per_page);
    let (mut counted, mut items, mut offset) = (0, Vec::new(), 0);
    while counted <= MOST_COUNTED {
        let groups = groups(reading, &asked, offset)?;
        if groups.is_empty() {
            break;
        }
        offset += GROUPS;
        for line in groups.iter().flat_map(|group| lines(group)) {
            if !asked.is_met_by(&line, reading) {
                continue;
            }
            if (first..last).contains(&counted) {
                items.push(line);
            }
            counted += 1;
        }
    }
    let names = usernames(reading, items.iter().map(|line| line.account_id))?;
    let files = files(reading, &items)?;
    Ok(Page::new(items.into_iter().map(|line| access(line, &names, &files)).collect(), counted))
}

/// Lines of a group, the newest first. What was damaged tells nothing; `jindu verify` names it.
pub(super) fn lines(group: &str) -> impl Iterator<Item = Line> + use<> {
    let lines: Vec<Line> = serde_json::from_str(group).unwrap_or_default();
    lines.into_iter().rev()
}

/// What is asked for: the filter, and whose files bear the number in it.
struct Asked<'a> {
    filter: &'a AccessFilter,
    persons: Option<Vec<Id>>,
}

impl Asked<'_> {
    fn is_met_by(&self, line: &Line, reading: &Reading<'_>) -> bool {
        let Self { filter, persons } = self;
        reading.scope.covers(&line.division_code)
            && filter.person.is_none_or(|person| line.persons.contains(&person))
            && persons.as_ref().is_none_or(|persons| persons.iter().any(|person| line.persons.contains(person)))
            && filter.account.is_none_or(|account| line.account_id == account)
    }
}

/// Whose file has this number: one person's in a town, withdrawn and sealed ones too.
fn of_file(reading: &mut Reading<'_>, file_no: &str) -> ApiResult<Vec<Id>> {
    let query = personnel::table
        .filter(personnel::file_no.eq(file_no))
        .filter(personnel::division_code.ge(reading.scope.from.clone()))
        .filter(personnel::division_code.lt(reading.scope.to.clone()));
    Ok(query.order(personnel::id).select(personnel::id).load(reading.db)?)
}

/// The numbers of the files these lines tell of, as far as they lie in the caller's area.
fn files(reading: &mut Reading<'_>, lines: &[Line]) -> ApiResult<HashMap<Id, String>> {
    let ids: BTreeSet<Id> = lines.iter().flat_map(|line| &line.persons).copied().collect();
    let ids: Vec<Id> = ids.into_iter().collect();
    let mut files = HashMap::new();
    for chunk in ids.chunks(AT_ONCE) {
        let query = personnel::table
            .filter(personnel::id.eq_any(chunk.to_vec()))
            .filter(personnel::division_code.ge(reading.scope.from.clone()))
            .filter(personnel::division_code.lt(reading.scope.to.clone()));
        files.extend(query.select((personnel::id, personnel::file_no)).load::<(Id, String)>(reading.db)?);
    }
    Ok(files)
}

fn groups(reading: &mut Reading<'_>, asked: &Asked<'_>, offset: i64) -> ApiResult<Vec<String>> {
    let Asked { filter, persons } = asked;
    let mut query = access_groups::table.into_boxed();
    if let Some([only]) = persons.as_deref() {
        query = query.filter(access_groups::lines.like(format!("%{only}%")));
    }
    // A group is text in which ids stand as they are written; what is in no line of it need not be opened.
    for id in [filter.person, filter.account].into_iter().flatten() {
        query = query.filter(access_groups::lines.like(format!("%{id}%")));
    }
    if let Some(from) = filter.from {
        query = query.filter(access_groups::at.ge(beginning(from)));
    }
    if let Some(to) = filter.to {
        query = query.filter(access_groups::at.lt(end(to)));
    }
    let query = query.order((access_groups::at.desc(), access_groups::id.desc())).limit(GROUPS).offset(offset);
    Ok(query.select(access_groups::lines).load(reading.db)?)
}

fn access(line: Line, names: &HashMap<Id, String>, files: &HashMap<Id, String>) -> AccessLine {
    let username = names.get(&line.account_id).cloned();
    let Line { at, account_id, division_code, operation, persons, .. } = line;
    let shown =
        |person: &Id| files.get(person).map(|file_no| FileShown { person_id: *person, file_no: file_no.clone() });
    // Who was told of twice, as by two tasks of theirs, has one file.
    let mut told = BTreeSet::new();
    let files = persons.iter().filter(|person| told.insert(**person)).filter_map(shown).collect();
    AccessLine { at, account_id, username, division_code, operation, persons, files }
}

fn usernames(reading: &mut Reading<'_>, ids: impl Iterator<Item = Id>) -> ApiResult<HashMap<Id, String>> {
    let mut ids: Vec<Id> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let known = accounts::table.filter(accounts::id.eq_any(ids)).select((accounts::id, accounts::username));
    Ok(known.load(reading.db)?.into_iter().collect())
}

/// The instant a legal day begins.
fn beginning(day: NaiveDate) -> NaiveDateTime {
    let at: DateTime<Utc> = clock::start_of(day);
    at.naive_utc()
}

fn end(day: NaiveDate) -> NaiveDateTime {
    beginning(day.succ_opt().unwrap_or(day))
}
