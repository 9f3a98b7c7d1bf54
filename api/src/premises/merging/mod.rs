//! One place that was entered twice: all that hangs on the duplicate goes to the place that stays, and back if they turn out to be
//! two after all. The duplicate keeps its number and its key, and is on no register meanwhile.
mod carried;
mod rules;
mod store;

pub use self::store::{merge, merged_into, unmerge};
