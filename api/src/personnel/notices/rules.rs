//! What an admonition or a warning can say.
use validator::ValidationError;

use super::dto::CreateNotice;
use crate::codes::text;
use crate::platform::clock;
use crate::platform::error::{Broken, Rule};

const FUTURE: Rule =
    Rule {
        code: "notice.date.future", zh: "已发生的日期不能晚于今天", en: "what has happened lies in the past"
    };
const DELIVERED_BEFORE: Rule = Rule {
    code: "notice.delivered_on.before",
    zh: "送达日期早于出具日期",
    en: "nothing is delivered before it is issued",
};
const NEEDS_RECEIVER: Rule = Rule {
    code: "notice.received_by.required",
    zh: "已送达的须写明由谁签收，或者注明拒签",
    en: "what was delivered names who received it, or that it was refused",
};

/// It was issued, then delivered to somebody.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(notice: &CreateNotice) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    let (today, delivered) = (clock::today(), notice.delivered_on);
    broken.when(notice.issued_on > today, "issued_on", FUTURE);
    broken.when(delivered.is_some_and(|day| day > today), "delivered_on", FUTURE);
    broken.when(delivered.is_some_and(|day| day < notice.issued_on), "delivered_on", DELIVERED_BEFORE);
    broken.when(delivered.is_some() && notice.received_by.is_none(), "received_by", NEEDS_RECEIVER);
    let texts = [
        ("cause", Some(&notice.cause)),
        ("document_no", notice.document_no.as_ref()),
        ("received_by", notice.received_by.as_ref()),
        ("notes", notice.notes.as_ref()),
    ];
    broken.texts(texts, text::is_clean);
    broken.done()
}
