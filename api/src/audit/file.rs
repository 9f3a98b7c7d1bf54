//! The journal and the access lines of one file, for those who keep it.
use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::dto::JournalEntry;
use super::store::{EntryRow, GROUPS, entry, lines};
use crate::platform::access::{Line, Reading};
use crate::platform::db::schema::{access_groups, journal};
use crate::platform::error::ApiResult;
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;

/// A page of the entries about these records, newest first, wherever they were managed when they were written. The caller has
/// found the file they belong to.
///
/// # Errors
/// The database refuses.
pub fn entries_about(reading: &mut Reading<'_>, records: &[Id], paging: Paging) -> ApiResult<Page<JournalEntry>> {
    let matching = || journal::table.filter(journal::subject_id.eq_any(records));
    let counted = matching().select(journal::id).limit(MOST_COUNTED + 1).load::<Id>(reading.db)?.len();
    let rows =
        matching().order((journal::at.desc(), journal::id.desc())).limit(paging.per_page).offset(paging.offset());
    let rows: Vec<EntryRow> = rows.select(EntryRow::as_select()).load(reading.db)?;
    // Who it was, the caller tells by the name of the official.
    let items = rows.into_iter().map(|row| entry(row, &HashMap::new())).collect();
    Ok(Page::new(items, i64::try_from(counted).unwrap_or(i64::MAX)))
}

/// A page of the access lines since `since` in which somebody was shown this person, newest first, whoever it was.
///
/// # Errors
/// The database refuses.
pub fn lines_about(
    reading: &mut Reading<'_>,
    person: Id,
    since: NaiveDateTime,
    paging: Paging,
) -> ApiResult<Page<Line>> {
    let (first, last) = (paging.offset(), paging.offset() + paging.per_page);
    let (mut counted, mut items, mut offset) = (0, Vec::new(), 0);
    while counted <= MOST_COUNTED {
        let query = access_groups::table.filter(access_groups::at.ge(since));
        // A group is text in which ids stand as they are written; what is in no line of it need not be opened.
        let query = query.filter(access_groups::lines.like(format!("%{person}%")));
        let query = query.order((access_groups::at.desc(), access_groups::id.desc())).limit(GROUPS).offset(offset);
        let groups: Vec<String> = query.select(access_groups::lines).load(reading.db)?;
        if groups.is_empty() {
            break;
        }
        offset += GROUPS;
        for line in groups.iter().flat_map(|group| lines(group)).filter(|line| line.persons.contains(&person)) {
            if (first..last).contains(&counted) {
                items.push(line);
            }
            counted += 1;
        }
    }
    Ok(Page::new(items, counted))
}
