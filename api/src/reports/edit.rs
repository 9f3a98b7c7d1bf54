//! A drafter's own words around locked figures.
//!
//! Shown for editing, a figure reads `⟦9800余←leaflets|approx:2|blank:23⟧`: what it prints now, an arrow, its mark.
//! It may be moved, repeated or left out; another one may be put in as `⟦←lectures⟧`. What it prints is not the
//! drafter's to change. What is stored has the mark alone: `{{leaflets|approx:2|blank:23}}`.
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::document::{Block, Figure, Run};
use super::marks::{self, BadMark, Field};

/// Edited paragraphs by block key.
pub type Edits = BTreeMap<String, Edit>;

/// A paragraph in the drafter's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Prose and marks.
    pub text: String,
    /// Which sentences the figures had chosen when it was written; see [`Block::outdated`].
    pub choices: Vec<usize>,
}

/// An accepted edit and what it left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// What to store.
    pub edit: Edit,
    /// Figures that no longer stand in the paragraph, by indicator name.
    pub removed: Vec<String>,
}

/// The longest paragraph that is accepted, in characters.
pub const LONGEST_PARAGRAPH: usize = 8_000;

/// Why a drafter's text is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditRefused {
    /// A mark was damaged.
    #[error(transparent)]
    Mark(#[from] BadMark),
    /// The figure between the brackets was typed over.
    #[error(
        "“{name}”的数字来自记录（{printed}），不能直接改写；the figure {name} comes from records and reads {printed}"
    )]
    FigureChanged {
        /// The indicator.
        name: String,
        /// What it prints.
        printed: String,
    },
    /// No such indicator.
    #[error("没有名为“{0}”的指标；no such indicator: {0}")]
    UnknownFigure(String),
    /// A line break or another control character; a block is one paragraph.
    #[error("一个段落内不能换行或含控制字符；a paragraph holds no line break and no control character")]
    ControlCharacter,
    /// Nothing is left.
    #[error("段落不能为空；the paragraph is empty")]
    Empty,
    /// More than [`LONGEST_PARAGRAPH`] characters.
    #[error("段落不能超过8000字；the paragraph is longer than 8000 characters")]
    TooLong,
}

/// The block as it is shown for editing.
pub fn editable(block: &Block) -> String {
    let shown = |run: &Run| match run {
        Run::Figure(figure) => format!("⟦{}←{}⟧", plain(figure), figure.mark),
        Run::Text { text } | Run::Judgement { text } => text.clone(),
    };
    block.runs.iter().map(shown).collect()
}

/// What a figure prints, without the signs that would end its mark early.
fn plain(figure: &Figure) -> String {
    figure.printed.replace(['⟦', '⟧', '←'], " ").replace("{{", "{ {").replace("}}", "} }")
}

/// Takes the edited text of a block. `names` are the indicators there are.
pub fn accept(block: &Block, typed: &str, names: &BTreeSet<&str>) -> Result<Accepted, EditRefused> {
    refuse_unfit(typed)?;
    let mut text = String::new();
    let mut rest = typed;
    while let Some((prose, after)) = rest.split_once('⟦') {
        let inside_and_tail = after.split_once('⟧');
        let (inside, tail) = inside_and_tail.ok_or_else(|| BadMark::Unbalanced(after.chars().take(20).collect()))?;
        let field = locked(block, inside, names)?;
        text.push_str(&prose_only(prose)?);
        text.extend(["{{", field.to_string().as_str(), "}}"]);
        rest = tail;
    }
    text.push_str(&prose_only(rest)?);
    let kept: BTreeSet<String> = marks::fields(&marks::parse(&text)?).map(|field| field.name.clone()).collect();
    let removed: BTreeSet<String> = block.figures().map(|figure| figure.name.clone()).collect();
    let removed = removed.difference(&kept).cloned().collect();
    Ok(Accepted { edit: Edit { text, choices: block.choices.clone() }, removed })
}

fn refuse_unfit(typed: &str) -> Result<(), EditRefused> {
    if typed.trim().is_empty() {
        Err(EditRefused::Empty)
    } else if typed.chars().count() > LONGEST_PARAGRAPH {
        Err(EditRefused::TooLong)
    } else if typed.chars().any(char::is_control) {
        Err(EditRefused::ControlCharacter)
    } else {
        Ok(())
    }
}

fn prose_only(prose: &str) -> Result<String, BadMark> {
    if marks::RESERVED.iter().any(|sign| prose.contains(sign)) {
        return Err(BadMark::Unbalanced(prose.chars().take(20).collect()));
    }
    Ok(prose.to_owned())
}

fn locked(block: &Block, inside: &str, names: &BTreeSet<&str>) -> Result<Field, EditRefused> {
    let (printed, mark) = inside.rsplit_once('←').ok_or_else(|| BadMark::Malformed(inside.to_owned()))?;
    let field = Field::parse(mark)?;
    let shown = block.figures().find(|figure| figure.mark == mark);
    match shown {
        Some(figure) if !printed.is_empty() && printed != plain(figure) => {
            Err(EditRefused::FigureChanged { name: figure.name.clone(), printed: figure.printed.clone() })
        }
        None if !names.contains(field.name.as_str()) => Err(EditRefused::UnknownFigure(field.name)),
        _ => Ok(field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::document::Level;

    fn block() -> Block {
        let figure = Figure {
            name: "leaflets".to_owned(),
            mark: "leaflets|approx:2|blank:23".to_owned(),
            printed: "9800余".to_owned(),
            missing: None,
            blank_numbers: vec![23],
        };
        let text = |text: &str| Run::Text { text: text.to_owned() };
        Block {
            key: "publicity.body".to_owned(),
            level: Level::Body,
            runs: vec![text("发放宣传单"), Run::Figure(figure), text("份。")],
            choices: vec![0],
            edited: false,
            outdated: false,
        }
    }

    fn accepted(typed: &str) -> Result<Accepted, EditRefused> {
        accept(&block(), typed, &BTreeSet::from(["leaflets", "lectures"]))
    }

    #[test]
    fn what_is_shown_and_not_changed_is_stored_unchanged() {
        let shown = editable(&block());
        assert_eq!(shown, "发放宣传单⟦9800余←leaflets|approx:2|blank:23⟧份。");
        let accepted = accepted(&shown).unwrap();
        assert_eq!(accepted.edit.text, block().stored());
        assert!(accepted.removed.is_empty());
    }

    #[test]
    fn a_figure_can_be_moved_left_out_and_added() {
        let moved = accepted("共⟦9800余←leaflets|approx:2|blank:23⟧份宣传单，讲座⟦←lectures⟧次。").unwrap();
        assert_eq!(moved.edit.text, "共{{leaflets|approx:2|blank:23}}份宣传单，讲座{{lectures}}次。");
        assert_eq!(accepted("发放了宣传单。").unwrap().removed, ["leaflets"]);
    }

    #[test]
    fn a_figure_cannot_be_typed_over() {
        let refused = accepted("发放宣传单⟦12000←leaflets|approx:2|blank:23⟧份。");
        let expected = EditRefused::FigureChanged { name: "leaflets".to_owned(), printed: "9800余".to_owned() };
        assert_eq!(refused, Err(expected));
    }

    #[test]
    fn damaged_marks_and_unfit_texts_are_refused() {
        assert_eq!(accepted("⟦←budget⟧元"), Err(EditRefused::UnknownFigure("budget".to_owned())));
        for damaged in ["⟦9800余←leaflets", "9800余⟧", "{{leaflets}}", "⟦9800余⟧", "⟦1←leaflets|round:1⟧"]
        {
            assert!(matches!(accepted(damaged), Err(EditRefused::Mark(_))), "{damaged}");
        }
        assert_eq!(accepted(" "), Err(EditRefused::Empty));
        assert_eq!(accepted("一\n二"), Err(EditRefused::ControlCharacter));
        assert_eq!(accepted("一\0"), Err(EditRefused::ControlCharacter));
        assert_eq!(accepted(&"字".repeat(LONGEST_PARAGRAPH + 1)), Err(EditRefused::TooLong));
    }
}
