//! Places and their inspections by a day: loaded once, kept until a record changes.
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::campaigns::CampaignKind;
use crate::indicators::Question;
use crate::platform::access::Reading;
use crate::platform::coded::Coded;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::premises::inspections::InspectionOutcome;
use crate::premises::rectifications::{self, Ordered};
use crate::premises::tally::{self, Place, Round};

/// Everything counted in an area, whatever the year.
pub struct Kept {
    places: Vec<Place>,
    rounds: Vec<Round>,
    /// Orders to put defects right.
    pub orders: Vec<Ordered>,
}

/// What is counted in the caller's part of an area.
///
/// # Errors
/// The database refuses.
pub fn of_area(reading: &mut Reading<'_>, division: &str) -> ApiResult<Arc<Kept>> {
    let (scope, shared) = (reading.scope, reading.shared);
    let narrowed = scope.narrowed(division);
    let question = format!("premises counted {}..{}", narrowed.from, narrowed.to);
    shared.kept.get(reading.db, question, |db| {
        let mut reading = Reading { db, scope, shared };
        let places = tally::places(&mut reading, division)?;
        let rounds = tally::rounds(&mut reading, division)?;
        Ok(Kept { places, rounds, orders: rectifications::ordered(&mut reading, division)? })
    })
}

/// What is counted by a day. All inspections here are of places on the register.
pub struct Facts<'a> {
    pub question: &'a Question,
    pub places: Vec<&'a Place>,
    /// Those of the period.
    pub in_period: Vec<&'a Round>,
    /// Last day a place was inspected, up to the as-of day.
    pub ever: HashMap<Id, NaiveDate>,
    /// Places inspected in the period.
    pub inspected: HashSet<Id>,
    /// Places entered in the period.
    pub entered: HashSet<Id>,
}

impl<'a> Facts<'a> {
    /// Those that had come by the as-of day.
    pub fn by_then(kept: &'a Kept, question: &'a Question) -> Self {
        let places: Vec<&Place> = kept.places.iter().filter(|place| question.by_then(place.registered_on)).collect();
        let rounds = kept.rounds.iter().filter(|round| question.by_then(round.inspected_on));
        // In the order of days, so that the last one stays.
        let ever = rounds.clone().map(|round| (round.premises_id, round.inspected_on)).collect();
        let in_period: Vec<&Round> = rounds.filter(|round| question.in_period(round.inspected_on)).collect();
        let inspected = in_period.iter().map(|round| round.premises_id).collect();
        let entered = in_period.iter().filter(|round| is_entered(round)).map(|round| round.premises_id).collect();
        Self { question, places, in_period, ever, inspected, entered }
    }

    /// Places entered in a round of this kind in the period.
    pub fn entered_in(&self, kind: CampaignKind) -> HashSet<Id> {
        let of_kind = self.in_period.iter().filter(|round| is_entered(round) && is_of(round, kind));
        of_kind.map(|round| round.premises_id).collect()
    }
}

/// Somebody looked at the place: a locked door, nobody there and a refusal show nothing of what is behind.
fn is_entered(round: &Round) -> bool {
    [InspectionOutcome::Normal, InspectionOutcome::Defect, InspectionOutcome::Demolished]
        .iter()
        .any(|outcome| outcome.code() == round.outcome)
}

/// Whether an inspection was made in a campaign of this kind.
pub fn is_of(round: &Round, kind: CampaignKind) -> bool {
    round.campaign.as_ref().is_some_and(|campaign| campaign.kind == kind.code())
}
