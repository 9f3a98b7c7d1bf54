//! What can be said of a member of a case team.
use validator::ValidationError;

use super::dto::CreateTeamMember;
use crate::codes::{Phone, text};
use crate::platform::clock;
use crate::platform::error::{Broken, Rule};

const FUTURE: Rule =
    Rule { code: "team_member.date.future", zh: "日期不能晚于今天", en: "the day cannot lie in the future" };
const LEFT_BEFORE: Rule =
    Rule {
        code: "team_member.until.before", zh: "退出日期早于加入日期", en: "nobody leaves before they join"
    };

/// Somebody joined, and left after.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(member: &CreateTeamMember) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    let CreateTeamMember { name, since, until, organisation, phone, .. } = member;
    broken.when(*since > clock::today(), "since", FUTURE);
    broken.when(until.is_some_and(|until| until < *since), "until", LEFT_BEFORE);
    if let Some(phone) = phone {
        broken.check("phone", Phone::parse(phone).map(drop));
    }
    broken.texts([("name", Some(name)), ("organisation", organisation.as_ref())], text::is_clean);
    broken.done()
}
