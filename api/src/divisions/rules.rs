//! What an area can be.
use chrono::NaiveDate;
use validator::ValidationError;

use super::dto::{CreateDivision, DivisionKind};
use crate::codes::{DivisionCode, DivisionLevel, text};
use crate::platform::error::{Broken, Rule};

const LEVEL: Rule = Rule {
    code: "division.kind.level",
    zh: "区划代码的级别与类别不符",
    en: "a code of this level cannot be an area of this kind",
};
const PARENT: Rule = Rule {
    code: "division.parent_code.level",
    zh: "上级区划的级别必须高于本区划",
    en: "the area above must be of a higher level",
};
/// `valid_to` is the first day it is no longer valid.
pub const ENDS_BEFORE: Rule = Rule {
    code: "division.valid_to.order",
    zh: "失效日期必须晚于生效日期",
    en: "an area ends after the day it begins",
};

/// Kinds of which a town's "villages" are counted (村（居）委会).
pub const VILLAGES: [DivisionKind; 2] = [DivisionKind::ResidentsCommittee, DivisionKind::VillagersCommittee];

/// The day that stands for "always": nobody asks for figures before it.
pub fn always() -> NaiveDate {
    NaiveDate::from_ymd_opt(1949, 10, 1).unwrap_or(NaiveDate::MIN)
}

/// The code has twelve digits and a province; for every field of every domain that names a division.
///
/// # Errors
/// The rule broken.
pub fn division_code(code: &str) -> Result<(), ValidationError> {
    DivisionCode::parse(code).map(drop).map_err(Into::into)
}

/// What the fields say together; single fields have their own rules.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(division: &CreateDivision) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.check("name", text::is_clean(&division.name));
    broken.when(division.valid_to.is_some_and(|end| end <= division.valid_from), "valid_to", ENDS_BEFORE);
    // A malformed code is refused by its own field rule.
    if let Ok(code) = DivisionCode::parse(&division.code) {
        broken.when(!may_be(division.kind, code.level()), "kind", LEVEL);
        let parent = division.parent_code.as_deref().and_then(|parent| DivisionCode::parse(parent).ok());
        broken.when(parent.is_some_and(|parent| parent.level() >= code.level()), "parent_code", PARENT);
    }
    broken.done()
}

/// County-level cities are called either; zones of no recognised kind stand anywhere.
fn may_be(kind: DivisionKind, level: DivisionLevel) -> bool {
    match kind {
        DivisionKind::Province => level == DivisionLevel::Province,
        DivisionKind::City | DivisionKind::County => matches!(level, DivisionLevel::City | DivisionLevel::County),
        DivisionKind::Town => level == DivisionLevel::Town,
        DivisionKind::ResidentsCommittee | DivisionKind::VillagersCommittee => level == DivisionLevel::Village,
        DivisionKind::Other => true,
    }
}

/// An area of which only the code is known, valid always: for ledgers, which say the rest.
pub fn bare(code: &str) -> CreateDivision {
    completed(CreateDivision {
        code: code.to_owned(),
        name: String::new(),
        kind: DivisionKind::Other,
        parent_code: None,
        valid_from: always(),
        valid_to: None,
        households: None,
        population: None,
        groups: None,
    })
}

/// The facts with the area above filled in where it was not said.
pub fn completed(mut division: CreateDivision) -> CreateDivision {
    if division.parent_code.is_none() {
        let parent = DivisionCode::parse(&division.code).ok().and_then(|code| code.parent());
        division.parent_code = parent.map(|parent| parent.as_str().to_owned());
    }
    division
}

/// The codes above `code`, nearest first; none above a province and above the whole country.
pub fn above(code: &str) -> Vec<String> {
    let first = DivisionCode::parse(code).ok().and_then(|code| code.parent());
    std::iter::successors(first, DivisionCode::parent).map(|code| code.as_str().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::coded::Coded;

    fn division(code: &str, kind: DivisionKind) -> CreateDivision {
        let body = serde_json::json!({ "code": code, "name": "新塘村", "kind": kind });
        serde_json::from_value(body).expect("a division")
    }

    fn refusal(division: &CreateDivision) -> Option<String> {
        check(division).err().map(|error| error.code.into_owned())
    }

    #[test]
    fn an_area_has_the_level_of_its_kind() {
        use DivisionKind::{City, County, Other, Province, ResidentsCommittee, Town, VillagersCommittee};
        for (code, kinds) in [
            ("990000000000", vec![Province, Other]),
            ("990900000000", vec![City, County, Other]),
            ("990981000000", vec![City, County, Other]),
            ("990981107000", vec![Town, Other]),
            ("990981107201", vec![ResidentsCommittee, VillagersCommittee, Other]),
        ] {
            for kind in DivisionKind::ALL {
                let expected = (!kinds.contains(kind)).then(|| LEVEL.code.to_owned());
                assert_eq!(refusal(&division(code, *kind)), expected, "{code} {kind:?}");
            }
        }
    }

    #[test]
    fn it_ends_after_it_begins_and_lies_below_its_parent() {
        let village = division("990981107201", DivisionKind::VillagersCommittee);
        let ends = |day| CreateDivision { valid_to: Some(day), ..village.clone() };
        assert_eq!(refusal(&ends(always())), Some(ENDS_BEFORE.code.to_owned()));
        assert_eq!(refusal(&ends(always() + chrono::Days::new(1))), None);
        let below = |parent: &str| CreateDivision { parent_code: Some(parent.to_owned()), ..village.clone() };
        assert_eq!(refusal(&below("990981107202")), Some(PARENT.code.to_owned()));
        assert_eq!(refusal(&below("990981108000")), None);
    }

    #[test]
    fn the_parent_is_filled_in_but_never_replaced() {
        let village = division("990981107201", DivisionKind::VillagersCommittee);
        assert_eq!(completed(village.clone()).parent_code.as_deref(), Some("990981107000"));
        let moved = CreateDivision { parent_code: Some("990981108000".to_owned()), ..village };
        assert_eq!(completed(moved).parent_code.as_deref(), Some("990981108000"));
    }

    #[test]
    fn a_town_lies_below_three_areas_and_the_country_below_none() {
        assert_eq!(above("990981107000"), ["990981000000", "990900000000", "990000000000"]);
        assert!(above("990000000000").is_empty() && above(crate::platform::auth::WHOLE_COUNTRY).is_empty());
    }

    #[test]
    fn ledgers_name_kinds_in_several_words() {
        assert_eq!(DivisionKind::from_label("社区居委会"), Some(DivisionKind::ResidentsCommittee));
        assert_eq!(DivisionKind::from_label(" 村委会 "), Some(DivisionKind::VillagersCommittee));
        assert_eq!(DivisionKind::from_label("街道"), Some(DivisionKind::Town));
        assert_eq!(DivisionKind::from_label("工业园"), None);
    }
}
