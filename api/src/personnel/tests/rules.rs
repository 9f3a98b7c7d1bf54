//! What a test can say.
use validator::ValidationError;

use super::dto::CreateTest;
use crate::codes::text;
use crate::platform::clock;
use crate::platform::error::{Broken, Rule};

const FUTURE: Rule =
    Rule { code: "test.tested_on.future", zh: "检测日期不能晚于今天", en: "a test cannot lie in the future" };

/// A test has taken place, and its texts are clean.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(test: &CreateTest) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.when(test.tested_on > clock::today(), "tested_on", FUTURE);
    let texts = [
        ("tester", &test.tester),
        ("witness", &test.witness),
        ("document_no", &test.document_no),
        ("place", &test.place),
        ("notes", &test.notes),
    ];
    broken.texts(texts.map(|(field, words)| (field, words.as_ref())), text::is_clean);
    broken.done()
}
