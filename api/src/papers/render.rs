//! A paper as a document to be carried away.
use super::dto::{Paper, PaperBlock};
use crate::docx::{Block, DocxError, Look, Run, Sheet, Style, write};

/// Room to sign in, and the day.
const SIGN_HERE: &str = "＿＿＿＿＿＿＿＿　　　　　年　　月　　日";
const CUT: &str = "－－－－－－－－－－－－（沿此线剪下）－－－－－－－－－－－－";

/// Renders a paper.
///
/// # Errors
/// The archive cannot be written.
pub fn docx(paper: &Paper) -> Result<Vec<u8>, DocxError> {
    let mut printed = Vec::new();
    let mut together_from = None;
    for block in &paper.blocks {
        if *block == PaperBlock::Cut {
            together_from = Some(printed.len());
        }
        printed.extend(blocks(block));
    }
    write(&Sheet { look: Look::Form, title: paper.title.clone(), blocks: printed, together_from })
}

fn blocks(block: &PaperBlock) -> Vec<Block> {
    let lines = |style: Style, text: &str| text.split('\n').map(|line| paragraph(style, line)).collect();
    match block {
        PaperBlock::Body { text } => lines(Style::Body, text),
        PaperBlock::Left { text } => lines(Style::Left, text),
        PaperBlock::Right { text } => lines(Style::Right, text),
        PaperBlock::Centre { text } => lines(Style::Centre, text),
        PaperBlock::Heading { text } => lines(Style::First, text),
        PaperBlock::Table { rows } => vec![Block::Table(rows.clone())],
        PaperBlock::Signatures { lines } => {
            lines.iter().map(|line| paragraph(Style::Left, &format!("{line}{SIGN_HERE}"))).collect()
        }
        PaperBlock::Cut => vec![paragraph(Style::Centre, CUT)],
    }
}

fn paragraph(style: Style, text: &str) -> Block {
    Block::Paragraph(style, vec![Run { text: text.to_owned(), mark: None }])
}
