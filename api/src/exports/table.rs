//! What can be taken out: lists of the domains, each with its columns, read by the very query that shows the list.
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use validator::Validate;

use crate::platform::access::{Discloses, Reading};
use crate::platform::auth::{Capability, CapabilitySet};
use crate::platform::coded::Coded;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{Page, Paging, filter_of};
use crate::platform::id::Id;

/// One column of a list.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The field, as a JSON pointer into the record without its first slash.
    pub name: &'static str,
    /// What stands above it.
    pub heading: &'static str,
    /// The field that stands in for it where the caller does not see it in full.
    masked: Option<&'static str>,
    label: Option<fn(&str) -> Option<&'static str>>,
}

impl Column {
    /// A column that is shown as it is.
    pub const fn plain(name: &'static str, heading: &'static str) -> Self {
        Self { name, heading, masked: None, label: None }
    }

    /// A column that holds values of the code list `C`: sheets have its words.
    pub const fn coded<C: Coded>(name: &'static str, heading: &'static str) -> Self {
        Self { name, heading, masked: None, label: Some(word::<C>) }
    }

    /// The same; `field` stands in for it where it is hidden.
    #[must_use]
    pub const fn or(self, field: &'static str) -> Self {
        Self { masked: Some(field), ..self }
    }

    /// What a record says there, as the API says it.
    pub fn value<'r>(&self, record: &'r Value) -> &'r Value {
        let at = |name: &str| {
            name.split('/').try_fold(record, |value, part| value.get(part)).filter(|value| !value.is_null())
        };
        at(self.name).or_else(|| at(self.masked?)).unwrap_or(&Value::Null)
    }

    /// What a sheet says there.
    pub fn text(&self, record: &Value) -> String {
        self.words(self.value(record))
    }

    fn words(&self, value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::Bool(true) => "是".to_owned(),
            Value::Bool(false) => "否".to_owned(),
            Value::String(text) => self.label.and_then(|label| label(text)).unwrap_or(text).to_owned(),
            Value::Array(values) => values.iter().map(|value| self.words(value)).collect::<Vec<_>>().join("、"),
            Value::Number(_) | Value::Object(_) => value.to_string(),
        }
    }
}

fn word<C: Coded>(code: &str) -> Option<&'static str> {
    C::from_code(code).map(|value| value.label().zh)
}

/// One record of a list, and the registered persons it tells of.
pub struct Record {
    /// As the API would answer it to the same caller.
    pub value: Value,
    /// Whom it tells of.
    pub persons: Vec<Id>,
}

/// A list that can be taken out.
pub trait Exported: Send + Sync + 'static {
    /// The resource, as the API names it.
    fn resource(&self) -> &'static str;

    /// What a person calls it.
    fn title(&self) -> &'static str;

    /// Its columns, in order.
    fn columns(&self) -> &'static [Column];

    /// The capability that shows the list.
    fn capability(&self) -> &'static str;

    /// Whether these capabilities show the list.
    fn is_open_to(&self, capabilities: CapabilitySet) -> bool;

    /// Refuses a filter that the list would refuse.
    ///
    /// # Errors
    /// As the list.
    fn check(&self, filter: &str) -> ApiResult<()>;

    /// How many records the filter keeps, counted only so far.
    ///
    /// # Errors
    /// As the list.
    fn count(&self, reading: &mut Reading<'_>, filter: &str) -> ApiResult<i64>;

    /// A page of what the filter keeps, as the caller of `reading` would be shown it.
    ///
    /// # Errors
    /// As the list.
    fn page(&self, reading: &mut Reading<'_>, filter: &str, paging: Paging) -> ApiResult<Vec<Record>>;

    /// Everything the filter keeps, by id and in order, where the list can be walked so; else it is read page by page.
    ///
    /// # Errors
    /// As the list.
    fn ids(&self, reading: &mut Reading<'_>, filter: &str) -> ApiResult<Option<Vec<Id>>>;

    /// Records of a list that is walked by id, in this order.
    ///
    /// # Errors
    /// As the list.
    fn of(&self, reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<Vec<Record>>;
}

/// A list of a domain by the function that answers it, with its filter `F`, its records `T`, for who holds `C`.
pub struct Listed<C, F, T> {
    resource: &'static str,
    title: &'static str,
    columns: &'static [Column],
    list: fn(&mut Reading<'_>, &F, Paging) -> ApiResult<Page<T>>,
    walk: Option<Walk<F, T>>,
    may: PhantomData<fn() -> C>,
}

/// How a long list is walked: page after page would look through all earlier ones again each time.
struct Walk<F, T> {
    ids: fn(&mut Reading<'_>, &F) -> ApiResult<Vec<Id>>,
    of: fn(&mut Reading<'_>, &[Id]) -> ApiResult<Vec<T>>,
}

impl<C, F, T> Listed<C, F, T> {
    /// The list that `list` answers.
    pub const fn new(
        resource: &'static str,
        title: &'static str,
        columns: &'static [Column],
        list: fn(&mut Reading<'_>, &F, Paging) -> ApiResult<Page<T>>,
    ) -> Self {
        Self { resource, title, columns, list, walk: None, may: PhantomData }
    }

    /// The same, walked by id: `ids` are those of the list in its order, `of` answers records in the order of the ids.
    #[must_use]
    pub const fn walked(
        self,
        ids: fn(&mut Reading<'_>, &F) -> ApiResult<Vec<Id>>,
        of: fn(&mut Reading<'_>, &[Id]) -> ApiResult<Vec<T>>,
    ) -> Self {
        let Self { resource, title, columns, list, may, .. } = self;
        Self { resource, title, columns, list, walk: Some(Walk { ids, of }), may }
    }
}

impl<C, F, T> Exported for Listed<C, F, T>
where
    C: Capability,
    F: DeserializeOwned + Validate + 'static,
    T: Serialize + Discloses + 'static,
{
    fn resource(&self) -> &'static str {
        self.resource
    }

    fn title(&self) -> &'static str {
        self.title
    }

    fn columns(&self) -> &'static [Column] {
        self.columns
    }

    fn capability(&self) -> &'static str {
        C::NAME
    }

    fn is_open_to(&self, capabilities: CapabilitySet) -> bool {
        capabilities.has::<C>()
    }

    fn check(&self, filter: &str) -> ApiResult<()> {
        filter_of::<F>(filter).map(drop)
    }

    fn count(&self, reading: &mut Reading<'_>, filter: &str) -> ApiResult<i64> {
        let Page { total, total_is_lower_bound, .. } =
            (self.list)(reading, &filter_of(filter)?, Paging { page: 1, per_page: 1 })?;
        Ok(total + i64::from(total_is_lower_bound))
    }

    fn page(&self, reading: &mut Reading<'_>, filter: &str, paging: Paging) -> ApiResult<Vec<Record>> {
        let Page { items, .. } = (self.list)(reading, &filter_of(filter)?, paging)?;
        items.into_iter().map(record).collect()
    }

    fn ids(&self, reading: &mut Reading<'_>, filter: &str) -> ApiResult<Option<Vec<Id>>> {
        self.walk.as_ref().map(|walk| (walk.ids)(reading, &filter_of(filter)?)).transpose()
    }

    fn of(&self, reading: &mut Reading<'_>, ids: &[Id]) -> ApiResult<Vec<Record>> {
        let items = self.walk.as_ref().map_or_else(|| Ok(Vec::new()), |walk| (walk.of)(reading, ids))?;
        items.into_iter().map(record).collect()
    }
}

fn record<T: Serialize + Discloses>(item: T) -> ApiResult<Record> {
    let mut persons = Vec::new();
    item.persons(&mut persons);
    let value = serde_json::to_value(&item).map_err(|error| ApiError::Internal(error.into()))?;
    Ok(Record { value, persons })
}

/// Every list that can be taken out.
#[derive(Clone)]
pub struct Registry(Arc<Vec<Box<dyn Exported>>>);

impl Registry {
    /// These lists.
    pub fn new(lists: Vec<Box<dyn Exported>>) -> Self {
        Self(Arc::new(lists))
    }

    /// The list of this resource.
    pub fn find(&self, resource: &str) -> Option<&dyn Exported> {
        self.0.iter().map(Box::as_ref).find(|list| list.resource() == resource)
    }
}

/// Puts the registry where handlers find it.
pub struct Installed(pub Registry);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codes::Gender;

    #[test]
    fn a_column_says_what_the_record_says_in_words() {
        let record = json!({
            "gender": "male", "away": { "now": true }, "kinds": ["male", "x"], "id_number_masked": "*1", "rooms": 3, "note": null,
        });
        for (column, text) in [
            (Column::coded::<Gender>("gender", ""), "男"),
            (Column::coded::<Gender>("kinds", ""), "男、x"),
            (Column::plain("away/now", ""), "是"),
            (Column::plain("id_number", "").or("id_number_masked"), "*1"),
            (Column::plain("rooms", ""), "3"),
            (Column::plain("note", ""), ""),
            (Column::plain("nothing/here", ""), ""),
        ] {
            assert_eq!(column.text(&record), text, "{}", column.name);
        }
    }
}
