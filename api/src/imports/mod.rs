//! Imports: ledgers in, checked, planned and committed. Knows no domain: each brings its ledgers to the [`Registry`].
mod cells;
mod change;
mod changes;
mod commit;
pub mod dto;
mod figures;
pub mod folder;
mod handlers;
mod headings;
mod ids;
mod intake;
mod json;
mod ledger;
mod matching;
mod pieces;
mod plan;
pub mod reader;
mod report;
mod reverting;
mod roster;
pub mod rules;
mod standing;
mod store;
mod table;
#[cfg(test)]
mod tests;
mod villages;
mod workbooks;
mod years;

use std::time::Duration;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::cells::{CLEARED, RowReader};
pub use self::change::Change;
pub use self::changes::{Accepted, Changes, Met};
pub use self::dto::{ImportState, OnError, Outcome, Remark, Source, Strategy};
pub use self::figures::ImportFigures;
pub use self::folder::{FileReport, FolderReport, Loaded, Loading, Step, run_file, run_folder};
pub use self::headings::Layout;
pub use self::ids::NewIds;
pub use self::intake::{Ledgers, UploadedFile, rows as read_rows};
pub use self::ledger::{Column, Context, Ledger, Part, Planner, Presence, Registry, RowPlan, labels, yes_no};
pub use self::matching::{Changed, Matching, New, Record};
pub use self::pieces::keep_going;
pub use self::report::{CellError, Counts, RowReport};
pub use self::roster::Roster;
pub use self::store::{finished_by, list, present};
pub use self::table::{Rows, Table, recognise};
pub use self::villages::Villages;
pub use self::years::years_in;

use crate::platform::access::Access;

/// Puts the registry where handlers find it.
pub struct Installed(pub Registry);

/// The operations on imports.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::create_import)
        .service(handlers::list_imports)
        .service(handlers::find_import)
        .service(handlers::list_import_rows)
        .service(handlers::commit_import)
        .service(handlers::replan_import)
        .service(handlers::discard_import)
        .service(handlers::revert_import)
        .service(handlers::import_outcome)
        .service(handlers::annotated_import)
        .service(handlers::import_template);
}

/// Between two looks at what has been kept long enough.
const TIDY_EVERY: Duration = Duration::from_hours(1);

/// Erases plans that nobody commits and values of rows long written, now and every hour, until dropped.
pub async fn keep_tidy(access: Access) {
    loop {
        match access.write(store::tidy).await {
            Ok(0) => actix_web::rt::time::sleep(TIDY_EVERY).await,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "old imports could not be tidied; trying again later");
                actix_web::rt::time::sleep(TIDY_EVERY).await;
            }
        }
    }
}
