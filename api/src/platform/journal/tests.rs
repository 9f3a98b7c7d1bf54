//! Ten thousand forgeries, of twelve kinds, by somebody who may write every table and has no key: each is found, and the first
//! entry that is wrong is named. On SQLite, and where there is one on PostgreSQL.
use std::fmt::Write as _;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::merkle::Hash;
use super::seal::seal;
use super::store::{HeadRow, OrderRow, heads_from, newest, ordered_from, records_of};
use super::*;
use crate::platform::access::Reading;
use crate::platform::auth::{Scope, Sessions};
use crate::platform::db::schema::settings;
use crate::platform::db::{Address, AnyConnection, Db, DbOptions, Purpose, Queries, migrations};
use crate::platform::vault::Vault;
use crate::platform::{Keys, Platform, clock};

const ENTRIES: usize = 24;
const GROUPS: usize = 4;
const UNSEALED: usize = 3;
const FORGERIES: usize = 10_000;
/// Each costs some twenty statements over the network there.
const FORGERIES_ON_POSTGRES: usize = 1200;

/// Records that are signed, for the tests: settings whose values are as they were signed.
struct SignedSettings(Vec<Id>);

impl Signed for SignedSettings {
    fn digests(&self, reading: &mut Reading<'_>, last: Option<Id>, _: i64) -> ApiResult<Vec<(Id, Hash)>> {
        let mut digests = Vec::new();
        for id in self.0.iter().filter(|id| last.is_none_or(|last| **id > last)) {
            let value: Option<String> =
                settings::table.find(id.to_string()).select(settings::value).first(reading.db).optional()?;
            digests.extend(value.map(|value| (*id, Sha256::digest(value).into())));
        }
        Ok(digests)
    }
}

/// Small numbers that differ from one another, the same at each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most as u64).unwrap()
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        if let Some(schema) = &self.schema {
            let _ = self.db.raw().batch_execute(&format!("ROLLBACK; DROP SCHEMA {schema} CASCADE"));
        }
    }
}

struct Town {
    /// The schema on PostgreSQL that is its own.
    schema: Option<String>,
    platform: Platform,
    db: Queries,
    signed: Vec<Box<dyn Signed>>,
    /// A head that somebody took away when there were fewer entries, and the newest one.
    kept: Vec<String>,
    _folder: tempfile::TempDir,
}

impl Town {
    fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::at(Address::Sqlite(folder.path().join("journal.db")), None, folder)
    }

    fn postgres() -> Option<Self> {
        let server = std::env::var("TEST_DATABASE_URL").ok()?;
        let name = format!("journal_{}", Id::new().to_string().replace('-', ""));
        let address = Address::parse(&server).unwrap();
        address.connect(Purpose::Migrate).unwrap().batch_execute(&format!("CREATE SCHEMA {name}")).unwrap();
        let separator = if server.contains('?') { '&' } else { '?' };
        let address = Address::Postgres(format!("{server}{separator}options=--search_path%3D{name}"));
        Some(Self::at(address, Some(name), tempfile::tempdir().unwrap()))
    }

    fn at(address: Address, schema: Option<String>, folder: tempfile::TempDir) -> Self {
        migrations::run(&address).unwrap();
        let mut db = Queries::of(address.connect(Purpose::Write).unwrap());
        let options = DbOptions { readers: 1, writers: 1, ..DbOptions::new(address) };
        let keys = Keys { vault: Vault::from_key(&[1; 32]), journal: JournalKey::from_seed(&[2; 32]) };
        let sessions = Sessions::new(&[3; 32]).unwrap();
        let platform = Platform::new(Db::open(&options).unwrap(), keys, sessions, "/nonexistent".into(), Vec::new());
        let mut ids = Vec::new();
        let mut kept = Vec::new();
        for round in 0..4 {
            ids.extend(write(&platform, &mut db, ENTRIES / 4, GROUPS / 4));
            while seal(&mut db, &platform.journal_key, clock::now()).unwrap() > 0 {}
            if round % 3 == 0 {
                kept.push(newest(&mut db).unwrap().note);
            }
        }
        ids.extend(write(&platform, &mut db, UNSEALED, 0));
        ids.sort_unstable();
        Self { schema, platform, db, signed: vec![Box::new(SignedSettings(ids))], kept, _folder: folder }
    }

    fn verify(&mut self, kept: &[String]) -> Result<Checked, Finding> {
        let scope = Scope::everything();
        let mut reading = Reading { db: &mut self.db, scope: &scope, shared: &self.platform };
        verify(&mut reading, &self.signed, kept).unwrap()
    }

    fn run(&mut self, statements: &str) {
        self.db.raw().batch_execute(statements).unwrap_or_else(|error| panic!("{error}: {statements}"));
    }

    fn is_sqlite(&mut self) -> bool {
        matches!(self.db.raw(), AnyConnection::Sqlite(_))
    }

    /// Whoever owns the tables can switch their guards off.
    fn disarm(&mut self) {
        let tables = ["journal", "access_groups", "journal_order", "journal_heads"];
        let mut text = String::new();
        for table in tables {
            if self.is_sqlite() {
                write!(text, "DROP TRIGGER {table}_kept; DROP TRIGGER {table}_undeleted;").unwrap();
            } else {
                write!(text, "DROP TRIGGER {table}_kept ON {table};").unwrap();
            }
        }
        self.run(&text);
    }

    fn bytes(&mut self, bytes: &[u8]) -> String {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        if self.is_sqlite() { format!("X'{digits}'") } else { format!("'\\x{digits}'") }
    }

    fn id(&mut self, id: Id) -> String {
        if self.is_sqlite() { self.bytes(id.as_bytes()) } else { format!("'{id}'") }
    }

    fn leaf(&mut self, position: usize) -> OrderRow {
        ordered_from(&mut self.db, i64::try_from(position).unwrap(), 1).unwrap().remove(0)
    }
}

/// Writes signed settings with their entries, and groups of access lines.
fn write(platform: &Platform, db: &mut Queries, entries: usize, groups: usize) -> Vec<Id> {
    let pen = Pen { key: &platform.journal_key, author: Author::System, at: clock::now(), request_id: "test" };
    let ids: Vec<Id> = (0..entries).map(|_| Id::new()).collect();
    for id in &ids {
        let value = (settings::name.eq(id.to_string()), settings::value.eq(format!("as signed {id}")));
        sql::run_unjournalled(db, diesel::insert_into(settings::table).values(value)).unwrap();
        let digest = Sha256::digest(format!("as signed {id}")).into();
        pen.append(db, &Entry::created("settings", *id, "990981107201").signed(digest)).unwrap();
    }
    for number in 0..groups {
        let row = GroupRow::new(&platform.journal_key, clock::now(), format!("[{number}]"));
        sql::insert_unjournalled(db, crate::platform::db::schema::access_groups::table, vec![row]).unwrap();
    }
    ids
}

/// What must be found.
enum Named {
    /// A finding at this position.
    At(u64),
    /// Any finding of this kind.
    Kind(fn(&Finding) -> bool),
}

const SEALED: usize = ENTRIES + GROUPS;

fn edit_entry(town: &mut Town, dice: &mut Dice) -> Named {
    let columns = ["action", "subject_type", "division_code", "changed", "request_id"];
    let position = dice.below(SEALED);
    let leaf = town.leaf(position);
    let id = town.id(leaf.record_id);
    match leaf.kind.as_str() {
        "entry" => {
            let column = columns[dice.below(columns.len())];
            let edit = match dice.below(4) {
                0 => "version = version + 1".to_owned(),
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
        (true, 0) => ("seq, ", "-7, ".to_owned()),
        (true, _) => ("", String::new()),
        (false, 0) => ("transaction_id, ", "3, ".to_owned()),
        (false, _) => ("", String::new()),
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

type Forgery = fn(&mut Town, &mut Dice) -> Named;

const KINDS: [(&str, Forgery); 13] = [
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

fn position(finding: &Finding) -> Option<u64> {
    match finding {
        Finding::Missing { position }
        | Finding::Deleted { position, .. }
        | Finding::Changed { position, .. }
        | Finding::Reordered { position } => Some(*position),
        _ => None,
    }
}

fn forge(town: &mut Town, times: usize) {
    let (mut dice, kept) = (Dice(0x6a69_6e64_7500_0001), town.kept.clone());
    assert!(town.verify(&kept).is_ok(), "{:?}", town.verify(&kept));
    town.disarm();
    for number in 0..times {
        let (kind, forgery) = KINDS[number % KINDS.len()];
        town.run("BEGIN");
        let named = forgery(town, &mut dice);
        let found = town.verify(&kept).expect_err(kind);
        let is_named = match named {
            Named::At(expected) => position(&found) == Some(expected),
            Named::Kind(is_meant) => is_meant(&found),
        };
        assert!(is_named, "{kind}, the {number}th: {found}");
        town.run("ROLLBACK");
    }
    assert!(town.verify(&kept).is_ok());
}

#[test]
fn every_forgery_is_found_and_the_first_wrong_entry_is_named() {
    forge(&mut Town::sqlite(), FORGERIES);
    if let Some(mut town) = Town::postgres() {
        forge(&mut town, FORGERIES_ON_POSTGRES);
    }
}

#[test]
fn a_sound_journal_is_sound_and_counted() {
    let mut town = Town::sqlite();
    let kept = town.kept.clone();
    let (size, unsealed) = (SEALED as u64, UNSEALED as u64);
    let signed = (ENTRIES + UNSEALED) as u64;
    assert_eq!(town.verify(&kept), Ok(Checked { size, heads: 4, unsealed, signed }));
}

#[test]
fn the_tables_of_the_proof_take_no_change() {
    for mut town in [Some(Town::sqlite()), Town::postgres()].into_iter().flatten() {
        let columns =
            [("journal", "mac"), ("access_groups", "mac"), ("journal_order", "mac"), ("journal_heads", "note")];
        for (table, column) in columns {
            for statement in [format!("UPDATE {table} SET {column} = {column}"), format!("DELETE FROM {table}")] {
                let refused = town.db.raw().batch_execute(&statement).expect_err(&statement).to_string();
                assert!(refused.contains("append-only"), "{refused}");
            }
        }
    }
}
