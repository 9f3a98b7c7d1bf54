//! The document register (文件登记): what was issued, under which number and when. The papers themselves stay in the files.
pub mod dto;
mod handlers;
mod ledger;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreateDocument, DocumentFilter, DocumentKind, RegisteredDocument};
pub use self::ledger::DocumentLedger;
pub use self::rules::kind_of_title;
pub use self::store::{insert, insert_as, list, of_division, present, replace};

/// The operations on the document register.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_documents)
        .service(handlers::create_document)
        .service(handlers::find_document)
        .service(handlers::update_document)
        .service(handlers::withdraw_document);
}
