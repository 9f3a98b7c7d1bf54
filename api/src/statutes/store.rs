//! Queries on `rule_packs`, and the book of all rules in force.
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::book::Book;
use super::pack::Pack;
use super::read::{Flaw, read};
use crate::platform::access::{Reading, Tx};
use crate::platform::db::schema::rule_packs;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const TABLE: &str = "rule_packs";
/// Packs concern everyone; the journal names the whole country.
const EVERYWHERE: &str = "000000000000";
pub(super) const VERSION_TAKEN: Rule = Rule {
    code: "rule_pack.version.taken",
    zh: "这个规则包的这一版已经启用，改动请用新的版本号",
    en: "this version of the pack is in use; a change takes a new number",
};

/// What the program comes with: the law, the commonest local numbers, and those of care and hand-over.
const SHIPPED: [&str; 3] =
    [include_str!("packs/national.toml"), include_str!("packs/local.toml"), include_str!("packs/care.toml")];

static SHIPPED_PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the packs are part of the program, and a test reads them")]
    SHIPPED.iter().fold(Vec::new(), |mut packs, text| {
        let pack = read(text, &packs).expect("a shipped pack is well-formed");
        packs.push(pack);
        packs
    })
});

/// The packs the program comes with: for tests of the engine.
#[cfg(test)]
pub fn shipped() -> &'static [Pack] {
    &SHIPPED_PACKS
}

/// Texts of packs, and the book that was made of them.
type Made = (Vec<String>, Arc<Shelf>);

/// The last one made: packs change once in years, and every change of a fact needs them.
static LAST: Mutex<Option<Made>> = Mutex::new(None);

/// All packs, and the rules in force.
#[derive(Debug)]
pub struct Shelf {
    /// Every version of every pack, the shipped ones first.
    pub packs: Vec<Pack>,
    /// Their texts, in that order.
    pub texts: Vec<String>,
    /// The rules.
    pub book: Book,
}

impl Shelf {
    /// The packs the program comes with and these, which were checked when they were applied.
    fn of(applied: &[String]) -> ApiResult<Self> {
        let mut packs = SHIPPED_PACKS.clone();
        for text in applied {
            let pack =
                read(text, &packs).map_err(|_flaws| ApiError::Internal("a stored rule pack does not read".into()))?;
            packs.push(pack);
        }
        let texts = SHIPPED.iter().map(|text| (*text).to_owned()).chain(applied.iter().cloned()).collect();
        Ok(Self { book: Book::new(&packs), packs, texts })
    }

    /// Whether this version of the pack is in use.
    pub fn has(&self, pack: &Pack) -> bool {
        self.packs.iter().any(|other| (&other.pack, other.version) == (&pack.pack, pack.version))
    }

    /// Itself with one more pack.
    ///
    /// # Errors
    /// Everything that is wrong with the text.
    pub fn with(&self, text: &str) -> Result<Self, Vec<Flaw>> {
        let pack = read(text, &self.packs)?;
        let mut packs = self.packs.clone();
        packs.retain(|other| (&other.pack, other.version) != (&pack.pack, pack.version));
        packs.push(pack);
        let texts = self.texts.iter().cloned().chain([text.to_owned()]).collect();
        Ok(Self { book: Book::new(&packs), packs, texts })
    }
}

/// The packs in use.
///
/// # Errors
/// The database refuses.
pub fn shelf(reading: &mut Reading<'_>) -> ApiResult<Arc<Shelf>> {
    let order = (rule_packs::pack.asc(), rule_packs::pack_version.asc());
    let applied: Vec<String> = rule_packs::table.order(order).select(rule_packs::text).load(reading.db)?;
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((texts, shelf)) = &*last
        && *texts == applied
    {
        return Ok(Arc::clone(shelf));
    }
    let shelf = Arc::new(Shelf::of(&applied)?);
    *last = Some((applied, Arc::clone(&shelf)));
    Ok(shelf)
}

/// Puts a pack in use.
///
/// # Errors
/// 409 when that version is in use already.
pub fn insert(tx: &mut Tx<'_>, pack: &Pack, text: &str) -> ApiResult<()> {
    if shelf(tx)?.has(pack) {
        return Err(ApiError::Conflict(VERSION_TAKEN));
    }
    let (id, valid_from): (Id, NaiveDate) = (Id::new(), pack.valid_from);
    let values = (
        rule_packs::id.eq(id),
        rule_packs::pack.eq(pack.pack.clone()),
        rule_packs::pack_version.eq(pack.version),
        rule_packs::valid_from.eq(valid_from),
        rule_packs::text.eq(text.to_owned()),
        rule_packs::version.eq(1),
        rule_packs::created_at.eq(tx.at().naive_utc()),
    );
    tx.apply(diesel::insert_into(rule_packs::table).values(values), Entry::created(TABLE, id, EVERYWHERE))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::personnel::REPORT_IN_DAYS;

    /// The record refuses an overdue report-in by the same number that the duty counts with.
    #[test]
    fn the_limit_for_reporting_in_is_one() {
        let rule = shipped().iter().flat_map(|pack| &pack.rules).find(|rule| rule.id == "report_in");
        assert_eq!(rule.and_then(|rule| rule.due_days), Some(REPORT_IN_DAYS));
    }
}
