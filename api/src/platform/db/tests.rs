//! Connections that break, writers that meet: where the database is PostgreSQL (`TEST_DATABASE_URL`), and SQLite where it
//! can happen too.
use std::sync::{Arc, Barrier};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{Address, Db, DbOptions, Purpose, Raw, sql};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// A database with one table, and one connection of each kind; what it is kept in.
struct Small {
    db: Db,
    address: Address,
    _folder: Option<tempfile::TempDir>,
}

impl Small {
    fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::at(Address::Sqlite(folder.path().join("small.db")), Some(folder))
    }

    /// Nothing where there is no PostgreSQL.
    fn postgres() -> Option<Self> {
        let server = std::env::var("TEST_DATABASE_URL").ok()?;
        let name = format!("small_{}", Id::new().to_string().replace('-', ""));
        let address = Address::parse(&server).unwrap();
        address.connect(Purpose::Migrate).unwrap().batch_execute(&format!("CREATE SCHEMA {name}")).unwrap();
        let separator = if server.contains('?') { '&' } else { '?' };
        Some(Self::at(Address::Postgres(format!("{server}{separator}options=--search_path%3D{name}")), None))
    }

    fn at(address: Address, folder: Option<tempfile::TempDir>) -> Self {
        let table = "CREATE TABLE numbers (id VARCHAR(36) PRIMARY KEY, number BIGINT, version BIGINT)";
        address.connect(Purpose::Migrate).unwrap().batch_execute(table).unwrap();
        let options = DbOptions { readers: 1, writers: 2, ..DbOptions::new(address.clone()) };
        Self { db: Db::open(&options).unwrap(), address, _folder: folder }
    }

    fn each() -> impl Iterator<Item = Self> {
        [Some(Self::sqlite()), Self::postgres()].into_iter().flatten()
    }

    fn write(&self, number: i64) -> ApiResult<()> {
        self.db.write_blocking(move |db| {
            let statement = format!("INSERT INTO numbers VALUES ('{}', {number}, 1)", Id::new());
            Ok(db.raw().batch_execute(&statement)?)
        })
    }

    /// What others see.
    fn count(&self) -> i64 {
        let query = diesel::sql_query("SELECT count(*) AS number FROM numbers");
        let count: Number = match self.address.connect(Purpose::Read).unwrap() {
            super::AnyConnection::Sqlite(mut db) => query.get_result(&mut db).unwrap(),
            super::AnyConnection::Postgres(mut db) => query.get_result(&mut db).unwrap(),
        };
        count.number
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        if let Address::Postgres(url) = &self.address {
            let schema = url.rsplit("%3D").next().unwrap_or_default();
            let _ =
                self.address.connect(Purpose::Migrate).unwrap().batch_execute(&format!("DROP SCHEMA {schema} CASCADE"));
        }
    }
}

#[test]
fn after_a_panic_writes_are_committed_as_before() {
    for small in Small::each() {
        for _ in 0..4 {
            let answer: ApiResult<()> = small.db.write_blocking(|db| {
                db.raw().batch_execute("INSERT INTO numbers VALUES ('half', 0, 1)").unwrap();
                panic!("in the middle of a write");
            });
            assert!(matches!(answer, Err(ApiError::Internal(_))));
        }
        for number in 1..=4 {
            small.write(number).unwrap();
            assert_eq!(small.count(), number);
        }
    }
}

#[test]
fn a_refused_write_leaves_nothing() {
    for small in Small::each() {
        let answer: ApiResult<()> = small.db.write_blocking(|db| {
            db.raw().batch_execute("INSERT INTO numbers VALUES ('half', 0, 1)")?;
            Err(ApiError::VersionRequired)
        });
        assert!(matches!(answer, Err(ApiError::VersionRequired)));
        assert_eq!(small.count(), 0);
    }
}

#[test]
fn readers_cannot_write_whatever_they_run() {
    for small in Small::each() {
        let answer =
            small.db.read_blocking(|db| Ok(db.raw().batch_execute("INSERT INTO numbers VALUES ('x', 0, 1)")?));
        assert!(answer.is_err());
        assert_eq!(small.count(), 0);
    }
}

#[test]
fn a_connection_that_was_cut_is_503_once_and_then_replaced() {
    let Some(small) = Small::postgres() else { return };
    let cut = "SELECT pg_terminate_backend(pg_backend_pid())";
    for _ in 0..3 {
        let answer = small.db.write_blocking(move |db| Ok(db.raw().batch_execute(cut)?));
        assert!(matches!(answer, Err(ApiError::Unavailable(_))), "{answer:?}");
        let answer = small.db.read_blocking(move |db| Ok(db.raw().batch_execute(cut)?));
        assert!(matches!(answer, Err(ApiError::Unavailable(_))), "{answer:?}");
    }
    for number in 1..=4 {
        small.write(number).unwrap();
    }
    assert!(small.db.read_blocking(|db| Ok(db.raw().batch_execute("SELECT 1")?)).is_ok());
    assert_eq!(small.count(), 4);
}

#[test]
fn who_waited_for_a_lock_sees_what_the_one_before_did() {
    let Some(small) = Small::postgres() else { return };
    let started = Arc::new(Barrier::new(2));
    let count = |db: &mut super::Queries| -> ApiResult<i64> {
        let super::AnyConnection::Postgres(connection) = db.raw() else { panic!("this is PostgreSQL") };
        let count: Number = diesel::sql_query("SELECT count(*) AS number FROM numbers").get_result(connection)?;
        Ok(count.number)
    };
    let take = |started: Arc<Barrier>| {
        let db = small.db.clone();
        std::thread::spawn(move || {
            db.write_blocking(move |db| {
                count(db)?;
                started.wait();
                sql::one_at_a_time(db, "small")?;
                let seen = count(db)?;
                db.raw().batch_execute(&format!("INSERT INTO numbers VALUES ('{}', {seen}, 1)", Id::new()))?;
                Ok(seen)
            })
        })
    };
    let (one, other) = (take(Arc::clone(&started)), take(started));
    let mut seen = [one.join().unwrap().unwrap(), other.join().unwrap().unwrap()];
    seen.sort_unstable();
    assert_eq!(seen, [0, 1]);
}
