//! A database of one's own: an SQLite file, or with `TEST_DATABASE_URL` a schema on that PostgreSQL server.
use std::path::PathBuf;
use std::sync::LazyLock;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use jindu::platform::db::{Address, migrations};
use tempfile::TempDir;
use uuid::Uuid;

/// A migrated and empty SQLite file: copying it is twenty times faster than migrating.
static TEMPLATE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("template.db");
    migrations::run(&Address::Sqlite(path.clone())).expect("the schema is made");
    std::fs::read(path).expect("the template is readable")
});

/// A database that ends with this value.
pub struct Database {
    /// How to reach it.
    pub address: Address,
    place: Place,
}

enum Place {
    Folder(TempDir),
    Schema { server: String, name: String },
}

impl Database {
    /// One with the present schema.
    pub fn migrated() -> Self {
        let database = Self::empty();
        match &database.address {
            Address::Sqlite(path) => std::fs::write(path, &*TEMPLATE).expect("the template is copied"),
            address @ Address::Postgres(_) => {
                migrations::run(address).expect("the schema is made");
            }
        }
        database
    }

    /// One without any table.
    pub fn empty() -> Self {
        match std::env::var("TEST_DATABASE_URL") {
            Ok(server) => Self::schema_on(server),
            Err(_) => Self::file(),
        }
    }

    /// An empty SQLite file, whatever `TEST_DATABASE_URL` says.
    pub fn file() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { address: Address::Sqlite(folder.path().join("jindu.db")), place: Place::Folder(folder) }
    }

    /// An empty schema on the server of this URL.
    pub fn schema_on(server: String) -> Self {
        let name = format!("test_{}", Uuid::new_v4().simple());
        run(&server, &format!("CREATE SCHEMA {name}"));
        let separator = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{separator}options=--search_path%3D{name}");
        Self { address: Address::Postgres(url), place: Place::Schema { server, name } }
    }

    /// The folder of an SQLite database.
    pub fn folder(&self) -> Option<PathBuf> {
        match &self.place {
            Place::Folder(folder) => Some(folder.path().to_owned()),
            Place::Schema { .. } => None,
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Place::Schema { server, name } = &self.place {
            run(server, &format!("DROP SCHEMA {name} CASCADE"));
        }
    }
}

fn run(server: &str, statement: &str) {
    let mut connection = PgConnection::establish(server).expect("TEST_DATABASE_URL names a running server");
    connection.batch_execute(statement).expect("the server lets us make schemas");
}
