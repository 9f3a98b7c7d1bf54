//! What somebody may try who can write every table and has no key, and what must be found of it.
use diesel::prelude::*;

use super::super::seal::seal;
use super::super::store::{self, HeadRow, heads_from, ordered_from, records_of};
use super::super::{Finding, JournalKey};
use super::{Dice, ENTRIES, GROUPS, Town};
use crate::platform::clock;
use crate::platform::db::Raw;
use crate::platform::db::schema::journal;
use crate::platform::id::Id;

/// What must be found.
pub enum Named {
    /// A finding at this position.
    At(u64),
    /// Any finding of this kind.
    Kind(fn(&Finding) -> bool),
}

pub const SEALED: usize = ENTRIES + GROUPS;

fn edit_entry(town: &mut Town, dice: &mut Dice) -> Named {
    let columns = ["action", "subject_type", "division_code", "changed", "request_id"];
    let position = dice.below(SEALED);
    let leaf = town.leaf(position);
    let id = town.id(leaf.record_id);
    match leaf.kind.as_str() {
        "entry" => {
            let column = columns[dice.below(columns.len())];
            let edit = match dice.below(6) {
                0 => "version = version + 1".to_owned(),
                4 => "about_id = NULL".to_owned(),
                5 => "shared_with = '990981107000'".to_owned(),
                1 => "digest = NULL".to_owned(),
                2 if town.is_sqlite() => "at = '2026-01-01 00:00:00'".to_owned(),
                2 => "at = TIMESTAMP '2026-01-01 00:00:00'".to_owned(),
                _ => format!("{column} = {column} || 'x'"),
            };
            town.run(&format!("UPDATE journal SET {edit} WHERE id = {id}"));
        }
        _ => town.run(&format!("UPDATE access_groups SET lines = '[]' WHERE id = {id}")),
    }
    Named::At(position as u64)
}

fn delete_entry(town: &mut Town, dice: &mut Dice) -> Named {
    let position = dice.below(SEALED);
    let leaf = town.leaf(position);
    let (id, table) = (town.id(leaf.record_id), if leaf.kind == "entry" { "journal" } else { "access_groups" });
    town.run(&format!("DELETE FROM {table} WHERE id = {id}"));
    Named::At(position as u64)
}

fn delete_leaf(town: &mut Town, dice: &mut Dice) -> Named {
    let position = dice.below(SEALED);
    town.run(&format!("DELETE FROM journal_order WHERE position = {position}"));
    Named::At(position as u64)
}

/// A copy of an entry under a new id, anywhere among the others.
fn insert(town: &mut Town, dice: &mut Dice) -> Named {
    let (new, old) = (Id::new(), town.leaf(dice.below(ENTRIES / 4)));
    let (new, old) = (town.id(new), town.id(old.record_id));
    let columns = "at, actor_kind, actor_id, action, subject_type, subject_id, version, division_code, changed, request_id, digest, mac";
    let (names, numbers) = match (town.is_sqlite(), dice.below(2)) {
        (true, 0) => ("seq, ", "-7, "),
        (false, 0) => ("transaction_id, ", "3, "),
        _ => ("", ""),
    };
    town.run(&format!(
        "INSERT INTO journal ({names}id, {columns}) SELECT {numbers}{new}, {columns} FROM journal WHERE id = {old}"
    ));
    Named::Kind(|finding| matches!(finding, Finding::Inserted { .. }))
}

fn swap(town: &mut Town, dice: &mut Dice) -> Named {
    let one = dice.below(SEALED - 1);
    let other = one + 1 + dice.below(SEALED - 1 - one);
    town.run(&format!(
        "UPDATE journal_order SET position = -1 WHERE position = {one};
         UPDATE journal_order SET position = {one} WHERE position = {other};
         UPDATE journal_order SET position = {other} WHERE position = -1"
    ));
    Named::At(one as u64)
}

fn duplicate(town: &mut Town, dice: &mut Dice) -> Named {
    let position = dice.below(SEALED);
    town.run(&format!(
        "INSERT INTO journal_order (position, kind, record_id, record_key, leaf, mac)
         SELECT {SEALED}, kind, record_id, record_key, leaf, mac FROM journal_order WHERE position = {position}"
    ));
    Named::At(SEALED as u64)
}

/// Leaves, and heads over them, cut off; sometimes only the leaves.
fn truncate(town: &mut Town, dice: &mut Dice) -> Named {
    let position = dice.below(SEALED);
    town.run(&format!("DELETE FROM journal_order WHERE position >= {position}"));
    Named::At(position as u64)
}

/// Everything sealed anew by somebody with a key of their own, after one entry was changed.
fn rewrite(town: &mut Town, dice: &mut Dice) -> Named {
    edit_entry(town, dice);
    town.run("DELETE FROM journal_order; DELETE FROM journal_heads");
    let other = JournalKey::from_seed(&[9; 32]);
    while seal(&mut town.db, &other, clock::now()).unwrap() > 0 {}
    Named::Kind(|finding| matches!(finding, Finding::Head { .. }))
}

/// The database as it was at an earlier head, whole and sound in itself.
fn restore(town: &mut Town, _: &mut Dice) -> Named {
    let heads = heads_from(&mut town.db, 1, 100).unwrap();
    let earlier = &heads[1];
    let leaves = ordered_from(&mut town.db, earlier.size, 100).unwrap();
    for row in records_of(&mut town.db, &leaves).unwrap() {
        let (id, table) = (town.id(row.id), if row.kind.code() == "entry" { "journal" } else { "access_groups" });
        town.run(&format!("DELETE FROM {table} WHERE id = {id}"));
    }
    let unsealed: Vec<Id> = store::unsealed(&mut town.db, &heads[3], store::Which::Seen, 100)
        .unwrap()
        .into_iter()
        .map(|row| row.id)
        .collect();
    for id in unsealed {
        let id = town.id(id);
        town.run(&format!("DELETE FROM journal WHERE id = {id}"));
    }
    town.run(&format!(
        "DELETE FROM journal_order WHERE position >= {size}; DELETE FROM journal_heads WHERE size > {size}",
        size = earlier.size
    ));
    let size = u64::try_from(earlier.size).unwrap();
    let alone = town.verify(&[]);
    // In itself it is sound, but for the settings it knows nothing of.
    assert!(matches!(alone, Err(Finding::Untold { .. })), "{alone:?}");
    Named::At(size)
}

fn edit_head(town: &mut Town, dice: &mut Dice) -> Named {
    let heads = heads_from(&mut town.db, 1, 100).unwrap();
    let HeadRow { size, .. } = heads[dice.below(heads.len())];
    let root = town.bytes(&[7; 32]);
    match dice.below(6) {
        0 => town.run(&format!("UPDATE journal_heads SET root = {root} WHERE size = {size}")),
        1 => town.run(&format!("UPDATE journal_heads SET number = number + 100 WHERE size = {size}")),
        2 => town.run(&format!("UPDATE journal_heads SET note = note || 'x' WHERE size = {size}")),
        3 => town.run(&format!("DELETE FROM journal_heads WHERE size = {size}")),
        // The sealer would pass entries over.
        4 => town.run("UPDATE journal_heads SET entry_key = entry_key + 2, entries = entries + 1"),
        _ => town.run(&format!("UPDATE journal_heads SET frontier = {root}, last_mac = last_mac WHERE number = 4")),
    }
    Named::Kind(|finding| matches!(finding, Finding::Head { .. }))
}

fn edit_tag(town: &mut Town, dice: &mut Dice) -> Named {
    let position = dice.below(SEALED);
    let leaf = town.leaf(position);
    let (id, tag) = (town.id(leaf.record_id), town.bytes(&[7; 16]));
    match (dice.below(2), leaf.kind.as_str()) {
        (0, _) => town.run(&format!("UPDATE journal_order SET mac = {tag} WHERE position = {position}")),
        (_, "entry") => town.run(&format!("UPDATE journal SET mac = {tag} WHERE id = {id}")),
        _ => town.run(&format!("UPDATE access_groups SET mac = {tag} WHERE id = {id}")),
    }
    Named::At(position as u64)
}

/// A head signed anew with another key, under its own name or under ours.
fn swap_key(town: &mut Town, dice: &mut Dice) -> Named {
    let heads = heads_from(&mut town.db, 1, 100).unwrap();
    let row = &heads[dice.below(heads.len())];
    let mut note = row.head().unwrap().sign(&JournalKey::from_seed(&[9; 32]));
    if dice.below(2) == 0 {
        note = note.replace(&JournalKey::from_seed(&[9; 32]).name(), &town.platform.journal_key.name());
    }
    town.run(&format!("UPDATE journal_heads SET note = '{note}' WHERE size = {}", row.size));
    Named::Kind(|finding| matches!(finding, Finding::Head { .. }))
}

fn edit_signed(town: &mut Town, dice: &mut Dice) -> Named {
    let entries: Vec<Id> = journal::table.select(journal::subject_id).order(journal::id).load(town.db.raw()).unwrap();
    let id = entries[dice.below(ENTRIES)];
    match dice.below(2) {
        0 => town.run(&format!("UPDATE settings SET value = 'other' WHERE name = '{id}'")),
        _ => town.run(&format!("DELETE FROM settings WHERE name = '{id}'")),
    }
    Named::Kind(|finding| matches!(finding, Finding::Signed { .. }))
}

pub type Forgery = fn(&mut Town, &mut Dice) -> Named;

pub const KINDS: [(&str, Forgery); 13] = [
    ("edit", edit_entry),
    ("delete", delete_entry),
    ("delete a leaf", delete_leaf),
    ("insert", insert),
    ("swap", swap),
    ("duplicate", duplicate),
    ("truncate", truncate),
    ("rewrite", rewrite),
    ("restore", restore),
    ("edit a head", edit_head),
    ("edit a tag", edit_tag),
    ("swap the key", swap_key),
    ("edit a signed record", edit_signed),
];
