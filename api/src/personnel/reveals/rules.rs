//! For how long, and how much of it: every number in one place.
use std::collections::BTreeSet;

use chrono::Duration;
use validator::ValidationError;

use super::dto::{CreateReveal, RevealField};
use crate::codes::text;
use crate::platform::error::{Broken, Rule};

/// How long what is shown may stand on a screen.
pub const SHOWN_FOR: Duration = Duration::minutes(10);
/// How often one account may be shown something in a day.
pub const MOST_IN_A_DAY: i64 = 30;
/// Days over which persons are counted.
pub const DAYS_COUNTED: u64 = 30;
/// Of how many persons one account may be shown something in that time. 法释〔2017〕10号 §5 speaks of 250 such records, got in
/// one's office, as grave; nobody comes near that without a second person, who lets an export go.
pub const MOST_PERSONS: i64 = 100;

/// The measure of a day is used up.
pub const DAY_SPENT: Rule = Rule {
    code: "reveal.day_spent",
    zh: "今天已查看 30 次完整信息；请明天再查，或申请导出，由另一人审批",
    en: "you have been shown masked facts 30 times today: come back tomorrow, or ask for an export that somebody else approves",
};
/// The measure of persons is used up.
pub const PERSONS_SPENT: Rule = Rule {
    code: "reveal.persons_spent",
    zh: "30 天内已查看 100 人的完整信息；再查须申请导出，由另一人审批",
    en: "you have been shown masked facts of 100 persons in 30 days: ask for an export that somebody else approves",
};
const TWICE: Rule = Rule { code: "reveal.fields.twice", zh: "同一字段只写一次", en: "name each field once" };

/// No field twice, a note that is text.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(wanted: &CreateReveal) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    let CreateReveal { fields, note, .. } = wanted;
    let different: BTreeSet<&RevealField> = fields.iter().collect();
    broken.when(different.len() < fields.len(), "fields", TWICE);
    broken.texts([("note", note.as_ref())], text::is_clean);
    broken.done()
}
