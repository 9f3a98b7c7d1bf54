//! Rows of `reports`: what is sealed, and how a report is shown with what has drifted since.
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Desk, TABLE};
use crate::codes::Period;
use crate::indicators::{Lacking, Question};
use crate::platform::access::Reading;
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::reports;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::reports::compile::KeptFigure;
use crate::reports::document::Document;
use crate::reports::drift::drift;
use crate::reports::dto::{Report, ReportFigure, ReportKind, ReportState, ReportSummary};
use crate::reports::edit::{self, Edits};
use crate::reports::findings::{Finding, findings};

/// What is sealed of a report: the whole document as it is printed, the drafter's words and the figures with their records.
/// The document is kept and not made anew from the template, so that no later program can say something else in it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) edits: Edits,
    pub(super) figures: Vec<KeptFigure>,
    pub(super) document: Document,
    /// What was found, and accepted, when it was frozen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) accepted: Vec<Finding>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) withdrawn_because: Option<String>,
}

impl Content {
    /// What should be looked at before signing.
    pub(super) fn findings(&self) -> Vec<Finding> {
        findings(&self.figures, &self.document)
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = reports, check_for_backend(Backend))]
pub(super) struct ReportRow {
    pub(super) id: Id,
    pub(super) kind: String,
    pub(super) division_code: String,
    pub(super) year: i32,
    pub(super) as_of: NaiveDate,
    pub(super) state: String,
    pub(super) frozen_at: Option<NaiveDateTime>,
    pub(super) data_key: Vec<u8>,
    pub(super) sealed: Vec<u8>,
    pub(super) version: i64,
    pub(super) created_at: NaiveDateTime,
    pub(super) updated_at: NaiveDateTime,
}

impl ReportRow {
    pub(super) fn question(&self) -> Question {
        let period = Period::year_of(self.year);
        Question { division: self.division_code.clone(), period, as_of: self.as_of }
    }

    pub(super) fn content(&self, reading: &Reading<'_>) -> ApiResult<Content> {
        reading.vault().open_key(&self.data_key)?.open(TABLE, self.id, &self.sealed)
    }
}

pub(super) fn summary(row: ReportRow) -> ApiResult<ReportSummary> {
    let ReportRow { id, kind, division_code, year, as_of, state, version, created_at, updated_at, .. } = row;
    let (kind, state) = (ReportKind::stored(&kind)?, ReportState::stored(&state)?);
    let (created_at, updated_at) = (created_at.and_utc(), updated_at.and_utc());
    Ok(ReportSummary { id, kind, division_code, year, as_of, state, version, created_at, updated_at })
}

pub(super) fn report(desk: &Desk, row: ReportRow, content: Content, now: &[KeptFigure]) -> ApiResult<Report> {
    let ReportRow { id, kind, division_code, year, as_of, state, frozen_at, version, created_at, updated_at, .. } = row;
    let state = ReportState::stored(&state)?;
    let findings = if state == ReportState::Frozen { content.accepted.clone() } else { content.findings() };
    let Content { figures, document, .. } = content;
    let editable = document.blocks.iter().map(|block| (block.key.clone(), edit::editable(block))).collect();
    let drifted = figures
        .iter()
        .filter_map(|figure| drift(figure, now, desk.may_open(&figure.name), desk.sources.is_personal(&figure.name)));
    Ok(Report {
        id,
        kind: ReportKind::stored(&kind)?,
        division_code,
        year,
        as_of,
        state,
        frozen_at: frozen_at.map(|at| at.and_utc()),
        document,
        editable,
        drift: drifted.collect(),
        figures: figures.into_iter().map(described).collect(),
        findings,
        changes: Vec::new(),
        version,
        created_at: created_at.and_utc(),
        updated_at: updated_at.and_utc(),
    })
}

fn described(figure: KeptFigure) -> ReportFigure {
    let KeptFigure { name, title, meaning, unit, clock, value, source, evidence, lacking, remarks, hash } = figure;
    ReportFigure {
        name,
        title_zh: title.zh,
        title_en: title.en,
        meaning_zh: meaning.zh,
        meaning_en: meaning.en,
        unit,
        clock,
        value,
        source,
        record_count: evidence.len(),
        lacking: lacking.map(|gap| Lacking::new(&gap.title, gap.evidence.len())),
        remarks,
        hash,
    }
}
