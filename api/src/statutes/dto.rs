//! What the API documents about rules.
mod trial;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

pub use self::trial::{CheckPack, PackCheck, PackFlaw, SimulatePack, Simulation, TrialCounts, TrialLine, TrialPerson};
use super::pack::Pack;
use crate::codes::text::clean_field;
use crate::discloses;
use crate::platform::coded::Label;
use crate::platform::http::{NO_VERSION, Versioned};
use crate::platform::id::Id;
use crate::tasks::{DoneByType, Duty, Occurrence, TaskKind, TaskRule, TaskState, VoidReason};

/// A pack and how it stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RulePack {
    /// What it says.
    #[serde(flatten)]
    pub pack: Pack,
    /// Last day it is in force: its own, or the day before the next version begins.
    pub in_force_until: Option<NaiveDate>,
    /// Whether it is in force today.
    pub is_in_force: bool,
}

/// All packs in use.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RulePacks {
    /// Every version of every pack.
    pub items: Vec<RulePack>,
}

/// Why a duty exists, why that day, and how it stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Explanation {
    /// What is owed.
    #[schema(example = "社区戒毒定期检测")]
    pub title: String,
    /// The article.
    #[schema(example = "戒毒条例第十九条第二项")]
    pub article: String,
    /// The local document, where the law has no number.
    pub basis: Option<String>,
    /// What follows when it is missed.
    pub consequence: String,
    /// The event it is counted from, in words.
    #[schema(example = "报到")]
    pub anchor: String,
    /// Its day.
    pub anchor_on: Option<NaiveDate>,
    /// The pack and version the rule stands in.
    pub pack: String,
    /// Its version.
    pub pack_version: i32,
    /// What speaks against compulsory isolation while it lasts, where the duty is a report to the police (禁毒法 §39).
    pub cautions: Vec<Label>,
    /// The records a proposal rests on, where it is one.
    pub evidence: Vec<EvidenceLine>,
    /// The reckoning, sentence by sentence, in Chinese.
    pub zh: Vec<String>,
    /// The same in English.
    pub en: Vec<String>,
}

/// A record that a proposal rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EvidenceLine {
    /// What kind of record.
    pub kind: DoneByType,
    /// The record.
    pub id: Id,
    /// Its day.
    pub on: NaiveDate,
    /// What it says, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// Duties as they stood on a day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DutiesOnDay {
    /// The day.
    pub as_of: NaiveDate,
    /// The duties, by measure, rule and ordinal.
    pub items: Vec<DutyOnDay>,
}

/// A duty as it stood on a day, reckoned from the facts on file now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DutyOnDay {
    /// What is owed.
    pub kind: TaskKind,
    /// The rule.
    pub rule: TaskRule,
    /// The measure it is owed under; `null` where it is owed under none.
    pub episode_id: Option<Id>,
    /// The how-manieth of its rule under the measure.
    pub ordinal: i32,
    /// First day on which it can be done.
    pub window_start: NaiveDate,
    /// Last day.
    pub due_on: NaiveDate,
    /// How it stood.
    pub state: TaskState,
    /// Why nothing was owed any more, if so.
    pub void_because: Option<VoidReason>,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
    /// Whether a test was refused or evaded in it (戒毒条例 §20).
    pub has_violation: bool,
}

impl From<Duty> for DutyOnDay {
    fn from(duty: Duty) -> Self {
        let Occurrence { episode_id, rule_id, pack, pack_version, ordinal } = duty.which;
        Self {
            kind: duty.kind,
            rule: TaskRule { pack, version: pack_version, id: rule_id },
            episode_id,
            ordinal,
            window_start: duty.starts_on,
            due_on: duty.due_on,
            state: duty.state,
            void_because: duty.void_because,
            done_on: duty.done_on,
            has_violation: duty.has_violation,
        }
    }
}

/// The day asked for.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct DayFilter {
    /// The day; today when left out.
    pub as_of: Option<NaiveDate>,
}

/// The decision that ends the control of a person (戒断三年未复吸).
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndOfControl {
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// Number of the document of the police; sealed.
    #[validate(length(min = 1, max = 100), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 100, example = "岚公禁（核）〔2026〕5号")]
    pub document_no: String,
    /// The official who confirmed it; sealed.
    #[validate(length(min = 1, max = 100), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 100, example = "派出所 钱进")]
    pub decided_by: String,
}

/// A file that has been sealed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SealedFile {
    /// Whose it was.
    pub person_id: Id,
    /// The day three clean years were full.
    pub clean_on: NaiveDate,
    /// When it was sealed.
    pub sealed_at: DateTime<Utc>,
}

discloses!(person_id: SealedFile);

impl Versioned for SealedFile {
    fn version(&self) -> i64 {
        NO_VERSION
    }
}

/// Why a person has no duty, one overdue, or is not released.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WhyNot {
    /// What stands in the way, measure by measure.
    pub items: Vec<Reason>,
}

/// One thing that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reason {
    /// Stable code.
    #[schema(example = "no_received_on")]
    pub code: &'static str,
    /// The measure it is about.
    pub episode_id: Option<Id>,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}
