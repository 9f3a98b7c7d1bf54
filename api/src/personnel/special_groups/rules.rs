//! What can be said of a special group, and what it forbids.
use chrono::NaiveDate;
use validator::ValidationError;

use super::dto::{CreateSpecialGroup, SpecialGroupKind};
use crate::codes::text;
use crate::platform::clock;
use crate::platform::error::{Broken, Rule};

const FUTURE: Rule =
    Rule {
        code: "special_group.since.future", zh: "起始日期不能晚于今天", en: "it cannot begin in the future"
    };
const ENDS_BEFORE: Rule =
    Rule { code: "special_group.until.before", zh: "终止日期早于起始日期", en: "it ends before it begins" };
const NEEDS_END: Rule = Rule {
    code: "special_group.until.required",
    zh: "哺乳期、不满十六周岁的须写明终止日期（婴儿满一周岁、本人满十六周岁的前一日）",
    en: "nursing and being under sixteen have a last day: the one before the birthday",
};
/// Refuses what the law spares them.
pub const SPARED: Rule = Rule {
    code: "treatment.spared_isolation",
    zh: "登记的特殊情形在决定之日有效：怀孕或者哺乳自己不满一周岁婴儿的不适用强制隔离戒毒，不满十六周岁的可以不适用，由公安机关责令社区戒毒（禁毒法第三十九条、戒毒条例第二十六条）；情况有变的先更正记录",
    en: "a special group was on file that day: compulsory isolation is not for the pregnant and nursing and need not be for those under sixteen, who are ordered into community treatment (Law §39, Regulation §26); if that has changed, mend the record first",
};

/// A group begins, then ends, and its texts are clean.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(group: &CreateSpecialGroup) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    let CreateSpecialGroup { kind, since, until, document_no, notes } = group;
    let needs_end = matches!(kind, SpecialGroupKind::Nursing | SpecialGroupKind::Minor);
    broken.when(*since > clock::today(), "since", FUTURE);
    broken.when(until.is_some_and(|until| until < *since), "until", ENDS_BEFORE);
    broken.when(needs_end && until.is_none(), "until", NEEDS_END);
    broken.texts([("document_no", document_no.as_ref()), ("notes", notes.as_ref())], text::is_clean);
    broken.done()
}

/// Whether one of these spares the person compulsory isolation on a day.
pub fn spares(groups: &[CreateSpecialGroup], on: NaiveDate) -> bool {
    groups.iter().any(|group| group.kind.is_spared_isolation() && group.holds_on(on))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_spared_is_so_between_two_days() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let group = |kind| CreateSpecialGroup {
            kind,
            since: day("2025-01-10"),
            until: Some(day("2025-12-31")),
            document_no: None,
            notes: None,
        };
        let nursing = [group(SpecialGroupKind::Nursing)];
        assert!(spares(&nursing, day("2025-01-10")) && spares(&nursing, day("2025-12-31")));
        assert!(!spares(&nursing, day("2025-01-09")) && !spares(&nursing, day("2026-01-01")));
        assert!(!spares(&[group(SpecialGroupKind::Elderly)], day("2025-06-01")));
        assert!(check(&CreateSpecialGroup { until: None, ..group(SpecialGroupKind::Minor) }).is_err());
    }
}
