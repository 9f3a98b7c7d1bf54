//! Answers kept per journal position: a figure on every page is computed once and again only when the data changed.
use std::any::Any;
use std::sync::Arc;

use moka::sync::Cache;

use super::db::{AnyConnection, sql};
use super::error::ApiResult;

/// Answers kept at most; each is small (a count, a page of figures).
const MOST: u64 = 4096;

struct Answer {
    position: String,
    value: Arc<dyn Any + Send + Sync>,
}

/// Answers by question, each good while the journal stands where it stood.
pub struct Kept(Cache<String, Arc<Answer>>);

impl Default for Kept {
    fn default() -> Self {
        Self(Cache::new(MOST))
    }
}

impl Kept {
    /// The answer to `question`, computed unless one of the present position is kept. The question must name everything
    /// the answer depends on: kind, scope, filter, date.
    ///
    /// # Errors
    /// What `compute` answers.
    pub fn get<T: Send + Sync + 'static>(
        &self,
        db: &mut AnyConnection,
        question: String,
        compute: impl FnOnce(&mut AnyConnection) -> ApiResult<T>,
    ) -> ApiResult<Arc<T>> {
        // Asked before computing: an answer that is too new for its mark is computed again, never kept too long.
        let position = sql::position(db)?;
        if let Some(kept) = self.0.get(&question).filter(|kept| kept.position == position)
            && let Ok(value) = Arc::clone(&kept.value).downcast::<T>()
        {
            return Ok(value);
        }
        let value = Arc::new(compute(db)?);
        self.0.insert(question, Arc::new(Answer { position, value: Arc::<T>::clone(&value) }));
        Ok(value)
    }
}
