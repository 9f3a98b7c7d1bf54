//! What has changed behind a figure since a report took it.
use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use super::compile::KeptFigure;
use super::figures::FigureValue;
use super::format::Format;
use super::wording;
use crate::indicators::Evidence;
use crate::platform::id::Id;

/// Changed records named in a notice.
const NAMED: usize = 20;

/// Whether the number itself would be another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DriftKind {
    /// 数值变了
    ValueChanged,
    /// 记录有改动，数值未变
    RecordsChanged,
}

/// A figure behind which something has changed since the report took it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Drift {
    /// Name of the indicator.
    pub name: String,
    /// Whether the number itself would be another.
    pub kind: DriftKind,
    /// The notice in Chinese.
    #[schema(example = "数值由319变为320")]
    pub notice_zh: String,
    /// The notice in English.
    pub notice_en: String,
    /// What the report says.
    pub then: FigureValue,
    /// What it would be now.
    pub now: FigureValue,
    /// The records that came, went or count for another amount, by what people call them; at most twenty. Empty when they
    /// belong to persons and the caller may not read persons.
    pub records: Vec<String>,
    /// The persons among them.
    #[serde(skip)]
    pub persons: Vec<Id>,
}

/// What has changed behind one figure, if anything.
pub fn drift(then: &KeptFigure, now: &[KeptFigure], may_name_records: bool, is_personal: bool) -> Option<Drift> {
    let now = now.iter().find(|figure| figure.name == then.name && figure.hash != then.hash)?;
    let kind = if now.value == then.value { DriftKind::RecordsChanged } else { DriftKind::ValueChanged };
    let (notice_zh, notice_en) = match kind {
        DriftKind::RecordsChanged => {
            ("记录有改动，数值未变".to_owned(), "records have changed, the value has not".to_owned())
        }
        DriftKind::ValueChanged => (
            format!("数值由{}变为{}", told(&then.value), told(&now.value)),
            format!("the value changed from {} to {}", told(&then.value), told(&now.value)),
        ),
    };
    let differing = if may_name_records { differing(then, now) } else { Vec::new() };
    let records: BTreeSet<&str> = differing.iter().map(|one| one.label.as_str()).collect();
    let records = records.into_iter().take(NAMED).map(str::to_owned).collect();
    let persons = differing.iter().filter(|_| is_personal).map(|one| one.owner_id.unwrap_or(one.subject_id)).collect();
    let (then_value, now_value) = (then.value.clone(), now.value.clone());
    Some(Drift {
        name: then.name.clone(),
        kind,
        notice_zh,
        notice_en,
        then: then_value,
        now: now_value,
        records,
        persons,
    })
}

fn told(value: &FigureValue) -> String {
    match value.known() {
        None => "【待填】".to_owned(),
        Some(super::figures::Value::Rate { numerator, denominator }) => format!("{numerator}/{denominator}"),
        Some(value) => wording::print(value, &Format::Plain).unwrap_or_else(|_none| "—".to_owned()),
    }
}

fn differing<'a>(then: &'a KeptFigure, now: &'a KeptFigure) -> Vec<&'a Evidence> {
    let pairs = [(then.evidence.as_slice(), now.evidence.as_slice()), (then.lacking(), now.lacking())];
    pairs.into_iter().flat_map(|(then, now)| changed(then, now)).collect()
}

fn changed<'a>(then: &'a [Evidence], now: &'a [Evidence]) -> Vec<&'a Evidence> {
    let counted = |records: &'a [Evidence]| records.iter().map(Evidence::counted).collect::<BTreeSet<_>>();
    let (before, after) = (counted(then), counted(now));
    let gone = then.iter().filter(|one| !after.contains(&one.counted()));
    let come = now.iter().filter(|one| !before.contains(&one.counted()));
    gone.chain(come).collect()
}
