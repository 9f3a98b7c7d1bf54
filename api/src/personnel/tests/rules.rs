//! What a test can say.
use validator::ValidationError;

use super::dto::CreateTest;
use crate::codes::text;
use crate::platform::clock;
use crate::platform::error::Rule;

const FUTURE: Rule =
    Rule { code: "test.tested_on.future", zh: "检测日期不能晚于今天", en: "a test cannot lie in the future" };

/// A test has taken place, and its texts are clean.
///
/// # Errors
/// The first rule broken.
pub fn check(test: &CreateTest) -> Result<(), ValidationError> {
    if test.tested_on > clock::today() {
        return Err(FUTURE.into());
    }
    [&test.tester, &test.witness, &test.place, &test.notes]
        .into_iter()
        .flatten()
        .try_for_each(|words| text::is_clean(words))
        .map_err(Into::into)
}
