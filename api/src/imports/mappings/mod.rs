//! What stands under headings that no ledger knows, as somebody said by hand: kept under the line of headings, so that the same
//! sheet need not be explained twice. Of a file nothing but its headings is kept.
mod dto;
mod handlers;
mod rules;
mod store;
mod suggest;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreateImportMapping, ImportMapping, MappedColumn};
pub use self::store::{Asked, kept};

/// The operations of this noun.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_import_mappings)
        .service(handlers::create_import_mapping)
        .service(handlers::suggest_import_mapping)
        .service(handlers::find_import_mapping)
        .service(handlers::update_import_mapping)
        .service(handlers::delete_import_mapping);
}
