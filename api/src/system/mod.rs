//! The state of the installation for those who run it: which version on which database, how far the journal is signed, how old
//! the last backup is. Backups are taken at the console (`jindu backup`); what is kept of them here is when, how large, and
//! their digest.
pub mod dto;
mod handlers;
mod rules;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::BackupKind;
pub use self::store::{TakenBackup, note_check, record};

/// The operations of this room.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::find_system);
}
