//! A running API over a database of its own, and those who call it.
mod answer;
mod app;
mod caller;
mod command;
mod database;
mod redact;

pub use self::answer::Answer;
pub use self::app::{COUNTY, ISSUER, NORTH, NORTH_VILLAGE, PASSWORD, SEED, SOUTH, SOUTH_VILLAGE, TestApp};
pub use self::caller::{Caller, cookie_of};
pub use self::command::{Office, Printed, expected, program, sample};
pub use self::database::Database;
pub use self::redact::redacted;
