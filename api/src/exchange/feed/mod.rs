//! The change feed: the sealed order of the journal as a follower may see it. Every reader sees the same changes in the same
//! order, none is left out and none comes to stand before what was read.
//!
//! What is visible is decided for each change alone: the caller reads records of its kind (`subjects`), and the record lies or
//! lay in the caller's area. A change that takes a record out of the area is `left_scope` to who had it, one that brings it in
//! `entered_scope`.
pub mod dto;
mod handlers;
mod related;
mod rules;
mod snapshot;
mod store;
mod subjects;
mod view;
mod waiting;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{ChangeItem, ChangedRecord, FeedHead, RelatedRecord};
pub use self::rules::{Change, What, is_visible, shown};
pub use self::store::{Changes, changes_after};

/// The operations of the feed.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_changes).service(handlers::snapshot_changes);
}
