//! Exports: what leaves the house as a file, for what, and who let it. Knows no domain: each brings its lists to the
//! [`Registry`].
//!
//! An export is asked for with a purpose, approved by somebody else where it shows more than masks, written by a job of the
//! server to a file that is sealed under a key of its own, fetched by whoever asked for it through a link of one use, and gone
//! after a day. Its line in the ledger stays.
mod claim;
mod deciding;
mod dto;
mod fetching;
mod handlers;
mod job;
mod lists;
mod rules;
mod sealed_file;
mod store;
mod table;
mod tidy;
mod writing;

use std::time::Duration;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{ExportFailure, ExportFormat, ExportState};
pub use self::job::run_next;
pub use self::store::{awaiting, list, ready_for};
pub use self::table::{Column, Exported, Installed, Listed, Record, Registry};
pub use self::tidy::keep_tidy;

use crate::platform::Platform;

/// Between two looks at what has been asked for.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Looks between two at what is over.
const TIDY_EVERY: u32 = 60;

/// The operations on exports.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::create_export)
        .service(handlers::list_exports)
        .service(handlers::find_export)
        .service(handlers::approve_export)
        .service(handlers::reject_export)
        .service(handlers::create_export_link)
        .service(handlers::download_export);
}

/// Writes what was asked for, one file at a time, and removes what is over, until dropped.
pub async fn keep_running(platform: Platform, registry: Registry) {
    for look in (0..TIDY_EVERY).cycle() {
        let (platform, registry) = (platform.clone(), registry.clone());
        let looked = actix_web::web::block(move || {
            if look == 0 {
                keep_tidy(&platform)?;
            }
            run_next(&platform, &registry)
        });
        match looked.await {
            // The next one may be waiting.
            Ok(Ok(true)) => continue,
            Ok(Ok(false)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "an export could not be written; it is tried again"),
            Err(error) => tracing::error!(%error, "writing an export was given up"),
        }
        actix_web::rt::time::sleep(LOOK_EVERY).await;
    }
}
