//! What a visit can say.
use validator::ValidationError;

use super::dto::CreateVisit;
use crate::codes::text;
use crate::platform::clock;
use crate::platform::error::Rule;

const FUTURE: Rule =
    Rule {
        code: "visit.visited_on.future", zh: "走访日期不能晚于今天", en: "a visit cannot lie in the future"
    };

/// A visit has taken place, and its texts are clean.
///
/// # Errors
/// The first rule broken.
pub fn check(visit: &CreateVisit) -> Result<(), ValidationError> {
    if visit.visited_on > clock::today() {
        return Err(FUTURE.into());
    }
    [&visit.visitor, &visit.present, &visit.summary]
        .into_iter()
        .flatten()
        .try_for_each(|words| text::is_clean(words))
        .map_err(Into::into)
}
