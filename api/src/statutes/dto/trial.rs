//! What the API documents about a pack that is tried before it is adopted.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::discloses;
use crate::platform::access::Discloses;
use crate::platform::id::Id;
use crate::statutes::pack::Pack;

/// The text of a pack.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckPack {
    /// The pack, as the file that `jindu rules apply` takes.
    #[validate(length(min = 1, max = 60_000))]
    #[schema(
        min_length = 1,
        max_length = 60_000,
        example = "pack = \"local\"\nversion = 2\ntitle = \"本地规定\"\nvalid_from = 2099-01-01\nbasis = \"示例市禁毒办〔2098〕9号\"\n"
    )]
    pub text: String,
}

/// The text of a pack, and for whom and when it is tried.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulatePack {
    /// The pack, as the file that `jindu rules apply` takes.
    #[validate(length(min = 1, max = 60_000))]
    #[schema(
        min_length = 1,
        max_length = 60_000,
        example = "pack = \"local\"\nversion = 2\ntitle = \"本地规定\"\nvalid_from = 2099-01-01\nbasis = \"示例市禁毒办〔2098〕9号\"\n"
    )]
    pub text: String,
    /// This division and all below it; the caller's area when absent.
    #[serde(default)]
    #[validate(length(min = 2, max = 12))]
    #[schema(min_length = 2, max_length = 12, example = "990981107000")]
    pub division_code: Option<String>,
    /// The day to reckon on, within a year of today; today when absent.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
}

/// One thing that is wrong with a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PackFlaw {
    /// The line it stands on, from 1.
    #[schema(example = 14)]
    pub line: usize,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// What is wrong with a pack, or what it says.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PackCheck {
    /// Whether it could be put in use as it is.
    pub is_sound: bool,
    /// All that is wrong with it.
    pub flaws: Vec<PackFlaw>,
    /// What it says, where nothing is wrong: its rules with their articles.
    pub pack: Option<Pack>,
}

/// How many duties would change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrialCounts {
    /// Would be added.
    pub new: i64,
    /// Would be rewritten.
    pub changed: i64,
    /// Would no longer follow.
    pub void: i64,
}

/// What would change by one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrialLine {
    /// The rule.
    #[schema(example = "test_treatment")]
    pub rule: String,
    /// What people call it.
    #[schema(example = "社区戒毒定期检测")]
    pub title: String,
    /// How many duties.
    #[serde(flatten)]
    pub counts: TrialCounts,
}

/// What would change for one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrialPerson {
    /// The person.
    pub person_id: Id,
    /// The number of the file.
    #[schema(example = "QH-0042")]
    pub file_no: String,
    /// The name, as the caller may see it.
    #[schema(example = "张**")]
    pub name: String,
    /// How many duties.
    #[serde(flatten)]
    pub counts: TrialCounts,
}

/// What a pack would change.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Simulation {
    /// The pack.
    #[schema(example = "local")]
    pub pack: String,
    /// Its version.
    pub version: i32,
    /// The day it was reckoned for.
    pub as_of: NaiveDate,
    /// Persons who were looked at: those from whose files something may follow.
    pub persons_looked_at: i64,
    /// In all.
    pub total: TrialCounts,
    /// By rule.
    pub rules: Vec<TrialLine>,
    /// Persons for whom something would change.
    pub persons_total: i64,
    /// The first two hundred of them, those of whom most would change first.
    pub persons: Vec<TrialPerson>,
}

discloses!(nobody: PackCheck);

impl Discloses for Simulation {
    fn persons(&self, told: &mut Vec<Id>) {
        told.extend(self.persons.iter().map(|person| person.person_id));
    }
}
