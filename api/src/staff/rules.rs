//! What a member of the work force can be.
use validator::ValidationError;

use super::dto::CreateStaff;
use crate::codes::{Phone, text};
use crate::platform::error::Broken;

/// What is meant when nothing is said: whoever is entered is in post.
pub fn in_post() -> bool {
    true
}

/// A number that could be dialled.
///
/// # Errors
/// The rule broken.
pub fn phone(phone: &str) -> Result<(), ValidationError> {
    Phone::parse(phone).map(drop).map_err(Into::into)
}

/// What the fields say together; single fields have their own rules.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(member: &CreateStaff) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.texts([("name", Some(&member.name)), ("title", member.title.as_ref())], text::is_clean);
    broken.done()
}

/// Whether `name` contains what was typed, or its pinyin initials begin with it.
pub fn is_named(name: &str, typed: &str) -> bool {
    let typed = text::search_key(typed);
    text::search_key(name).contains(&typed) || text::initials(name).starts_with(&typed)
}

#[cfg(test)]
mod tests {
    use validator::Validate;

    use super::*;

    fn member(phone: &str) -> CreateStaff {
        let body = serde_json::json!({
            "name": "邹春家", "post": "security_director", "division_code": "990981107201", "phone": phone,
        });
        serde_json::from_value(body).expect("a member of the work force")
    }

    #[test]
    fn whoever_is_entered_is_in_post_and_can_be_rung_up() {
        assert!(member("13800000072").active);
        assert!(member("13800000072").validate().is_ok());
        let refused = member("1380000007").validate().expect_err("ten digits");
        assert!(refused.errors().contains_key("phone"));
    }

    #[test]
    fn a_name_is_found_by_part_and_by_initials() {
        for typed in ["邹春家", "春家", "邹 春", "zcj", "ZC", "ｚｃ"] {
            assert!(is_named("邹春家", typed), "{typed}");
        }
        for typed in ["东", "cj", "邹家"] {
            assert!(!is_named("邹春家", typed), "{typed}");
        }
    }
}
