//! Answers kept per journal position: a figure on every page is computed once and again only when the data changed.
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;

use super::db::Queries;
use super::error::{ApiError, ApiResult};
use super::journal;

/// Answers kept at most; each is small (a count, a page of figures).
const MOST: u64 = 4096;

struct Answer {
    position: i64,
    value: Arc<dyn Any + Send + Sync>,
}

/// What is being computed is known for so long: whoever asks meanwhile waits for it, and computes nothing.
const FLIGHT: Duration = Duration::from_secs(5);
const MOST_FLIGHTS: u64 = 64;

/// Answers by question, each good while the journal stands where it stood.
pub struct Kept {
    answers: Cache<String, Arc<Answer>>,
    /// By question and position.
    flights: Cache<String, Arc<Answer>>,
}

impl Default for Kept {
    fn default() -> Self {
        let flights = Cache::builder().max_capacity(MOST_FLIGHTS).time_to_live(FLIGHT).build();
        Self { answers: Cache::new(MOST), flights }
    }
}

impl Kept {
    /// The answer to `question`, computed unless one of the present position is kept, and once however many ask at the same
    /// time. The question must name everything
    /// the answer depends on: kind, scope, filter, date.
    ///
    /// # Errors
    /// What `compute` answers.
    pub fn get<T: Send + Sync + 'static>(
        &self,
        db: &mut Queries,
        question: String,
        compute: impl FnOnce(&mut Queries) -> ApiResult<T>,
    ) -> ApiResult<Arc<T>> {
        // Asked before computing: an answer that is too new for its mark is computed again, never kept too long.
        let position = journal::position(db)?;
        let kept = self.answers.get(&question).filter(|kept| kept.position == position);
        let answer = match kept {
            Some(kept) => kept,
            None => self.fly(db, question, position, compute)?,
        };
        let value = Arc::clone(&answer.value).downcast::<T>();
        value.map_err(|_other| ApiError::Internal("a question has answers of two types".into()))
    }

    fn fly<T: Send + Sync + 'static>(
        &self,
        db: &mut Queries,
        question: String,
        position: i64,
        compute: impl FnOnce(&mut Queries) -> ApiResult<T>,
    ) -> ApiResult<Arc<Answer>> {
        let flight = format!("{position} {question}");
        let computed = self.flights.try_get_with(flight, || -> ApiResult<_> {
            let value = Arc::new(compute(db)?);
            Ok(Arc::new(Answer { position, value }))
        });
        let answer = computed.map_err(|shared| shared.copied())?;
        self.answers.insert(question, Arc::clone(&answer));
        Ok(answer)
    }
}
