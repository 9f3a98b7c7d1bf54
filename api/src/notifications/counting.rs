//! How much there is of each topic, for one account.
use chrono::NaiveDate;

use super::dto::TopicCount;
use super::rules::{self, About, Counted};
use crate::desk::{Lists, Topic, preferences};
use crate::exchange::webhooks;
use crate::platform::access::Reading;
use crate::platform::auth::{CapabilitySet, accounts};
use crate::platform::coded::Coded;
use crate::platform::error::ApiResult;
use crate::platform::http::MOST_COUNTED;
use crate::platform::id::Id;
use crate::premises::inspections;
use crate::{exports, imports};

/// Who is told, what they may do, and the lists there are.
pub struct Reader {
    /// The account.
    pub account_id: Id,
    /// What it may do.
    pub capabilities: CapabilitySet,
    /// Every list.
    pub lists: Lists,
}

/// All there is for the reader on a day, in the order of the topics; what there is none of is left out.
///
/// # Errors
/// The database refuses.
pub fn counts(reading: &mut Reading<'_>, reader: &Reader, day: NaiveDate) -> ApiResult<Vec<TopicCount>> {
    let off = preferences::find(reading, reader.account_id)?.facts.topics_off;
    let mut found = Vec::new();
    for topic in Topic::ALL.iter().copied().filter(|topic| !off.contains(topic)) {
        found.extend(count(reading, reader, topic, day)?.filter(|counted| counted.count > 0));
    }
    Ok(found)
}

/// Nothing where the reader does not act on the topic, or may not see the list.
fn count(reading: &mut Reading<'_>, reader: &Reader, topic: Topic, day: NaiveDate) -> ApiResult<Option<TopicCount>> {
    let About { list: name, acts, query, counted } = rules::about(topic, day);
    let list = reader.lists.open_to(reader.capabilities, name);
    let Some(list) = list.filter(|_| reader.capabilities.holds(acts.name())) else { return Ok(None) };
    let (count, count_is_lower_bound, query) = match counted {
        Counted::ByList => {
            let (count, is_lower_bound) = list.count(reading, &query)?;
            (count, is_lower_bound, query)
        }
        Counted::ByAccount => {
            let (count, query) = of_account(reading, reader, topic, (day, query))?;
            (count.min(MOST_COUNTED), count > MOST_COUNTED, query)
        }
    };
    Ok(Some(TopicCount { topic, count, count_is_lower_bound, list: name, query }))
}

/// What is the account's own, and the query of the list that shows it.
fn of_account(
    reading: &mut Reading<'_>,
    reader: &Reader,
    topic: Topic,
    (day, query): (NaiveDate, String),
) -> ApiResult<(i64, String)> {
    let id = reader.account_id;
    match topic {
        Topic::ImportsFinished => Ok((imports::finished_by(reading, id, day)?, query)),
        Topic::ExportsToApprove => Ok((exports::awaiting(reading, id)?, query)),
        Topic::ExportsReady => Ok((exports::ready_for(reading, id)?, query)),
        Topic::DeliveriesParked => Ok((webhooks::deliveries::parked(reading)?, query)),
        Topic::InspectionsToSign => {
            let role = accounts::find(reading, id)?.role;
            let Some(capacity) = inspections::sign_off::capacity_of(&role) else { return Ok((0, query)) };
            let count = inspections::awaiting(reading, capacity, id)?;
            Ok((count, format!("awaits={}", capacity.code())))
        }
        _ => Ok((0, query)),
    }
}
