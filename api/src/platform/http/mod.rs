//! How requests come in and answers go out.
mod answer_document;
pub mod body;
mod confidential;
pub mod finish;
pub mod health;
pub mod idempotency;
mod json;
mod paging;
mod patch;
mod patch_document;
mod path_document;
mod query;
pub mod trace;
mod variant_document;
mod versioned;

pub use self::answer_document::{describe_answers, describe_statuses};
pub use self::confidential::{Confidential, HoldsSecret};
pub use self::finish::{OwnForm, RequestId};
pub use self::json::Json;
pub use self::paging::{List, MOST_COUNTED, Page, Paging};
pub use self::patch::{Patch, differing};
pub use self::patch_document::describe_patches;
pub use self::path_document::describe_addresses;
pub use self::query::{Query, comma_separated, filter_of, from_text, pairs};
pub use self::variant_document::{describe_pages, describe_variants};
pub use self::versioned::{Found, IfMatch, NO_VERSION, Versioned, Withdraw};
