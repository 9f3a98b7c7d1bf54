//! Signing inspections (谁排查、谁签字、谁负责): the inspector, then the village, then the town, each once, on exactly what
//! they were shown. What is signed does not change any more; an error is corrected by another inspection.
//!
//! [`SignedInspections`] says what each signature covers as it is stored now, for whoever compares it with the journal.
mod content;
mod correction;
pub mod dto;
mod handlers;
mod haste;
mod rules;
mod store;
mod verify;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{AttendanceRole, HasteSign, SignatureRole, SignerRole};
pub use self::rules::{CORRECTED, SIGNED, before, capacity_of};
pub use self::store::{Marks, expect_uncorrected, expect_unsigned, expect_withdrawable, marks};
pub use self::verify::SignedInspections;

/// The operations on signatures.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::find_signing).service(handlers::sign_inspection).service(handlers::correct_inspection);
}
