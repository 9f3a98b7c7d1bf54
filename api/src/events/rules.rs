//! What an event can be.
use validator::ValidationError;

use super::dto::CreateEvent;
use crate::codes::{DivisionCode, text};
use crate::platform::clock;
use crate::platform::error::Rule;

const FUTURE: Rule = Rule {
    code: "event.held_on.future",
    zh: "活动日期不能晚于今天",
    en: "an event cannot have been held in the future",
};

/// What the fields say together; single fields have their own rules.
///
/// # Errors
/// The first rule broken.
pub fn check(event: &CreateEvent) -> Result<(), ValidationError> {
    if event.held_on > clock::today() {
        return Err(FUTURE.into());
    }
    for words in [Some(&event.title), event.co_organisers.as_ref(), event.notes.as_ref()].into_iter().flatten() {
        text::is_clean(words)?;
    }
    Ok(())
}

/// The code has twelve digits and a province.
///
/// # Errors
/// The rule broken.
pub fn division_code(code: &str) -> Result<(), ValidationError> {
    DivisionCode::parse(code).map(drop).map_err(Into::into)
}
