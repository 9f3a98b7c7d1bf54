//! What a time away for work can say.
use chrono::NaiveDate;
use validator::ValidationError;

use super::dto::CreateStay;
use crate::codes::text as words;
use crate::platform::clock;
use crate::platform::error::{Broken, Rule};

const FUTURE: Rule =
    Rule {
        code: "stay.date.future", zh: "已发生的日期不能晚于今天", en: "what has happened lies in the past"
    };
const BACK_BEFORE: Rule =
    Rule { code: "stay.back_on.before", zh: "返回日期早于外出日期", en: "nobody is back before they left" };
const ANSWERED_BEFORE: Rule =
    Rule {
        code: "stay.answered_on.before", zh: "回函日期早于发函日期", en: "nobody answers before they are asked"
    };

/// Somebody left, and came back after.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(stay: &CreateStay) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    let today = clock::today();
    let is_future = |day: Option<NaiveDate>| day.is_some_and(|day| day > today);
    broken.when(stay.left_on > today, "left_on", FUTURE);
    broken.when(is_future(stay.back_on), "back_on", FUTURE);
    broken.when(stay.back_on.is_some_and(|back| back < stay.left_on), "back_on", BACK_BEFORE);
    if let Some(joint) = &stay.joint {
        broken.when(joint.sent_on > today, "joint/sent_on", FUTURE);
        broken.when(is_future(joint.answered_on), "joint/answered_on", FUTURE);
        let is_early = joint.answered_on.is_some_and(|on| on < joint.sent_on);
        broken.when(is_early, "joint/answered_on", ANSWERED_BEFORE);
    }
    let texts = [("destination", &stay.destination), ("contact", &stay.contact), ("notes", &stay.notes)];
    broken.texts(texts.map(|(field, given)| (field, given.as_ref())), words::is_clean);
    broken.done()
}
