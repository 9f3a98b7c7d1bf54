//! The lines of a list: frozen, left out with a reason, shared out, sent to.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::codes::division::filled_up;
use crate::codes::text::clean_field;
use crate::coverage::rules;
use crate::discloses;
use crate::divisions::division_code;
use crate::platform::http::{NO_VERSION, Versioned, comma_separated};
use crate::platform::id::Id;
use crate::premises::{InspectionOutcome, PremisesKind};

/// Which places of the register are put on the list of a round.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FreezeUnits {
    /// Kinds of places; all when empty.
    #[serde(default)]
    #[validate(length(max = 60))]
    #[schema(max_items = 60)]
    pub kinds: Vec<PremisesKind>,
    /// A part of the area of the round; the whole when absent.
    #[serde(default)]
    #[validate(custom(function = division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107000")]
    pub division: Option<String>,
    /// What the list was drawn from and by whose order, for whoever asks later.
    #[validate(length(min = 1, max = 300), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 300, example = "重点场所台账（镇禁毒办〔2026〕12号）")]
    pub source: String,
}

/// A list as it was frozen.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Freeze {
    /// Its id.
    pub id: Id,
    /// The round.
    pub campaign_id: Id,
    /// The day (Asia/Shanghai).
    pub frozen_on: NaiveDate,
    /// What it was drawn from.
    pub source: String,
    /// The area whose places were taken.
    pub division_code: String,
    /// Kinds of places; all when empty.
    pub kinds: Vec<PremisesKind>,
    /// How many places are on it: this number never changes.
    pub units: i64,
    /// Always 1: a list is frozen once.
    pub version: i64,
    /// When it was frozen.
    pub created_at: DateTime<Utc>,
}

impl Versioned for Freeze {
    fn version(&self) -> i64 {
        self.version
    }
}

/// A place in a round.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CampaignUnit {
    /// The line's id, by which the change feed names it; `null` off the list.
    pub id: Option<Id>,
    /// Its number on the list; `null` off the list.
    pub row_no: Option<i64>,
    /// The place.
    pub premises_id: Id,
    /// Its number in the register, as it was at the freezing.
    pub code: String,
    /// Its name, as it was at the freezing.
    pub name: String,
    /// Its kind, as it was at the freezing.
    pub kind: PremisesKind,
    /// The village it counts for: the one it lay in at the freezing.
    pub division_code: String,
    /// What came of the newest inspection in the round; `null` for a gap.
    pub outcome: Option<InspectionOutcome>,
    /// Its day.
    pub inspected_on: Option<NaiveDate>,
    /// The inspection.
    pub inspection_id: Option<Id>,
    /// Whether it is signed.
    pub is_signed: Option<bool>,
    /// Who is to inspect it.
    pub assignee_id: Option<Id>,
    /// Whether it was left out with a reason.
    pub is_excluded: bool,
    /// The reason; `null` when it was not left out, and when hidden.
    pub excluded_because: Option<String>,
    /// Whether it is on the frozen list.
    pub on_list: bool,
    /// Grows with each change of the line; `null` off the list.
    pub version: Option<i64>,
}

discloses!(nobody: AssignedUnits, CampaignUnit, Freeze, SentToGaps);

impl Versioned for CampaignUnit {
    fn version(&self) -> i64 {
        self.version.unwrap_or(NO_VERSION)
    }
}

/// An outcome, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum OutcomeAsked {
    /// This one.
    Of(InspectionOutcome),
    /// None: the gaps.
    Nothing(Nothing),
}

/// The word for no outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Nothing {
    /// `none`.
    #[serde(rename = "none")]
    None,
}

/// Narrows the places of a round.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct UnitFilter {
    /// Division whose subtree is asked for; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// Outcomes, separated by commas; `none` for the gaps.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "none,locked")]
    pub outcome: Vec<OutcomeAsked>,
    /// Given to this member of staff; `none` for those nobody has.
    #[validate(custom(function = rules::assignee))]
    #[param(example = "none")]
    pub assignee: Option<String>,
    /// Part of the number or of the name.
    #[validate(length(max = 100))]
    #[param(max_length = 100)]
    pub q: Option<String>,
}

/// Why a place is left out.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExcludeUnit {
    /// The reason; sealed.
    #[validate(length(min = 2, max = 500), custom(function = clean_field))]
    #[schema(min_length = 2, max_length = 500, example = "已整体拆迁，由城建部门确认")]
    pub reason: String,
}

/// Lines for one member of staff: all of a division, or these.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check_assign, skip_on_field_errors = false))]
pub struct AssignUnits {
    /// Those of this division and below.
    #[serde(default)]
    #[validate(custom(function = division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107000")]
    pub division: Option<String>,
    /// The places, in place of a division.
    #[serde(default)]
    #[validate(length(max = 500))]
    #[schema(max_items = 500)]
    pub premises_ids: Vec<Id>,
    /// A member of staff who answers for the division; `null` takes them back.
    pub assignee_id: Option<Id>,
}

/// How many lines somebody has now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssignedUnits {
    /// Lines that were meant; those left out of the list are not among them.
    pub assigned: i64,
}

impl Versioned for AssignedUnits {
    fn version(&self) -> i64 {
        NO_VERSION
    }
}

/// Duties for the gaps of a round.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendToGaps {
    /// The gaps of this division and below; all when absent.
    #[serde(default)]
    #[validate(custom(function = division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107000")]
    pub division: Option<String>,
    /// The last day, within the dates of the round.
    pub due_on: NaiveDate,
    /// Who is to go there; whoever has the line when absent.
    #[serde(default)]
    pub assignee_id: Option<Id>,
    /// How many gaps the caller has counted; when there are more or fewer now, nothing is done (409).
    #[validate(range(min = 0, max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000, example = 4)]
    pub expected_count: i64,
}

/// What became of the gaps.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SentToGaps {
    /// Duties made.
    pub created: i64,
    /// Gaps that had one already.
    pub existing: i64,
    /// Gaps at places that are on the register no more: no inspection can be recorded there, so the line is left out with a reason.
    pub off_register: i64,
}

impl Versioned for SentToGaps {
    fn version(&self) -> i64 {
        NO_VERSION
    }
}
