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

/// Endings that people leave out or add.
const ENDINGS: [&str; 6] = ["村民委员会", "社区居民委员会", "居民委员会", "村委会", "居委会", "社区"];

/// The villages a ledger may name.
#[derive(Debug, Default)]
pub struct Villages {
    by_name: HashMap<String, Vec<String>>,
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
            villages.by_name.entry(search_key(&name)).or_default().push(code.clone());
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
        let stem = ENDINGS.iter().find_map(|ending| key.strip_suffix(ending)).unwrap_or(&key);
        let spellings = [key.clone(), stem.to_owned(), format!("{stem}村"), format!("{stem}社区")];
        let named = spellings.iter().find_map(|spelling| self.by_name.get(spelling)).or_else(|| self.ending(&key));
        match named.map(Vec::as_slice) {
            Some([code]) => Ok(code),
            Some([_, _, ..]) => Err(rules::AMBIGUOUS_VILLAGE),
            _ => Err(rules::UNKNOWN_VILLAGE),
        }
    }

    /// The name of a village on record.
    pub fn name(&self, code: &str) -> Option<&str> {
        self.names.get(code).map(String::as_str)
    }

    /// `江岚市秀河镇罗坊社区` ends with the village's name.
    fn ending(&self, key: &str) -> Option<&Vec<String>> {
        let after_town = key.char_indices().filter(|(_, character)| matches!(character, '镇' | '乡' | '道'));
        after_town.filter_map(|(at, town)| key.get(at + town.len_utf8()..)).find_map(|rest| self.by_name.get(rest))
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
            ("罗坊社区居委会", "990981107002"),
            ("罗坊", "990981107002"),
            ("江岚市秀河镇罗坊社区", "990981107002"),
            ("９９０９８１１０７２０１", "990981107201"),
        ] {
            assert_eq!(villages().code(cell), Ok(code), "{cell}");
        }
        assert_eq!(villages().code("同名村"), Err(rules::AMBIGUOUS_VILLAGE));
        assert_eq!(villages().code("新唐村"), Err(rules::UNKNOWN_VILLAGE));
        assert_eq!(villages().code("990981107999"), Err(rules::UNKNOWN_VILLAGE));
    }
}
