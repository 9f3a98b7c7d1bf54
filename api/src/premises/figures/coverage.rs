//! How much of the register and of the villages was reached: what "all" may be said of.
use std::collections::HashSet;

use super::facts::Facts;
use super::rounds::NO_ROUNDS;
use super::{
    COVERED, INSPECTED, LAB_PREMISES, NEVER_INSPECTED, NO_PLACES, NOT_ENTERED, VILLAGES_INSPECTED, place_evidence,
};
use crate::campaigns::CampaignKind;
use crate::divisions::{self, Division};
use crate::indicators::{Evidence, Gap, Measured, Question};
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;
use crate::premises::tally::Place;

/// Figures of the places reached.
pub fn coverage(facts: &Facts<'_>) -> [Measured; 5] {
    let of = |keep: &dyn Fn(&Place) -> bool| {
        let kept = facts.places.iter().filter(|place| keep(place));
        kept.map(|place| place_evidence(place, facts.ever.get(&place.id).copied())).collect::<Vec<Evidence>>()
    };
    let is_entered = |place: &Place| facts.entered.contains(&place.id);
    let was_visited = |place: &Place| facts.inspected.contains(&place.id);
    let in_labs = facts.entered_in(CampaignKind::LabScreening);
    let gap = Gap::new("未排查场所", "Places not entered", of(&|place| !is_entered(place)));
    let of_year = |figure: Measured| figure.unknown_if(facts.in_period.is_empty(), NO_ROUNDS.0, NO_ROUNDS.1);
    let never = Measured::count(NEVER_INSPECTED, of(&|place| !facts.ever.contains_key(&place.id)));
    [
        of_year(Measured::count(LAB_PREMISES, of(&|place| in_labs.contains(&place.id)))),
        of_year(Measured::count(INSPECTED, of(&was_visited))),
        of_year(Measured::count(NOT_ENTERED, of(&|place| was_visited(place) && !is_entered(place)))),
        of_year(Measured::rate(COVERED, of(&is_entered), gap)),
        never.unknown_if(facts.ever.is_empty(), "没有排查记录", "no inspection is on record"),
    ]
    .map(|figure| figure.unknown_if(facts.places.is_empty(), NO_PLACES.0, NO_PLACES.1))
}

/// The villages in which a place was entered. A place may stand in the town's own code or in a village that is closed by
/// now: neither is one of the villages that are counted.
///
/// # Errors
/// The database refuses.
pub fn villages(reading: &mut Reading<'_>, question: &Question, facts: &Facts<'_>) -> ApiResult<Measured> {
    let villages = divisions::villages(reading, &question.division, question.as_of)?;
    let entered = facts.places.iter().filter(|place| facts.entered.contains(&place.id));
    let reached: HashSet<&str> = entered.map(|place| place.division_code.as_str()).collect();
    let none = villages.is_empty();
    let (with, without): (Vec<_>, Vec<_>) =
        villages.iter().partition(|village| reached.contains(village.facts.code.as_str()));
    let evidence = |villages: Vec<&Division>| villages.into_iter().map(village).collect();
    let gap = Gap::new("未排查的村（社区）", "Villages not reached", evidence(without));
    Ok(Measured::rate(VILLAGES_INSPECTED, evidence(with), gap)
        .unknown_if(facts.in_period.is_empty(), NO_ROUNDS.0, NO_ROUNDS.1)
        .unknown_if(none, "未登记村（社区）", "no villages are on record"))
}

fn village(village: &Division) -> Evidence {
    Evidence {
        subject_type: "divisions".into(),
        subject_id: village.id,
        owner_id: None,
        version: village.version,
        label: village.facts.name.clone(),
        on: None,
        division_code: village.facts.code.clone(),
        amount: None,
    }
}
