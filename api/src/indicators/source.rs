//! What a domain offers: figures measured together from rows loaded once, each with the records behind it.
use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use super::dto::Evidence;
use super::value::{FigureValue, Value};
use crate::platform::access::Reading;
use crate::platform::error::{ApiError, ApiResult};

/// What a figure is asked for: an area and a year up to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Division whose subtree is counted.
    pub division: String,
    /// The year of the flows.
    pub year: i32,
    /// The day of the stocks, and the last day of the flows.
    pub as_of: NaiveDate,
}

impl Question {
    /// First day of the year.
    pub fn from(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, 1, 1).unwrap_or(self.as_of)
    }

    /// Last day of the flows: the year's end, or the as-of day if that comes first.
    pub fn to(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, 12, 31).map_or(self.as_of, |end| end.min(self.as_of))
    }

    /// Whether a day lies in the year, up to the as-of day.
    pub fn in_year(&self, day: NaiveDate) -> bool {
        day.year() == self.year && day <= self.as_of
    }

    /// Whether a day has come by the as-of day.
    pub fn by_then(&self, day: NaiveDate) -> bool {
        day <= self.as_of
    }
}

/// Which clock a figure runs on: the example summary mixes three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// What is there on the as-of day.
    Stock,
    /// What happened in the year up to the as-of day.
    Flow,
    /// Everything on record up to the as-of day.
    Total,
    /// Entered once a year with its source.
    Profile,
}

/// What a figure means.
#[derive(Debug, Clone, Copy)]
pub struct Definition {
    /// Stable name.
    pub name: &'static str,
    /// What people call it.
    pub title_zh: &'static str,
    /// In English.
    pub title_en: &'static str,
    /// What exactly is counted, in Chinese.
    pub meaning_zh: &'static str,
    /// The unit (人, 次, 份, …).
    pub unit: &'static str,
    /// Its clock.
    pub clock: Clock,
}

/// Declares a domain's figures: a constant each, and `DEFINITIONS` with all of them.
macro_rules! definitions {
    ($($constant:ident = $name:literal, $zh:literal, $en:literal, $unit:literal, $clock:ident, $meaning:literal;)+) => {
        $(const $constant: &Definition =
            &Definition { name: $name, title_zh: $zh, title_en: $en, meaning_zh: $meaning, unit: $unit, clock: Clock::$clock };)+
        const DEFINITIONS: &[Definition] = &[$(*$constant),+];
    };
}
pub(crate) use definitions;

/// A figure measured.
#[derive(Debug, Clone)]
pub struct Measured {
    /// What it means.
    pub definition: &'static Definition,
    /// What it is.
    pub value: FigureValue,
    /// Where a slow statistic comes from.
    pub source: Option<String>,
    /// The records behind it.
    pub evidence: Vec<Evidence>,
}

impl Measured {
    /// A count of records: as many as there is evidence.
    pub fn count(definition: &'static Definition, evidence: Vec<Evidence>) -> Self {
        let count = i64::try_from(evidence.len()).unwrap_or(i64::MAX);
        Self { definition, value: FigureValue::Known(Value::Integer(count)), source: None, evidence }
    }

    /// A sum over records: of the amounts in the evidence.
    pub fn sum(definition: &'static Definition, evidence: Vec<Evidence>) -> Self {
        let sum = evidence.iter().filter_map(|one| one.amount).sum();
        Self { definition, value: FigureValue::Known(Value::Integer(sum)), source: None, evidence }
    }

    /// A value that is not a count of its evidence.
    pub fn known(definition: &'static Definition, value: Value, evidence: Vec<Evidence>) -> Self {
        Self { definition, value: FigureValue::Known(value), source: None, evidence }
    }

    /// Itself, or unknown when nothing at all is recorded.
    #[must_use]
    pub fn or_unknown(self, reason_zh: &str, reason_en: &str) -> Self {
        if self.evidence.is_empty() { Self::unknown(self.definition, reason_zh, reason_en) } else { self }
    }

    /// Nobody recorded it.
    pub fn unknown(definition: &'static Definition, reason_zh: &str, reason_en: &str) -> Self {
        let value = FigureValue::Unknown { reason_zh: reason_zh.to_owned(), reason_en: reason_en.to_owned() };
        Self { definition, value, source: None, evidence: Vec::new() }
    }
}

/// A domain's figures.
pub trait FigureSource: Send + Sync {
    /// What it measures; [`FigureSource::measure`] answers one of each, in this order.
    fn definitions(&self) -> &'static [Definition];

    /// Measures all of them at once.
    ///
    /// # Errors
    /// The database refuses.
    fn measure(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<Measured>>;
}

/// How many of one kind there are in one division: a cell of the overview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Tally {
    /// What is counted: `persons`, `premises`, `premises_inspected_90_days`.
    pub what: &'static str,
    /// The village (or town).
    pub division_code: String,
    /// A status where they are counted by status.
    pub key: Option<String>,
    /// How many.
    pub count: i64,
}

/// A domain's part of the overview: counted by the database, never by opening records.
pub trait TallySource: Send + Sync {
    /// Counts by division.
    ///
    /// # Errors
    /// The database refuses.
    fn tally(&self, reading: &mut Reading<'_>, division: &str, today: NaiveDate) -> ApiResult<Vec<Tally>>;
}

/// Everything that is counted, from every domain; made in `app.rs`.
#[derive(Clone)]
pub struct Sources {
    /// Figures.
    pub figures: Arc<[Box<dyn FigureSource>]>,
    /// Parts of the overview.
    pub tallies: Arc<[Box<dyn TallySource>]>,
}

impl Sources {
    /// Measures every figure.
    ///
    /// # Errors
    /// The database refuses.
    pub fn measure(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<Measured>> {
        let mut measured = Vec::new();
        for source in self.figures.iter() {
            measured.extend(source.measure(reading, question)?);
        }
        Ok(measured)
    }

    /// What a figure means, if anybody defines it.
    pub fn definition(&self, name: &str) -> Option<&'static Definition> {
        self.figures.iter().flat_map(|source| source.definitions()).find(|definition| definition.name == name)
    }

    /// Measures one figure.
    ///
    /// # Errors
    /// The database refuses. `Ok(None)` when nobody defines it.
    pub fn measure_one(
        &self,
        reading: &mut Reading<'_>,
        question: &Question,
        name: &str,
    ) -> ApiResult<Option<Measured>> {
        let source =
            self.figures.iter().find(|source| source.definitions().iter().any(|definition| definition.name == name));
        let Some(source) = source else { return Ok(None) };
        Ok(source.measure(reading, question)?.into_iter().find(|measured| measured.definition.name == name))
    }
}

impl FromRequest for Sources {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let sources = request.app_data::<Self>().cloned();
        ready(sources.ok_or_else(|| ApiError::Internal("no figures are registered".into())))
    }
}
