//! The national table of areas (国家统计局 统计用区划代码): hundreds of thousands of rows that are put on record in pieces, and put again
//! without effect. Only code, name and kind are taken from it; what an office recorded beside them stays.
use std::collections::HashMap;

use diesel::prelude::*;

use super::dto::{CreateDivision, Division, DivisionKind};
use super::rules;
use super::store::{self, DivisionRow, TABLE, open, split, visible, within};
use crate::codes::{DivisionCode, DivisionLevel};
use crate::platform::access::Tx;
use crate::platform::db::schema::divisions;
use crate::platform::error::{ApiResult, Rule};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

/// What became of a piece.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Put {
    /// Areas that were new.
    pub created: usize,
    /// Areas that had another name or kind.
    pub updated: usize,
    /// Areas that stood there already.
    pub unchanged: usize,
}

impl Put {
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            created: self.created + other.created,
            updated: self.updated + other.updated,
            unchanged: self.unchanged + other.unchanged,
        }
    }
}

/// An area of the table: `code` with the digits of its level only, as the table has it.
///
/// # Errors
/// The rule the code or the name breaks.
pub fn national_area(code: &str, name: &str) -> Result<CreateDivision, Rule> {
    let code = DivisionCode::parse(&format!("{code:0<12}"))?;
    let name = name.trim();
    crate::codes::text::is_clean(name)?;
    let kind = kind(code.level(), name);
    Ok(CreateDivision { name: name.to_owned(), kind, ..rules::bare(code.as_str()) })
}

fn kind(level: DivisionLevel, name: &str) -> DivisionKind {
    match level {
        DivisionLevel::Province => DivisionKind::Province,
        DivisionLevel::City => DivisionKind::City,
        DivisionLevel::County => DivisionKind::County,
        DivisionLevel::Town => DivisionKind::Town,
        DivisionLevel::Village => committee(name),
    }
}

/// Farms, zones and mines have neither committee in their name.
fn committee(name: &str) -> DivisionKind {
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    if ends(&["居委会", "居民委员会", "社区"]) {
        DivisionKind::ResidentsCommittee
    } else if ends(&["村委会", "村民委员会", "村"]) {
        DivisionKind::VillagersCommittee
    } else {
        DivisionKind::Other
    }
}

/// Puts areas on record, of which no two have the same code.
///
/// # Errors
/// 422 for one that lies outside the caller's area; the database refuses.
pub fn put_national(tx: &mut Tx<'_>, areas: Vec<CreateDivision>) -> ApiResult<Put> {
    let mut known = on_record(tx, &areas)?;
    let (mut put, mut new) = (Put::default(), Vec::new());
    for area in areas {
        let rows = known.remove(&area.code).unwrap_or_default();
        let current = rows.iter().find(|row| row.facts.valid_to.is_none());
        match current {
            Some(current) if current.facts.name == area.name && current.facts.kind == area.kind => put.unchanged += 1,
            Some(current) => {
                let facts = CreateDivision { name: area.name, kind: area.kind, ..current.facts.clone() };
                store::replace(tx, current, facts)?;
                put.updated += 1;
            }
            None => {
                // A code may be given again: the area begins when the one before it has ended.
                let ended = rows.iter().filter_map(|row| row.facts.valid_to).max();
                new.push((Id::new(), CreateDivision { valid_from: ended.unwrap_or(area.valid_from), ..area }));
                put.created += 1;
            }
        }
    }
    insert_all(tx, new)?;
    Ok(put)
}

/// Records areas of which the caller has made sure that nothing else has their codes in their time.
///
/// # Errors
/// 422 when one is out of scope; the database refuses.
fn insert_all(tx: &mut Tx<'_>, new: Vec<(Id, CreateDivision)>) -> ApiResult<()> {
    let at = tx.at().naive_utc();
    let (mut rows, mut entries) = (Vec::new(), Vec::new());
    for (id, facts) in new {
        within(tx.scope, "/code", &facts.code)?;
        entries.push(Entry::created(TABLE, id, &facts.code));
        let stamps = (divisions::version.eq(1), divisions::created_at.eq(at), divisions::updated_at.eq(at));
        rows.push((divisions::id.eq(id), split(rules::completed(facts)), stamps));
    }
    if rows.is_empty() { Ok(()) } else { tx.apply_all(divisions::table, rows, &entries) }
}

/// What is on record of these codes, which lie close together: one range is read instead of thousands of rows one by one.
fn on_record(tx: &mut Tx<'_>, areas: &[CreateDivision]) -> ApiResult<HashMap<String, Vec<Division>>> {
    let codes = || areas.iter().map(|area| area.code.as_str());
    let (Some(first), Some(last)) = (codes().min(), codes().max()) else { return Ok(HashMap::new()) };
    let query = visible(tx.scope)
        .filter(divisions::code.ge(first.to_owned()))
        .filter(divisions::code.le(last.to_owned()))
        .select(DivisionRow::as_select());
    let rows: Vec<DivisionRow> = query.load(tx.db)?;
    let mut known: HashMap<String, Vec<Division>> = HashMap::new();
    for row in rows {
        let division = open(row)?;
        known.entry(division.facts.code.clone()).or_default().push(division);
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_filled_up_and_tells_the_level() {
        for (code, name, full, kind) in [
            ("99", "某省", "990000000000", DivisionKind::Province),
            ("9909", "某市", "990900000000", DivisionKind::City),
            ("990981", "某县", "990981000000", DivisionKind::County),
            ("990981107", "秀河镇", "990981107000", DivisionKind::Town),
            ("990981107001", "东街社区居委会", "990981107001", DivisionKind::ResidentsCommittee),
            ("990981107201", "新塘村委会", "990981107201", DivisionKind::VillagersCommittee),
            ("990981107401", "秀河林场", "990981107401", DivisionKind::Other),
        ] {
            let area = national_area(code, name).expect("an area");
            assert_eq!((area.code.as_str(), area.kind), (full, kind), "{name}");
            assert!(rules::check(&area).is_ok());
        }
        assert!(national_area("0011", "某地").is_err() && national_area("99x", "某地").is_err());
    }
}
