//! What the API documents about notifications.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::rules;
use crate::desk::{ListName, Topic};
use crate::discloses;
use crate::platform::http::{NO_VERSION, Versioned};

/// How much of a topic there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TopicCount {
    /// What it is about.
    pub topic: Topic,
    /// How many there are; counting stops at 10 000.
    pub count: i64,
    /// Whether there are more than `count`.
    pub count_is_lower_bound: bool,
    /// The list that shows them.
    pub list: ListName,
    /// What narrows that list.
    #[schema(example = "state=open&due_on_to=2025-06-25")]
    pub query: String,
}

/// What waits for the caller in one topic.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Notification {
    /// How much, and where.
    #[serde(flatten)]
    pub counted: TopicCount,
    /// Whether the caller has not seen it today, or there is more of it since.
    pub is_new: bool,
}

/// All that waits for the caller, in the order of the topics. What there is none of is left out, as are topics that are off.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Notifications {
    /// The day it is reckoned for.
    pub day: NaiveDate,
    /// Topics.
    pub items: Vec<Notification>,
    /// How many of them are new.
    pub new_count: i64,
}

/// A number as it was seen.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenTopic {
    /// The topic.
    pub topic: Topic,
    /// The number that was shown.
    #[validate(range(min = 0, max = 10_000))]
    #[schema(minimum = 0, maximum = 10_000)]
    pub count: i64,
}

/// What was seen.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenTopics {
    /// Topics with the numbers that were shown; what came in between stays new.
    #[validate(length(min = 1, max = 40), nested, custom(function = rules::named_once))]
    #[schema(min_items = 1, max_items = 40)]
    pub seen: Vec<SeenTopic>,
}

/// The day of one account in a few lines: made when it is first asked for on that day, and the same from then on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Digest {
    /// The day.
    pub day: NaiveDate,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// What there was, in the order of the topics.
    pub lines: Vec<TopicCount>,
    /// The same to be read, in Chinese.
    #[schema(example = "2025年6月26日待办摘要\n七日内到期的任务：3项\n")]
    pub text_zh: String,
    /// The same in English.
    #[schema(example = "What waits on 26 June 2025\nDuties due within seven days: 3\n")]
    pub text_en: String,
}

/// Which digest.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct DigestFilter {
    /// The day; today where it is left out. Of an earlier day there is one only if it was asked for on that day.
    #[param(example = "2025-06-26")]
    pub day: Option<NaiveDate>,
}

discloses!(nobody: Notifications, Digest);

impl Versioned for Notifications {
    fn version(&self) -> i64 {
        NO_VERSION
    }
}
