//! What a risk assessment can say.
use validator::ValidationError;

use super::dto::CreateAssessment;
use crate::codes::text;
use crate::platform::clock;
use crate::platform::error::{Broken, Rule};

const FUTURE: Rule = Rule {
    code: "assessment.assessed_on.future",
    zh: "评估日期不能晚于今天",
    en: "an assessment cannot lie in the future",
};
const ENDS_BEFORE: Rule =
    Rule { code: "assessment.valid_until.before", zh: "有效期早于评估日期", en: "it ends before it begins" };

/// An assessment was made, by somebody, and its texts are clean.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(assessment: &CreateAssessment) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    let CreateAssessment { assessed_on, valid_until, factors, assessor, approved_by, document_no, .. } = assessment;
    broken.when(*assessed_on > clock::today(), "assessed_on", FUTURE);
    broken.when(valid_until.is_some_and(|until| until < *assessed_on), "valid_until", ENDS_BEFORE);
    let texts = [
        ("factors", factors.as_ref()),
        ("assessor", Some(assessor)),
        ("approved_by", Some(approved_by)),
        ("document_no", Some(document_no)),
    ];
    broken.texts(texts, text::is_clean);
    broken.done()
}
