//! The difference between two drafts of one report, for the eye of the drafter.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::document::{Block, Document, Figure};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// A figure moved.
    Figure {
        /// The block.
        key: String,
        /// The indicator.
        name: String,
        /// As printed before.
        before: String,
        /// As printed now.
        after: String,
    },
    /// Other words: an edit, another alternative, another template.
    Wording {
        /// The block.
        key: String,
        /// The whole block before, in stored form; empty if it is new.
        before: String,
        /// The whole block now; empty if it is gone.
        after: String,
    },
}

/// The differences, block by block in the order of the later draft, vanished blocks last.
pub fn changes(before: &Document, after: &Document) -> Vec<Change> {
    let old: BTreeMap<&str, &Block> = before.blocks.iter().map(|block| (block.key.as_str(), block)).collect();
    let mut found: Vec<Change> =
        after.blocks.iter().flat_map(|block| compared(old.get(block.key.as_str()).copied(), block)).collect();
    let gone = before.blocks.iter().filter(|block| !after.blocks.iter().any(|other| other.key == block.key));
    found.extend(gone.map(|block| reworded(&block.key, block.stored(), String::new())));
    found
}

fn reworded(key: &str, before: String, after: String) -> Change {
    Change::Wording { key: key.to_owned(), before, after }
}

fn compared(before: Option<&Block>, after: &Block) -> Vec<Change> {
    let Some(before) = before else { return vec![reworded(&after.key, String::new(), after.stored())] };
    let old: BTreeMap<&str, &Figure> = before.figures().map(|figure| (figure.mark.as_str(), figure)).collect();
    let now: BTreeMap<&str, &Figure> = after.figures().map(|figure| (figure.mark.as_str(), figure)).collect();
    let moved = now.iter().filter_map(|(mark, figure)| {
        let was = old.get(mark).filter(|was| was.printed != figure.printed)?;
        Some(Change::Figure {
            key: after.key.clone(),
            name: figure.name.clone(),
            before: was.printed.clone(),
            after: figure.printed.clone(),
        })
    });
    let mut found: Vec<Change> = moved.collect();
    if before.stored() != after.stored() {
        found.push(reworded(&after.key, before.stored(), after.stored()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::document::{Level, Run};

    fn document(keys: &[&str]) -> Document {
        let block = |key: &&str| Block {
            key: (*key).to_owned(),
            level: Level::Body,
            runs: vec![Run::Text { text: format!("段落{key}") }],
            choices: Vec::new(),
            edited: false,
            outdated: false,
        };
        Document {
            template_id: "x".to_owned(),
            template_version: "1".to_owned(),
            title: "标题".to_owned(),
            blocks: keys.iter().map(block).collect(),
            unplaced: Vec::new(),
            notes: Vec::new(),
        }
    }

    #[test]
    fn new_and_vanished_blocks_are_named() {
        let found = changes(&document(&["a", "b"]), &document(&["b", "c"]));
        let wording = |key: &str, before: &str, after: &str| Change::Wording {
            key: key.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        };
        assert_eq!(found, [wording("c", "", "段落c"), wording("a", "段落a", "")]);
        assert!(changes(&document(&["a"]), &document(&["a"])).is_empty());
    }
}
