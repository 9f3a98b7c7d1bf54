//! What the API documents about events.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::rules;
use crate::coded;
use crate::codes::division::filled_up;
use crate::discloses;
use crate::divisions::division_code;
use crate::platform::http::{Versioned, comma_separated};
use crate::platform::id::Id;

coded! {
    /// What kind of event it was.
    EventKind in "event_kind" {
        Publicity = "publicity", "宣传活动", "Publicity";
        Lecture = "lecture", "讲座", "Lecture";
        Training = "training", "培训", "Training";
        Meeting = "meeting", "会议", "Meeting";
        Clue = "clue", "线索", "Clue";
        CropSurvey = "crop_survey", "禁种踏查", "Survey for illicit crops";
        Enforcement = "enforcement", "执法行动", "Enforcement";
    }

    /// Where publicity went: the five settings (五进).
    Setting in "setting" {
        School = "school", "学校", "School";
        Village = "village", "农村", "Village";
        Workplace = "workplace", "单位", "Workplace";
        Family = "family", "家庭", "Family";
        Venue = "venue", "场所", "Venue";
    }

    /// The occasion an event belongs to.
    Theme in "theme" {
        June26 = "june26", "6.26", "26 June";
        AwarenessMonth = "awareness_month", "宣传月", "Awareness month";
        RuralReturn = "rural_return", "返乡宣传", "Spring return";
        SchoolOpening = "school_opening", "开学宣传", "School opening";
        Other = "other", "其他", "Other";
    }
}

/// What was counted, each in its own unit; `null` where nobody counted, which is not zero.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EventCounts {
    /// 宣传单（份）
    #[validate(range(min = 0, max = 10_000_000))]
    #[schema(minimum = 0, maximum = 10_000_000, example = 373)]
    pub leaflets: Option<i64>,
    /// 宣传手册（份）
    #[validate(range(min = 0, max = 10_000_000))]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub booklets: Option<i64>,
    /// 海报（张）
    #[validate(range(min = 0, max = 10_000_000))]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub posters: Option<i64>,
    /// 横幅标语（条）
    #[validate(range(min = 0, max = 10_000_000))]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub banners: Option<i64>,
    /// 展板挂图（块）
    #[validate(range(min = 0, max = 10_000_000))]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub panels: Option<i64>,
    /// 受教育（人次）: person-times, not persons.
    #[validate(range(min = 0, max = 10_000_000))]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub reach: Option<i64>,
    /// 咨询（人次）
    #[validate(range(min = 0, max = 10_000_000))]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub consultations: Option<i64>,
    /// 出动（人次）
    #[validate(range(min = 0, max = 10_000_000))]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub staff: Option<i64>,
    /// LED、广播（次）
    #[validate(range(min = 0, max = 10_000_000))]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub broadcasts: Option<i64>,
    /// 微信、公众号（条）
    #[validate(range(min = 0, max = 10_000_000))]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub posts: Option<i64>,
}

/// The facts of an event: what is entered, and what may be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateEvent {
    /// What kind of event it was.
    pub kind: EventKind,
    /// The day it was held (Asia/Shanghai).
    pub held_on: NaiveDate,
    /// Its name.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200, example = "禁毒宣传进学校")]
    pub title: String,
    /// Where publicity went (五进).
    #[serde(default)]
    pub settings: Vec<Setting>,
    /// The occasion it belongs to.
    #[serde(default)]
    pub theme: Option<Theme>,
    /// The village or town it was held in.
    #[validate(custom(function = division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107201")]
    pub division_code: String,
    /// Who joined in; the event has one owner and is counted once.
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200, example = "派出所")]
    pub co_organisers: Option<String>,
    /// What was counted.
    #[serde(default)]
    #[validate(nested)]
    pub counts: EventCounts,
    /// Anything else worth keeping; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub notes: Option<String>,
}

/// An event on record. Its notes are free text, which may name people: they are hidden with the names.
#[derive(Debug, Serialize, ToSchema)]
pub struct Event {
    /// Its id.
    pub id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateEvent,
    /// Names of the fields hidden from this caller.
    pub masked: Vec<&'static str>,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(nobody: Event);

impl Versioned for Event {
    fn version(&self) -> i64 {
        self.version
    }
}

/// The order of a list of events.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
pub enum EventOrder {
    /// Latest first.
    #[default]
    #[serde(rename = "-held_on")]
    Latest,
    /// Earliest first.
    #[serde(rename = "held_on")]
    Earliest,
}

/// Narrows a list of events.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct EventFilter {
    /// Division whose subtree to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// Kinds, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "lecture,training")]
    pub kind: Vec<EventKind>,
    /// Events that went to this setting.
    pub setting: Option<Setting>,
    /// Events of this occasion.
    pub theme: Option<Theme>,
    /// First day.
    pub held_on_from: Option<NaiveDate>,
    /// Last day.
    pub held_on_to: Option<NaiveDate>,
    /// Part of the title.
    #[validate(length(max = 100))]
    #[param(max_length = 100)]
    pub q: Option<String>,
    /// The order.
    #[param(inline)]
    pub sort: EventOrder,
}
