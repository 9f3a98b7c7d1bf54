//! From indicators to a document: measured once, kept with the records behind each figure.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::document::{Document, Note, Run};
use super::draft::draft;
use super::edit::Edits;
use super::figures::{FigureValue, Figures};
use super::template::Template;
use crate::indicators::{Clock, Evidence, FigureRemark, Gap, Measured, Question, Sources};
use crate::platform::access::Reading;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::hex;
use crate::platform::id::Id;

/// A figure as a report keeps it, with what it meant: a later program may mean something else by the same name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeptFigure {
    /// Name of the indicator.
    pub name: String,
    /// What people call it.
    pub title: FigureRemark,
    /// What exactly was counted.
    pub meaning: FigureRemark,
    /// The unit.
    pub unit: String,
    /// Its clock.
    pub clock: Clock,
    /// What it was.
    pub value: FigureValue,
    /// Where a slow statistic comes from.
    pub source: Option<String>,
    /// The records behind it, with the versions that were counted.
    pub evidence: Vec<Evidence>,
    /// The records it lacked.
    pub lacking: Option<KeptGap>,
    /// What the drafter should know.
    pub remarks: Vec<FigureRemark>,
    /// Over what was counted: equal hashes mean that nothing behind the figure has changed.
    pub hash: String,
}

/// The records a figure lacked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeptGap {
    /// What people call them.
    pub title: FigureRemark,
    /// The records.
    pub evidence: Vec<Evidence>,
}

impl KeptFigure {
    /// The records it lacked; none where lacking means nothing.
    pub fn lacking(&self) -> &[Evidence] {
        self.lacking.as_ref().map(|gap| gap.evidence.as_slice()).unwrap_or_default()
    }
}

/// A document and the figures it was made of.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// What is printed.
    pub document: Document,
    /// Every figure, printed or not.
    pub figures: Vec<KeptFigure>,
}

/// Measures every figure and drafts the annual summary.
///
/// # Errors
/// The database refuses; 500 when the shipped template is unsound.
pub fn compile(reading: &mut Reading<'_>, sources: &Sources, question: &Question) -> ApiResult<Compiled> {
    let figures = take(reading, sources, question)?;
    let document = write(&figures, &Edits::new())?;
    Ok(Compiled { document, figures })
}

/// Measures every figure.
///
/// # Errors
/// The database refuses.
pub fn take(reading: &mut Reading<'_>, sources: &Sources, question: &Question) -> ApiResult<Vec<KeptFigure>> {
    Ok(sources.measure(reading, question)?.into_iter().map(keep).collect())
}

fn keep(measured: Measured) -> KeptFigure {
    let Measured { definition, value, source, evidence, lacking, remarks } = measured;
    let lacking = lacking.map(|Gap { title, evidence }| KeptGap { title, evidence });
    let hash = hash(&value, &evidence, lacking.as_ref().map(|gap| gap.evidence.as_slice()).unwrap_or_default());
    KeptFigure {
        name: definition.name.to_owned(),
        title: FigureRemark::new(definition.title_zh, definition.title_en),
        meaning: FigureRemark::new(definition.meaning_zh, definition.meaning_en),
        unit: definition.unit.to_owned(),
        clock: definition.clock,
        value,
        source,
        evidence,
        lacking,
        remarks,
        hash,
    }
}

fn counted(records: &[Evidence]) -> Vec<(&str, Id, Option<i64>)> {
    let mut counted: Vec<_> = records.iter().map(Evidence::counted).collect();
    counted.sort();
    counted
}

/// Over the value and which records give how much of it. Not over their versions: a note added to a record, or a later
/// inspection of a place, changes nothing of what was counted.
fn hash(value: &FigureValue, evidence: &[Evidence], lacking: &[Evidence]) -> String {
    let counted = serde_json::json!({"value": value, "records": counted(evidence), "lacking": counted(lacking)});
    let digest = Sha256::digest(counted.to_string());
    let (start, _) = digest.split_at(8);
    hex::digits(start)
}

/// The document these figures and the drafter's own words make.
///
/// # Errors
/// 500 when the template or a stored edit is unsound; both were checked when they came in.
pub fn write(figures: &[KeptFigure], edits: &Edits) -> ApiResult<Document> {
    let template = Template::annual_summary().map_err(|error| ApiError::Internal(error.into()))?;
    let values: Figures = figures.iter().map(|figure| (figure.name.clone(), figure.value.clone())).collect();
    let document = draft(&template, &values, edits).map_err(|error| ApiError::Internal(error.into()))?;
    let notes = notes(figures, &document);
    Ok(Document { notes, ..document })
}

/// The remarks on the figures that are printed, in the order of the text; one that several share is made once.
fn notes(figures: &[KeptFigure], document: &Document) -> Vec<Note> {
    let kept = |name: &str| figures.iter().find(|figure| figure.name == name);
    let printed = document.printed_figures().into_iter().filter_map(kept);
    let all = printed.flat_map(|figure| figure.remarks.iter().map(move |remark| note(figure, remark)));
    all.fold(Vec::new(), |mut notes: Vec<Note>, note| {
        if notes.iter().all(|known| known.zh != note.zh) {
            notes.push(note);
        }
        notes
    })
}

fn note(figure: &KeptFigure, remark: &FigureRemark) -> Note {
    let FigureRemark { zh, en } = remark.clone();
    Note { name: figure.name.clone(), title_zh: figure.title.zh.clone(), title_en: figure.title.en.clone(), zh, en }
}

/// The figures by name as plain JSON, and, where the text rounds, how they are printed (`leaflets_printed`).
pub fn figures_json(compiled: &Compiled) -> BTreeMap<String, serde_json::Value> {
    let value =
        |figure: &KeptFigure| figure.value.known().map_or(serde_json::Value::Null, super::figures::Value::to_json);
    let mut json: BTreeMap<String, serde_json::Value> =
        compiled.figures.iter().map(|figure| (figure.name.clone(), value(figure))).collect();
    for run in compiled.document.blocks.iter().flat_map(|block| &block.runs) {
        if let Run::Figure(figure) = run
            && figure.mark.contains("|approx")
            && figure.missing.is_none()
        {
            json.insert(format!("{}_printed", figure.name), figure.printed.clone().into());
        }
    }
    json
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::Value;

    fn record(id: Id, version: i64, amount: Option<i64>) -> Evidence {
        Evidence {
            subject_type: "events".into(),
            subject_id: id,
            owner_id: None,
            version,
            label: format!("第{version}版"),
            on: None,
            division_code: "990981107201".into(),
            amount,
        }
    }

    #[test]
    fn only_what_is_counted_is_hashed() {
        let (one, other) = (Id::new(), Id::new());
        let of = |count, records: &[Evidence], lacking: &[Evidence]| {
            hash(&FigureValue::Known(Value::Integer(count)), records, lacking)
        };
        let base = of(3, &[record(one, 1, Some(3))], &[]);
        assert_eq!(of(3, &[record(one, 2, Some(3))], &[]), base, "another version of the same record");
        assert_ne!(of(4, &[record(one, 1, Some(3))], &[]), base, "another value");
        assert_ne!(of(3, &[record(one, 1, Some(2))], &[]), base, "another amount");
        assert_ne!(of(3, &[record(other, 1, Some(3))], &[]), base, "another record");
        assert_ne!(of(3, &[record(one, 1, Some(3))], &[record(other, 1, None)]), base, "another gap");
    }
}
