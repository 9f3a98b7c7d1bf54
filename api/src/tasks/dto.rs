//! What the API documents about duties.
mod many;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

pub use self::many::{AssignFilter, AssignMany, AssignedItem, AssignedMany};
use super::rules;
use crate::coded;
use crate::codes::division::filled_up;
use crate::codes::text::clean_field;
use crate::platform::access::Discloses;
use crate::platform::http::{Versioned, comma_separated};
use crate::platform::id::Id;

coded! {
    /// What is owed.
    TaskKind in "task_kind" {
        ReportIn = "report_in", "督促报到", "Report-in";
        Agreement = "agreement", "签订协议", "Agreement";
        Team = "team", "组建工作小组", "Case team";
        Test = "test", "定期检测", "Test";
        Visit = "visit", "走访", "Visit";
        Contact = "contact", "外出联系", "Contact with who is away";
        Notice = "notice", "劝诫、告诫", "Admonition or warning";
        Handover = "handover", "报告并移交公安机关", "Report and hand-over to the police";
        LeaveReturn = "leave_return", "销假", "Return from leave";
        FileTransfer = "file_transfer", "转送变更执行地材料", "Sending the file to the new place";
        ExpiryCheck = "expiry_check", "期满前核查", "Check before expiry";
        ReleaseNotice = "release_notice", "催收解除通知书", "Notice of release";
        CleanThreeYears = "clean_three_years", "戒断三年核定", "Confirming three clean years";
        Manual = "manual", "交办任务", "Given by hand";
        Inspection = "inspection", "排查", "Inspection of a place";
    }

    /// How a duty stands. What was missed stays missed.
    TaskState in "task_state" {
        Open = "open", "待办", "Open";
        Done = "done", "已办", "Done";
        Late = "late", "逾期办理", "Done late";
        Missed = "missed", "逾期未办", "Missed";
        Excused = "excused", "有证明免办", "Excused";
        Void = "void", "不再要求", "Void";
    }

    /// Why nothing is owed any more.
    VoidReason in "task_void_reason" {
        EpisodeEnded = "episode_ended", "措施已经结束", "The measure has ended";
        Suspended = "suspended", "措施中止期间", "The measure is suspended";
        Returned = "returned", "已经返回", "The person is back";
        Restarted = "restarted", "戒断年限重新起算", "The clean years count anew";
        Sealed = "sealed", "管控已经结束，档案封存", "Control has ended and the file is sealed";
        Superseded = "superseded", "规则改版，由新规则代替", "A new version of the rule took its place";
        Settled = "settled", "事后已经办理", "What raised it was done after all";
        LeftOut = "left_out", "已说明理由，不在排查名单内", "Left out of the list of the round, with a reason";
        Corrected = "corrected", "事实更正后不再要求", "The facts were corrected";
    }

    /// What did a duty.
    DoneByType in "task_done_by" {
        Test = "test", "检测", "A test";
        Treatment = "treatment", "戒毒措施记录", "The treatment's record";
        TeamMember = "team_member", "小组成员记录", "A member's record";
        Visit = "visit", "走访记录", "A visit";
        Notice = "notice", "劝诫、告诫文书", "An admonition or warning";
        Transfer = "transfer", "变更执行地记录", "The transfer's record";
        Leave = "leave", "请假记录", "The leave's record";
        Handover = "handover", "移交记录", "The hand-over's record";
        Inspection = "inspection", "排查记录", "An inspection";
        Confirmation = "confirmation", "经办人确认", "An official's confirmation";
    }

    /// What a duty is about.
    SubjectType in "task_subject" {
        Person = "person", "人员", "A person";
        Premises = "premises", "场所", "A place";
    }
}

/// What a duty is about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskSubject {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: SubjectType,
    /// The record.
    pub id: Id,
    /// What it is called, as far as the caller may see.
    #[schema(example = "罗**")]
    pub name: Option<String>,
}

/// What did a duty.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct TaskDoneBy {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: DoneByType,
    /// The record, where there is one.
    pub id: Option<Id>,
}

/// The rule a duty follows from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskRule {
    /// The pack.
    #[schema(example = "local")]
    pub pack: String,
    /// Its version.
    pub version: i32,
    /// The rule in it.
    #[schema(example = "test_treatment")]
    pub id: String,
}

/// A duty: one row an occurrence.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Task {
    /// Its id.
    pub id: Id,
    /// What is owed.
    pub kind: TaskKind,
    /// What is to be done, where somebody gave it by hand and no rule says it.
    pub title: Option<String>,
    /// What it is about.
    pub subject: TaskSubject,
    /// The measure it is owed under; `null` where it is owed under none.
    pub episode_id: Option<Id>,
    /// The round that a place is to be inspected in; `null` for duties about persons.
    pub campaign_id: Option<Id>,
    /// The managing division.
    pub division_code: String,
    /// The how-manieth of its rule under the measure.
    pub ordinal: i32,
    /// First day on which it can be done.
    pub window_start: NaiveDate,
    /// Last day.
    pub due_on: NaiveDate,
    /// How it stands.
    pub state: TaskState,
    /// Why nothing is owed any more, if so.
    pub void_because: Option<VoidReason>,
    /// What did it.
    pub done_by: Option<TaskDoneBy>,
    /// When.
    pub done_on: Option<NaiveDate>,
    /// Whether a test was refused or evaded in it (戒毒条例 §20).
    pub has_violation: bool,
    /// The rule.
    pub rule: TaskRule,
    /// Who is to do it.
    pub assignee_id: Option<Id>,
    /// When they accepted it.
    pub accepted_at: Option<DateTime<Utc>>,
    /// Why it was handed back, if it was.
    pub returned_because: Option<String>,
    /// The day an official confirmed it.
    pub confirmed_on: Option<NaiveDate>,
    /// What they wrote.
    pub confirmation: Option<String>,
    /// Grows with each change.
    pub version: i64,
    /// When it came to be.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl Discloses for Task {
    fn persons(&self, told: &mut Vec<Id>) {
        match self.subject.kind {
            SubjectType::Person => told.push(self.subject.id),
            SubjectType::Premises => {}
        }
    }
}

impl Versioned for Task {
    fn version(&self) -> i64 {
        self.version
    }
}

/// Narrows a list of duties. They come by the last day, the oldest first.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct TaskFilter {
    /// Division whose subtree is asked for; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// States, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "open,missed")]
    pub state: Vec<TaskState>,
    /// Kinds, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "test")]
    pub kind: Vec<TaskKind>,
    /// Due on this day or later.
    pub due_on_from: Option<NaiveDate>,
    /// Due on this day or earlier.
    pub due_on_to: Option<NaiveDate>,
    /// About this person or place.
    pub subject: Option<Id>,
    /// About persons of this name, initials or file number (where names are masked, file number), or places of this name or
    /// number; a part will do. The newest 200 persons and places that it finds count.
    #[validate(length(max = 50))]
    #[param(max_length = 50)]
    pub q: Option<String>,
    /// Only those that were handed back and that nobody has taken since.
    pub returned: Option<bool>,
    /// Assigned to this member of staff; `none` for those nobody has.
    #[validate(custom(function = rules::assignee))]
    #[param(example = "none")]
    pub assignee: Option<String>,
}

/// Something to be done that no rule asks for.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateTask {
    /// What is to be done; sealed.
    #[validate(length(min = 1, max = 200), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 200, example = "陪同到镇卫生院体检")]
    pub title: String,
    /// The last day.
    pub due_on: NaiveDate,
    /// Who is to do it.
    #[serde(default)]
    pub assignee_id: Option<Id>,
}

/// Who is to do it.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// A member of staff who answers for the division; `null` takes it back.
    pub assignee_id: Option<Id>,
}

/// Why a duty is handed back.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnTask {
    /// The reason; sealed.
    #[validate(length(min = 1, max = 500), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 500, example = "本周在外培训，请改派")]
    pub reason: String,
}

/// That a duty was done of which there is no other record.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmTask {
    /// The day it was done.
    pub confirmed_on: NaiveDate,
    /// What was done and on which document; sealed.
    #[validate(length(min = 1, max = 500), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 500, example = "材料齐全，已于当日送派出所")]
    pub note: String,
}
