//! What a post in the leading group can be.
use chrono::NaiveDate;
use validator::ValidationError;

use super::dto::{CreateGroupPost, GroupRole};
use crate::codes::text;
use crate::platform::error::{Broken, Rule};

const ENDS_BEFORE: Rule =
    Rule {
        code: "group_post.held_to.order", zh: "离任日期不能早于任职日期", en: "a post cannot end before it begins"
    };
/// A group has one head at a time.
pub const TWO_HEADS: Rule = Rule {
    code: "group_post.group_role.two_heads",
    zh: "同一时间只能有一名组长，请先填写前任组长的离任日期（早于新任的任职日期）",
    en: "a group has one head at a time; first enter the last day of the one before",
};

/// What the fields say together; single fields have their own rules.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(post: &CreateGroupPost) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.texts([("title", Some(&post.title)), ("name", Some(&post.name))], text::is_clean);
    broken.when(post.held_to.is_some_and(|end| end < post.held_from), "held_to", ENDS_BEFORE);
    broken.done()
}

/// Whether these two would be heads at the same time; both their last days count as held.
pub fn are_two_heads(post: &CreateGroupPost, other: &CreateGroupPost) -> bool {
    let last = |post: &CreateGroupPost| post.held_to.unwrap_or(NaiveDate::MAX);
    [post, other].iter().all(|post| post.group_role == GroupRole::Head)
        && post.division_code == other.division_code
        && post.held_from <= last(other)
        && other.held_from <= last(post)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(from: &str, to: Option<&str>) -> CreateGroupPost {
        let body = serde_json::json!({
            "division_code": "990981107000", "group_role": "head", "title": "镇党委书记", "name": "章峰",
            "held_from": from, "held_to": to,
        });
        serde_json::from_value(body).expect("a post")
    }

    #[test]
    fn a_post_may_last_one_day_but_not_less() {
        assert!(check(&head("2025-01-05", Some("2025-01-05"))).is_ok());
        let refused = check(&head("2025-01-05", Some("2025-01-04"))).expect_err("it ends before it begins");
        assert_eq!(refused.code, ENDS_BEFORE.code);
    }

    #[test]
    fn one_head_follows_the_other() {
        let before = head("2024-01-01", Some("2025-01-04"));
        assert!(!are_two_heads(&before, &head("2025-01-05", None)));
        assert!(are_two_heads(&before, &head("2025-01-04", None)));
        assert!(are_two_heads(&head("2024-06-01", Some("2024-06-02")), &before));
        assert!(are_two_heads(&head("2020-01-01", None), &before));
        assert!(!are_two_heads(&head("2023-01-01", Some("2023-12-31")), &before));
    }

    #[test]
    fn deputies_and_other_groups_do_not_count() {
        let other = head("2025-01-05", None);
        let deputy = CreateGroupPost { group_role: GroupRole::Deputy, ..other.clone() };
        let elsewhere = CreateGroupPost { division_code: "990981108000".to_owned(), ..other.clone() };
        assert!(!are_two_heads(&deputy, &other) && !are_two_heads(&elsewhere, &other));
    }
}
