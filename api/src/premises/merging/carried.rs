//! What hangs on a place, and how it goes from one to another. A table that refers to `premises` has a line here: one whose rows
//! have `premises_id`, `sealed`, `version` and `updated_at` says `carried!`, another one says for itself how its rows go.
use diesel::prelude::*;
use zeroize::Zeroizing;

use crate::campaigns;
use crate::platform::access::{Reading, Tx};
use crate::platform::db::schema::inspections;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::premises::dto::Site;

/// Values in one `IN (…)`.
const CHUNK: usize = 500;

/// Every kind of record that hangs on a place, in the order in which they go.
pub const NOUNS: &[&dyn Carried] = &[&Inspections, &Lines];

/// From where to where.
pub struct Road<'a> {
    /// The place that has them.
    pub from: &'a Site,
    /// The place that is to have them.
    pub to: &'a Site,
}

/// A kind of record that hangs on a place.
pub trait Carried: Sync {
    /// Its table, which names it where it is kept what moved.
    fn table(&self) -> &'static str;

    /// The records that hang on this place, the withdrawn included.
    ///
    /// # Errors
    /// The database refuses.
    fn held(&self, reading: &mut Reading<'_>, place: Id) -> ApiResult<Vec<Id>>;

    /// Takes those of these records that hang on the one place to the other, each as a change of its own; what is sealed is opened
    /// under the key of the one and sealed under that of the other.
    ///
    /// # Errors
    /// The database refuses; something sealed does not open.
    fn carry(&self, tx: &mut Tx<'_>, road: &Road<'_>, ids: &[Id]) -> ApiResult<()>;
}

/// The entry of a record that went to another place.
pub fn moved(table: &'static str, id: Id, road: &Road<'_>, version: i64) -> Entry {
    let entry = Entry::updated(table, id, &road.to.division_code, version, vec!["premises_id".into()]);
    Entry { action: "moved", ..entry }
}

macro_rules! carried {
    ($(#[$doc:meta])* $noun:ident = $table:ident) => {
        $(#[$doc])*
        struct $noun;

        impl Carried for $noun {
            fn table(&self) -> &'static str {
                stringify!($table)
            }

            fn held(&self, reading: &mut Reading<'_>, place: Id) -> ApiResult<Vec<Id>> {
                let held = $table::table.filter($table::premises_id.eq(place)).order($table::id).select($table::id);
                Ok(held.load(reading.db)?)
            }

            fn carry(&self, tx: &mut Tx<'_>, road: &Road<'_>, ids: &[Id]) -> ApiResult<()> {
                let table = self.table();
                let (old, new) = (tx.vault().open_key(&road.from.data_key)?, tx.vault().open_key(&road.to.data_key)?);
                for chunk in ids.chunks(CHUNK) {
                    let rows: Vec<(Id, Vec<u8>, i64)> = $table::table
                        .filter($table::premises_id.eq(road.from.id))
                        .filter($table::id.eq_any(chunk.to_vec()))
                        .order($table::id)
                        .select(($table::id, $table::sealed, $table::version))
                        .load(tx.db)?;
                    for (id, sealed, version) in rows {
                        let plain = Zeroizing::new(old.open_bytes(table, id, &sealed)?);
                        let columns = (
                            $table::premises_id.eq(road.to.id),
                            $table::sealed.eq(new.seal_bytes(table, id, &plain)?),
                            $table::version.eq(version + 1),
                            $table::updated_at.eq(tx.at().naive_utc()),
                        );
                        let statement = diesel::update($table::table.find(id)).set(columns);
                        tx.apply(statement, moved(table, id, road, version + 1))?;
                    }
                }
                Ok(())
            }
        }
    };
}

carried!(
    /// Inspections, signed or not: their content stays as it was signed.
    Inspections = inspections
);

/// Lines on the lists of rounds: they keep their number and their place, and count as reached when the other one is.
struct Lines;

impl Carried for Lines {
    fn table(&self) -> &'static str {
        campaigns::UNITS
    }

    fn held(&self, reading: &mut Reading<'_>, place: Id) -> ApiResult<Vec<Id>> {
        campaigns::lines_counting(reading, place)
    }

    fn carry(&self, tx: &mut Tx<'_>, road: &Road<'_>, ids: &[Id]) -> ApiResult<()> {
        campaigns::count_by(tx, ids, (road.from.id, road.to.id))
    }
}
