//! Who comes back leaves the time away behind as a record: what was owed in it stays owed.
use super::dto::CreateStay;
use super::store::{insert_as, of_owners, replace};
use crate::personnel::persons::{Migrant, Owner};
use crate::platform::access::Tx;
use crate::platform::clock;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// Keeps the time away that a file no longer tells of: it ends today, unless a record of it says otherwise.
///
/// # Errors
/// The database refuses.
pub fn close(tx: &mut Tx<'_>, owner: &Owner, was: &Migrant) -> ApiResult<()> {
    let Some(left_on) = was.since else { return Ok(()) };
    let back_on = Some(clock::today());
    let recorded = of_owners(tx, [owner])?.into_iter().find(|stay| stay.facts.left_on == left_on);
    match recorded {
        Some(stay) if stay.facts.back_on.is_some() => Ok(()),
        Some(stay) => {
            let facts = CreateStay { back_on, ..stay.facts.clone() };
            replace(tx, owner, &stay, facts).map(drop)
        }
        None => {
            let (contact_every_days, destination) = (was.contact_every_days, was.destination.clone());
            let stay = CreateStay {
                left_on,
                back_on,
                contact_every_days,
                destination,
                contact: None,
                joint: None,
                notes: None,
            };
            insert_as(tx, owner, Id::new(), stay)
        }
    }
}
