//! What other domains ask of the work force, each in one query.
use std::collections::HashMap;

use diesel::prelude::*;

use super::dto::StaffPost;
use super::store::{StaffRecord, StaffRow, open, visible, visible_or_above};
use crate::codes::text;
use crate::platform::access::Reading;
use crate::platform::db::schema::staff;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// How a ledger names someone: where, as what, and by name, however that is spelt.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StaffKey {
    division_code: String,
    post: StaffPost,
    name: String,
}

impl StaffKey {
    /// The key of this name; full-width letters, spaces and middle dots do not tell two names apart.
    pub fn new(division_code: &str, post: StaffPost, name: &str) -> Self {
        Self { division_code: division_code.to_owned(), post, name: text::search_key(name) }
    }
}

/// The whole work force at and below `division`, of two the one in post first, then the older.
///
/// # Errors
/// The database refuses.
pub fn of_area(reading: &mut Reading<'_>, division: &str) -> ApiResult<Vec<StaffRecord>> {
    let query = visible(&reading.scope.narrowed(division)).order((staff::is_active.desc(), staff::id.asc()));
    let rows: Vec<StaffRow> = query.select(StaffRow::as_select()).load(reading.db)?;
    rows.into_iter().map(|row| open(reading.vault(), row)).collect()
}

/// The work force of a town by place, post and name. Of two with the same key the one in post counts, then the older.
///
/// # Errors
/// The database refuses.
pub fn by_post_and_name(reading: &mut Reading<'_>, town_code: &str) -> ApiResult<HashMap<StaffKey, StaffRecord>> {
    let mut known = HashMap::new();
    for record in of_area(reading, town_code)? {
        let facts = &record.facts;
        known.entry(StaffKey::new(&facts.division_code, facts.post, &facts.name)).or_insert(record);
    }
    Ok(known)
}

/// Whether this member of the work force, in post or not, works in the caller's area or in one that holds `division_code`:
/// the town's office looks after its villages.
///
/// # Errors
/// The database refuses.
pub fn works_for(reading: &mut Reading<'_>, id: Id, division_code: &str) -> ApiResult<bool> {
    let query = visible_or_above(reading.scope, division_code).filter(staff::id.eq(id)).select(staff::id);
    Ok(query.first::<Id>(reading.db).optional()?.is_some())
}

/// What a member of the work force is called, where they answer for `division_code`: officials go by their names on papers.
///
/// # Errors
/// The database refuses.
pub fn name_of(reading: &mut Reading<'_>, id: Id, division_code: &str) -> ApiResult<Option<String>> {
    let query = visible_or_above(reading.scope, division_code).filter(staff::id.eq(id)).select(StaffRow::as_select());
    let row: Option<StaffRow> = query.first(reading.db).optional()?;
    row.map(|row| Ok(open(reading.vault(), row)?.facts.name)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_make_two_people_of_one() {
        let key = |name| StaffKey::new("990981107201", StaffPost::GridWorker, name);
        assert_eq!(key("秦进晨"), key(" 秦 进晨 "));
        assert_ne!(key("秦进晨"), key("秦进"));
        assert_ne!(key("秦进晨"), StaffKey::new("990981107201", StaffPost::SecurityDirector, "秦进晨"));
    }
}
