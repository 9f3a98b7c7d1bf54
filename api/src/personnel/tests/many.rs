//! Many tests at once, as a village's are keyed in: each is answered by itself, and what is wrong with one keeps no other out.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::dto::CreateTest;
use super::store;
use crate::platform::access::Discloses;
use crate::platform::access::Tx;
use crate::platform::error::{ApiError, ApiResult, FieldError, Refusal};
use crate::platform::http::{NO_VERSION, Versioned};
use crate::platform::id::Id;

/// One of them.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordTest {
    /// Who was tested.
    pub person_id: Id,
    /// The test.
    pub test: CreateTest,
}

/// Many tests.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordTests {
    /// The tests.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_items = 1, max_items = 200)]
    pub items: Vec<RecordTest>,
}

/// What became of one of them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecordedTest {
    /// Who was tested.
    pub person_id: Id,
    /// The test, if it was recorded.
    pub test_id: Option<Id>,
    /// What is wrong with it, if it was not.
    pub refused: Vec<Refusal>,
}

/// What became of each.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecordedTests {
    /// In the order they were sent.
    pub items: Vec<RecordedTest>,
}

impl Discloses for RecordedTests {
    fn persons(&self, told: &mut Vec<Id>) {
        told.extend(self.items.iter().map(|item| item.person_id));
    }
}

impl Versioned for RecordedTests {
    fn version(&self) -> i64 {
        NO_VERSION
    }

    fn has_refusals(&self) -> bool {
        self.items.iter().any(|item| item.test_id.is_none())
    }
}

/// Records each test that can be.
///
/// # Errors
/// 422 when none can, with what is wrong with each; the database refuses.
pub fn record(tx: &mut Tx<'_>, wanted: RecordTests) -> ApiResult<RecordedTests> {
    let (mut items, mut errors) = (Vec::new(), Vec::new());
    for (index, RecordTest { person_id, test }) in wanted.items.into_iter().enumerate() {
        let outcome = test.validate().map_err(ApiError::from).and_then(|()| store::insert(tx, person_id, test));
        let at = |pointer: &str| format!("/items/{index}{pointer}");
        let (test_id, refused) = match outcome {
            Ok(test) => (Some(test.id), Vec::new()),
            Err(ApiError::NotFound(rule)) => (None, vec![FieldError::new(at("/person_id"), rule)]),
            Err(ApiError::Invalid(errors)) => {
                let under = |error: FieldError| FieldError { pointer: at(&format!("/test{}", error.pointer)), ..error };
                (None, errors.into_iter().map(under).collect())
            }
            Err(other) => return Err(other),
        };
        items.push(RecordedTest { person_id, test_id, refused: refused.iter().map(Refusal::from).collect() });
        errors.extend(refused);
    }
    let is_anything = items.iter().any(|item| item.test_id.is_some());
    if is_anything { Ok(RecordedTests { items }) } else { Err(ApiError::Invalid(errors)) }
}
