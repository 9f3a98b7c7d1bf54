//! Rows of `reports`: what is sealed, and how a report is shown with what has drifted since.
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::TABLE;
use crate::indicators::{Evidence, Question, Sources};
use crate::platform::access::Reading;
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::reports;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::reports::compile::{KeptFigure, write};
use crate::reports::dto::{Drift, Report, ReportFigure, ReportKind, ReportState, ReportSummary};
use crate::reports::edit::{self, Edits};

/// Changed records named in a drift notice.
const NAMED: usize = 20;

/// What is sealed of a report: the drafter's words and the figures with their records.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) edits: Edits,
    pub(super) figures: Vec<KeptFigure>,
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
        Question { division: self.division_code.clone(), year: self.year, as_of: self.as_of }
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

pub(super) fn report(sources: &Sources, row: ReportRow, content: &Content, now: &[KeptFigure]) -> ApiResult<Report> {
    let document = write(&content.figures, &content.edits)?;
    let editable = document.blocks.iter().map(|block| (block.key.clone(), edit::editable(block))).collect();
    let ReportRow { id, kind, division_code, year, as_of, state, frozen_at, version, created_at, updated_at, .. } = row;
    Ok(Report {
        id,
        kind: ReportKind::stored(&kind)?,
        division_code,
        year,
        as_of,
        state: ReportState::stored(&state)?,
        frozen_at: frozen_at.map(|at| at.and_utc()),
        document,
        editable,
        figures: content.figures.iter().map(|figure| described(sources, figure)).collect(),
        drift: content.figures.iter().filter_map(|figure| drift(figure, now)).collect(),
        changes: Vec::new(),
        version,
        created_at: created_at.and_utc(),
        updated_at: updated_at.and_utc(),
    })
}

pub(super) fn described(sources: &Sources, figure: &KeptFigure) -> ReportFigure {
    let definition = sources.definition(&figure.name);
    let text =
        |pick: fn(&crate::indicators::Definition) -> &'static str| definition.map(pick).unwrap_or_default().to_owned();
    ReportFigure {
        name: figure.name.clone(),
        title_zh: text(|definition| definition.title_zh),
        title_en: text(|definition| definition.title_en),
        meaning_zh: text(|definition| definition.meaning_zh),
        unit: text(|definition| definition.unit),
        value: figure.value.clone(),
        source: figure.source.clone(),
        record_count: figure.evidence.len(),
        hash: figure.hash.clone(),
    }
}

pub(super) fn drift(then: &KeptFigure, now: &[KeptFigure]) -> Option<Drift> {
    let now = now.iter().find(|figure| figure.name == then.name && figure.hash != then.hash)?;
    let differs = |one: &&Evidence, others: &[Evidence]| {
        !others.iter().any(|other| other.subject_id == one.subject_id && other.version == one.version)
    };
    let gone = then.evidence.iter().filter(|one| differs(one, &now.evidence));
    let come = now.evidence.iter().filter(|one| differs(one, &then.evidence));
    let mut records: Vec<String> = gone.chain(come).map(|one| one.label.clone()).collect();
    records.sort();
    records.dedup();
    records.truncate(NAMED);
    Some(Drift { name: then.name.clone(), then: then.value.clone(), now: now.value.clone(), records })
}
