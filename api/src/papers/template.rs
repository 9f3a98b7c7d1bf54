//! The papers as they are written: data, so that a change of wording changes no program.
use std::sync::LazyLock;

use serde::Deserialize;

const PAPERS: &str = include_str!("papers.toml");

static ALL: LazyLock<Vec<Template>> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is part of the program, and a test reads it")]
    toml::from_str::<Papers>(PAPERS).expect("papers.toml is well-formed").paper
});

/// All papers.
pub fn all() -> &'static [Template] {
    &ALL
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Papers {
    paper: Vec<Template>,
}

/// A paper.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its name.
    pub id: String,
    /// The kind of record it is filled from.
    pub about: About,
    /// The title, with fields.
    pub title: String,
    /// What it rests on.
    pub article: String,
    /// `field=value`: printed only for records of which that holds.
    #[serde(default)]
    pub only_if: Option<String>,
    /// What is printed.
    #[serde(default)]
    pub block: Vec<TemplateBlock>,
}

/// The kind of record a paper is filled from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A measure.
    Treatment,
    /// A test.
    Test,
    /// An admonition or a warning.
    Notice,
    /// A report to the police.
    Handover,
    /// A change of place.
    Transfer,
    /// A leave.
    Leave,
}

/// A part of a paper.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateBlock {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, with fields.
    #[serde(default)]
    pub text: Option<String>,
    /// Of a table.
    #[serde(default)]
    pub rows: Vec<Vec<String>>,
    /// Of a place to sign.
    #[serde(default)]
    pub lines: Vec<String>,
    /// Printed only when this field has a value.
    #[serde(default)]
    pub needs: Option<String>,
    /// Printed only when it has none.
    #[serde(default)]
    pub without: Option<String>,
}

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A paragraph.
    Body,
    /// Without an indent.
    Left,
    /// The signature block.
    Right,
    /// In the middle.
    Centre,
    /// A heading.
    Heading,
    /// Labels and values.
    Table,
    /// Lines to sign on.
    Signatures,
    /// The line along which a slip is torn off.
    Cut,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::papers::fields::FIELDS;
    use crate::papers::fill::names_in;

    #[test]
    fn every_paper_is_made_of_known_fields_and_cites_its_article() {
        assert!(all().len() >= 10);
        for paper in all() {
            assert!(!paper.article.is_empty(), "{}", paper.id);
            let blocks = paper.block.iter();
            let texts =
                blocks.flat_map(|block| block.text.iter().chain(block.rows.iter().flatten()).chain(&block.lines));
            let conditions = paper.block.iter().flat_map(|block| block.needs.iter().chain(&block.without));
            let only_if = paper.only_if.iter().filter_map(|only| only.split_once('=')).map(|(name, _)| name.to_owned());
            let named = texts.chain([&paper.title]).flat_map(|text| names_in(text)).map(str::to_owned);
            for name in named.chain(conditions.cloned()).chain(only_if) {
                assert!(FIELDS.contains(&name.as_str()), "{}: no field {name}", paper.id);
            }
            for block in &paper.block {
                let is_whole = match block.kind {
                    BlockKind::Table => {
                        block.rows.iter().all(|row| matches!(row.len(), 2 | 4)) && !block.rows.is_empty()
                    }
                    BlockKind::Signatures => !block.lines.is_empty(),
                    BlockKind::Cut => true,
                    _ => block.text.is_some(),
                };
                assert!(is_whole, "{}: {block:?}", paper.id);
            }
        }
    }
}
