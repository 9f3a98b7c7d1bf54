//! Who may sign an inspection when, and what a drawn signature may be.
use validator::ValidationError;

use super::dto::{Attendance, SignInspection, SignatureRole};
use crate::codes::text::{self, search_key};
use crate::platform::error::{ApiError, ApiResult, Broken, Rule};

/// Records that were signed are filed (娱乐场所管理条例 §33) and answered for (统计法 §24): they do not change any more.
pub const SIGNED: Rule = Rule {
    code: "inspection.signed",
    zh: "这条排查记录已签字归档，不能修改或撤销；有误的话请办理更正",
    en: "this inspection is signed and filed: it cannot be changed or withdrawn, but corrected",
};
/// What was corrected is history.
pub const CORRECTED: Rule = Rule {
    code: "inspection.corrected",
    zh: "这条排查记录已由另一条更正，请在更正后的记录上操作",
    en: "this inspection was corrected by another one; act on that",
};
/// A correction withdrawn would leave the place without either.
pub const IS_CORRECTION: Rule = Rule {
    code: "inspection.withdraw.correction",
    zh: "更正记录不能撤销；签字前可以修改",
    en: "a correction cannot be withdrawn; until it is signed it can be changed",
};
/// Only what is signed needs a correction.
pub const NOT_SIGNED: Rule = Rule {
    code: "inspection.correct.unsigned",
    zh: "这条排查记录还没有电子签字，可直接修改",
    en: "this inspection is not signed electronically; change it instead",
};
/// Who signs has seen what is signed.
pub const CONTENT_CHANGED: Rule = Rule {
    code: "inspection.sign.content_changed",
    zh: "记录内容与您看到的不一致，请重新核对后再签字",
    en: "the content is not what you were shown; read it again before you sign",
};
/// Each signs once.
const ALREADY: Rule =
    Rule {
        code: "inspection.sign.already", zh: "以这一身份已经签过字", en: "it is signed in this capacity already"
    };
/// The inspector first, then the village, then the town.
const OUT_OF_TURN: Rule = Rule {
    code: "inspection.sign.turn",
    zh: "签字次序为排查人、治保主任、镇禁毒办，还没有轮到这一身份",
    en: "first the inspector signs, then the village, then the town's office; it is not yet the turn of this one",
};
/// A capacity is held, not chosen.
const WRONG_ROLE: Rule = Rule {
    code: "inspection.sign.role",
    zh: "您的岗位不能以这一身份签字",
    en: "your role does not sign in this capacity",
};
/// Who confirms is somebody else.
const SAME_PERSON: Rule = Rule {
    code: "inspection.sign.same_person",
    zh: "同一账号不能在一条排查记录上以两种身份签字",
    en: "one account does not sign an inspection in two capacities",
};
/// 谁排查、谁签字、谁负责.
const OTHER_INSPECTOR: Rule = Rule {
    code: "inspection.sign.other_inspector",
    zh: "记录上的排查人不是您；谁排查、谁签字、谁负责",
    en: "the inspection names somebody else as its inspector: who inspects signs and answers",
};
const ATTENDANCE_ELSEWHERE: Rule = Rule {
    code: "inspection.sign.attendance_elsewhere",
    zh: "陪同人员或在场人的签字与排查人的签字一并登记",
    en: "companion and occupant sign together with the inspector",
};
const DRAWN_OR_REFUSED: Rule = Rule {
    code: "inspection.sign.drawn_or_refused",
    zh: "要么手写签名，要么写明拒签原因",
    en: "give either the drawn signature or why there is none",
};
const STROKES: Rule = Rule {
    code: "inspection.sign.strokes",
    zh: "手写签名应为SVG路径数据（以M开头，只含路径命令和数字）",
    en: "a drawn signature is SVG path data: it begins with M and holds path commands and numbers only",
};

/// The roles that hold a capacity; an inspector is whoever may record inspections.
const VILLAGE_HEADS: &[&str] = &["village_head"];
const TOWN_OFFICE: &[&str] = &["office_head", "caseworker"];
const CHAIN: [SignatureRole; 3] = [SignatureRole::Inspector, SignatureRole::VillageHead, SignatureRole::TownOffice];

/// Who signs: the role of the account, and what the person is called.
pub struct Signatory<'a> {
    /// Name of the role.
    pub role: &'a str,
    /// The person's name.
    pub name: &'a str,
    /// Whether the account has signed this inspection.
    pub has_signed: bool,
}

impl Signatory<'_> {
    fn holds(&self, capacity: SignatureRole) -> bool {
        match capacity {
            SignatureRole::Inspector => true,
            SignatureRole::VillageHead => VILLAGE_HEADS.contains(&self.role),
            SignatureRole::TownOffice => TOWN_OFFICE.contains(&self.role),
        }
    }

    /// Whether one of `inspectors` (the names a record has, each of one person or several) is this person.
    fn is_among(&self, inspectors: &[String]) -> bool {
        let own = search_key(self.name);
        inspectors.is_empty() || inspectors.iter().any(|named| search_key(named).contains(&own))
    }
}

/// The capacity in which accounts of a role sign what others inspected.
pub fn capacity_of(role: &str) -> Option<SignatureRole> {
    match role {
        role if VILLAGE_HEADS.contains(&role) => Some(SignatureRole::VillageHead),
        role if TOWN_OFFICE.contains(&role) => Some(SignatureRole::TownOffice),
        _ => None,
    }
}

/// The capacity that signs directly before this one.
pub fn before(capacity: SignatureRole) -> Option<SignatureRole> {
    let place = CHAIN.iter().position(|one| *one == capacity)?;
    CHAIN.get(place.checked_sub(1)?).copied()
}

/// The capacity whose turn it is.
pub fn next(signed: &[SignatureRole]) -> Option<SignatureRole> {
    CHAIN.into_iter().find(|capacity| !signed.contains(capacity))
}

/// Whether this person may sign now in `capacity`, and if not, why.
///
/// # Errors
/// 409 when it is not its turn, 422 when the person may not.
pub fn check_turn(
    capacity: SignatureRole,
    signed: &[SignatureRole],
    who: &Signatory<'_>,
    inspectors: &[String],
) -> ApiResult<()> {
    if signed.contains(&capacity) {
        return Err(ApiError::Conflict(ALREADY));
    }
    if next(signed) != Some(capacity) {
        return Err(ApiError::Conflict(OUT_OF_TURN));
    }
    let broken = [
        (!who.holds(capacity), WRONG_ROLE),
        (who.has_signed, SAME_PERSON),
        (capacity == SignatureRole::Inspector && !who.is_among(inspectors), OTHER_INSPECTOR),
    ];
    let first = broken.into_iter().find(|(is_broken, _)| *is_broken);
    first.map_or(Ok(()), |(_, rule)| Err(ApiError::invalid("/role", rule)))
}

/// Companion and occupant sign with the inspector.
///
/// # Errors
/// The rule broken.
pub fn check_signature(signature: &SignInspection) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    let is_elsewhere = signature.role != SignatureRole::Inspector && signature.attendance.is_some();
    broken.when(is_elsewhere, "attendance", ATTENDANCE_ELSEWHERE);
    broken.done()
}

/// One signs or does not.
///
/// # Errors
/// The rule broken.
pub fn check_attendance(attendance: &Attendance) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.when(attendance.strokes.is_some() == attendance.refused_because.is_some(), "strokes", DRAWN_OR_REFUSED);
    broken.done()
}

/// SVG path data and nothing else: it is drawn on a page again.
///
/// # Errors
/// The rule broken.
pub fn drawn(strokes: &str) -> Result<(), ValidationError> {
    let is_part = |byte: u8| matches!(byte, b'0'..=b'9' | b'.' | b',' | b'+' | b'-' | b' ' | b'\n');
    let is_command = |byte: u8| b"MmLlHhVvCcSsQqTtAaZz".contains(&byte);
    let begins = strokes.trim_start().starts_with(['M', 'm']);
    let goes_on = strokes.bytes().filter(|byte| is_command(*byte)).count() > 1;
    let is_path = strokes.bytes().all(|byte| is_part(byte) || is_command(byte));
    if begins && goes_on && is_path && strokes.bytes().any(|byte| byte.is_ascii_digit()) {
        Ok(())
    } else {
        Err(STROKES.into())
    }
}

/// The text is what it shows.
///
/// # Errors
/// The rule broken.
pub fn clean(words: &str) -> Result<(), ValidationError> {
    text::is_clean(words).map_err(Into::into)
}

#[cfg(test)]
mod tests {
    use SignatureRole::{Inspector, TownOffice, VillageHead};

    use super::*;

    fn person<'a>(role: &'a str, name: &'a str) -> Signatory<'a> {
        Signatory { role, name, has_signed: false }
    }

    fn code(verdict: ApiResult<()>) -> String {
        match verdict {
            Ok(()) => String::new(),
            Err(ApiError::Conflict(rule)) => rule.code.to_owned(),
            Err(ApiError::Invalid(errors)) => errors[0].code.clone(),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn one_signs_after_the_other() {
        assert_eq!(next(&[]), Some(Inspector));
        assert_eq!(next(&[Inspector]), Some(VillageHead));
        assert_eq!(next(&[VillageHead, Inspector]), Some(TownOffice));
        assert_eq!(next(&[Inspector, VillageHead, TownOffice]), None);
        let (village, town) = (person("village_head", "邹春家"), person("caseworker", "周岚"));
        assert_eq!(code(check_turn(VillageHead, &[], &village, &[])), OUT_OF_TURN.code);
        assert_eq!(code(check_turn(TownOffice, &[Inspector], &town, &[])), OUT_OF_TURN.code);
        assert_eq!(code(check_turn(Inspector, &[Inspector], &town, &[])), ALREADY.code);
        assert_eq!(code(check_turn(VillageHead, &[Inspector], &village, &[])), "");
        assert_eq!(code(check_turn(TownOffice, &[Inspector, VillageHead], &town, &[])), "");
    }

    #[test]
    fn a_capacity_is_held_by_roles_and_each_account_signs_once() {
        let (inspector, head) = (person("inspector", "李中"), person("office_head", "章峰"));
        assert_eq!(code(check_turn(VillageHead, &[Inspector], &inspector, &[])), WRONG_ROLE.code);
        assert_eq!(code(check_turn(VillageHead, &[Inspector], &head, &[])), WRONG_ROLE.code);
        assert_eq!(code(check_turn(TownOffice, &[Inspector, VillageHead], &head, &[])), "");
        let again = Signatory { has_signed: true, ..person("caseworker", "周岚") };
        assert_eq!(code(check_turn(TownOffice, &[Inspector, VillageHead], &again, &[])), SAME_PERSON.code);
    }

    #[test]
    fn who_is_named_as_the_inspector_signs() {
        let signs = |named: &[&str]| {
            let named: Vec<String> = named.iter().map(ToString::to_string).collect();
            code(check_turn(Inspector, &[], &person("inspector", "李中"), &named))
        };
        for named in [&[][..], &["李中"], &["李 中"], &["王五、李中"], &["王五", "李中"]] {
            assert_eq!(signs(named), "", "{named:?}");
        }
        assert_eq!(signs(&["王五"]), OTHER_INSPECTOR.code);
        // Whoever confirms is another one anyway.
        let head = person("village_head", "邹春家");
        assert_eq!(code(check_turn(VillageHead, &[Inspector], &head, &["王五".into()])), "");
    }

    #[test]
    fn a_drawn_signature_is_a_path_and_nothing_else() {
        for path in ["M10 20 L30 40", "m1,2c.5-1 3 2 1 0", "M 0 0\nL 1.5 -2 Z", "M10,10 C 20 20, 40 20, 50 10"] {
            assert!(drawn(path).is_ok(), "{path}");
        }
        for other in [
            "",
            "M",
            "M1 1",
            "L1 1 M2 2",
            "<path d=\"M1 1 L2 2\"/>",
            "M1 1 L2 2\"",
            "M1 1 L2 2&#x41;",
            "M1 1 L1e3 2",
            "MLZ",
            "M１ １ L2 2",
        ] {
            assert!(drawn(other).is_err(), "{other}");
        }
    }
}
