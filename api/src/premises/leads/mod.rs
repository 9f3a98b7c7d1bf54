//! Leads to the police: an inspection that saw a sign of a laboratory raises one, in the same transaction. They are sealed and
//! shown to whoever may read leads, never with the place: who is there must not learn that anything was noticed.
pub mod dto;
mod handlers;
mod rules;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::LeadState;
#[cfg(test)]
pub(in crate::premises) use self::store::find;
pub(in crate::premises) use self::store::move_to;
pub(in crate::premises) use self::store::{Raised, follow, raised};
pub use self::store::{list, present};

/// The operations of this noun.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_leads).service(handlers::find_lead).service(handlers::receive_lead);
}
