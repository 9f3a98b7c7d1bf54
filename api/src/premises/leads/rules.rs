//! When an inspection raises a lead, and when it can be received.
use chrono::NaiveDate;
use validator::ValidationError;

use super::dto::Lead;
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::premises::inspections::{Look, WarningSign};

const FUTURE: Rule =
    Rule {
        code: "lead.received_on.future", zh: "接收日期不能晚于今天", en: "nothing is received on a day to come"
    };
const RECEIVED_BEFORE: Rule = Rule {
    code: "lead.received_on.before_raised",
    zh: "接收日期不能早于发现日期",
    en: "nothing is received before it was seen",
};
const RECEIVED: Rule =
    Rule { code: "lead.received", zh: "该线索公安已接收", en: "the police have received this lead already" };

/// What was received was received today at the latest.
///
/// # Errors
/// The rule broken.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "validator hands fields over by reference")]
pub fn not_in_future(received_on: &NaiveDate) -> Result<(), ValidationError> {
    if *received_on > clock::today() { Err(FUTURE.into()) } else { Ok(()) }
}

/// Whether a lead can be received on this day.
///
/// # Errors
/// 409 when it was received already, 422 when the day comes before the signs were seen.
pub fn expect_receivable(lead: &Lead, received_on: NaiveDate) -> ApiResult<()> {
    match lead.received_on {
        Some(_) => Err(ApiError::Conflict(RECEIVED)),
        None if received_on < lead.raised_on => Err(ApiError::invalid("/received_on", RECEIVED_BEFORE)),
        None => Ok(()),
    }
}

/// What becomes of a lead that nobody has received yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It says what its inspection says.
    Keep,
    /// Its inspection says something else now.
    Follow,
    /// Its inspection is gone, or saw nothing after all.
    Withdraw,
}

/// What becomes of a lead raised on this day for these signs, when its inspection says `look` now.
pub fn step(raised_on: NaiveDate, signs: &[WarningSign], look: Option<&Look>) -> Step {
    match look.filter(|look| !look.signs.is_empty()) {
        None => Step::Withdraw,
        Some(look) if look.on == raised_on && look.signs == signs => Step::Keep,
        Some(_) => Step::Follow,
    }
}

#[cfg(test)]
mod tests {
    use WarningSign::{BrownLiquid, Odour};

    use super::*;
    use crate::platform::id::Id;
    use crate::premises::inspections::InspectionOutcome;

    #[test]
    fn a_lead_follows_its_inspection_and_goes_with_it() {
        let on = NaiveDate::from_ymd_opt(2025, 2, 26).expect("a date");
        let look = |signs: &[WarningSign]| Look {
            id: Id::new(),
            on,
            outcome: InspectionOutcome::Locked,
            signs: signs.to_vec(),
            corrects_id: None,
        };
        assert_eq!(step(on, &[Odour], Some(&look(&[Odour]))), Step::Keep);
        assert_eq!(step(on, &[Odour], Some(&look(&[BrownLiquid, Odour]))), Step::Follow);
        assert_eq!(step(on.pred_opt().expect("a date"), &[Odour], Some(&look(&[Odour]))), Step::Follow);
        assert_eq!(step(on, &[Odour], Some(&look(&[]))), Step::Withdraw);
        assert_eq!(step(on, &[Odour], None), Step::Withdraw);
    }
}
