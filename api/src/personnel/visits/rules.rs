//! What a visit can say.
use validator::ValidationError;

use super::dto::CreateVisit;
use crate::codes::text;
use crate::platform::clock;
use crate::platform::error::{Broken, Rule};

const FUTURE: Rule =
    Rule {
        code: "visit.visited_on.future", zh: "走访日期不能晚于今天", en: "a visit cannot lie in the future"
    };

/// A visit has taken place, and its texts are clean.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(visit: &CreateVisit) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.when(visit.visited_on > clock::today(), "visited_on", FUTURE);
    let texts = [("visitor", &visit.visitor), ("present", &visit.present), ("summary", &visit.summary)];
    broken.texts(texts.map(|(field, words)| (field, words.as_ref())), text::is_clean);
    broken.done()
}
