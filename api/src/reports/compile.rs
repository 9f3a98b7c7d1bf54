//! From indicators to a document: measured once, kept with the records behind each figure.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::document::{Document, Run};
use super::draft::draft;
use super::edit::Edits;
use super::figures::{FigureValue, Figures};
use super::template::Template;
use crate::indicators::{Evidence, Measured, Question, Sources};
use crate::platform::access::Reading;
use crate::platform::error::{ApiError, ApiResult};

/// A figure as a report keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeptFigure {
    /// Name of the indicator.
    pub name: String,
    /// What it was.
    pub value: FigureValue,
    /// Where a slow statistic comes from.
    pub source: Option<String>,
    /// The records behind it, with the versions that were counted.
    pub evidence: Vec<Evidence>,
    /// Over the records and their versions: equal hashes mean that nothing behind the figure has changed.
    pub hash: String,
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
    let Measured { definition, value, source, evidence } = measured;
    let hash = hash(&value, &evidence);
    KeptFigure { name: definition.name.to_owned(), value, source, evidence, hash }
}

fn hash(value: &FigureValue, evidence: &[Evidence]) -> String {
    let mut lines: Vec<String> =
        evidence.iter().map(|one| format!("{}|{}|{}", one.subject_type, one.subject_id, one.version)).collect();
    lines.sort();
    let mut hasher = Sha256::new();
    hasher.update(format!("{value:?}"));
    lines.iter().for_each(|line| hasher.update(line));
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The document these figures and the drafter's own words make.
///
/// # Errors
/// 500 when the template or a stored edit is unsound; both were checked when they came in.
pub fn write(figures: &[KeptFigure], edits: &Edits) -> ApiResult<Document> {
    let template = Template::annual_summary().map_err(|error| ApiError::Internal(error.into()))?;
    let values: Figures = figures.iter().map(|figure| (figure.name.clone(), figure.value.clone())).collect();
    draft(&template, &values, edits).map_err(|error| ApiError::Internal(error.into()))
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
