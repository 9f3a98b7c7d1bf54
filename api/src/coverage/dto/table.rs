//! Coverage by village and round.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::Period;
use crate::campaigns::{CampaignKind, CreateCampaign};
use crate::codes::division::filled_up;
use crate::coverage::rules;
use crate::discloses;
use crate::platform::id::Id;
use crate::premises::{InspectionOutcome, PremisesKind};

/// Narrows coverage to a part of the area and a period.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
#[validate(schema(function = rules::check_period, skip_on_field_errors = false))]
pub struct CoverageFilter {
    /// Division whose subtree is asked for; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// First day of the period.
    pub from: Option<NaiveDate>,
    /// Last day of the period.
    pub to: Option<NaiveDate>,
}

impl CoverageFilter {
    /// The period asked for.
    pub fn period(&self) -> Period {
        Period { from: self.from, to: self.to }
    }
}

/// How many places had which outcome; locked doors, nobody there and refusals stand apart from what was entered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct InspectionOutcomes {
    /// Nothing found.
    pub normal: i64,
    /// Defects found.
    pub defect: i64,
    /// Locked, not entered.
    pub locked: i64,
    /// Nobody there.
    pub nobody_home: i64,
    /// Entry refused.
    pub refused: i64,
    /// Demolished.
    pub demolished: i64,
    /// Outside the round.
    pub excluded: i64,
}

impl InspectionOutcomes {
    /// One more.
    pub fn add(&mut self, outcome: InspectionOutcome) {
        *match outcome {
            InspectionOutcome::Normal => &mut self.normal,
            InspectionOutcome::Defect => &mut self.defect,
            InspectionOutcome::Locked => &mut self.locked,
            InspectionOutcome::NobodyHome => &mut self.nobody_home,
            InspectionOutcome::Refused => &mut self.refused,
            InspectionOutcome::Demolished => &mut self.demolished,
            InspectionOutcome::Excluded => &mut self.excluded,
        } += 1;
    }

    /// Those at which nobody got in: locked, nobody there, refused.
    pub fn not_entered(&self) -> i64 {
        self.locked + self.nobody_home + self.refused
    }
}

/// How a round stands: what is counted of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Coverage {
    /// Places on the list, or on the register where there is no list.
    pub units: i64,
    /// Those with an outcome in the round, whatever it is.
    pub with_outcome: i64,
    /// Those left out with a reason: neither above nor below the line of the rate.
    pub excluded: i64,
    /// The gaps.
    pub without_outcome: i64,
    /// The outcomes.
    pub outcomes: InspectionOutcomes,
    /// Those whose newest inspection in the round is not signed.
    pub unsigned: i64,
    /// Places that came to the register after the freezing, or were inspected though they are not on the list: not counted.
    pub outside_list: i64,
    /// Thousandths of the places with an outcome, those left out aside, rounded down: 1000 only when there is no gap; `null` when
    /// nothing is counted.
    pub per_mille: Option<i64>,
}

/// A village in a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageRow {
    /// The village.
    #[schema(example = "990981107201")]
    pub division_code: String,
    /// Its name.
    pub division_name: String,
    /// How it stands.
    #[serde(flatten)]
    pub coverage: Coverage,
}

/// A round, as it is headed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoundHead {
    /// Its id.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub kind: CampaignKind,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
}

impl RoundHead {
    /// The head of a campaign.
    pub fn of(id: Id, campaign: &CreateCampaign) -> Self {
        let CreateCampaign { kind, title, starts_on, ends_on, .. } = campaign.clone();
        Self { id, title, kind, starts_on, ends_on }
    }
}

/// The coverage of one round by village.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CampaignCoverage {
    /// The round.
    pub campaign: RoundHead,
    /// Whether its list is frozen.
    pub is_frozen: bool,
    /// The day of the freezing.
    pub frozen_on: Option<NaiveDate>,
    /// What the list was drawn from.
    pub source: Option<String>,
    /// Each village, also one of which nothing is on the list.
    pub rows: Vec<CoverageRow>,
    /// The whole area.
    pub total: CoverageRow,
    /// What is counted and what is missing, in Chinese.
    pub words_zh: String,
    /// The same in English.
    pub words_en: String,
}

discloses!(nobody: CampaignCoverage, CoverageTable, Gap);

/// A round in a table of many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageRound {
    /// Its id.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub kind: CampaignKind,
    /// First day: as planned, or of the first inspection.
    pub first_on: Option<NaiveDate>,
    /// Last day: as planned, or of the last inspection.
    pub last_on: Option<NaiveDate>,
    /// Whether its list is frozen; else it is reckoned against the register.
    pub is_frozen: bool,
}

/// A village in one of many rounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageCell {
    /// The round.
    pub campaign_id: Id,
    /// Places on the list, or on the register where there is no list.
    pub units: i64,
    /// Those with an outcome.
    pub with_outcome: i64,
    /// Those left out with a reason: neither above nor below the line of the rate.
    pub excluded: i64,
    /// Those whose newest inspection is not signed.
    pub unsigned: i64,
    /// As in the round's own coverage.
    pub per_mille: Option<i64>,
}

/// A village in all rounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageVillage {
    /// The village.
    #[schema(example = "990981107201")]
    pub division_code: String,
    /// Its name.
    pub division_name: String,
    /// Places on the register by the last day of the period.
    pub units: i64,
    /// Those inspected in the period at all, in a round or not.
    pub reached: i64,
    /// Those that were not.
    pub never_inspected: i64,
    /// How it stands in each round, in their order.
    pub cells: Vec<CoverageCell>,
}

/// All rounds of a period by village.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageTable {
    /// The rounds, by their first day.
    pub rounds: Vec<CoverageRound>,
    /// The villages, by their codes.
    pub villages: Vec<CoverageVillage>,
    /// The whole area.
    pub total: CoverageVillage,
}

/// A place that was missed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Gap {
    /// The place.
    pub premises_id: Id,
    /// Its number.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: PremisesKind,
    /// The village it counts for.
    pub division_code: String,
    /// The village's name.
    pub division_name: String,
    /// The day it was last inspected, in whatever round.
    pub last_inspected_on: Option<NaiveDate>,
    /// What came of it.
    pub last_outcome: Option<InspectionOutcome>,
    /// Who is to inspect it in the round.
    pub assignee_id: Option<Id>,
}
