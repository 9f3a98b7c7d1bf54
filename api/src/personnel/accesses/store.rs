//! Access lines with the numbers of the files they tell of.
use std::collections::{BTreeSet, HashMap};

use chrono::TimeDelta;
use diesel::prelude::*;

use super::dto::{AccessFilter, AccessLine, FileAccess, FileShown};
use crate::audit::{self, Sought};
use crate::personnel::history::names;
use crate::personnel::persons::owner;
use crate::platform::access::{Line, Reading};
use crate::platform::clock;
use crate::platform::db::Backend;
use crate::platform::db::schema::personnel;
use crate::platform::error::ApiResult;
use crate::platform::http::{Page, Paging};
use crate::platform::id::Id;

/// How far back it is told who was shown a file.
const DAYS_SHOWN: i64 = 90;
/// Persons asked for at a time.
const AT_ONCE: usize = 500;

/// A page of access lines of accounts of the caller's area, newest first.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &AccessFilter, paging: Paging) -> ApiResult<Page<AccessLine>> {
    let numbered = filter.file_no.as_deref().map(|file_no| numbered(reading, file_no)).transpose()?;
    if numbered.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Page::new(Vec::new(), 0));
    }
    let mut sought = Sought::within(filter.from, filter.to);
    sought.naming.extend(filter.person.into_iter().chain(filter.account));
    if let Some([only]) = numbered.as_deref() {
        sought.naming.push(*only);
    }
    let scope = reading.scope;
    let is_wanted = |line: &Line| {
        scope.covers(&line.division_code)
            && filter.person.is_none_or(|person| line.persons.contains(&person))
            && numbered.as_ref().is_none_or(|persons| persons.iter().any(|person| line.persons.contains(person)))
            && filter.account.is_none_or(|account| line.account_id == account)
    };
    let page = audit::lines(reading, &sought, paging, is_wanted)?;
    let names = audit::usernames(reading, page.items.iter().map(|line| line.account_id))?;
    let files = files(reading, &page.items)?;
    Ok(page.map(|line| access(line, &names, &files)))
}

/// A page of the times somebody was shown this person since some days, newest first, wherever they belong.
///
/// # Errors
/// 404 when the person is not in scope.
pub fn of_file(reading: &mut Reading<'_>, person_id: Id, paging: Paging) -> ApiResult<Page<FileAccess>> {
    owner(reading, person_id)?;
    let since = (clock::now() - TimeDelta::days(DAYS_SHOWN)).naive_utc();
    let sought = Sought { naming: vec![person_id], from: Some(since), until: None };
    let page = audit::lines(reading, &sought, paging, |line| line.persons.contains(&person_id))?;
    let names = names(reading, page.items.iter().map(|line| line.account_id))?;
    Ok(page.map(|line| FileAccess {
        at: line.at,
        name: names.get(&line.account_id).cloned().unwrap_or_default(),
        division_code: line.division_code,
        operation: line.operation,
    }))
}

/// Whose file has this number: one person's in a town, withdrawn and sealed ones too.
fn numbered(reading: &mut Reading<'_>, file_no: &str) -> ApiResult<Vec<Id>> {
    let query = in_area(reading).filter(personnel::file_no.eq(file_no.to_owned()));
    Ok(query.order(personnel::id).select(personnel::id).load(reading.db)?)
}

/// The numbers of the files these lines tell of, as far as they lie in the caller's area.
fn files(reading: &mut Reading<'_>, lines: &[Line]) -> ApiResult<HashMap<Id, String>> {
    file_numbers(reading, lines.iter().flat_map(|line| &line.persons).copied())
}

/// The numbers of these files, as far as they lie in the caller's area.
///
/// # Errors
/// The database refuses.
pub fn file_numbers(reading: &mut Reading<'_>, persons: impl Iterator<Item = Id>) -> ApiResult<HashMap<Id, String>> {
    let ids: BTreeSet<Id> = persons.collect();
    let ids: Vec<Id> = ids.into_iter().collect();
    let mut files = HashMap::new();
    for chunk in ids.chunks(AT_ONCE) {
        let query = in_area(reading).filter(personnel::id.eq_any(chunk.to_vec()));
        files.extend(query.select((personnel::id, personnel::file_no)).load::<(Id, String)>(reading.db)?);
    }
    Ok(files)
}

/// Every file of the area, those withdrawn and sealed too: the log tells of them by number and no more.
fn in_area(reading: &Reading<'_>) -> personnel::BoxedQuery<'static, Backend> {
    personnel::table
        .into_boxed()
        .filter(personnel::division_code.ge(reading.scope.from.clone()))
        .filter(personnel::division_code.lt(reading.scope.to.clone()))
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
