//! What an import says of each row, as it is kept and as it is told.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::change::{Change, FieldChange};
use super::dto::Outcome;
use super::ledger::Registry;
use crate::platform::access::Discloses;
use crate::platform::auth::Scope;
use crate::platform::error::{Language, Rule, Sentence};
use crate::platform::id::Id;

/// How many rows (or records) each outcome has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Counts {
    /// All.
    pub total: u32,
    /// New.
    pub create: u32,
    /// Changed.
    pub update: u32,
    /// Recorded already.
    pub unchanged: u32,
    /// Not matching what is on record or another row.
    pub conflict: u32,
    /// Breaking rules.
    pub invalid: u32,
}

impl Counts {
    /// Counts one more; what feeds nothing counts only in the total.
    pub fn add(&mut self, outcome: Option<Outcome>) {
        self.total += 1;
        let Some(outcome) = outcome else { return };
        *match outcome {
            Outcome::Create => &mut self.create,
            Outcome::Update => &mut self.update,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Conflict => &mut self.conflict,
            Outcome::Invalid => &mut self.invalid,
        } += 1;
    }

    /// How many cannot be written.
    pub fn refused(&self) -> u32 {
        self.conflict + self.invalid
    }

    /// How many are written.
    pub fn written(&self) -> u32 {
        self.create + self.update
    }
}

/// What is wrong with a cell, or with a row when `column` is empty. Never holds the cell's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellError {
    /// The heading, as the file writes it.
    pub column: String,
    /// Stable code.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl CellError {
    /// What is wrong with the cell under a heading.
    pub fn new(column: impl Into<String>, code: impl Into<String>, detail: Sentence) -> Self {
        Self { column: column.into(), code: code.into(), zh: detail.zh.into_owned(), en: detail.en.into_owned() }
    }

    /// What is wrong with a row as a whole.
    pub fn of_row((code, detail): (&'static str, Sentence)) -> Self {
        Self::new("", code, detail)
    }

    /// A rule that a row as a whole breaks.
    pub fn of_rule(rule: Rule) -> Self {
        Self::new("", rule.code, rule.into())
    }
}

/// What one row does to one record, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowReport {
    /// The row as a person counts it.
    pub row: u32,
    /// The resource of the record.
    pub resource: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// The record.
    pub target_id: Option<Id>,
    /// The fields that change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<Change>,
    /// Tells the record as it stood from what it may have become since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// Why not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<CellError>,
    /// What a person should look at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<CellError>,
    /// What became of it when the import was reverted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Undone>,
}

/// What became of a row when its import was reverted: undone, or kept for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// Why it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<CellError>,
}

impl RowReport {
    /// The person that the row is about, where it is one on file. Rows of their records name the record.
    pub fn person(&self) -> Option<Id> {
        self.target_id.filter(|_| self.resource == PERSONS)
    }
}

/// What is wrong with a cell, in the caller's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CellProblem {
    /// The heading, as the file writes it; empty when the whole row is meant.
    #[schema(example = "公民身份号码")]
    pub column: String,
    /// Stable code.
    #[schema(example = "id_number.checksum")]
    pub code: String,
    /// What is wrong; never the value.
    #[schema(example = "公民身份号码校验码不正确，请核对")]
    pub detail: String,
}

impl CellProblem {
    fn of(error: CellError, language: Language) -> Self {
        let CellError { column, code, zh, en } = error;
        Self { column, code, detail: language.pick(&Sentence { zh: zh.into(), en: en.into() }) }
    }
}

/// What became of a row when its import was reverted.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RowReverted {
    /// Whether the record is as it was before the import; else it stays as it is.
    pub undone: bool,
    /// Why it stays.
    pub problem: Option<CellProblem>,
}

/// The resource whose records are persons.
const PERSONS: &str = "personnel";

/// What one row does to one record.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ImportRow {
    /// The row as a person counts it, titles and headings included.
    pub row: u32,
    /// What becomes of the record.
    pub outcome: Outcome,
    /// The resource of the record.
    pub resource: String,
    /// The record; a new one has its id already.
    pub target_id: Option<Id>,
    /// The fields that change; of a new record none, its values are in the file.
    pub diff: Vec<FieldChange>,
    /// Why it cannot be written.
    pub errors: Vec<CellProblem>,
    /// What a person should look at.
    pub warnings: Vec<CellProblem>,
    /// What became of it when the import was reverted.
    pub reverted: Option<RowReverted>,
    /// The person it is about.
    #[serde(skip)]
    person: Option<Id>,
}

impl Discloses for ImportRow {
    fn persons(&self, told: &mut Vec<Id>) {
        told.extend(self.person);
    }
}

impl ImportRow {
    /// The report in the caller's language, with the values of the classes of fields they may see. Who only hands in is told
    /// what becomes of a row and what is wrong with its cells, and nothing of the record on file.
    pub fn of(mut report: RowReport, language: Language, registry: &Registry, scope: &Scope) -> Self {
        if scope.hands_in_as.is_some() {
            report.target_id = None;
            report.changed.clear();
        }
        let sees = scope.sees;
        let person = report.person();
        let RowReport { row, resource, outcome, target_id, changed, errors, warnings, undone, .. } = report;
        let told = |errors: Vec<CellError>| errors.into_iter().map(|error| CellProblem::of(error, language)).collect();
        let diff = changed.into_iter().map(|change| change.shown(&resource, registry, sees)).collect();
        let reverted = undone.map(|Undone { kept }| RowReverted {
            undone: kept.is_none(),
            problem: kept.map(|why| CellProblem::of(why, language)),
        });
        let (errors, warnings) = (told(errors), told(warnings));
        Self { row, outcome, resource, target_id, diff, errors, warnings, reverted, person }
    }
}
