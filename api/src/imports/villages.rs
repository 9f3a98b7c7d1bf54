//! Villages by the names and codes that ledgers use for them.
use std::collections::HashMap;

use diesel::prelude::*;

use super::rules;
use crate::codes::text::search_key;
use crate::platform::auth::Scope;
use crate::platform::clock;
use crate::platform::db::Queries;
use crate::platform::db::schema::divisions;
use crate::platform::error::{ApiResult, Rule};

/// What tells a residents' committee, longest first: people write any of them.
const RESIDENTS: [&str; 5] = ["社区居民委员会", "社区居委会", "居民委员会", "居委会", "社区"];
/// What tells a villagers' committee.
const VILLAGERS: [&str; 3] = ["村民委员会", "村委会", "村"];

/// What a name says of the kind of village.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Residents,
    Villagers,
    Nothing,
}

/// A name without its ending, and what the ending says: `新塘村委会` is 新塘, a village; 新塘 may be either.
fn parted(key: &str) -> (&str, Said) {
    let ending = |endings: &[&str]| endings.iter().find_map(|ending| key.strip_suffix(ending));
    match (ending(&RESIDENTS), ending(&VILLAGERS)) {
        (Some(stem), _) if !stem.is_empty() => (stem, Said::Residents),
        (_, Some(stem)) if !stem.is_empty() => (stem, Said::Villagers),
        _ => (key, Said::Nothing),
    }
}

/// The villages a ledger may name.
#[derive(Debug, Default)]
pub struct Villages {
    by_name: HashMap<String, Vec<String>>,
    by_stem: HashMap<String, Vec<(Said, String)>>,
    names: HashMap<String, String>,
}

impl Villages {
    /// The villages in force within `scope`.
    ///
    /// # Errors
    /// The database refuses.
    pub fn load(db: &mut Queries, scope: &Scope) -> ApiResult<Self> {
        let today = clock::today();
        let rows: Vec<(String, String)> = divisions::table
            .filter(divisions::code.ge(scope.from.clone()))
            .filter(divisions::code.lt(scope.to.clone()))
            .filter(divisions::kind.eq_any(["residents_committee", "villagers_committee", "other"]))
            .filter(divisions::valid_from.le(today))
            .filter(divisions::valid_to.is_null().or(divisions::valid_to.gt(today)))
            .select((divisions::code, divisions::name))
            .load(db)?;
        Ok(Self::of(rows))
    }

    /// These codes and names.
    pub fn of(rows: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut villages = Self::default();
        for (code, name) in rows {
            let key = search_key(&name);
            let (stem, said) = parted(&key);
            villages.by_stem.entry(stem.to_owned()).or_default().push((said, code.clone()));
            villages.by_name.entry(key).or_default().push(code.clone());
            villages.names.insert(code, name);
        }
        villages
    }

    /// The code of the village that `cell` names, by code, by name, or by a name with its town before it.
    ///
    /// # Errors
    /// None has that name, or several have.
    pub fn code(&self, cell: &str) -> Result<&str, Rule> {
        let key = search_key(cell);
        if let Some((code, _)) = self.names.get_key_value(&key) {
            return Ok(code);
        }
        let after_town = key.char_indices().filter(|(_, character)| matches!(character, '镇' | '乡' | '道'));
        let rests = after_town.filter_map(|(at, town)| key.get(at + town.len_utf8()..));
        let mut spellings = std::iter::once(key.as_str()).chain(rests).map(|spelling| self.named(spelling));
        match spellings.find(|codes| !codes.is_empty()).as_deref() {
            Some([code]) => Ok(code),
            Some(_) => Err(rules::AMBIGUOUS_VILLAGE),
            None => Err(rules::UNKNOWN_VILLAGE),
        }
    }

    /// The villages of this name; else those it may mean: of the same stem, unless their names say another kind.
    fn named(&self, key: &str) -> Vec<&str> {
        if let Some(codes) = self.by_name.get(key) {
            return codes.iter().map(String::as_str).collect();
        }
        let (stem, said) = parted(key);
        let alike = self.by_stem.get(stem).into_iter().flatten();
        let fits = |other: Said| said == other || said == Said::Nothing || other == Said::Nothing;
        alike.filter(|(other, _)| fits(*other)).map(|(_, code)| code.as_str()).collect()
    }

    /// The name of a village on record.
    pub fn name(&self, code: &str) -> Option<&str> {
        self.names.get(code).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn villages() -> Villages {
        let rows = [
            ("990981107002", "罗坊社区"),
            ("990981107201", "新塘村"),
            ("990981107202", "同名村"),
            ("990981108202", "同名村"),
        ];
        Villages::of(rows.map(|(code, name)| (code.to_owned(), name.to_owned())))
    }

    #[test]
    fn villages_are_found_however_they_are_written() {
        for (cell, code) in [
            ("新塘村", "990981107201"),
            (" 新塘村　", "990981107201"),
            ("新塘", "990981107201"),
            ("新塘村委会", "990981107201"),
            ("新塘村民委员会", "990981107201"),
            ("秀河镇新塘村委会", "990981107201"),
            ("罗坊社区居委会", "990981107002"),
            ("罗坊居民委员会", "990981107002"),
            ("罗坊", "990981107002"),
            ("江岚市秀河镇罗坊社区", "990981107002"),
            ("９９０９８１１０７２０１", "990981107201"),
        ] {
            assert_eq!(villages().code(cell), Ok(code), "{cell}");
        }
        assert_eq!(villages().code("同名村"), Err(rules::AMBIGUOUS_VILLAGE));
        assert_eq!(villages().code("新唐村"), Err(rules::UNKNOWN_VILLAGE));
        // Another kind of committee than the one on record is another place.
        assert_eq!(villages().code("新塘社区"), Err(rules::UNKNOWN_VILLAGE));
        assert_eq!(villages().code("罗坊村"), Err(rules::UNKNOWN_VILLAGE));
        assert_eq!(villages().code("村"), Err(rules::UNKNOWN_VILLAGE));
        assert_eq!(villages().code("990981107999"), Err(rules::UNKNOWN_VILLAGE));
    }

    #[test]
    fn a_bare_name_of_two_villages_names_neither() {
        let rows = [("990981107201", "新塘村"), ("990981107003", "新塘社区")];
        let villages = Villages::of(rows.map(|(code, name)| (code.to_owned(), name.to_owned())));
        assert_eq!(villages.code("新塘"), Err(rules::AMBIGUOUS_VILLAGE));
        assert_eq!(villages.code("新塘村委会"), Ok("990981107201"));
        assert_eq!(villages.code("新塘居委会"), Ok("990981107003"));
    }
}
