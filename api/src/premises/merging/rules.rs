//! Which two places can be one.
use chrono::NaiveDate;

use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::premises::dto::PremisesRecord;

/// The place that is to stay is not there.
pub const UNKNOWN: Rule = Rule {
    code: "premises.into_id.unknown",
    zh: "没有这个保留的场所，或不在您的管理范围内",
    en: "there is no such place to stay, or it is outside your area",
};
const SAME: Rule =
    Rule {
        code: "premises.into_id.same", zh: "一处场所不能并入它自己", en: "a place cannot be merged into itself"
    };
const OTHER_TOWN: Rule = Rule {
    code: "premises.into_id.other_town",
    zh: "只能并入本镇的场所",
    en: "a place can be merged only into one of its own town",
};
const OFF_REGISTER: Rule = Rule {
    code: "premises.into_id.off_register",
    zh: "保留的场所须已在册：待审核的先审核，已合并的请选它并入的场所",
    en: "the place to stay must be on the register, neither proposed nor merged itself",
};
const REGISTERED_LATER: Rule = Rule {
    code: "premises.into_id.registered_later",
    zh: "被合并的场所在保留的场所登记之前已排查过：请先更正保留场所的登记日期，或者反过来合并",
    en: "the duplicate was inspected before the other was registered: correct that day first, or merge the other way round",
};
/// It is one of its own.
pub const NOT_MERGED: Rule =
    Rule {
        code: "premises.not_merged", zh: "该场所没有并入其他场所", en: "the place was not merged into another"
    };
/// The place it was merged into was merged in its turn.
pub const LATER_FIRST: Rule = Rule {
    code: "premises.unmerge.later_first",
    zh: "保留的场所其后又并入了另一处场所，请先撤销那一次合并",
    en: "the place it was merged into was merged in its turn; undo that first",
};
/// An inspection was moved to a day before the registration.
pub const INSPECTED_EARLIER: Rule = Rule {
    code: "premises.unmerge.inspected_earlier",
    zh: "合并之后有排查记录改到了该场所登记之前，请先更正排查日期",
    en: "since the merge an inspection was changed to a day before this place was registered; correct it first",
};

/// Whether `duplicate`, which is on the register, can go into `kept`; `first_on` is the day it was first inspected.
///
/// # Errors
/// 422 at `/into_id`.
pub fn check(duplicate: &PremisesRecord, kept: &PremisesRecord, first_on: Option<NaiveDate>) -> ApiResult<()> {
    let town = |place: &PremisesRecord| place.facts.division_code.get(..9).map(str::to_owned);
    let broken = [
        (duplicate.id == kept.id, SAME),
        (town(duplicate) != town(kept), OTHER_TOWN),
        (!kept.is_on_register(), OFF_REGISTER),
        (first_on.is_some_and(|first_on| first_on < kept.facts.registered_on), REGISTERED_LATER),
    ];
    match broken.into_iter().find(|(is_broken, _)| *is_broken) {
        Some((_, rule)) => Err(ApiError::invalid("/into_id", rule)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock;
    use crate::platform::id::Id;
    use crate::premises::dto::{Colour, CreatePremises, PremisesKind, PremisesRisk};

    fn place(division_code: &str) -> PremisesRecord {
        let facts = CreatePremises {
            code: None,
            kind: PremisesKind::Hotel,
            name: "客栈".into(),
            division_code: division_code.into(),
            address: None,
            owner: None,
            phone: None,
            longitude: None,
            latitude: None,
            risk_level: PremisesRisk::Unrated,
            registered_on: "2025-01-10".parse().expect("a day"),
            rooms: None,
            tenants: None,
            migrants: None,
            precursor_classes: Vec::new(),
            notes: None,
        };
        PremisesRecord {
            id: Id::new(),
            facts,
            colour: Colour::Yellow,
            last_inspected_on: None,
            is_withdrawn: false,
            is_proposed: false,
            merged_into_id: None,
            version: 1,
            created_at: clock::now(),
            updated_at: clock::now(),
            data_key: Vec::new(),
        }
    }

    #[test]
    fn two_places_of_one_town_can_be_one() {
        let (one, other) = (place("990981107201"), place("990981107202"));
        let told = |kept: &PremisesRecord, first: Option<&str>| {
            let first = first.map(|day| day.parse().expect("a day"));
            match check(&one, kept, first) {
                Ok(()) => String::new(),
                Err(ApiError::Invalid(errors)) => errors.first().expect("a rule").code.clone(),
                Err(other) => panic!("{other}"),
            }
        };
        assert_eq!(told(&other, Some("2025-01-10")), "");
        assert_eq!(told(&other, Some("2025-01-09")), "premises.into_id.registered_later");
        assert_eq!(told(&one, None), "premises.into_id.same");
        assert_eq!(told(&place("990981108201"), None), "premises.into_id.other_town");
        let proposed = PremisesRecord { is_proposed: true, ..place("990981107202") };
        let merged = PremisesRecord { merged_into_id: Some(Id::new()), ..place("990981107202") };
        assert_eq!([told(&proposed, None), told(&merged, None)], ["premises.into_id.off_register"; 2]);
    }
}
