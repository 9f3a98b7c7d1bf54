//! The command line: `jindu` started as an office would start it, on a database of its own.
use std::path::{Path, PathBuf};
use std::process::Command;

use jindu::platform::db::Address;
use tempfile::TempDir;

use super::Database;

/// What a command printed, and how it ended.
pub struct Printed {
    /// Exit code.
    pub code: i32,
    /// Standard output, as it is.
    pub bytes: Vec<u8>,
    /// Standard output as text.
    pub out: String,
    /// Standard error: the log, and why nothing was done.
    pub err: String,
}

/// An office with nothing but the program: an empty database and an empty data folder.
pub struct Office {
    /// Its database.
    pub database: Database,
    folder: TempDir,
}

impl Default for Office {
    fn default() -> Self {
        Self { database: Database::empty(), folder: tempfile::tempdir().expect("a temporary folder") }
    }
}

impl Office {
    /// Runs `jindu` with these arguments.
    pub fn jindu(&self, arguments: &[&str]) -> Printed {
        let output = Command::new(program())
            .args(arguments)
            .env("DATABASE_URL", self.url())
            .env("JINDU_DATA_DIR", self.data_folder())
            .env("JINDU_LOG", "debug")
            .output()
            .expect("the program starts: cargo build builds it");
        Printed {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            bytes: output.stdout,
        }
    }

    /// Runs it and expects that it ends well.
    #[track_caller]
    pub fn done(&self, arguments: &[&str]) -> Printed {
        let printed = self.jindu(arguments);
        assert_eq!(printed.code, 0, "jindu {}: {}{}", arguments.join(" "), printed.out, printed.err);
        printed
    }

    /// Where its key files are.
    pub fn data_folder(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Its files: those of the data folder, and those of the database where it is one.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.data_folder()];
        folders.extend(self.database.folder());
        folders
            .iter()
            .flat_map(|folder| std::fs::read_dir(folder).expect("a folder"))
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.is_file())
            .collect()
    }

    /// Where its database is.
    pub fn url(&self) -> String {
        match &self.database.address {
            Address::Sqlite(path) => format!("sqlite://{}", path.display()),
            Address::Postgres(url) => url.clone(),
        }
    }
}

/// The ledgers of the sample town.
pub fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/ledgers")
}

/// The true figures of the sample town.
pub fn expected() -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(sample().join("expected.json")).expect("a file")).expect("JSON")
}

/// The program under test, which also reads uploaded files in a process of its own: it lies two folders above this test.
pub fn program() -> PathBuf {
    let test = std::env::current_exe().expect("this program has a path");
    let folder = test.ancestors().nth(2).expect("tests are built into target/…/deps");
    folder.join("jindu")
}
