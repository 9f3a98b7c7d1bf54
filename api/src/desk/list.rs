//! The lists of the domains, as far as a desk must know them: what narrows them, who may read them, how much they hold.
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use validator::Validate;

use super::dto::ListName;
use crate::platform::access::Reading;
use crate::platform::auth::{Capability, CapabilitySet};
use crate::platform::error::ApiResult;
use crate::platform::http::{Page, Paging, filter_of};

/// A list that can be narrowed.
pub trait List: Send + Sync + 'static {
    /// Which one.
    fn name(&self) -> ListName;

    /// Whether these capabilities show it.
    fn is_open_to(&self, capabilities: CapabilitySet) -> bool;

    /// Refuses a query that the list would refuse.
    ///
    /// # Errors
    /// As the list.
    fn check(&self, query: &str) -> ApiResult<()>;

    /// How much a query keeps for the caller of `reading`: what the list itself says, counted only so far.
    ///
    /// # Errors
    /// As the list.
    fn count(&self, reading: &mut Reading<'_>, query: &str) -> ApiResult<(i64, bool)>;
}

/// A list of a domain by the function that answers it, with its filter `F` and its records `T`, for who holds `C`.
pub struct Listed<C, F, T> {
    name: ListName,
    list: fn(&mut Reading<'_>, &F, Paging) -> ApiResult<Page<T>>,
    may: PhantomData<fn() -> C>,
}

impl<C, F, T> Listed<C, F, T> {
    /// The list that `list` answers to whoever holds `C`.
    pub const fn new(name: ListName, list: fn(&mut Reading<'_>, &F, Paging) -> ApiResult<Page<T>>) -> Self {
        Self { name, list, may: PhantomData }
    }
}

impl<C, F, T> List for Listed<C, F, T>
where
    C: Capability,
    F: DeserializeOwned + Validate + 'static,
    T: 'static,
{
    fn name(&self) -> ListName {
        self.name
    }

    fn is_open_to(&self, capabilities: CapabilitySet) -> bool {
        capabilities.has::<C>()
    }

    fn check(&self, query: &str) -> ApiResult<()> {
        filter_of::<F>(query).map(drop)
    }

    fn count(&self, reading: &mut Reading<'_>, query: &str) -> ApiResult<(i64, bool)> {
        let page = (self.list)(reading, &filter_of(query)?, Paging { page: 1, per_page: 1 })?;
        Ok((page.total, page.total_is_lower_bound))
    }
}

/// Every list there is.
#[derive(Clone)]
pub struct Lists(Arc<Vec<Box<dyn List>>>);

impl Lists {
    /// These lists.
    pub fn new(lists: Vec<Box<dyn List>>) -> Self {
        Self(Arc::new(lists))
    }

    /// One of them.
    pub fn find(&self, name: ListName) -> Option<&dyn List> {
        self.0.iter().map(Box::as_ref).find(|list| list.name() == name)
    }

    /// One of them, if these capabilities show it.
    pub fn open_to(&self, capabilities: CapabilitySet, name: ListName) -> Option<&dyn List> {
        self.find(name).filter(|list| list.is_open_to(capabilities))
    }
}
