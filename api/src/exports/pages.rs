//! The records of a list, some thousand at a time: by id where the list can be walked so, else page by page.
use super::table::{Exported, Record};
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;
use crate::platform::http::Paging;
use crate::platform::id::Id;

/// Records read at once.
const AT_ONCE: i64 = 2000;
/// The same, of ids.
const IDS_AT_ONCE: usize = 2000;

/// What is still to be read.
pub struct Pages<'a> {
    list: &'a dyn Exported,
    rest: Rest<'a>,
}

enum Rest<'a> {
    /// Ids, the next one last.
    Ids(Vec<Id>),
    /// From this page on.
    Page(&'a str, i64),
    Nothing,
}

impl<'a> Pages<'a> {
    /// Everything the filter keeps.
    ///
    /// # Errors
    /// As the list.
    pub fn of(list: &'a dyn Exported, reading: &mut Reading<'_>, filter: &'a str) -> ApiResult<Self> {
        let rest = match list.ids(reading, filter)? {
            Some(mut ids) => {
                ids.reverse();
                Rest::Ids(ids)
            }
            None => Rest::Page(filter, 1),
        };
        Ok(Self { list, rest })
    }

    /// The next records; nothing after the last.
    ///
    /// # Errors
    /// As the list.
    pub fn next(&mut self, reading: &mut Reading<'_>) -> ApiResult<Option<Vec<Record>>> {
        let (records, rest) = match std::mem::replace(&mut self.rest, Rest::Nothing) {
            Rest::Nothing => return Ok(None),
            Rest::Ids(mut ids) => {
                let mut next = ids.split_off(ids.len().saturating_sub(IDS_AT_ONCE));
                next.reverse();
                (self.list.of(reading, &next)?, if ids.is_empty() { Rest::Nothing } else { Rest::Ids(ids) })
            }
            Rest::Page(filter, page) => {
                let records = self.list.page(reading, filter, Paging { page, per_page: AT_ONCE })?;
                let is_last = records.len() < IDS_AT_ONCE;
                (records, if is_last { Rest::Nothing } else { Rest::Page(filter, page + 1) })
            }
        };
        self.rest = rest;
        Ok(Some(records))
    }
}
