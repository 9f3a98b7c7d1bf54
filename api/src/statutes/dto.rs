//! What the API documents about rules.
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::pack::Pack;

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
    /// The reckoning, sentence by sentence, in Chinese.
    pub zh: Vec<String>,
    /// The same in English.
    pub en: Vec<String>,
}
