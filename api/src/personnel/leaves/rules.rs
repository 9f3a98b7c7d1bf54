//! What a leave can say (戒毒条例 §19).
use validator::ValidationError;

use super::dto::{CreateLeave, LeaveState};
use crate::codes::text;
use crate::platform::clock;
use crate::platform::error::{Broken, Rule};

const FUTURE: Rule =
    Rule {
        code: "leave.date.future", zh: "已发生的日期不能晚于今天", en: "what has happened lies in the past"
    };
const BACK_BEFORE: Rule =
    Rule { code: "leave.back.before", zh: "返回日期早于离开日期", en: "nobody is back before they left" };
const NEEDS_END: Rule = Rule {
    code: "leave.due_back_on.required",
    zh: "请假须写明返回日期（戒毒条例第十九条）",
    en: "a leave names its last day (Regulation §19)",
};
const NEEDS_DESTINATION: Rule = Rule {
    code: "leave.destination.required",
    zh: "请假须写明去向（戒毒条例第十九条）",
    en: "a leave names where to (Regulation §19)",
};
const NEEDS_REPORT: Rule = Rule {
    code: "leave.applied_on.required",
    zh: "请假须有书面报告的日期（戒毒条例第十九条）",
    en: "a leave has the day of its written report (Regulation §19)",
};
const NEEDS_DECISION: Rule = Rule {
    code: "leave.decided_on.required",
    zh: "批准或不予批准须有日期和审批文书",
    en: "an approval or refusal has its day and document",
};
const DECIDED_BEFORE: Rule = Rule {
    code: "leave.decided_on.before",
    zh: "审批日期早于申请日期",
    en: "nothing is decided before it is asked for",
};
const NO_END: Rule = Rule {
    code: "leave.due_back_on.unauthorised",
    zh: "擅自离开没有批准的返回日期",
    en: "who left without leave has no day to be back",
};
const NOT_AWAY: Rule = Rule {
    code: "leave.back_on.not_away",
    zh: "未批准的申请没有返回日期；擅自离开的请登记为“擅自离开”",
    en: "an application has no return; who left all the same left without leave",
};

/// A leave is told in order, with what its state calls for.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(leave: &CreateLeave) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    let CreateLeave { state, left_on, due_back_on, back_on, applied_on, decided_on, .. } = leave;
    let (today, is_unauthorised) = (clock::today(), *state == LeaveState::Unauthorised);
    let is_decided = matches!(state, LeaveState::Approved | LeaveState::Refused);
    let is_after_today = |day: &Option<chrono::NaiveDate>| day.is_some_and(|day| day > today);
    broken.when(is_unauthorised && *left_on > today, "left_on", FUTURE);
    broken.when(is_after_today(back_on), "back_on", FUTURE);
    broken.when(is_after_today(applied_on), "applied_on", FUTURE);
    broken.when(is_after_today(decided_on), "decided_on", FUTURE);
    broken.when(due_back_on.is_some_and(|day| day < *left_on), "due_back_on", BACK_BEFORE);
    broken.when(back_on.is_some_and(|day| day < *left_on), "back_on", BACK_BEFORE);
    broken.when(!is_unauthorised && due_back_on.is_none(), "due_back_on", NEEDS_END);
    broken.when(is_unauthorised && due_back_on.is_some(), "due_back_on", NO_END);
    broken.when(!is_unauthorised && leave.destination.is_none(), "destination", NEEDS_DESTINATION);
    broken.when(!is_unauthorised && applied_on.is_none(), "applied_on", NEEDS_REPORT);
    broken.when(is_decided && decided_on.is_none(), "decided_on", NEEDS_DECISION);
    broken.when(is_decided && leave.document_no.is_none(), "document_no", NEEDS_DECISION);
    broken.when(
        applied_on.zip(*decided_on).is_some_and(|(asked, decided)| decided < asked),
        "decided_on",
        DECIDED_BEFORE,
    );
    let is_away = is_unauthorised || *state == LeaveState::Approved;
    broken.when(!is_away && back_on.is_some(), "back_on", NOT_AWAY);
    let texts = [
        ("destination", &leave.destination),
        ("contact", &leave.contact),
        ("document_no", &leave.document_no),
        ("notes", &leave.notes),
    ];
    broken.texts(texts.map(|(field, words)| (field, words.as_ref())), text::is_clean);
    broken.done()
}
