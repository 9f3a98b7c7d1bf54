//! Decisions about webhooks without I/O: where they may lead, what is sent next, when it is tried again.
mod addresses;
mod schedule;

use validator::ValidationError;

pub use self::addresses::{Allowed, Target, is_never_reached, network, unmapped};
pub use self::schedule::{Circuit, LEASE, Next, Result as AttemptResult, Waiting, after_attempt, plan};
use super::dto::CreateWebhook;
use crate::codes::text::is_clean;
use crate::divisions;
use crate::platform::error::{Broken, Rule};

const EVENT_TYPE: Rule = Rule {
    code: "webhook.event_type",
    zh: "事件类型应写作“对象.动作”或“对象.*”，例如 personnel.updated",
    en: "an event type reads `subject.action` or `subject.*`, such as personnel.updated",
};
const LONGEST_TYPE: usize = 100;

/// What holds for a webhook as a whole.
///
/// # Errors
/// The rules broken.
pub fn check(webhook: &CreateWebhook) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.check("url", Target::of(&webhook.url).map(drop));
    broken.check("name", is_clean(&webhook.name));
    broken.texts([("description", webhook.description.as_ref())], is_clean);
    for (index, name) in webhook.event_types.iter().enumerate() {
        broken.when(!is_event_type(name), &format!("event_types/{index}"), EVENT_TYPE);
    }
    broken.done()
}

/// A field that names a division.
///
/// # Errors
/// The rule broken.
pub fn division_code(code: &str) -> Result<(), ValidationError> {
    divisions::division_code(code)
}

fn is_event_type(name: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let parts = name.split_once('.');
    name.len() <= LONGEST_TYPE
        && parts.is_some_and(|(subject, action)| is_word(subject) && (action == "*" || is_word(action)))
}

/// Whether one who asked for these types wants to be told of this one; who named none wants all.
pub fn is_wanted(event_types: &[String], name: &str) -> bool {
    let subject = name.split('.').next().unwrap_or_default();
    let asks_for = |wanted: &String| wanted == name || wanted.strip_suffix(".*") == Some(subject);
    event_types.is_empty() || event_types.iter().any(asks_for)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_named_whole_or_by_their_subject() {
        for good in ["personnel.updated", "premises.*", "special_groups.created"] {
            assert!(is_event_type(good), "{good}");
        }
        for bad in ["", "personnel", "personnel.", ".updated", "*", "*.*", "Personnel.updated", "a.b.c", "a b.c"] {
            assert!(!is_event_type(bad), "{bad}");
        }
        let wanted = |types: &[&str], name| is_wanted(&types.iter().map(ToString::to_string).collect::<Vec<_>>(), name);
        assert!(wanted(&[], "visits.created") && wanted(&["visits.*"], "visits.created"));
        assert!(!wanted(&["visits.*"], "visits_x.created") && !wanted(&["visits.created"], "visits.updated"));
    }
}
