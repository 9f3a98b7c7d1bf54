//! Pure decisions on duties.
use chrono::NaiveDate;
use validator::ValidationError;

use super::dto::{AssignMany, ConfirmTask, TaskKind, TaskState};
use crate::platform::error::{Broken, Rule};
use crate::platform::id::Id;

const ASSIGNEE: Rule = Rule {
    code: "task.assignee.shape",
    zh: "请填写工作人员的编号或 none",
    en: "give the id of a member of staff, or none",
};
pub(super) const CLOSED: Rule = Rule {
    code: "task.closed",
    zh: "这项任务已经了结，不能再改派或交回",
    en: "this duty is closed: it can be neither assigned nor handed back",
};
pub(super) const NOT_ASSIGNED: Rule =
    Rule { code: "task.not_assigned", zh: "这项任务还没有分派", en: "nobody has this duty yet" };
pub(super) const HAS_RECORD: Rule = Rule {
    code: "task.confirm.has_record",
    zh: "这项任务由相应的记录办结，不能只凭确认",
    en: "this duty is done by its own record, not by a word",
};
pub(super) const ALREADY_CONFIRMED: Rule =
    Rule { code: "task.confirm.twice", zh: "这项任务已经确认", en: "this duty is confirmed already" };
pub(super) const DUE_PAST: Rule =
    Rule {
        code: "task.due_on.past", zh: "完成期限不能早于今天", en: "what is to be done is due today or later"
    };
const CONFIRMED_FUTURE: Rule =
    Rule {
        code: "task.confirmed_on.future", zh: "办理日期不能晚于今天", en: "what was done lies in the past"
    };
const CONFIRMED_EARLY: Rule = Rule {
    code: "task.confirmed_on.early",
    zh: "办理日期早于任务开始的日期",
    en: "it cannot be done before it begins",
};

const WHICH: Rule = Rule {
    code: "task.assign.which",
    zh: "请列出任务，或者填写筛选条件并注明件数，二者取一",
    en: "list the duties, or give a filter with the number you counted, one of the two",
};
pub(super) const OTHER_COUNT: Rule = Rule {
    code: "task.assign.count",
    zh: "符合条件的任务件数已经变化，请重新核对后再改派",
    en: "there are more or fewer of them now: look again before you hand them over",
};

/// Ids, or a filter with its count.
pub(super) fn check_many(order: &AssignMany) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    let (has_ids, has_filter) = (!order.ids.is_empty(), order.filter.is_some());
    broken.when(has_ids == has_filter, "ids", WHICH);
    broken.when(has_filter && order.expected_count.is_none(), "expected_count", WHICH);
    broken.done()
}

/// The one who is asked for in a filter.
pub(super) fn assignee(given: &str) -> Result<(), ValidationError> {
    if given == "none" || given.parse::<Id>().is_ok() { Ok(()) } else { Err(ASSIGNEE.into()) }
}

/// Whether someone can still be told to do it: what was missed can be made up for, though it stays late.
pub(super) fn is_pending(state: TaskState) -> bool {
    matches!(state, TaskState::Open | TaskState::Missed)
}

/// Whether an official's word does it.
pub(super) fn takes_confirmation(kind: TaskKind) -> bool {
    matches!(kind, TaskKind::ExpiryCheck | TaskKind::Manual)
}

/// How a task given by hand stands on a day: like any other, it was done in time, late, or missed.
pub(super) fn manual_state(due_on: NaiveDate, confirmed_on: Option<NaiveDate>, on: NaiveDate) -> TaskState {
    match confirmed_on.filter(|done| *done <= on) {
        Some(done) if done <= due_on => TaskState::Done,
        Some(_) => TaskState::Late,
        None if on <= due_on => TaskState::Open,
        None => TaskState::Missed,
    }
}

/// What is wrong with the day of a confirmation, if anything.
pub(super) fn wrong_day(confirmation: &ConfirmTask, starts_on: NaiveDate, today: NaiveDate) -> Option<Rule> {
    match confirmation.confirmed_on {
        day if day > today => Some(CONFIRMED_FUTURE),
        day if day < starts_on => Some(CONFIRMED_EARLY),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_was_done_between_its_beginning_and_today() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let on = |text| ConfirmTask { confirmed_on: day(text), note: "材料齐全".into() };
        let wrong = |text| wrong_day(&on(text), day("2025-03-01"), day("2025-03-20"));
        assert_eq!(wrong("2025-03-01"), None);
        assert_eq!(wrong("2025-03-20"), None);
        assert_eq!(wrong("2025-02-28"), Some(CONFIRMED_EARLY));
        assert_eq!(wrong("2025-03-21"), Some(CONFIRMED_FUTURE));
    }

    #[test]
    fn what_was_given_by_hand_stands_like_any_other_duty() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let due = day("2025-03-10");
        let state = |done: Option<&str>, on| manual_state(due, done.map(day), day(on));
        assert_eq!((state(None, "2025-03-10"), state(None, "2025-03-11")), (TaskState::Open, TaskState::Missed));
        assert_eq!(state(Some("2025-03-10"), "2025-03-12"), TaskState::Done);
        assert_eq!(state(Some("2025-03-11"), "2025-03-12"), TaskState::Late);
    }

    #[test]
    fn a_filter_names_someone_or_nobody() {
        assert!(assignee("none").is_ok() && assignee(&Id::new().to_string()).is_ok());
        assert!(assignee("周岚").is_err());
    }
}
