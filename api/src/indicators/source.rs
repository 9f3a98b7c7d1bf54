//! What a domain offers: figures measured together from rows loaded once, each with the records behind it.
use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::measured::Measured;
use super::question::Question;
use crate::platform::access::Reading;
use crate::platform::auth::{CapabilitySet, ReadLeads, ReadPersonnel};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult, FieldError, Rule};

const NO_INDICATOR: Rule = Rule { code: "indicator.not_found", zh: "没有这个指标", en: "no such indicator" };

/// Which clock a figure runs on: the example summary mixes three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
    /// The same in English.
    pub meaning_en: &'static str,
    /// The unit (人, 次, 份, …).
    pub unit: &'static str,
    /// Its clock.
    pub clock: Clock,
}

/// Declares a domain's figures: a constant each, and `DEFINITIONS` with all of them.
macro_rules! definitions {
    ($($constant:ident = $name:literal, $zh:literal, $en:literal, $unit:literal, $clock:ident, $meaning_zh:literal, $meaning_en:literal;)+) => {
        $(const $constant: &Definition = &Definition {
            name: $name,
            title_zh: $zh,
            title_en: $en,
            meaning_zh: $meaning_zh,
            meaning_en: $meaning_en,
            unit: $unit,
            clock: Clock::$clock,
        };)+
        const DEFINITIONS: &[Definition] = &[$(*$constant),+];
    };
}
pub(crate) use definitions;

/// A domain's figures.
pub trait FigureSource: Send + Sync {
    /// What it measures; [`FigureSource::measure`] answers one of each, in this order.
    fn definitions(&self) -> &'static [Definition];

    /// Measures all of them at once.
    ///
    /// # Errors
    /// The database refuses.
    fn measure(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<Measured>>;

    /// Whether the records behind its figures belong to persons: who may not read persons learns their number only.
    fn is_personal(&self) -> bool {
        false
    }

    /// Whether the records behind its figures are leads to the police: who may not read leads learns their number only.
    fn is_confidential(&self) -> bool {
        false
    }

    /// Why nothing at all can be counted in this area, if so: it is on no record.
    ///
    /// # Errors
    /// The database refuses.
    fn wrong_area(&self, _reading: &mut Reading<'_>, _question: &Question) -> ApiResult<Option<Rule>> {
        Ok(None)
    }

    /// Why it does not count in this area, if so, where others do: a profile is a town's.
    ///
    /// # Errors
    /// The database refuses.
    fn not_here(&self, _reading: &mut Reading<'_>, _question: &Question) -> ApiResult<Option<Rule>> {
        Ok(None)
    }
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

    /// Whether persons are counted: small cells are not told of a village to who may not read persons.
    fn is_personal(&self) -> bool {
        false
    }
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
    /// Measures every figure, whether its source counts in this area or not: what it says then is unknown.
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

    /// Measures the figures that are counted in this area and that `wanted` says are wanted.
    ///
    /// # Errors
    /// The database refuses.
    pub fn measure_here(
        &self,
        reading: &mut Reading<'_>,
        question: &Question,
        wanted: impl Fn(&Definition, bool) -> bool,
    ) -> ApiResult<Vec<Measured>> {
        let mut measured = Vec::new();
        for source in self.figures.iter() {
            let wanted = |definition: &Definition| wanted(definition, source.is_personal());
            if source.definitions().iter().any(wanted) && source.not_here(reading, question)?.is_none() {
                measured.extend(source.measure(reading, question)?.into_iter().filter(|one| wanted(one.definition)));
            }
        }
        Ok(measured)
    }

    /// Refuses a question that has no true answer: a day that cannot be, an area on no record. `day` and `area` name the
    /// fields that ask.
    ///
    /// # Errors
    /// 422 with every field that is wrong.
    pub fn admit(&self, reading: &mut Reading<'_>, question: &Question, day: &str, area: &str) -> ApiResult<()> {
        let mut wrong: Vec<FieldError> = Vec::new();
        wrong.extend(question.wrong_day(clock::today()).map(|rule| FieldError::new(day, rule)));
        for source in self.figures.iter() {
            wrong.extend(source.wrong_area(reading, question)?.map(|rule| FieldError::new(area, rule)));
        }
        ApiError::all(wrong)
    }

    /// Refuses what [`Sources::admit`] refuses, and an area in which not all figures are counted: a summary needs them all.
    ///
    /// # Errors
    /// 422 with every field that is wrong.
    pub fn admit_whole(&self, reading: &mut Reading<'_>, question: &Question, day: &str, area: &str) -> ApiResult<()> {
        self.admit(reading, question, day, area)?;
        let mut wrong = Vec::new();
        for source in self.figures.iter() {
            wrong.extend(source.not_here(reading, question)?.map(|rule| FieldError::new(area, rule)));
        }
        ApiError::all(wrong)
    }

    /// Whether someone who may do this may open the records behind a figure: those of persons, and leads to the police, are
    /// kept back from who may not read them. What nobody defines any more is kept back like both.
    pub fn may_open(&self, name: &str, capabilities: CapabilitySet) -> bool {
        let source = self.source_of(name);
        let (is_personal, is_confidential) =
            source.map_or((true, true), |source| (source.is_personal(), source.is_confidential()));
        (!is_personal || capabilities.has::<ReadPersonnel>()) && (!is_confidential || capabilities.has::<ReadLeads>())
    }

    /// Whether the records behind a figure are those of persons. What nobody defines any more may be.
    pub fn is_personal(&self, name: &str) -> bool {
        self.source_of(name).is_none_or(FigureSource::is_personal)
    }

    fn source_of(&self, name: &str) -> Option<&dyn FigureSource> {
        let defines = |source: &&dyn FigureSource| source.definitions().iter().any(|one| one.name == name);
        self.figures.iter().map(|source| &**source).find(defines)
    }

    /// What a figure means; nothing if nobody defines it.
    pub fn definition(&self, name: &str) -> Option<&'static Definition> {
        self.figures.iter().flat_map(|source| source.definitions()).find(|one| one.name == name)
    }

    /// What a figure means that somebody asks for.
    ///
    /// # Errors
    /// 404 when nobody defines it.
    pub fn expect(&self, name: &str) -> ApiResult<&'static Definition> {
        self.definition(name).ok_or(ApiError::NotFound(NO_INDICATOR))
    }

    /// Measures one figure.
    ///
    /// # Errors
    /// The database refuses; 422 for `division` where it is not counted in this area; 404 when nobody defines it.
    pub fn measure_one(&self, reading: &mut Reading<'_>, question: &Question, name: &str) -> ApiResult<Measured> {
        let source = self.source_of(name).ok_or(ApiError::NotFound(NO_INDICATOR))?;
        let not_here = source.not_here(reading, question)?.map(|rule| FieldError::new("division", rule));
        ApiError::all(not_here.into_iter().collect())?;
        let found = source.measure(reading, question)?.into_iter().find(|measured| measured.definition.name == name);
        found.ok_or(ApiError::NotFound(NO_INDICATOR))
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
