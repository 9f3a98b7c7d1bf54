//! Access lines, read back from the groups in which they were committed.
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::store::{beginning, end};
use crate::platform::access::{Line, Reading};
use crate::platform::db::schema::access_groups;
use crate::platform::error::ApiResult;
use crate::platform::http::{MOST_COUNTED, Page, Paging};
use crate::platform::id::Id;

/// Groups read at a time.
const GROUPS: i64 = 500;

/// Where lines are looked for.
#[derive(Debug, Default)]
pub struct Sought {
    /// Accounts and persons that stand in them, each of them.
    pub naming: Vec<Id>,
    /// The first instant.
    pub from: Option<NaiveDateTime>,
    /// The instant after the last.
    pub until: Option<NaiveDateTime>,
}

impl Sought {
    /// From the first of these legal days to the last.
    pub fn within(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        Self { naming: Vec::new(), from: from.map(beginning), until: to.map(end) }
    }
}

/// A page of the lines that are `wanted`, newest first. Counting stops as elsewhere.
///
/// # Errors
/// The database refuses.
pub fn lines(
    reading: &mut Reading<'_>,
    sought: &Sought,
    paging: Paging,
    wanted: impl Fn(&Line) -> bool,
) -> ApiResult<Page<Line>> {
    let (first, last) = (paging.offset(), paging.offset() + paging.per_page);
    let (mut counted, mut items, mut offset) = (0, Vec::new(), 0);
    while counted <= MOST_COUNTED {
        let groups = groups(reading, sought, offset)?;
        if groups.is_empty() {
            break;
        }
        offset += GROUPS;
        for line in groups.iter().flat_map(|group| opened(group)).filter(&wanted) {
            if (first..last).contains(&counted) {
                items.push(line);
            }
            counted += 1;
        }
    }
    Ok(Page::new(items, counted))
}

/// Lines of a group, the newest first. What was damaged tells nothing; `jindu verify` names it.
fn opened(group: &str) -> impl Iterator<Item = Line> + use<> {
    let lines: Vec<Line> = serde_json::from_str(group).unwrap_or_default();
    lines.into_iter().rev()
}

fn groups(reading: &mut Reading<'_>, sought: &Sought, offset: i64) -> ApiResult<Vec<String>> {
    let mut query = access_groups::table.into_boxed();
    // A group is text in which ids stand as they are written; what is in no line of it need not be opened.
    for id in &sought.naming {
        query = query.filter(access_groups::lines.like(format!("%{id}%")));
    }
    if let Some(from) = sought.from {
        query = query.filter(access_groups::at.ge(from));
    }
    if let Some(until) = sought.until {
        query = query.filter(access_groups::at.lt(until));
    }
    let query = query.order((access_groups::at.desc(), access_groups::id.desc())).limit(GROUPS).offset(offset);
    Ok(query.select(access_groups::lines).load(reading.db)?)
}
