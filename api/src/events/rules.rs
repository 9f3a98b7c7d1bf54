//! What an event can be.
use validator::ValidationError;

use super::dto::CreateEvent;
use crate::codes::text;
use crate::platform::clock;
use crate::platform::error::{Broken, Rule};

const FUTURE: Rule = Rule {
    code: "event.held_on.future",
    zh: "活动日期不能晚于今天",
    en: "an event cannot have been held in the future",
};

/// What the fields say together; single fields have their own rules.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(event: &CreateEvent) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.when(event.held_on > clock::today(), "held_on", FUTURE);
    let texts = [
        ("title", Some(&event.title)),
        ("co_organisers", event.co_organisers.as_ref()),
        ("notes", event.notes.as_ref()),
    ];
    broken.texts(texts, text::is_clean);
    broken.done()
}
