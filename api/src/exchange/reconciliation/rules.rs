//! How a list and a roster differ.
use std::collections::{HashMap, HashSet};

use validator::ValidationError;

use super::dto::{DecideFinding, FindingKind, NumberHint};
use super::typing::Written;
use crate::codes::text;
use crate::personnel::PersonStatus;
use crate::platform::error::{Broken, Rule};
use crate::platform::id::Id;

/// Nothing of this id in scope.
pub const NO_RECONCILIATION: Rule =
    Rule { code: "reconciliation.not_found", zh: "没有这次核对", en: "no such reconciliation" };
/// Nothing of this id in the reconciliation.
pub const NO_FINDING: Rule = Rule { code: "finding.not_found", zh: "没有这条差异", en: "no such finding" };
/// What was accepted or rejected is.
pub const DECIDED: Rule =
    Rule {
        code: "finding.decided", zh: "这条差异已有决定，不能再改", en: "this finding was decided on, which stands"
    };
/// The file is no longer as it was compared.
pub const OVERTAKEN: Rule = Rule {
    code: "finding.overtaken",
    zh: "此人的档案在核对之后已有变化，请用最新的名单重新核对",
    en: "the person's file has changed since the list was compared; compare a new list",
};
/// Whoever is registered is registered somewhere.
pub const NO_VILLAGE: Rule = Rule {
    code: "finding.division_code.required",
    zh: "名单没有写明本辖区的村（居），请指定由哪个村（居）管理",
    en: "the list names no village of the division: say which is to manage the person",
};
/// Whoever is registered stands somewhere.
pub const NO_STATUS: Rule = Rule {
    code: "finding.status.required",
    zh: "名单没有写明管控现状，请在人员档案中登记",
    en: "the list does not say how the person stands: register the person by hand",
};
/// Both differ so much that they are not of one place.
pub const OTHER_ROSTER: Rule = Rule {
    code: "reconciliation.other_roster",
    zh: "名单与本辖区在册人员相差太多（超过5000处），请确认是否选对了名单和区划",
    en: "list and roster differ in more than 5 000 places: are they of the same division?",
};
/// Differences that anyone could work through.
pub const MOST_FINDINGS: usize = 5_000;

/// What a decision says as a whole.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(decision: &DecideFinding) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.texts([("reason", Some(&decision.reason))], text::is_clean);
    broken.done()
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The line as a person counts it.
    pub row: u32,
    /// The name as written.
    pub name: String,
    /// The number as written.
    pub number: Written,
    /// The status, if it says one.
    pub status: Option<PersonStatus>,
    /// The village, if it is one of the division's.
    pub village: Option<String>,
}

/// One person of the roster.
#[derive(Debug, Clone)]
pub struct Registered {
    /// The person.
    pub id: Id,
    /// The name on file.
    pub name: String,
    /// The number on file.
    pub number: Option<Written>,
    /// How the person stands.
    pub status: PersonStatus,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// How they differ.
    pub kind: FindingKind,
    /// The line of the list, by its place in it.
    pub line: Option<usize>,
    /// The earlier line of the same number.
    pub other_row: Option<u32>,
    /// The registered person, by the place on the roster.
    pub person: Option<usize>,
    /// What looks wrong about the number.
    pub hints: Vec<NumberHint>,
    /// Where it differs.
    pub differs_at: Option<u32>,
}

impl Difference {
    fn of(kind: FindingKind, line: Option<usize>, person: Option<usize>) -> Self {
        Self { kind, line, other_row: None, person, hints: Vec::new(), differs_at: None }
    }
}

/// Every difference, those of the list in its order and then who is on the roster only.
pub fn differences(list: &[Listed], roster: &[Registered]) -> Vec<Difference> {
    let mut comparison = Comparison { list, roster, found: Vec::new(), met: HashSet::new() };
    let unmatched = comparison.by_number();
    comparison.by_name(unmatched);
    let Comparison { mut found, met, .. } = comparison;
    found.sort_by_key(|difference| difference.line);
    let missing = (0..roster.len()).filter(|person| !met.contains(person));
    found.extend(missing.map(|person| Difference::of(FindingKind::OnlyInTown, None, Some(person))));
    found
}

struct Comparison<'a> {
    list: &'a [Listed],
    roster: &'a [Registered],
    found: Vec<Difference>,
    /// Persons of the roster that a line is about.
    met: HashSet<usize>,
}

impl Comparison<'_> {
    /// Holds against the roster whoever is known by number. Answers the lines whose numbers are unknown.
    fn by_number(&mut self) -> Vec<usize> {
        let keyed =
            self.roster.iter().enumerate().filter_map(|(at, person)| Some((person.number.as_ref()?.key()?, at)));
        let by_key: HashMap<String, usize> = keyed.collect();
        let (mut seen, mut unmatched): (HashMap<String, u32>, _) = (HashMap::new(), Vec::new());
        for (line, listed) in self.list.iter().enumerate() {
            let number = listed.number.key().unwrap_or_else(|| listed.number.text.clone());
            if let Some(first) = seen.get(&number) {
                let twice = Difference::of(FindingKind::DuplicateInList, Some(line), by_key.get(&number).copied());
                self.found.push(Difference { other_row: Some(*first), ..twice });
                continue;
            }
            match by_key.get(&number) {
                Some(person) => self.same_number(line, listed, *person),
                None => unmatched.push(line),
            }
            seen.insert(number, listed.row);
        }
        unmatched
    }

    fn same_number(&mut self, line: usize, listed: &Listed, person: usize) {
        self.met.insert(person);
        let Some(registered) = self.roster.get(person) else { return };
        if text::search_key(&listed.name) == text::search_key(&registered.name) {
            self.same_person(line, listed, person);
            return;
        }
        let other = Difference::of(FindingKind::IdTypo, Some(line), Some(person));
        self.found.push(Difference { hints: vec![NumberHint::OtherName], ..other });
    }

    fn same_person(&mut self, line: usize, listed: &Listed, person: usize) {
        let on_file = self.roster.get(person).map(|registered| registered.status);
        if listed.status.is_some() && listed.status != on_file {
            self.found.push(Difference::of(FindingKind::StatusDiffers, Some(line), Some(person)));
        }
    }

    /// Looks for those whose number is unknown among the persons of their name whom no line is about.
    fn by_name(&mut self, unmatched: Vec<usize>) {
        let mut of_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, person) in self.roster.iter().enumerate().filter(|(at, _)| !self.met.contains(at)) {
            of_name.entry(text::search_key(&person.name)).or_default().push(at);
        }
        for line in unmatched {
            let Some(listed) = self.list.get(line) else { continue };
            let namesakes = of_name.get(&text::search_key(&listed.name)).map(Vec::as_slice).unwrap_or_default();
            self.unknown_number(line, listed, namesakes);
        }
    }

    fn unknown_number(&mut self, line: usize, listed: &Listed, namesakes: &[usize]) {
        let wrong: Vec<NumberHint> = listed.number.wrong().into_iter().collect();
        let Some((person, hint, differs_at)) = self.mistyped(listed, namesakes) else {
            let kind = if wrong.is_empty() { FindingKind::OnlyInList } else { FindingKind::IdTypo };
            self.found.push(Difference { hints: wrong, ..Difference::of(kind, Some(line), None) });
            return;
        };
        self.met.insert(person);
        let hints = wrong.into_iter().chain([hint]).collect();
        let typo = Difference::of(FindingKind::IdTypo, Some(line), Some(person));
        self.found.push(Difference { hints, differs_at, ..typo });
        self.same_person(line, listed, person);
    }

    /// The one person of the name whose number is a slip of the hand away, or else the only one of the name who has none.
    fn mistyped(&self, listed: &Listed, namesakes: &[usize]) -> Option<(usize, NumberHint, Option<u32>)> {
        let free = || namesakes.iter().copied().filter(|person| !self.met.contains(person));
        let number = |person: usize| self.roster.get(person).and_then(|registered| registered.number.as_ref());
        let mut near = free().filter_map(|person| Some((person, listed.number.slip_from(number(person)?)?)));
        match (near.next(), near.next()) {
            (Some((person, (hint, at))), None) => return Some((person, hint, Some(at))),
            (Some(_), Some(_)) => return None,
            (None, _) => {}
        }
        let mut all = free();
        match (all.next(), all.next()) {
            (Some(person), None) if number(person).is_none() => Some((person, NumberHint::NotOnFile, None)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use FindingKind::{DuplicateInList, IdTypo, OnlyInList, OnlyInTown, StatusDiffers};

    const NUMBERS: [&str; 5] =
        ["990981196211294939", "990981199206259753", "990981197808079670", "990981199404303532", "990981196511110986"];

    fn listed(row: u32, name: &str, number: &str, status: PersonStatus) -> Listed {
        Listed { row, name: name.into(), number: Written::of(number), status: Some(status), village: None }
    }

    fn registered(name: &str, number: Option<&str>) -> Registered {
        let number = number.map(Written::of);
        Registered { id: Id::new(), name: name.into(), number, status: PersonStatus::InCommunity }
    }

    fn kinds(list: &[Listed], roster: &[Registered]) -> Vec<(FindingKind, Vec<NumberHint>)> {
        differences(list, roster).into_iter().map(|found| (found.kind, found.hints)).collect()
    }

    const AT_LARGE: PersonStatus = PersonStatus::InCommunity;

    #[test]
    fn each_way_to_differ_is_found_once() {
        let roster = [registered("甲", Some(NUMBERS[0])), registered("乙", Some(NUMBERS[1])), registered("丙", None)];
        let list = [
            listed(2, "甲", "990981196211249939", AT_LARGE),
            listed(3, "丁", NUMBERS[2], AT_LARGE),
            listed(4, "丁", NUMBERS[2], AT_LARGE),
            listed(5, "丙", NUMBERS[3], PersonStatus::Detained),
            listed(6, "戊", "12", AT_LARGE),
        ];
        let expected = [
            (IdTypo, vec![NumberHint::Checksum, NumberHint::Transposed]),
            (OnlyInList, vec![]),
            (DuplicateInList, vec![]),
            (IdTypo, vec![NumberHint::NotOnFile]),
            (StatusDiffers, vec![]),
            (IdTypo, vec![NumberHint::Length]),
            (OnlyInTown, vec![]),
        ];
        assert_eq!(kinds(&list, &roster), expected);
    }

    #[test]
    fn a_number_under_another_name_is_no_match_of_persons() {
        let found =
            differences(&[listed(2, "乙", NUMBERS[0], PersonStatus::Detained)], &[registered("甲", Some(NUMBERS[0]))]);
        assert_eq!((found.len(), &found[0].hints[..]), (1, &[NumberHint::OtherName][..]));
    }

    #[test]
    fn of_two_namesakes_with_numbers_alike_none_is_meant() {
        let alike = [registered("甲", Some("990981196211294939")), registered("甲", Some("990981196211294947"))];
        let found = differences(&[listed(2, "甲", "990981196211294937", AT_LARGE)], &alike);
        assert_eq!((found[0].kind, found[0].person), (IdTypo, None), "both are one character away");
        assert_eq!(found.len(), 3);
    }

    proptest! {
        #[test]
        fn a_list_that_is_the_roster_differs_in_nothing(order in Just(vec![0_usize, 1, 2, 3, 4]).prop_shuffle()) {
            let roster: Vec<_> = NUMBERS.iter().map(|number| registered("甲", Some(number))).collect();
            let list: Vec<_> = order.iter().map(|at| listed(2, "甲", NUMBERS[*at], AT_LARGE)).collect();
            prop_assert_eq!(differences(&list, &roster), vec![]);
        }

        #[test]
        fn every_line_and_every_person_is_accounted_for(on_list in 0_usize..32, on_roster in 0_usize..32) {
            let has = |set: usize, at: usize| set >> at & 1 == 1;
            let roster: Vec<_> = (0..5).filter(|at| has(on_roster, *at)).map(|at| registered("甲", Some(NUMBERS[at]))).collect();
            let list: Vec<_> = (0..5).filter(|at| has(on_list, *at)).map(|at| listed(2, "甲", NUMBERS[at], AT_LARGE)).collect();
            let found = differences(&list, &roster);
            let count = |kind| found.iter().filter(|one| one.kind == kind).count();
            prop_assert_eq!(count(OnlyInList), (on_list & !on_roster).count_ones() as usize);
            prop_assert_eq!(count(OnlyInTown), (on_roster & !on_list).count_ones() as usize);
            prop_assert_eq!(found.len(), (on_list ^ on_roster).count_ones() as usize);
        }
    }
}
