//! What a transfer can say, and what may become of it.
use chrono::NaiveDate;
use validator::ValidationError;

use super::dto::{ArriveTransfer, CreateTransfer, TransferState};
use crate::codes::text as words;
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult, Broken, FieldError, Rule};

/// Characters of one line of the list of what was sent.
pub const LONGEST_LINE: usize = 100;

const FUTURE: Rule =
    Rule {
        code: "transfer.date.future", zh: "已发生的日期不能晚于今天", en: "what has happened lies in the past"
    };
const SENT_BEFORE: Rule = Rule {
    code: "transfer.sent_on.before",
    zh: "材料转送日期早于批准日期",
    en: "nothing is sent before the change is approved",
};
const ONE_PLACE: Rule = Rule {
    code: "transfer.to.one",
    zh: "请填写接收的乡镇，或者不在本系统的接收单位，二者填一项",
    en: "name the receiving town, or an office outside this system, one of the two",
};
const NEEDS_LETTER: Rule = Rule {
    code: "transfer.letter_no.required",
    zh: "发往系统外单位的须有函号",
    en: "what is sent outside the system has the number of its letter",
};
const NEEDS_MATERIALS: Rule = Rule {
    code: "transfer.materials.required",
    zh: "转送时须列明材料（戒毒条例第二十二条）",
    en: "what is sent is listed (Regulation §22)",
};
const MATERIALS: Rule =
    Rule {
        code: "transfer.materials.text", zh: "每项材料应为1至100个字", en: "each line has 1 to 100 characters"
    };
pub(super) const NOT_A_TOWN: Rule = Rule {
    code: "transfer.to_division.unknown",
    zh: "没有这个乡镇，或者它就是现在的执行地",
    en: "no such town, or it is the one the person is in",
};
pub(super) const NO_MEASURE: Rule = Rule {
    code: "transfer.no_measure",
    zh: "此人现在没有正在执行的社区戒毒或社区康复，不能变更执行地（戒毒条例第二十二条）",
    en: "the person is under no measure in the community whose place could change (Regulation §22)",
};
pub(super) const ONE_OPEN: Rule = Rule {
    code: "transfer.open",
    zh: "此人已有一件变更执行地正在办理",
    en: "a change of place is under way for this person",
};
const DECIDED: Rule =
    Rule { code: "transfer.decided", zh: "这件变更已经办结", en: "this change has been settled" };
pub(super) const NOT_SENT: Rule =
    Rule { code: "transfer.not_sent", zh: "材料还没有转送", en: "the file has not been sent yet" };
pub(super) const NOT_ACCEPTED: Rule =
    Rule { code: "transfer.not_accepted", zh: "这件变更还没有接收", en: "this change has not been accepted" };
pub(super) const BY_LETTER: Rule = Rule {
    code: "transfer.by_letter",
    zh: "发往系统外单位的，请登记回执",
    en: "what was sent outside the system is answered by its reply slip",
};
pub(super) const NOT_BY_LETTER: Rule = Rule {
    code: "transfer.not_by_letter",
    zh: "由接收的乡镇在本系统内接收或退回",
    en: "the receiving town accepts or declines it in this system",
};
pub(super) const NOT_YOURS: Rule =
    Rule { code: "transfer.side", zh: "这一步由另一方乡镇办理", en: "this step is the other town's" };
const CHANGED_BEFORE: Rule = Rule {
    code: "transfer.changed_on.before",
    zh: "变更日期早于批准日期",
    en: "the place changes after the change is approved",
};
const ARRIVED_BEFORE: Rule = Rule {
    code: "transfer.reported_in_on.before",
    zh: "报到日期早于变更日期",
    en: "nobody reports in before the place has changed",
};
const SIGNED_BEFORE: Rule = Rule {
    code: "transfer.agreement_signed_on.before",
    zh: "签订协议日期早于报到日期",
    en: "an agreement needs a report-in first",
};

/// Each line is a short, clean text.
///
/// # Errors
/// The rule broken.
pub fn materials(lines: &[String]) -> Result<(), ValidationError> {
    let is_short = |line: &String| (1..=LONGEST_LINE).contains(&line.chars().count()) && words::is_clean(line).is_ok();
    if lines.iter().all(is_short) { Ok(()) } else { Err(MATERIALS.into()) }
}

/// One place, days in order, and the list of what was sent.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(transfer: &CreateTransfer) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    let CreateTransfer { to_division, to_place, decided_on, sent_on, letter_no, materials, .. } = transfer;
    let (today, is_sent) = (clock::today(), sent_on.is_some());
    broken.when(*decided_on > today, "decided_on", FUTURE);
    broken.when(sent_on.is_some_and(|day| day > today), "sent_on", FUTURE);
    broken.when(sent_on.is_some_and(|day| day < *decided_on), "sent_on", SENT_BEFORE);
    broken.when(to_division.is_some() == to_place.is_some(), "to_division", ONE_PLACE);
    broken.when(is_sent && to_place.is_some() && letter_no.is_none(), "letter_no", NEEDS_LETTER);
    broken.when(is_sent && materials.is_empty(), "materials", NEEDS_MATERIALS);
    let texts = [
        ("to_place", to_place.as_ref()),
        ("document_no", transfer.document_no.as_ref()),
        ("reason", Some(&transfer.reason)),
        ("letter_no", letter_no.as_ref()),
    ];
    broken.texts(texts, words::is_clean);
    broken.done()
}

/// Whether anything can still become of it.
///
/// # Errors
/// 409 when it is settled.
pub fn expect_open(state: TransferState) -> ApiResult<()> {
    if state == TransferState::Requested { Ok(()) } else { Err(ApiError::Conflict(DECIDED)) }
}

/// The day on which the place changes, or the answer came: after the approval and not in the future.
///
/// # Errors
/// 422 at `pointer`.
pub fn check_changed(pointer: &str, on: NaiveDate, decided_on: NaiveDate) -> ApiResult<()> {
    match on {
        on if on > clock::today() => Err(ApiError::invalid(pointer, FUTURE)),
        on if on < decided_on => Err(ApiError::invalid(pointer, CHANGED_BEFORE)),
        _ => Ok(()),
    }
}

/// Somebody reports in after the place has changed, and signs after that.
///
/// # Errors
/// 422 with every rule broken.
pub fn check_arrival(arrival: &ArriveTransfer, changed_on: NaiveDate) -> ApiResult<()> {
    let (today, reported, signed) = (clock::today(), arrival.reported_in_on, arrival.agreement_signed_on);
    let rules = [
        (reported > today, "/reported_in_on", FUTURE),
        (reported < changed_on, "/reported_in_on", ARRIVED_BEFORE),
        (signed.is_some_and(|day| day > today), "/agreement_signed_on", FUTURE),
        (signed.is_some_and(|day| day < reported), "/agreement_signed_on", SIGNED_BEFORE),
    ];
    let broken = rules.into_iter().filter(|(is_broken, ..)| *is_broken);
    ApiError::all(broken.map(|(_, pointer, rule)| FieldError::new(pointer, rule)).collect())
}

#[cfg(test)]
mod tests {
    use validator::Validate;

    use super::*;

    fn transfer() -> CreateTransfer {
        let day = |text: &str| text.parse().expect("a day");
        CreateTransfer {
            to_division: Some("990981108000".into()),
            to_place: None,
            decided_on: day("2025-03-03"),
            document_no: None,
            reason: "现居住地变更".into(),
            sent_on: Some(day("2025-03-04")),
            letter_no: None,
            materials: vec!["社区戒毒协议".into()],
        }
    }

    #[test]
    fn somebody_goes_to_one_place_with_a_listed_file() {
        assert!(transfer().validate().is_ok());
        let nowhere = CreateTransfer { to_division: None, ..transfer() };
        let twice = CreateTransfer { to_place: Some("外省某镇".into()), ..transfer() };
        let bare = CreateTransfer { materials: Vec::new(), ..transfer() };
        let early = CreateTransfer { sent_on: "2025-03-02".parse().ok(), ..transfer() };
        let letter = CreateTransfer { to_place: Some("外省某镇".into()), to_division: None, ..transfer() };
        for wrong in [nowhere, twice, bare, early, letter] {
            assert!(wrong.validate().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn nobody_arrives_before_the_place_has_changed() {
        let day = |text: &str| text.parse().expect("a day");
        let arrive = |reported, signed: Option<&str>| ArriveTransfer {
            reported_in_on: day(reported),
            agreement_signed_on: signed.map(day),
        };
        let changed = day("2025-03-05");
        assert!(check_arrival(&arrive("2025-03-05", Some("2025-03-05")), changed).is_ok());
        assert!(check_arrival(&arrive("2025-03-04", None), changed).is_err());
        assert!(check_arrival(&arrive("2025-03-06", Some("2025-03-05")), changed).is_err());
    }
}
