//! The inspections of a year, and the rounds they were made in.
use std::collections::BTreeMap;

use super::facts::{Facts, is_of};
use super::{INSPECTIONS, LAB_ROUNDS, UNSIGNED, WITH_DEFECTS};
use crate::campaigns::CampaignKind;
use crate::indicators::{Evidence, Measured};
use crate::platform::coded::Coded;
use crate::platform::id::Id;
use crate::premises::inspections::InspectionOutcome;
use crate::premises::tally::Round;

/// No inspection of the period is on record.
pub const NO_ROUNDS: (&str, &str) = ("期内没有排查记录", "no inspection of the period is on record");

/// Figures of the inspections of the period.
pub fn rounds(facts: &Facts<'_>) -> [Measured; 4] {
    let of = |keep: &dyn Fn(&Round) -> bool| {
        facts.in_period.iter().filter(|round| keep(round)).map(|round| round_evidence(round)).collect()
    };
    [
        Measured::count(INSPECTIONS, of(&|_| true)),
        Measured::count(UNSIGNED, of(&|round| !round.is_signed)),
        Measured::count(WITH_DEFECTS, of(&|round| round.outcome == InspectionOutcome::Defect.code())),
        Measured::count(LAB_ROUNDS, campaigns(facts, CampaignKind::LabScreening)),
    ]
    .map(|figure| figure.unknown_if(facts.in_period.is_empty(), NO_ROUNDS.0, NO_ROUNDS.1))
}

/// Each campaign once, however many places it reached.
fn campaigns(facts: &Facts<'_>, kind: CampaignKind) -> Vec<Evidence> {
    let mut found: BTreeMap<Id, Evidence> = BTreeMap::new();
    for round in facts.in_period.iter().filter(|round| is_of(round, kind)) {
        let Some(campaign) = round.campaign.as_ref() else { continue };
        let one = found.entry(campaign.id).or_insert_with(|| Evidence {
            subject_type: "campaigns".into(),
            subject_id: campaign.id,
            owner_id: None,
            version: campaign.version,
            label: campaign.title.clone(),
            on: Some(round.inspected_on),
            division_code: campaign.division_code.clone(),
            amount: None,
        });
        one.on = one.on.min(Some(round.inspected_on));
    }
    found.into_values().collect()
}

fn round_evidence(round: &Round) -> Evidence {
    Evidence {
        subject_type: "inspections".into(),
        subject_id: round.id,
        owner_id: Some(round.premises_id),
        version: round.version,
        label: format!("{} {}", round.premises_code, round.premises_name),
        on: Some(round.inspected_on),
        division_code: round.division_code.clone(),
        amount: None,
    }
}
