//! The report as an official document.
use crate::docx::{self, DocxError, Look, Mark, Sheet, Style};
use crate::reports::document::{Block, Document, Level, Run, TO_FILL};

/// Renders the document.
pub fn docx(document: &Document) -> Result<Vec<u8>, DocxError> {
    let blocks = document.blocks.iter().filter(|block| !block.text().is_empty()).map(paragraph).collect();
    docx::write(&Sheet { look: Look::Official, title: document.title.clone(), blocks, together_from: None })
}

fn paragraph(block: &Block) -> docx::Block {
    let style = match block.level {
        Level::Body => Style::Body,
        Level::First => Style::First,
        Level::Second => Style::Second,
    };
    let (mut runs, mut is_open) = (Vec::new(), false);
    for part in &block.runs {
        for (text, is_missing) in by_place_to_fill(part.text(), &mut is_open) {
            runs.push(docx::Run { text: text.to_owned(), mark: mark(part, is_missing) });
        }
    }
    docx::Block::Paragraph(style, runs)
}

fn mark(part: &Run, is_missing: bool) -> Option<Mark> {
    match part {
        _ if is_missing => Some(Mark::Missing),
        Run::Judgement { .. } => Some(Mark::Judgement),
        Run::Figure(_) | Run::Text { .. } => None,
    }
}

/// The stretches of a text inside and outside places to be filled in (【待填…】). A place may begin in one run and end in
/// another; `is_open` carries it over.
fn by_place_to_fill<'a>(text: &'a str, is_open: &mut bool) -> Vec<(&'a str, bool)> {
    let mut stretches = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = if *is_open { rest.find('】').map(|at| at + '】'.len_utf8()) } else { rest.find(TO_FILL) };
        let (stretch, after) = end.and_then(|end| rest.split_at_checked(end)).unwrap_or((rest, ""));
        if !stretch.is_empty() {
            stretches.push((stretch, *is_open));
        }
        *is_open ^= end.is_some();
        rest = after;
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_to_fill_is_marked_across_runs() {
        let mut is_open = false;
        let stretches: Vec<_> =
            ["工作【待填：", "禁贩", "没有记录】，又", "完"].map(|text| by_place_to_fill(text, &mut is_open)).concat();
        let expected =
            [("工作", false), ("【待填：", true), ("禁贩", true), ("没有记录】", true), ("，又", false), ("完", false)];
        assert_eq!(stretches, expected);
    }

    #[test]
    fn what_nobody_has_proved_is_marked() {
        let judgement = Run::Judgement { text: "好。".to_owned() };
        assert_eq!((mark(&judgement, false), mark(&judgement, true)), (Some(Mark::Judgement), Some(Mark::Missing)));
        assert_eq!(mark(&Run::Text { text: "文".to_owned() }, false), None);
    }
}
