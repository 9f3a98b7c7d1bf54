//! What a ledger is: columns by which it is recognised, and a plan of what each of its rows would do.
//!
//! A domain implements [`Ledger`] in its `ledger.rs`; the machinery reads files, finds headings, keeps plans and answers. A
//! plan is made row by row over what [`Ledger::prepare`] loaded once, and only [`Planner::write`] changes anything: what the
//! plan says is what the commit does, because it is the same object.
use std::sync::Arc;

use super::cells::RowReader;
use super::change::Change;
use super::changes::Accepted;
use super::dto::{Outcome, Strategy};
use super::ids::NewIds;
use super::report::CellError;
use super::rules;
use super::table::Table;
use super::villages::Villages;
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::FieldClass;
use crate::platform::coded::Coded;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

/// One column of a ledger.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The field it feeds, as a JSON pointer without its first slash: `held_on`, `counts/leaflets`.
    pub name: &'static str,
    /// What people write above it, the usual wording first. Width, spaces and units in brackets do not count.
    pub headings: &'static [&'static str],
    /// Whether the ledger is none without it, and whether each row must fill it.
    pub presence: Presence,
    /// Whether it tells who or what the row is about: formulas are refused there.
    pub is_identity: bool,
    /// The words that usually stand in it, where it holds one of a list.
    pub choices: Option<fn() -> Vec<&'static str>>,
}

/// How much a column is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The ledger is known by it, and every row fills it.
    Required,
    /// The ledger is known by it; a row may leave it empty.
    Expected,
    /// It may be missing.
    Optional,
}

impl Column {
    /// A column that may be missing.
    pub const fn optional(name: &'static str, headings: &'static [&'static str]) -> Self {
        Self { name, headings, presence: Presence::Optional, is_identity: false, choices: None }
    }

    /// A column the ledger is known by.
    pub const fn expected(name: &'static str, headings: &'static [&'static str]) -> Self {
        Self { name, headings, presence: Presence::Expected, is_identity: false, choices: None }
    }

    /// A column the ledger is known by and that every row fills.
    pub const fn required(name: &'static str, headings: &'static [&'static str]) -> Self {
        Self { name, headings, presence: Presence::Required, is_identity: false, choices: None }
    }

    /// The same, telling who or what the row is about.
    #[must_use]
    pub const fn identity(self) -> Self {
        Self { is_identity: true, ..self }
    }

    /// The same, holding one of these words.
    #[must_use]
    pub const fn one_of(self, choices: fn() -> Vec<&'static str>) -> Self {
        Self { choices: Some(choices), ..self }
    }

    /// The usual heading.
    pub fn heading(&self) -> &'static str {
        self.headings.first().copied().unwrap_or(self.name)
    }
}

/// The labels of a code list, for [`Column::one_of`].
pub fn labels<C: Coded>() -> Vec<&'static str> {
    C::ALL.iter().map(|value| value.label().zh).collect()
}

/// Yes and no, for [`Column::one_of`].
pub fn yes_no() -> Vec<&'static str> {
    vec!["是", "否"]
}

/// One kind of ledger.
pub trait Ledger: Send + Sync + 'static {
    /// The resource it mainly feeds, as the API names it: `events`.
    fn resource(&self) -> &'static str;

    /// What a person calls it.
    fn title(&self) -> &'static str;

    /// Its place when a folder is loaded: lower first. Persons come before their tests.
    fn stage(&self) -> u8;

    /// The columns, in the order of the usual form.
    fn columns(&self) -> &'static [Column];

    /// The column that tells which record of `resource` a row is about: what is wrong with the row as a whole is told there.
    fn key_column(&self, resource: &str) -> &'static str;

    /// Every resource it feeds.
    fn feeds(&self) -> &'static [&'static str];

    /// The class that a field of `resource` belongs to; nothing when everyone may see it who may read imports.
    fn class_of(&self, resource: &str, field: &str) -> Option<FieldClass>;

    /// Whether it is kept for later and feeds nothing now.
    fn is_set_aside(&self) -> bool {
        false
    }

    /// The town that the rows themselves tell by their codes, for ledgers that come before the town is on record.
    fn town(&self, _: &Table) -> Option<String> {
        None
    }

    /// Tables that no one else may have changed between planning and writing. A ledger that names them can be written piece by
    /// piece; one that names none is written in one transaction.
    fn pieces_rest_on(&self) -> &'static [&'static str] {
        &[]
    }

    /// Other records whose standing follows from these: asked before these are taken back. Fails as the database does.
    fn rests_on(&self, _: &mut Reading<'_>, _: &[Id]) -> ApiResult<Vec<Id>> {
        Ok(Vec::new())
    }

    /// Reckons anew how the records of [`Ledger::rests_on`] stand. Errors as there.
    fn settle(&self, _: &mut Tx<'_>, _: &[Id]) -> ApiResult<()> {
        Ok(())
    }

    /// Loads what planning needs, once: the town's records that the rows of `table` may match.
    ///
    /// # Errors
    /// The database refuses, or the ledger as a whole cannot be planned (422).
    fn prepare(&self, reading: &mut Reading<'_>, context: &Context<'_>) -> ApiResult<Box<dyn Planner>>;
}

/// What is known before the first row is planned.
pub struct Context<'a> {
    /// The sheet, with its titles.
    pub table: &'a Table,
    /// The town the ledger belongs to, if it can be told.
    pub town: Option<&'a str>,
    /// Villages by name and code.
    pub villages: Arc<Villages>,
    /// Which rows may be written.
    pub strategy: Strategy,
    /// The year that the ledgers beside it are of, if it can be told.
    pub year: Option<i32>,
}

impl Context<'_> {
    /// What stands in one column, row by row, for loading what the rows may match.
    pub fn column(&self, columns: &[Column], name: &str) -> impl Iterator<Item = String> {
        self.table.column(columns, name)
    }

    /// The town, for ledgers that name none in their rows.
    ///
    /// # Errors
    /// 422 when it cannot be told.
    pub fn expect_town(&self) -> ApiResult<&str> {
        self.town.ok_or_else(|| ApiError::invalid("division", rules::NO_TOWN))
    }
}

/// Plans rows, and keeps what they would change until it is written.
pub trait Planner: Send {
    /// What one row would do. Reads nothing but what was prepared; an id for a new record comes from `ids`.
    fn plan_row(&mut self, row: RowReader<'_>, ids: &mut NewIds) -> RowPlan;

    /// Writes the changes of the accepted rows and forgets them. Called once for each piece of the file, in the order of its
    /// rows; nothing is planned any more then.
    ///
    /// # Errors
    /// The database refuses; everything is undone then, and this planner is of no more use.
    fn write(&mut self, tx: &mut Tx<'_>, accepted: &Accepted) -> ApiResult<()>;
}

/// What one row would do: a part for each record it feeds.
#[derive(Debug, Clone, PartialEq)]
pub struct RowPlan {
    /// The parts, the main one first.
    pub parts: Vec<Part>,
}

/// What a row would do to one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The resource of the record.
    pub resource: &'static str,
    /// What would become of it.
    pub outcome: Outcome,
    /// The record, also a new one: its id is given when the plan is made.
    pub target_id: Option<Id>,
    /// The fields that would change.
    pub changed: Vec<Change>,
    /// Tells the record that would change from what it may have become since.
    pub basis: Option<String>,
    /// Why it cannot be done.
    pub errors: Vec<CellError>,
    /// What a person should look at.
    pub warnings: Vec<CellError>,
}

impl Part {
    fn of(resource: &'static str, outcome: Outcome, target_id: Option<Id>) -> Self {
        let (changed, errors, warnings) = (Vec::new(), Vec::new(), Vec::new());
        Self { resource, outcome, target_id, changed, basis: None, errors, warnings }
    }

    /// A record that would be made.
    pub fn create(resource: &'static str, id: Id) -> Self {
        Self::of(resource, Outcome::Create, Some(id))
    }

    /// A record that would change in the fields named; unchanged when there are none.
    pub fn update(resource: &'static str, id: Id, changed: Vec<Change>) -> Self {
        let outcome = if changed.is_empty() { Outcome::Unchanged } else { Outcome::Update };
        Self { changed, ..Self::of(resource, outcome, Some(id)) }
    }

    /// A record that says already what the row says.
    pub fn unchanged(resource: &'static str, id: Option<Id>) -> Self {
        Self::of(resource, Outcome::Unchanged, id)
    }

    /// A row that breaks rules.
    pub fn invalid(resource: &'static str, errors: Vec<CellError>) -> Self {
        Self { errors, ..Self::of(resource, Outcome::Invalid, None) }
    }

    /// A row that does not fit what is on record or what another row says.
    pub fn conflict(resource: &'static str, error: CellError) -> Self {
        Self { errors: vec![error], ..Self::of(resource, Outcome::Conflict, None) }
    }

    /// Whether the record is made or changed.
    pub fn is_written(&self) -> bool {
        matches!(self.outcome, Outcome::Create | Outcome::Update)
    }

    /// Whether it can be done, even if nothing is to be done.
    pub fn is_accepted(&self) -> bool {
        !matches!(self.outcome, Outcome::Conflict | Outcome::Invalid)
    }

    /// The same with remarks.
    #[must_use]
    pub fn with_warnings(mut self, warnings: Vec<CellError>) -> Self {
        self.warnings.extend(warnings);
        self
    }
}

impl From<Part> for RowPlan {
    fn from(part: Part) -> Self {
        Self { parts: vec![part] }
    }
}

/// The kinds of ledgers there are.
#[derive(Clone)]
pub struct Registry(Arc<Vec<Box<dyn Ledger>>>);

impl Registry {
    /// A registry of these.
    pub fn new(ledgers: Vec<Box<dyn Ledger>>) -> Self {
        Self(Arc::new(ledgers))
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &dyn Ledger> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// The class that a field belongs to. What no ledger feeds is shown to nobody who may not see treatments.
    pub fn class_of(&self, resource: &str, field: &str) -> Option<FieldClass> {
        let feeding = self.iter().find(|ledger| ledger.feeds().contains(&resource));
        feeding.map_or(Some(FieldClass::Treatment), |ledger| ledger.class_of(resource, field))
    }

    /// The one that feeds `resource`.
    pub fn find(&self, resource: &str) -> Option<&dyn Ledger> {
        self.iter().find(|ledger| ledger.resource() == resource)
    }
}
