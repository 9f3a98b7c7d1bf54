//! What somebody does who owns the database, and what `jindu verify` says of it.
use diesel::connection::SimpleConnection;
use jindu::platform::access::Reading;
use jindu::platform::db::{AnyConnection, Purpose};
use jindu::platform::journal::{self, Checked, Finding};
use jindu_tests::support::TestApp;

/// The database without the program.
pub fn connection(app: &TestApp) -> AnyConnection {
    app.database.address.connect(Purpose::Migrate).expect("the database opens")
}

/// Runs a statement behind the program's back.
pub fn run(app: &TestApp, statement: &str) -> Result<(), String> {
    connection(app).batch_execute(statement).map_err(|error| error.to_string())
}

/// Takes a guard of a table away, as its owner may.
pub fn disarm(app: &TestApp, guard: &str, table: &str) {
    let on = if matches!(connection(app), AnyConnection::Sqlite(_)) { String::new() } else { format!(" ON {table}") };
    run(app, &format!("DROP TRIGGER {guard}{on}")).expect("who owns the database may");
}

/// What `jindu verify` finds.
pub fn verified(app: &TestApp) -> Result<Checked, Finding> {
    let work = |reading: &mut Reading<'_>| journal::verify(reading, &jindu::app::signed(), &[]);
    app.run(move |access| access.read_snapshot(work)).expect("the database answers")
}
