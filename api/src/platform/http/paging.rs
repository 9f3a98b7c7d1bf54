//! Lists: a filter and a page, an answer with a total that is counted only so far.
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::query;
use crate::platform::error::{ApiError, ApiResult};

/// Counting stops here, so that a page costs the same at any size.
pub const MOST_COUNTED: i64 = 10_000;

/// Which slice of a list to return.
#[derive(Debug, Clone, Copy, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Paging {
    /// 1-based page number.
    #[validate(range(min = 1, max = 100_000))]
    #[param(minimum = 1, maximum = 100_000, default = 1)]
    pub page: i64,
    /// Items per page.
    #[validate(range(min = 1, max = 200))]
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub per_page: i64,
}

impl Default for Paging {
    fn default() -> Self {
        Self { page: 1, per_page: 50 }
    }
}

impl Paging {
    /// Rows before the page.
    pub fn offset(self) -> i64 {
        (self.page - 1) * self.per_page
    }

    /// The page's slice of a list already at hand.
    pub fn slice<T>(self, items: &[T]) -> &[T] {
        let from = usize::try_from(self.offset()).unwrap_or(usize::MAX).min(items.len());
        let to = from.saturating_add(usize::try_from(self.per_page).unwrap_or_default()).min(items.len());
        items.get(from..to).unwrap_or_default()
    }
}

/// A list's query string: the filter `F` and the page; a parameter of neither is an error.
pub struct List<F> {
    /// Narrows the list.
    pub filter: F,
    /// Which slice.
    pub paging: Paging,
}

impl<F: DeserializeOwned + Validate> FromRequest for List<F> {
    type Error = ApiError;
    type Future = std::future::Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = || {
            let (paging, filter) = query::pairs(request.query_string())?
                .into_iter()
                .partition(|(name, _)| name == "page" || name == "per_page");
            Ok(Self { filter: query::from_pairs(filter)?, paging: query::from_pairs(paging)? })
        };
        std::future::ready(read())
    }
}

/// One page of a list, with the size of the whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The records of this page.
    pub items: Vec<T>,
    /// How many there are in all; counting stops at 10 000.
    pub total: i64,
    /// Whether there are more than `total`.
    pub total_is_lower_bound: bool,
}

impl<T> Page<T> {
    /// A page of `items` out of `counted`, where counting stopped at [`MOST_COUNTED`] plus one.
    pub fn new(items: Vec<T>, counted: i64) -> Self {
        Self { items, total: counted.min(MOST_COUNTED), total_is_lower_bound: counted > MOST_COUNTED }
    }

    /// The same page of other items.
    pub fn map<U>(self, shown: impl FnMut(T) -> U) -> Page<U> {
        let Self { items, total, total_is_lower_bound } = self;
        Page { items: items.into_iter().map(shown).collect(), total, total_is_lower_bound }
    }
}
