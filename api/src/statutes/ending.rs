//! The end of control: three clean years propose it, the police confirm it, a named official enters the document. Nothing does it
//! by itself.

use super::dto::{EndOfControl, SealedFile};
use super::recompute::known;
use crate::personnel::{self, Ending};
use crate::platform::access::Tx;
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;
use crate::tasks::{self, ConfirmTask, TaskKind};

const FUTURE: Rule =
    Rule {
        code: "end_of_control.future", zh: "决定日期不能晚于今天", en: "a decision cannot lie in the future"
    };
const NOT_COUNTED: Rule = Rule {
    code: "end_of_control.not_counted",
    zh: "戒断三年还无从起算：没有初次查获、报到或者解除强制隔离戒毒的日期，或者措施仍在执行，或者不在社会面（戒毒条例第七条）",
    en: "no clean years count yet: no day to count from is on file, a measure is under way, or the person does not live in the community (Regulation §7)",
};
const TOO_EARLY: Rule = Rule {
    code: "end_of_control.too_early",
    zh: "决定日期早于满三年之日（戒毒条例第七条），起算和届满日期见“为什么不能解除”",
    en: "the decision lies before three clean years are full (Regulation §7); why-not tells the day",
};

/// Ends the control of a person and seals the file.
///
/// # Errors
/// 404, 409 while no clean years count, 412, 422 when they are not full.
pub fn end(tx: &mut Tx<'_>, person_id: Id, version: i64, decision: EndOfControl) -> ApiResult<SealedFile> {
    let EndOfControl { decided_on, document_no, decided_by } = decision;
    let today = clock::today();
    let known = known(tx, person_id, today)?;
    personnel::expect_person_version(tx, person_id, version)?;
    let clean_on = known.clean_on.filter(|on| *on < chrono::NaiveDate::MAX).ok_or(ApiError::Conflict(NOT_COUNTED))?;
    if decided_on > today {
        return Err(ApiError::invalid("/decided_on", FUTURE));
    }
    if decided_on < clean_on {
        return Err(ApiError::invalid("/decided_on", TOO_EARLY));
    }
    let confirmation = ConfirmTask { confirmed_on: decided_on, note: format!("{document_no}，{decided_by}") };
    tasks::confirm_for(tx, person_id, TaskKind::CleanThreeYears, &confirmation)?;
    tasks::put_away_all(tx, person_id)?;
    personnel::seal(tx, person_id, Ending { decided_on, document_no, decided_by })?;
    Ok(SealedFile { person_id, clean_on, sealed_at: tx.at() })
}
