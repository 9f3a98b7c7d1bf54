//! What the sealer and the verifier ask for.
use std::collections::HashSet;

use diesel::prelude::*;

use super::{EntryRow, GroupRow, HeadRow, Kind, OrderRow, Sealable};
use crate::platform::db::schema::{access_groups, journal, journal_heads, journal_order};
use crate::platform::db::{AnyConnection, Raw, sql};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// The newest head, or that of nothing.
pub(in crate::platform::journal) fn newest(db: &mut impl Raw) -> ApiResult<HeadRow> {
    let newest = journal_heads::table.order(journal_heads::size.desc()).select(HeadRow::as_select());
    Ok(newest.first(db.raw()).optional()?.unwrap_or_else(HeadRow::none))
}

/// Heads of this size and larger, the smallest first.
pub(in crate::platform::journal) fn heads_from(db: &mut impl Raw, size: i64, most: i64) -> ApiResult<Vec<HeadRow>> {
    let query = journal_heads::table.filter(journal_heads::size.ge(size)).order(journal_heads::size).limit(most);
    Ok(query.select(HeadRow::as_select()).load(db.raw())?)
}

/// Which of the rows behind a head are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::platform::journal) enum Which {
    /// Those before which nothing can come to stand.
    Settled,
    /// All that can be seen.
    Seen,
}

/// What was written after a head: changes first, then access groups.
pub(in crate::platform::journal) fn unsealed(
    db: &mut impl Raw,
    head: &HeadRow,
    which: Which,
    most: i64,
) -> ApiResult<Vec<Sealable>> {
    let mut rows = entries_after(db, head, which, most)?;
    let left = most - i64::try_from(rows.len()).unwrap_or(most);
    rows.extend(groups_after(db, head, which, left)?);
    Ok(rows)
}

fn entries_after(db: &mut impl Raw, head: &HeadRow, which: Which, most: i64) -> ApiResult<Vec<Sealable>> {
    let mut query = journal::table.limit(most).into_boxed();
    let rows: Vec<(EntryRow, i64)> = match db.raw() {
        db @ AnyConnection::Sqlite(_) => query
            .filter(sql::seq().gt(head.entry_key))
            .order(sql::seq())
            .select((EntryRow::as_select(), sql::seq()))
            .load(db)?,
        db @ AnyConnection::Postgres(_) => {
            let later = journal::transaction_id.gt(head.entry_key).or(journal::id.gt(head.entry_id));
            query = query.filter(journal::transaction_id.ge(head.entry_key).and(later));
            if which == Which::Settled {
                query = query.filter(journal::transaction_id.lt(sql::oldest_open()));
            }
            let query = query.order((journal::transaction_id, journal::id));
            query.select((EntryRow::as_select(), journal::transaction_id)).load(db)?
        }
    };
    Ok(rows.into_iter().map(Sealable::entry).collect())
}

fn groups_after(db: &mut impl Raw, head: &HeadRow, which: Which, most: i64) -> ApiResult<Vec<Sealable>> {
    let mut query = access_groups::table.limit(most).into_boxed();
    let rows: Vec<(GroupRow, i64)> = match db.raw() {
        db @ AnyConnection::Sqlite(_) => query
            .filter(sql::seq().gt(head.access_key))
            .order(sql::seq())
            .select((GroupRow::as_select(), sql::seq()))
            .load(db)?,
        db @ AnyConnection::Postgres(_) => {
            let later = access_groups::transaction_id.gt(head.access_key).or(access_groups::id.gt(head.access_id));
            query = query.filter(access_groups::transaction_id.ge(head.access_key).and(later));
            if which == Which::Settled {
                query = query.filter(access_groups::transaction_id.lt(sql::oldest_open()));
            }
            let query = query.order((access_groups::transaction_id, access_groups::id));
            query.select((GroupRow::as_select(), access_groups::transaction_id)).load(db)?
        }
    };
    Ok(rows.into_iter().map(Sealable::group).collect())
}

/// The leaves from a position on.
pub(in crate::platform::journal) fn ordered_from(
    db: &mut impl Raw,
    position: i64,
    most: i64,
) -> ApiResult<Vec<OrderRow>> {
    let query = journal_order::table.filter(journal_order::position.ge(position)).order(journal_order::position);
    Ok(query.limit(most).select(OrderRow::as_select()).load(db.raw())?)
}

/// The rows that these leaves were made of, as they are now.
pub(in crate::platform::journal) fn records_of(db: &mut impl Raw, leaves: &[OrderRow]) -> ApiResult<Vec<Sealable>> {
    let of = |kind: Kind| leaves.iter().filter(move |leaf| leaf.kind == kind.code());
    let keys = |kind| {
        let keys = of(kind).map(|leaf| leaf.record_key);
        keys.clone().min().zip(keys.max())
    };
    let ids = |kind| of(kind).map(|leaf| leaf.record_id).collect::<Vec<_>>();
    let (entries, groups) = (journal::table.into_boxed(), access_groups::table.into_boxed());
    let (entries, groups) = match db.raw() {
        // Rows are found by their numbers; ids have no index here.
        db @ AnyConnection::Sqlite(_) => {
            let (first, last) = keys(Kind::Entry).unwrap_or((1, 0));
            let entries = entries.filter(sql::seq().between(first, last)).select((EntryRow::as_select(), sql::seq()));
            let (first, last) = keys(Kind::Access).unwrap_or((1, 0));
            let groups = groups.filter(sql::seq().between(first, last)).select((GroupRow::as_select(), sql::seq()));
            (entries.load(db)?, groups.load(db)?)
        }
        db @ AnyConnection::Postgres(_) => {
            let entries = entries.filter(journal::id.eq_any(ids(Kind::Entry)));
            let groups = groups.filter(access_groups::id.eq_any(ids(Kind::Access)));
            let entries = entries.select((EntryRow::as_select(), journal::transaction_id)).load(db)?;
            (entries, groups.select((GroupRow::as_select(), access_groups::transaction_id)).load(db)?)
        }
    };
    Ok(entries.into_iter().map(Sealable::entry).chain(groups.into_iter().map(Sealable::group)).collect())
}

/// The entries that these leaves were made of.
pub(in crate::platform::journal) fn entries_of(db: &mut impl Raw, leaves: &[OrderRow]) -> ApiResult<Vec<EntryRow>> {
    let of_entries = || leaves.iter().filter(|leaf| leaf.kind == Kind::Entry.code());
    let keys = || of_entries().map(|leaf| leaf.record_key);
    let Some((first, last)) = keys().min().zip(keys().max()) else { return Ok(Vec::new()) };
    let query = journal::table.into_boxed();
    Ok(match db.raw() {
        // As in [`records_of`].
        db @ AnyConnection::Sqlite(_) => {
            query.filter(sql::seq().between(first, last)).select(EntryRow::as_select()).load(db)?
        }
        db @ AnyConnection::Postgres(_) => {
            let ids: Vec<Id> = of_entries().map(|leaf| leaf.record_id).collect();
            query.filter(journal::id.eq_any(ids)).select(EntryRow::as_select()).load(db)?
        }
    })
}

/// How many rows of the two tables there are.
pub(in crate::platform::journal) fn rows_in_all(db: &mut impl Raw) -> ApiResult<i64> {
    let entries: i64 = journal::table.count().get_result(db.raw())?;
    let groups: i64 = access_groups::table.count().get_result(db.raw())?;
    Ok(entries + groups)
}

/// Ids of all rows of the two tables, for finding one that is not where it should be.
pub(in crate::platform::journal) fn all_ids(db: &mut impl Raw) -> ApiResult<Vec<Id>> {
    let mut ids: Vec<Id> = journal::table.select(journal::id).load(db.raw())?;
    ids.extend(access_groups::table.select(access_groups::id).load::<Id>(db.raw())?);
    Ok(ids)
}

/// Ids of all sealed rows.
pub(in crate::platform::journal) fn sealed_ids(db: &mut impl Raw) -> ApiResult<HashSet<Id>> {
    let ids: Vec<Id> = journal_order::table.select(journal_order::record_id).load(db.raw())?;
    Ok(ids.into_iter().collect())
}

/// Records that were signed and their hashes, as entries tell them.
pub(in crate::platform::journal) fn told_digests(db: &mut impl Raw) -> ApiResult<Vec<(Id, Option<Vec<u8>>)>> {
    let told = journal::table.filter(journal::digest.is_not_null());
    Ok(told.select((journal::subject_id, journal::digest)).load(db.raw())?)
}
