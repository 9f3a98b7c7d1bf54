//! Where the database is, and how a connection to it is set up.
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::connection::AnyConnection;

/// A parsed `DATABASE_URL`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// `sqlite://path`: one file.
    Sqlite(PathBuf),
    /// `postgres://…`, handed to libpq as it is.
    Postgres(String),
}

/// What a connection is for; readers are held to reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Reads only.
    Read,
    /// Reads and writes.
    Write,
    /// Changes the schema, however long it takes.
    Migrate,
    /// Copies SQLite's log into the file.
    Checkpoint,
}

/// The log is copied beside the writer (`checkpoint`); by the writer itself only if that should fail.
///
/// WAL with `synchronous=FULL`: a power cut loses nothing that was answered. `secure_delete` leaves no removed value on a free page.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON; \
    PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 64000;";

/// 8 MiB of pages for each reader.
const SQLITE_READS: &str = "PRAGMA query_only = ON; PRAGMA cache_size = -8192;";
/// The one writer touches pages all over its indexes, those of hashes above all: what does not fit is written early and read
/// again.
const SQLITE_WRITES: &str = "PRAGMA cache_size = -32768;";

/// A generic plan can be a third slower than a custom one on lists; a lock or an idle transaction must not hold an office up.
const POSTGRES_SETTINGS: &str = "SET TIME ZONE 'UTC'; SET lock_timeout = '10s'; SET statement_timeout = '60s'; \
    SET idle_in_transaction_session_timeout = '60s'; SET plan_cache_mode = 'force_custom_plan'; SET jit = off;";

/// A statement sees what was committed before it: who waited for a lock sees what the one before them did. That a record
/// is still at the version it was read at, [`super::sql::expect_version`] makes sure of.
const POSTGRES_WRITER: &str =
    "SET default_transaction_isolation = 'read committed'; SET default_transaction_read_only = off;";
/// Whoever only reads cannot write, whatever the statement.
const POSTGRES_READER: &str = "SET default_transaction_read_only = on;";
/// Building an index on a big table takes longer than any request may.
const POSTGRES_MIGRATION: &str =
    "SET lock_timeout = 0; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;";
/// Where PostgreSQL listens unless it is told otherwise.
const POSTGRES_PORT: u16 = 5432;
/// A server that does not answer is noticed after so many seconds; one that stopped answering, after so many milliseconds.
const PATIENCE: [(&str, &str); 2] = [("connect_timeout", "5"), ("tcp_user_timeout", "10000")];

impl Address {
    /// Reads a URL: `sqlite://data/jindu.db` or `postgres://user@host/name`.
    ///
    /// # Errors
    /// Text naming the two accepted forms.
    pub fn parse(url: &str) -> Result<Self, String> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            return if path.is_empty() {
                Err("DATABASE_URL: sqlite:// needs a file path".into())
            } else {
                Ok(Self::Sqlite(path.into()))
            };
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err("DATABASE_URL must begin with sqlite:// or postgres://".into())
    }

    /// Hosts and ports of the servers it names; a socket is one of this machine. None where it is a file.
    pub fn servers(&self) -> Vec<(String, u16)> {
        match self {
            Self::Sqlite(_) => Vec::new(),
            Self::Postgres(url) => servers(url),
        }
    }

    /// Opens one connection.
    ///
    /// # Errors
    /// The database cannot be reached or refuses the settings.
    pub fn connect(&self, purpose: Purpose) -> ConnectionResult<AnyConnection> {
        match self {
            Self::Sqlite(path) => connect_sqlite(path, purpose).map(AnyConnection::Sqlite),
            Self::Postgres(url) => {
                let mut connection = PgConnection::establish(&patient(url))?;
                let settings = match purpose {
                    Purpose::Read => POSTGRES_READER.to_owned(),
                    Purpose::Write | Purpose::Checkpoint => POSTGRES_WRITER.to_owned(),
                    Purpose::Migrate => format!("{POSTGRES_WRITER} {POSTGRES_MIGRATION}"),
                };
                connection
                    .batch_execute(&format!("{POSTGRES_SETTINGS} {settings}"))
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(AnyConnection::Postgres(connection))
            }
        }
    }
}

/// What libpq reads out of a URL: several hosts may stand in it, and each may be given as a parameter instead.
fn servers(url: &str) -> Vec<(String, u16)> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = place.split('/').next().unwrap_or_default();
    let authority = authority.rsplit('@').next().unwrap_or_default();
    let parameters: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let given = |name: &'static str| {
        let named = parameters.iter().filter(move |(known, _)| known == name);
        named.flat_map(|(_, list)| list.split(','))
    };
    let port_given = given("port").find_map(|port| port.parse().ok());
    let written = authority.split(',').map(|one| match one.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port.parse().ok()),
        _ => (one, None),
    });
    let hosts = written.chain(given("host").chain(given("hostaddr")).map(|host| (host, None)));
    let named = |(host, port): (&str, Option<u16>)| {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let is_socket = host.is_empty() || host.starts_with('/') || host.contains('%');
        let host = if is_socket { "localhost" } else { host };
        (host.to_owned(), port.or(port_given).unwrap_or(POSTGRES_PORT))
    };
    hosts.map(named).collect()
}

/// The URL with a bound on waiting, unless it names its own.
fn patient(url: &str) -> String {
    let mut url = url.to_owned();
    for (name, value) in PATIENCE {
        if !url.contains(&format!("{name}=")) {
            let separator = if url.contains('?') { '&' } else { '?' };
            url = format!("{url}{separator}{name}={value}");
        }
    }
    url
}

fn connect_sqlite(path: &Path, purpose: Purpose) -> ConnectionResult<SqliteConnection> {
    create_private(path).map_err(|error| ConnectionError::BadConnection(format!("{}: {error}", path.display())))?;
    let mut connection = SqliteConnection::establish(&path.to_string_lossy())?;
    let of_purpose = match purpose {
        Purpose::Read => SQLITE_READS,
        Purpose::Checkpoint => "",
        Purpose::Write | Purpose::Migrate => SQLITE_WRITES,
    };
    connection
        .batch_execute(&format!("{SQLITE_SETTINGS} {of_purpose}"))
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(connection)
}

/// Makes the file readable by its owner alone before SQLite would make it readable by all; WAL and SHM copy its mode.
fn create_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_of_an_address_are_those_libpq_would_ask() {
        let of = |url: &str| Address::parse(url).unwrap().servers();
        let one = |host: &str, port: u16| vec![(host.to_owned(), port)];
        assert_eq!(of("sqlite://data/jindu.db"), []);
        assert_eq!(of("postgres://jindu:a%40b@db.example/jindu"), one("db.example", 5432));
        assert_eq!(of("postgres://jindu@10.0.0.5:6432/jindu?sslmode=require"), one("10.0.0.5", 6432));
        assert_eq!(of("postgres://[fd00::1]:5433/jindu"), one("fd00::1", 5433));
        assert_eq!(of("postgres://[fd00::1]/jindu"), one("fd00::1", 5432));
        assert_eq!(of("postgres://%2Frun%2Fpostgresql/jindu"), one("localhost", 5432));
        assert_eq!(of("postgres://a:1,b:2/jindu"), [("a".to_owned(), 1), ("b".to_owned(), 2)]);
        let by_parameter = [("localhost".to_owned(), 7000), ("db.example".to_owned(), 7000)];
        assert_eq!(of("postgres:///jindu?host=db.example&port=7000"), by_parameter);
    }

    #[test]
    fn waiting_for_a_server_has_a_bound_unless_the_address_names_one() {
        assert_eq!(patient("postgres://host/jindu"), "postgres://host/jindu?connect_timeout=5&tcp_user_timeout=10000");
        assert_eq!(
            patient("postgres://host/jindu?connect_timeout=60"),
            "postgres://host/jindu?connect_timeout=60&tcp_user_timeout=10000"
        );
    }
}
