//! What a list has, as ids and versions: for whoever takes stock before following changes.

/// Defines `present`, which answers ids and versions of the records of a table that the caller's list has: `present!(visible,
/// events)`. Uses the names of the store it stands in.
#[macro_export]
macro_rules! present {
    ($visible:ident, $table:ident) => {
        /// Ids and versions of the records that lists have, by id: those after `after`, and at most so many.
        ///
        /// # Errors
        /// The database refuses.
        pub fn present(
            reading: &mut $crate::platform::access::Reading<'_>,
            after: Option<$crate::platform::id::Id>,
            most: i64,
        ) -> $crate::platform::error::ApiResult<Vec<($crate::platform::id::Id, i64)>> {
            let mut query = $visible(reading.scope);
            if let Some(after) = after {
                query = query.filter($table::id.gt(after));
            }
            Ok(query.order($table::id.asc()).limit(most).select(($table::id, $table::version)).load(reading.db)?)
        }
    };
}
