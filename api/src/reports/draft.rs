//! Template and figures into a document.
#[cfg(test)]
mod tests;

use super::document::{Block, Document, Figure, Missing, Run};
use super::edit::Edits;
use super::figures::{FigureValue, Figures};
use super::marks::{self, BadMark, Field, Piece};
use super::template::{Alternative, Paragraph, Sentence, Template};
use super::wording;

/// Drafts the report. Called again with new figures it is the refresh: a drafter's own words stay, only figures move.
pub fn draft(template: &Template, figures: &Figures, edits: &Edits) -> Result<Document, BadMark> {
    let printer = Printer { template, figures };
    let title: String = printer.runs(&template.title, false).iter().map(Run::text).collect();
    let blocks = template.paragraphs.iter().map(|paragraph| printer.block(paragraph, edits));
    let placed = |key: &&String| template.paragraphs.iter().any(|paragraph| paragraph.key == **key);
    Ok(Document {
        template_id: template.id.clone(),
        template_version: template.version.clone(),
        title,
        blocks: blocks.collect::<Result<_, _>>()?,
        unplaced: edits.keys().filter(|key| !placed(key)).cloned().collect(),
        notes: Vec::new(),
    })
}

struct Printer<'a> {
    template: &'a Template,
    figures: &'a Figures,
}

impl Printer<'_> {
    fn block(&self, paragraph: &Paragraph, edits: &Edits) -> Result<Block, BadMark> {
        let chosen = paragraph.sentences.iter().filter_map(|sentence| self.choose(sentence));
        let (choices, alternatives): (Vec<usize>, Vec<&Alternative>) = chosen.unzip();
        let edit = edits.get(&paragraph.key);
        let runs = match edit {
            Some(edit) => self.runs(&marks::parse(&edit.text)?, false),
            None => closed(alternatives.iter().flat_map(|one| self.runs(&one.pieces, one.judgement)).collect()),
        };
        let outdated = edit.is_some_and(|edit| edit.choices != choices);
        Ok(Block {
            key: paragraph.key.clone(),
            level: paragraph.level,
            runs,
            choices,
            edited: edit.is_some(),
            outdated,
        })
    }

    fn choose<'b>(&self, sentence: &'b Sentence) -> Option<(usize, &'b Alternative)> {
        let holds = |one: &Alternative| one.when.iter().all(|condition| condition.holds(self.figures));
        sentence.alternatives.iter().enumerate().find(|(_, one)| holds(one))
    }

    fn runs(&self, pieces: &[Piece], judgement: bool) -> Vec<Run> {
        let run = |piece: &Piece| match piece {
            Piece::Text(text) if judgement => Run::Judgement { text: text.clone() },
            Piece::Text(text) => Run::Text { text: text.clone() },
            Piece::Field(field) => Run::Figure(self.figure(field)),
        };
        pieces.iter().map(run).collect()
    }

    fn figure(&self, field: &Field) -> Figure {
        let (printed, missing) = match self.words(field) {
            Ok(printed) => (printed, None),
            Err(missing) => (missing.printed(), Some(missing)),
        };
        let blank_numbers = field.blank_numbers.clone();
        Figure { name: field.name.clone(), mark: field.to_string(), printed, missing, blank_numbers }
    }

    fn words(&self, field: &Field) -> Result<String, Missing> {
        match self.figures.get(&field.name) {
            Some(FigureValue::Known(value)) => wording::print(value, &field.format).map_err(|fault| {
                let (zh, en) = fault.sentences();
                Missing { zh, en }
            }),
            Some(FigureValue::Unknown { reason_zh, reason_en } | FigureValue::Withheld { reason_zh, reason_en }) => {
                Err(Missing { zh: reason_zh.clone(), en: reason_en.clone() })
            }
            None => Err(self.template.missing.get(&field.name).cloned().unwrap_or_else(not_supplied)),
        }
    }
}

fn not_supplied() -> Missing {
    Missing { zh: "没有这项记录".to_owned(), en: "no such record".to_owned() }
}

/// Ends a paragraph whose last alternative was empty with a full stop instead of a comma.
fn closed(mut runs: Vec<Run>) -> Vec<Run> {
    if let Some(Run::Text { text } | Run::Judgement { text }) = runs.last_mut()
        && let Some(prose) = text.strip_suffix(['，', '；', '、'])
    {
        *text = format!("{prose}。");
    }
    runs
}
