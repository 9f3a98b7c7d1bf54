//! The sealer: puts what was committed into one order, adds it to the tree and signs the head. One process at a time does it;
//! whichever comes first, and after a crash the next one goes on where the last transaction ended.
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::head::Head;
use super::key::JournalKey;
use super::store::{HeadRow, OrderRow, Sealable, Which, newest, unsealed};
use crate::platform::db::schema::{journal_heads, journal_order};
use crate::platform::db::{Queries, sql};
use crate::platform::error::ApiResult;
use crate::platform::{Platform, clock};

/// How often it looks: what was done is sealed this long after, and two seconds later at the latest.
const EVERY: Duration = Duration::from_secs(2);
/// How often it looks while somebody follows, for what other processes wrote and sealed; what this one wrote wakes it.
const EVERY_FOLLOWED: Duration = Duration::from_secs(1);
/// Rests between two times, however much is written: each costs a head.
const REST: Duration = Duration::from_millis(250);
/// Leaves sealed in one transaction: on SQLite nobody else writes meanwhile.
const MOST_AT_ONCE: usize = 2000;

/// Seals every few seconds, and sooner while somebody follows, as long as it is polled.
pub async fn keep_sealed(platform: Platform) {
    loop {
        if let Err(error) = seal_all(&platform).await {
            tracing::warn!(%error, "the journal could not be sealed; it is tried again");
        }
        let is_followed = platform.followers.are_there();
        if is_followed && let Err(error) = tell(&platform).await {
            tracing::warn!(%error, "followers could not be told how far the journal is sealed; it is tried again");
        }
        tokio::time::sleep(REST).await;
        let every = if is_followed { EVERY_FOLLOWED } else { EVERY };
        let pause = every.saturating_sub(REST);
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = platform.followers.wanted() => {}
        }
    }
}

/// Tells followers how far the journal is sealed where they read it, whoever sealed it.
async fn tell(platform: &Platform) -> ApiResult<()> {
    let place = platform.db.read(super::reached).await?;
    platform.followers.publish(place);
    Ok(())
}

/// Seals what there is, in pieces, so that others can write in between.
///
/// # Errors
/// The database refuses.
pub async fn seal_all(platform: &Platform) -> ApiResult<()> {
    loop {
        let owner = platform.clone();
        let sealed = platform.db.write(move |db| seal(db, &owner.journal_key, clock::now())).await?;
        if sealed < MOST_AT_ONCE {
            return Ok(());
        }
    }
}

/// [`seal_all`] for the command line.
///
/// # Errors
/// The database refuses.
pub fn seal_all_blocking(platform: &Platform) -> ApiResult<()> {
    loop {
        let owner = platform.clone();
        let sealed = platform.db.write_blocking(move |db| seal(db, &owner.journal_key, clock::now()))?;
        if sealed < MOST_AT_ONCE {
            return Ok(());
        }
    }
}

/// Seals what is next and signs the head; answers how many leaves were added, none while another process seals.
pub(super) fn seal(db: &mut Queries, key: &JournalKey, at: DateTime<Utc>) -> ApiResult<usize> {
    if !sql::try_alone(db, "seal the journal")? {
        return Ok(0);
    }
    let head = newest(db)?;
    let rows = unsealed(db, &head, Which::Settled, i64::try_from(MOST_AT_ONCE).unwrap_or(i64::MAX))?;
    let count = rows.len();
    if count == 0 {
        return Ok(0);
    }
    let (leaves, next) = append(&head, rows, key, at)?;
    sql::insert_unjournalled(db, journal_order::table, leaves)?;
    sql::insert_unjournalled(db, journal_heads::table, vec![next])?;
    Ok(count)
}

fn append(
    head: &HeadRow,
    rows: Vec<Sealable>,
    key: &JournalKey,
    at: DateTime<Utc>,
) -> ApiResult<(Vec<OrderRow>, HeadRow)> {
    let (mut frontier, mut next) = (head.frontier()?, head.clone());
    let mut leaves = Vec::with_capacity(rows.len());
    for row in rows {
        if !row.is_tagged(key) {
            // Sealed all the same: it stays where `jindu verify` finds it, and holds nobody up.
            tracing::error!(id = %row.id, "the journal has a row that was not made by this program");
        }
        let (position, kind, record_id, record_key) = (next.size, row.kind.code().to_owned(), row.id, row.key);
        next.pass(&row);
        let leaf = row.leaf();
        let mut order = OrderRow { position, kind, record_id, record_key, leaf: leaf.to_vec(), mac: Vec::new() };
        order.mac = order.tag(key, &next.last_mac).to_vec();
        next.last_mac.clone_from(&order.mac);
        frontier.push(leaf);
        leaves.push(order);
    }
    next.number += 1;
    let number = u64::try_from(next.number).unwrap_or_default();
    let signed = Head { size: frontier.size(), root: frontier.root(), number, signed_at: at };
    next = HeadRow {
        root: signed.root.to_vec(),
        frontier: frontier.bytes(),
        signed_at: at.naive_utc(),
        note: signed.sign(key),
        ..next
    };
    Ok((leaves, next))
}
