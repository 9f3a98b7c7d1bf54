//! Ten thousand forgeries, of twelve kinds, by somebody who may write every table and has no key: each is found, and the first
//! entry that is wrong is named. On SQLite, and where there is one on PostgreSQL.
mod forgeries;

use std::fmt::Write as _;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use self::forgeries::{KINDS, Named, SEALED};
use super::merkle::Hash;
use super::seal::seal;
use super::store::{OrderRow, newest, ordered_from};
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
        let entry = Entry::created("settings", *id, "990981107201").signed(digest);
        pen.append(db, &entry.about(*id).shared_with(Some("990981108000"))).unwrap();
    }
    for number in 0..groups {
        let row = GroupRow::new(&platform.journal_key, clock::now(), format!("[{number}]"));
        sql::insert_unjournalled(db, crate::platform::db::schema::access_groups::table, vec![row]).unwrap();
    }
    ids
}

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
