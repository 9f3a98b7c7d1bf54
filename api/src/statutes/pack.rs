//! A rule pack as it is written: TOML, one file a version, each rule with its article.
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::coded;
use crate::personnel::{HandoverReason, NoticeKind, RiskLevel, TreatmentKind};
use crate::tasks::TaskKind;

coded! {
    /// What a duty is counted from.
    Anchor in "rule_anchor" {
        Received = "received", "收到决定书", "Order received";
        ReportedIn = "reported_in", "报到", "Report-in";
        TermEnd = "term_end", "期满", "End of the term";
        Evasion = "evasion", "拒绝或逃避检测", "Test refused or evaded";
        Positive = "positive", "检测阳性", "Positive test";
        Leave = "leave", "请假", "A leave";
        Absence = "absence", "擅自离开", "An absence without leave";
        Stay = "stay", "外出务工", "Away for work";
        TransferDecided = "transfer_decided", "批准变更执行地", "Change of place approved";
        Moved = "moved", "执行地变更", "The place changed";
        Arrived = "arrived", "在新执行地报到", "Report-in at the new place";
        Clean = "clean", "最后一次查获、报到或者解除强制隔离戒毒，或者检测阳性", "Last found, reported in, released from isolation or tested positive";
        AbsenceDays = "absence_days", "擅自离开累计超过所列日数", "Days of absence without leave beyond the number named";
        Missed = "missed", "另一项任务逾期未办", "Another duty missed";
    }

    /// The fact that does a duty.
    DoneBy in "rule_done_by" {
        ReportedIn = "reported_in", "报到", "Report-in";
        AgreementSigned = "agreement_signed", "签订协议", "Agreement signed";
        Team = "team", "工作小组五类人员到齐", "A team of all five kinds";
        Test = "test", "检测", "A test";
        Visit = "visit", "走访或者联系", "A visit or another contact";
        Noticed = "noticed", "出具劝诫或者告诫文书", "An admonition or warning";
        FileSent = "file_sent", "转送材料", "The file sent";
        Arrived = "arrived", "在新执行地报到", "Report-in at the new place";
        AgreementRenewed = "agreement_renewed", "签订新协议", "A new agreement";
        Returned = "returned", "销假", "Return from leave";
        HandedOver = "handed_over", "移交公安机关", "Hand-over to the police";
        Released = "released", "收到解除通知书", "Notice of release";
        Confirmed = "confirmed", "经办人确认", "Confirmation by the official in charge";
    }

    /// What becomes of a last day that is a statutory day off (民法典 §203).
    DayOff in "rule_day_off" {
        Keep = "keep", "不顺延", "Stays";
        NextDay = "next_day", "顺延至次一工作日", "Moves to the next working day";
    }

    /// Which days a limit counts.
    Counting in "rule_counting" {
        Calendar = "calendar", "自然日", "Calendar days";
        Working = "working", "工作日", "Working days";
    }

    /// What becomes of windows while the measure is suspended (戒毒条例 §24).
    Suspension in "rule_suspension" {
        Extend = "extend", "中止期间不计入", "The clock stands still";
        Keep = "keep", "照常计算", "The clock runs on";
    }
}

/// One version of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Its name: `national`, `local`, ….
    #[schema(example = "local")]
    pub pack: String,
    /// Grows with each new text.
    pub version: i32,
    /// What people call it.
    pub title: String,
    /// First day it is in force.
    #[serde(deserialize_with = "day")]
    pub valid_from: NaiveDate,
    /// Last day, if it was limited from the beginning; otherwise the next version ends it.
    #[serde(default, deserialize_with = "day_or_none", skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Whether other packs may not change its rules.
    #[serde(default)]
    pub locked: bool,
    /// The document it rests on.
    pub basis: String,
    /// Its rules.
    #[serde(default, rename = "rule")]
    pub rules: Vec<RuleText>,
    /// Numbers it sets in rules of a locked pack: where the law left them open, or stricter.
    #[serde(default, rename = "adjust")]
    pub adjustments: Vec<Adjustment>,
}

/// One rule: what is owed, from when, until when, and by which article.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleText {
    /// Its name, the same in all versions.
    #[schema(example = "test_treatment")]
    pub id: String,
    /// What is owed.
    pub kind: TaskKind,
    /// What people call it.
    pub title: String,
    /// Measures under which it is owed; none where it is owed to a person, whatever the measure.
    #[serde(default)]
    pub applies_to: Vec<TreatmentKind>,
    /// Only for terms of at most so many months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term_at_most_months: Option<u32>,
    /// Only for longer terms; a term nobody wrote down counts as the longest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term_over_months: Option<u32>,
    /// What it is counted from; `missed:<rule>` for a duty that another one's lapse raises.
    pub anchor: String,
    /// The how-manieth such event; of days of absence, how many are not too many yet.
    #[serde(default = "once")]
    pub anchor_count: u32,
    /// Days before the anchor on which it opens.
    #[serde(default)]
    pub opens_days_before: u32,
    /// Days after the anchor, which itself does not count (民法典 §201). Left open: on the day itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_days: Option<u32>,
    /// Windows one after the other, by calendar months from the anchor; in place of a deadline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Windows of so many months by the grade of the risk assessment in force when they begin; in place of steps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_risk: Option<ByRisk>,
    /// Windows of so many days, where none was agreed with the person; in place of steps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_days: Option<u32>,
    /// Calendar months from the anchor until it opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_months: Option<u32>,
    /// Which days count.
    #[serde(default = "calendar")]
    pub count: Counting,
    /// Days off.
    #[serde(default = "keep")]
    pub day_off: DayOff,
    /// Suspensions.
    #[serde(default = "extend")]
    pub suspension: Suspension,
    /// The fact that does it.
    pub done_by: DoneBy,
    /// Which hand-over does it, where one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<HandoverReason>,
    /// Which paper does it, where an admonition or a warning does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<NoticeKind>,
    /// The article.
    pub article: String,
    /// The local document, where the law has no number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// What follows when it is missed.
    pub consequence: String,
}

/// So many windows of so many months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// How many.
    pub windows: u32,
    /// How long each.
    pub months: u32,
}

/// Months of a window by the grade in force when it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ByRisk {
    /// Of a high grade.
    pub high: u32,
    /// Of a medium one.
    pub medium: u32,
    /// Of a low one.
    pub low: u32,
    /// Of those nobody has assessed.
    pub unrated: u32,
}

impl ByRisk {
    /// Its months for a grade.
    pub fn months(self, level: RiskLevel) -> u32 {
        match level {
            RiskLevel::High => self.high,
            RiskLevel::Medium => self.medium,
            RiskLevel::Low => self.low,
            RiskLevel::Unrated => self.unrated,
        }
    }
}

/// A number set in a rule of a locked pack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// The rule.
    pub rule: String,
    /// Its days.
    pub due_days: u32,
    /// The local document.
    pub basis: String,
}

impl RuleText {
    /// The anchor's name, and the rule whose lapse it is if it is one's.
    pub fn anchor(&self) -> Option<(Anchor, Option<&str>)> {
        use crate::platform::coded::Coded;
        match self.anchor.split_once(':') {
            Some(("missed", rule)) => Some((Anchor::Missed, Some(rule))),
            Some(_) => None,
            None => {
                Anchor::from_code(&self.anchor).filter(|anchor| *anchor != Anchor::Missed).map(|anchor| (anchor, None))
            }
        }
    }
}

impl RuleText {
    /// Whether it lays windows one after the other.
    pub fn has_windows(&self) -> bool {
        !self.steps.is_empty() || self.by_risk.is_some() || self.every_days.is_some()
    }
}

fn calendar() -> Counting {
    Counting::Calendar
}

fn once() -> u32 {
    1
}

fn keep() -> DayOff {
    DayOff::Keep
}

fn extend() -> Suspension {
    Suspension::Extend
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let text = toml::value::Datetime::deserialize(deserializer)?.to_string();
    text.parse().map_err(|_parse| serde::de::Error::custom(format!("{text} is no date 不是日期")))
}

fn day_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    day(deserializer).map(Some)
}
