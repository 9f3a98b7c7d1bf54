//! Asks the lists.
use super::dto::{ListCount, ListCounts, ListToCount};
use crate::desk::list::Lists;
use crate::desk::rules::{NO_LIST, about_nobody, at_query, canonical};
use crate::platform::access::Reading;
use crate::platform::auth::CapabilitySet;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::pairs;

/// How much each of these holds for the caller.
///
/// # Errors
/// 422 at the first that the caller does not read, or whose query the list would refuse.
pub fn count(
    reading: &mut Reading<'_>,
    lists: &Lists,
    capabilities: CapabilitySet,
    wanted: &[ListToCount],
) -> ApiResult<ListCounts> {
    let counted = wanted.iter().enumerate().map(|(place, one)| {
        let list = lists.open_to(capabilities, one.list);
        let list = list.ok_or_else(|| ApiError::invalid(format!("/lists/{place}/list"), NO_LIST))?;
        let field = format!("/lists/{place}/query");
        pairs(&one.query).and_then(canonical).and_then(about_nobody).map_err(|error| at_query(&field, error))?;
        let (total, total_is_lower_bound) = list.count(reading, &one.query).map_err(|error| at_query(&field, error))?;
        Ok(ListCount { total, total_is_lower_bound })
    });
    counted.collect::<ApiResult<_>>().map(|counts| ListCounts { counts })
}
