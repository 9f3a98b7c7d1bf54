//! The document register (文件登记).
use std::collections::HashMap;

use chrono::NaiveDate;

use super::dto::{CreateDocument, DocumentKind, RegisteredDocument};
use super::{kind_of_title, store};
use crate::codes::text::search_key;
use crate::imports::{
    Accepted, Column, Context, Ledger, Matching, NewIds, Part, Planner, Record, RowPlan, RowReader, labels,
};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::FieldClass;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

const RESOURCE: &str = "documents";

const COLUMNS: &[Column] = &[
    Column::required("title", &["文件名称", "文件标题", "标题", "title"]).identity(),
    Column::expected("document_no", &["文号", "发文字号", "document_no"]).identity(),
    Column::required("issued_on", &["发文日期", "印发日期", "issued_on"]).identity(),
    Column::optional("kind", &["文种", "文件类型", "kind"]).one_of(labels::<DocumentKind>),
];

/// The document register.
pub struct DocumentLedger;

impl Ledger for DocumentLedger {
    fn resource(&self) -> &'static str {
        RESOURCE
    }

    fn title(&self) -> &'static str {
        "文件登记"
    }

    fn stage(&self) -> u8 {
        35
    }

    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn key_column(&self, _: &str) -> &'static str {
        "title"
    }

    fn feeds(&self) -> &'static [&'static str] {
        &[RESOURCE]
    }

    fn class_of(&self, _: &str, _: &str) -> Option<FieldClass> {
        None
    }

    fn prepare(&self, reading: &mut Reading<'_>, context: &Context<'_>) -> ApiResult<Box<dyn Planner>> {
        let town = context.expect_town()?.to_owned();
        let on_file = store::of_division(reading, &town)?;
        let mut titled: HashMap<Key, Vec<Key>> = HashMap::new();
        for document in &on_file {
            titled.entry(title_of(&document.facts)).or_default().push(key_of(&document.facts));
        }
        let keyed = on_file.into_iter().map(|document| (key_of(&document.facts), document));
        Ok(Box::new(Plan { town, titled, matching: Matching::new(RESOURCE, context.strategy, keyed) }))
    }
}

impl Record for RegisteredDocument {
    type Facts = CreateDocument;

    fn id(&self) -> Id {
        self.id
    }

    fn facts(&self) -> &CreateDocument {
        &self.facts
    }
}

/// What tells one document from another: its number, else its title and day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Number(String),
    Title(String, NaiveDate),
}

fn key_of(facts: &CreateDocument) -> Key {
    match &facts.document_no {
        Some(number) => Key::Number(search_key(number)),
        None => title_of(facts),
    }
}

fn title_of(facts: &CreateDocument) -> Key {
    Key::Title(search_key(&facts.title), facts.issued_on)
}

struct Plan {
    town: String,
    /// Documents on file by title and day, numbered or not.
    titled: HashMap<Key, Vec<Key>>,
    matching: Matching<Key, RegisteredDocument>,
}

impl Planner for Plan {
    fn plan_row(&mut self, mut row: RowReader<'_>, ids: &mut NewIds) -> RowPlan {
        let number = row.number();
        let document = self.read(&mut row);
        let (errors, warnings) = row.into_findings();
        let part = match document.filter(|_| errors.is_empty()) {
            Some(document) => self.matching.plan(number, self.key(&document), document, ids),
            None => Part::invalid(RESOURCE, errors),
        };
        part.with_warnings(warnings).into()
    }

    fn write(&mut self, tx: &mut Tx<'_>, accepted: &Accepted) -> ApiResult<()> {
        let (new, changed) = self.matching.accepted(accepted);
        for (id, document) in new {
            store::insert_as(tx, id, document)?;
        }
        changed.into_iter().try_for_each(|(current, facts)| store::replace(tx, &current, facts).map(drop))
    }
}

impl Plan {
    fn read(&self, row: &mut RowReader<'_>) -> Option<CreateDocument> {
        let (title, document_no) = (row.text("title"), row.text("document_no"));
        let (issued_on, kind) = (row.date("issued_on"), row.coded::<DocumentKind>("kind", &[]));
        let (title, issued_on) = (title?, issued_on?);
        let made = kind.unwrap_or_else(|| kind_of_title(&title));
        let read = CreateDocument { division_code: self.town.clone(), title, document_no, issued_on, kind: made };
        let current = self.matching.current(&self.key(&read)).map(|document| &document.facts);
        let Some(current) = current else { return row.checked(read) };
        let document_no = if row.says("document_no") { read.document_no.clone() } else { current.document_no.clone() };
        let facts = CreateDocument { document_no, kind: kind.unwrap_or(current.kind), ..read };
        row.settled(facts, Some(current))
    }

    /// The key of the document on file that facts tell of: a number that one of the two lacks does not tell them apart, as
    /// long as only one of that title and day can be meant.
    fn key(&self, facts: &CreateDocument) -> Key {
        let own = key_of(facts);
        let alike = self.titled.get(&title_of(facts)).map(Vec::as_slice).unwrap_or_default();
        match alike {
            [only] if !alike.contains(&own) && (facts.document_no.is_none() || matches!(only, Key::Title(..))) => {
                only.clone()
            }
            _ => own,
        }
    }
}
