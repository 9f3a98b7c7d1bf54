//! Which rows a caller may see, and which classes of fields in them.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::id::Id;

/// Classes of fields that leave the store masked unless the caller's role may see them (SECURITY: field classes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldClass {
    /// Names of persons in the files.
    Name,
    /// Phone and address.
    Contact,
    /// Birth date.
    BirthDate,
    /// Identity number in full.
    IdentityNumber,
    /// Treatment facts: documents, test results, notes.
    Treatment,
    /// Names and contacts of owners of places.
    Owner,
}

/// Names of the classes, in the order of [`FieldClass`], as roles list them.
pub const FIELD_CLASSES: &[&str] = &["name", "contact", "birth_date", "identity_number", "treatment", "owner"];

impl FieldClass {
    /// As roles list it.
    pub fn name(self) -> &'static str {
        FIELD_CLASSES.get(self as usize).copied().unwrap_or_default()
    }
}

/// A set of field classes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FieldClasses(u8);

impl FieldClasses {
    /// Every class; for the command line, whose user holds the key file anyway.
    pub const ALL: Self = Self(u8::MAX);

    /// The set of `names`; unknown names are left out and reported.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut set = Self::default();
        for name in names {
            match FIELD_CLASSES.iter().position(|known| *known == name) {
                Some(index) => set.0 |= 1 << index,
                None => tracing::warn!(name, "a role names an unknown field class"),
            }
        }
        set
    }

    /// Whether there is none in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether every class of `other` is in it.
    pub fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The names in it.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        FIELD_CLASSES.iter().enumerate().filter(move |(place, _)| self.0 & (1 << place) != 0).map(|(_, name)| *name)
    }

    /// The set as a number: equal sets have equal ones.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// Whether `class` may be seen.
    pub fn has(self, class: FieldClass) -> bool {
        self.0 & (1 << class as u8) != 0
    }
}

/// Which rows a caller may see: a half-open range of division codes. Every query in a `store.rs` starts from it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own that queries ask by name")]
pub struct Scope {
    /// The division the caller belongs to.
    pub division_code: String,
    /// First code inside.
    pub from: String,
    /// First code outside.
    pub to: String,
    /// Classes of fields shown in full.
    pub sees: FieldClasses,
    /// Whether they may find persons by name: who sees names may, also where a list is to be masked.
    pub finds_names: bool,
    /// Whether clues are among the events they may see: whoever reads publicity does not read tips.
    pub reads_clues: bool,
    /// Whether they are shown signs of haste in how inspections were signed.
    pub reviews_inspections: bool,
    /// Whether duties about persons are among the tasks they may see: whoever is sent to a place is told of no person.
    pub reads_duties: bool,
    /// Who only hands in: they find the imports of this account and no other, and are told of no record on file.
    pub hands_in_as: Option<Id>,
}

/// Sorts after every division code.
const PAST_EVERY_CODE: &str = ":";
/// The code that stands for the whole country.
pub const WHOLE_COUNTRY: &str = "000000000000";

impl Scope {
    /// The scope of someone who belongs to `division_code`: it and everything below it.
    pub fn of_division(division_code: &str, sees: FieldClasses) -> Self {
        let (from, to) = subtree(division_code);
        let (division_code, finds_names) = (division_code.to_owned(), sees.has(FieldClass::Name));
        Self {
            division_code,
            from,
            to,
            sees,
            finds_names,
            reads_clues: false,
            reads_duties: false,
            reviews_inspections: false,
            hands_in_as: None,
        }
    }

    /// Everything; for the command line.
    pub fn everything() -> Self {
        let all = Self::of_division(WHOLE_COUNTRY, FieldClasses::ALL);
        Self { reads_clues: true, reads_duties: true, reviews_inspections: true, ..all }
    }

    /// Whether `division_code` lies inside.
    pub fn covers(&self, division_code: &str) -> bool {
        self.from.as_str() <= division_code && division_code < self.to.as_str()
    }

    /// The part of `division_code`'s subtree that lies inside this scope; empty when they do not meet.
    pub fn narrowed(&self, division_code: &str) -> Self {
        let (from, to) = subtree(division_code);
        Self { from: from.max(self.from.clone()), to: to.min(self.to.clone()), ..self.clone() }
    }

    /// Whether nothing lies outside.
    pub fn is_everything(&self) -> bool {
        self.from == WHOLE_COUNTRY && self.to == PAST_EVERY_CODE
    }

    /// The nine digits of the town when the scope is exactly one town: such lists have an index of their own.
    pub fn as_town(&self) -> Option<&str> {
        let town = self.from.get(..9)?;
        let is_town = self.from.ends_with("000") && subtree(&self.from).1 == self.to && !town.ends_with("000");
        is_town.then_some(town)
    }

    /// The code when the scope is exactly one village.
    pub fn as_village(&self) -> Option<&str> {
        (!self.from.ends_with("000") && subtree(&self.from).1 == self.to).then_some(self.from.as_str())
    }
}

/// The half-open range of codes at and below `code`: zeroes at the end (by level: 2, 2, 2, 3, 3 digits) stand for "all".
pub fn subtree(code: &str) -> (String, String) {
    const LEVELS: [usize; 6] = [0, 2, 4, 6, 9, 12];
    let significant = LEVELS
        .into_iter()
        .find(|digits| code.get(*digits..).is_some_and(|rest| rest.bytes().all(|digit| digit == b'0')));
    let prefix = significant.and_then(|digits| code.get(..digits)).unwrap_or(code);
    let to = match prefix.parse::<u64>().ok().and_then(|number| number.checked_add(1)) {
        Some(next) if next.to_string().len() <= prefix.len() => {
            format!("{next:0width$}{}", "0".repeat(12 - prefix.len()), width = prefix.len())
        }
        _ => PAST_EVERY_CODE.to_owned(),
    };
    (code.to_owned(), to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_covers_its_villages_and_no_other() {
        let scope = Scope::of_division("990981107000", FieldClasses::default());
        assert_eq!((scope.from.as_str(), scope.to.as_str()), ("990981107000", "990981108000"));
        assert!(scope.covers("990981107216") && !scope.covers("990981108001"));
        assert_eq!(scope.as_town(), Some("990981107"));
        assert_eq!(scope.narrowed("990981107216").as_village(), Some("990981107216"));
    }

    #[test]
    fn the_whole_country_and_the_last_province_have_no_end() {
        assert!(Scope::everything().covers("999999999999") && Scope::everything().is_everything());
        assert!(!Scope::of_division("990000000000", FieldClasses::default()).is_everything());
        assert_eq!(subtree("990000000000").1, ":");
        assert_eq!(subtree("360000000000").1, "370000000000");
    }

    #[test]
    fn scopes_that_do_not_meet_cover_nothing() {
        let narrowed = Scope::of_division("990981107000", FieldClasses::default()).narrowed("990981108000");
        assert!(!narrowed.covers("990981107001") && !narrowed.covers("990981108001"));
    }
}
