//! What a test can say.
use validator::ValidationError;

use super::dto::{CreateTest, RemoteState};
use crate::codes::text as words;
use crate::platform::clock;
use crate::platform::error::{Broken, Rule};

const FUTURE: Rule =
    Rule { code: "test.tested_on.future", zh: "检测日期不能晚于今天", en: "a test cannot lie in the future" };

const NEEDS_PROOF: Rule = Rule {
    code: "test.remote.proof.required",
    zh: "认可异地检测须有检测报告等证明，并写明由谁认可",
    en: "a test taken elsewhere is approved on a proof, by somebody who is named",
};

/// A test has taken place, and its texts are clean.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(test: &CreateTest) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.when(test.tested_on > clock::today(), "tested_on", FUTURE);
    if let Some(remote) = test.remote.as_ref().filter(|remote| remote.state == RemoteState::Approved) {
        broken.when(remote.proof.is_none(), "remote/proof", NEEDS_PROOF);
        broken.when(remote.decided_by.is_none(), "remote/decided_by", NEEDS_PROOF);
    }
    let texts = [
        ("tester", &test.tester),
        ("witness", &test.witness),
        ("document_no", &test.document_no),
        ("place", &test.place),
        ("notes", &test.notes),
    ];
    broken.texts(texts.map(|(field, words)| (field, words.as_ref())), words::is_clean);
    broken.done()
}
