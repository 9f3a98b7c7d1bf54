//! Views: searches that an account comes back to, its own or shared with its division and those below. A view is the query of a
//! list and nothing it found: whoever opens it is shown what they may see. Free text is not kept, for it may name a person.
pub mod dto;
mod handlers;
mod rules;
mod store;

use utoipa_actix_web::service_config::ServiceConfig;

/// The operations on views.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_views)
        .service(handlers::create_view)
        .service(handlers::find_view)
        .service(handlers::update_view)
        .service(handlers::delete_view)
        .service(handlers::unshare_view);
}
