//! A figure measured: its value, the records behind it, the records it lacks, and what the drafter should know.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::dto::{Evidence, Side};
use super::source::Definition;
use super::value::{FigureValue, Value};

/// A sentence for the drafter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FigureRemark {
    /// In Chinese.
    #[schema(example = "其中2次未登记数量")]
    pub zh: String,
    /// In English.
    pub en: String,
}

impl FigureRemark {
    /// Both sentences.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

/// The records a figure lacks: what keeps a rate from being complete, or a sum from being whole.
#[derive(Debug, Clone)]
pub struct Gap {
    /// What people call them: 未录入, 未入格, ….
    pub title: FigureRemark,
    /// The records.
    pub evidence: Vec<Evidence>,
}

impl Gap {
    /// These records, called so.
    pub fn new(zh: &str, en: &str, evidence: Vec<Evidence>) -> Self {
        Self { title: FigureRemark::new(zh, en), evidence }
    }
}

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
    /// The records it lacks, where lacking means something.
    pub lacking: Option<Gap>,
    /// What the drafter should know before printing it.
    pub remarks: Vec<FigureRemark>,
}

impl Measured {
    /// A value that is not a count of its evidence.
    pub fn known(definition: &'static Definition, value: Value, evidence: Vec<Evidence>) -> Self {
        let value = FigureValue::Known(value);
        Self { definition, value, source: None, evidence, lacking: None, remarks: Vec::new() }
    }

    /// Nobody recorded it.
    pub fn unknown(definition: &'static Definition, reason_zh: &str, reason_en: &str) -> Self {
        let value = FigureValue::Unknown { reason_zh: reason_zh.to_owned(), reason_en: reason_en.to_owned() };
        Self { definition, value, source: None, evidence: Vec::new(), lacking: None, remarks: Vec::new() }
    }

    /// A count of records: as many as there is evidence.
    pub fn count(definition: &'static Definition, evidence: Vec<Evidence>) -> Self {
        Self::known(definition, Value::Integer(amount(evidence.len())), evidence)
    }

    /// A sum over records: of the amounts in the evidence. Records of which nobody noted the amount are left out, listed
    /// and remarked on; `counted_in` is what they are counted in (次, 个村).
    pub fn sum(definition: &'static Definition, records: Vec<Evidence>, counted_in: &str) -> Self {
        let (evidence, without): (Vec<_>, Vec<_>) = records.into_iter().partition(|one| one.amount.is_some());
        let sum = evidence.iter().filter_map(|one| one.amount).sum();
        let mut measured = Self::known(definition, Value::Integer(sum), evidence);
        if !without.is_empty() {
            let skipped = without.len();
            measured.remarks.push(FigureRemark::new(
                format!("其中{skipped}{counted_in}未登记数量，没有计入"),
                format!("{skipped} records have no amount and are left out"),
            ));
            measured.lacking = Some(Gap::new("未登记数量", "Without an amount", without));
        }
        measured
    }

    /// How many fulfil a condition, of those that do and those that do not.
    pub fn rate(definition: &'static Definition, evidence: Vec<Evidence>, lacking: Gap) -> Self {
        let numerator = amount(evidence.len());
        let denominator = numerator.saturating_add(amount(lacking.evidence.len()));
        let rate = Self::known(definition, Value::Rate { numerator, denominator }, evidence);
        Self { lacking: Some(lacking), ..rate }
    }

    /// The records of one side: those counted, or those lacking.
    pub fn on_side(self, side: Side) -> Vec<Evidence> {
        match side {
            Side::Counted => self.evidence,
            Side::Lacking => self.lacking.map(|gap| gap.evidence).unwrap_or_default(),
        }
    }

    /// It, with nothing told of what it is or what stands behind it.
    #[must_use]
    pub fn withheld(self) -> Self {
        let (reason_zh, reason_en) = ("涉及人数过少，不予显示".to_owned(), "too few persons to be told".to_owned());
        let value = FigureValue::Withheld { reason_zh, reason_en };
        Self { value, source: None, evidence: Vec::new(), lacking: None, remarks: Vec::new(), ..self }
    }

    /// Itself, or unknown when there are no records of that kind at all.
    #[must_use]
    pub fn unknown_if(self, is_absent: bool, reason_zh: &str, reason_en: &str) -> Self {
        if is_absent { Self::unknown(self.definition, reason_zh, reason_en) } else { self }
    }

    /// Itself, with a remark where there is one and a value to remark on.
    #[must_use]
    pub fn remarked(mut self, remark: Option<FigureRemark>) -> Self {
        if self.value.known().is_some() {
            self.remarks.extend(remark);
        }
        self
    }
}

pub(super) fn amount(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
