//! Persons as the rows of ledgers name them: by identity number, the name beside it only to be compared.
use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use super::persons::{OnFile, Owner, by_id_numbers};
use crate::codes::IdNumber;
use crate::codes::text::search_key;
use crate::imports::{Column, Context, RowReader, rules};
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// Headings of the identity number.
pub const ID_NUMBER: &[&str] = &["公民身份号码", "身份证号码", "身份证号", "身份证", "身份号码", "id_number"];
/// Headings of the name.
pub const NAME: &[&str] = &["姓名", "人员姓名", "name"];

/// The persons that the rows of one ledger name.
pub struct People(HashMap<String, OnFile>);

impl People {
    /// Loads them, once.
    ///
    /// # Errors
    /// The database refuses.
    pub fn named(reading: &mut Reading<'_>, context: &Context<'_>, columns: &[Column]) -> ApiResult<Self> {
        by_id_numbers(reading, &numbers(context, columns)).map(Self)
    }

    /// Everyone, by identity number.
    pub fn into_map(self) -> HashMap<String, OnFile> {
        self.0
    }

    /// Everyone, as owners of their records.
    pub fn owners(&self) -> HashMap<Id, Arc<Owner>> {
        self.0.values().map(|person| (person.id, Arc::clone(&person.owner))).collect()
    }

    /// The person a row is about, if the number is on file and the name beside it is theirs.
    pub fn of_row(&self, row: &mut RowReader<'_>) -> Option<Id> {
        let number = row.id_number("id_number");
        let name = row.text("name");
        let person = self.0.get(&number?.key());
        let Some(person) = person else {
            row.refuse("id_number", rules::UNKNOWN_PERSON);
            return None;
        };
        if name.is_some_and(|name| search_key(&name) != search_key(&person.facts.name)) {
            row.refuse("name", rules::OTHER_NAME);
            return None;
        }
        Some(person.id)
    }
}

/// The identity numbers of a ledger, as the keys they are compared by, those that are none left out.
pub fn numbers(context: &Context<'_>, columns: &[Column]) -> Vec<String> {
    let cells = context.column(columns, "id_number");
    let mut numbers: Vec<String> =
        cells.filter_map(|cell| IdNumber::parse(&cell).ok()).map(|number| number.key()).collect();
    numbers.sort();
    numbers.dedup();
    numbers
}

/// Facts and the person they are about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct About<F> {
    /// The person.
    pub person_id: Id,
    /// The facts.
    #[serde(flatten)]
    pub facts: F,
}

/// A record on file, with its facts as [`About`] the person.
pub struct Filed<R, F> {
    /// The record.
    pub record: R,
    /// Its facts.
    pub about: About<F>,
}
