//! A report as it is shown, stored and rendered: blocks of runs, in which every figure stays a figure.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Document {
    /// Which template made it.
    pub template_id: String,
    /// Which version of that template.
    pub template_version: String,
    /// The title as printed.
    pub title: String,
    /// Headings and paragraphs, in order.
    pub blocks: Vec<Block>,
    /// Keys of paragraphs a drafter wrote for which the template has no place any more; their text is kept by the caller.
    pub unplaced: Vec<String>,
    /// What the drafter should know of the figures in the text; not part of it.
    #[serde(default)]
    pub notes: Vec<Note>,
}

/// A remark on a figure, for the drafter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Note {
    /// Name of the indicator.
    pub name: String,
    /// What people call it.
    pub title_zh: String,
    /// In English.
    pub title_en: String,
    /// The remark in Chinese.
    pub zh: String,
    /// The remark in English.
    pub en: String,
}

/// A heading or a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Block {
    /// Stable name within the template.
    pub key: String,
    /// Heading or body: 0 a paragraph, 1 and 2 headings.
    #[schema(value_type = u8, minimum = 0, maximum = 2)]
    pub level: Level,
    /// What is printed, in order. Runs are what people see; a drafter's text is rebuilt from them.
    pub runs: Vec<Run>,
    /// Which alternative of each sentence the figures chose.
    pub choices: Vec<usize>,
    /// The text is the drafter's own.
    pub edited: bool,
    /// The drafter's text was written when the figures chose other sentences: a claim in it may no longer hold.
    pub outdated: bool,
}

/// What a block is; numbers on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Level {
    /// 0: a paragraph.
    Body,
    /// 1: 一、 in 黑体.
    First,
    /// 2: （一） in 楷体.
    Second,
}

/// There is no such level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("标题级别只有0、1、2，没有{0}；levels are 0, 1 and 2, not {0}")]
pub struct UnknownLevel(pub u8);

impl TryFrom<u8> for Level {
    type Error = UnknownLevel;

    fn try_from(number: u8) -> Result<Self, UnknownLevel> {
        match number {
            0 => Ok(Self::Body),
            1 => Ok(Self::First),
            2 => Ok(Self::Second),
            other => Err(UnknownLevel(other)),
        }
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        match level {
            Level::Body => 0,
            Level::First => 1,
            Level::Second => 2,
        }
    }
}

/// A stretch of a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Run {
    /// Prose.
    Text {
        /// The words.
        text: String,
    },
    /// A judgement of the template that no record proves; a drafter who saves the paragraph makes it his own.
    Judgement {
        /// The words.
        text: String,
    },
    /// A figure.
    Figure(Figure),
}

/// A figure in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Figure {
    /// Name of the indicator.
    pub name: String,
    /// The mark without braces, from which the place can be rebuilt, e.g. `leaflets|approx:2|blank:23`.
    pub mark: String,
    /// What stands in the text, e.g. `9800余` or `【待填：没有活动记录】`.
    pub printed: String,
    /// Why there is no figure, if there is none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub missing: Option<Missing>,
    /// Which blanks of the example it fills.
    pub blank_numbers: Vec<u8>,
}

/// Why there is no figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// In Chinese; printed.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// How a place begins that is still to be filled in.
pub const TO_FILL: &str = "【待填";

impl Missing {
    /// `【待填：reason】`.
    pub fn printed(&self) -> String {
        format!("{TO_FILL}：{}】", self.zh)
    }
}

impl Run {
    /// The words as printed.
    pub fn text(&self) -> &str {
        match self {
            Self::Text { text } | Self::Judgement { text } => text,
            Self::Figure(figure) => &figure.printed,
        }
    }
}

impl Block {
    /// The block as printed, without any marking.
    pub fn text(&self) -> String {
        self.runs.iter().map(Run::text).collect()
    }

    /// Its figures, in order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.runs.iter().filter_map(|run| match run {
            Run::Figure(figure) => Some(figure),
            Run::Text { .. } | Run::Judgement { .. } => None,
        })
    }

    /// The block in its stored form, with marks for figures.
    pub fn stored(&self) -> String {
        let mark = |run: &Run| match run {
            Run::Figure(figure) => format!("{{{{{}}}}}", figure.mark),
            Run::Text { text } | Run::Judgement { text } => text.clone(),
        };
        self.runs.iter().map(mark).collect()
    }
}

impl Document {
    /// Every blank of the example and the figure in it.
    pub fn blanks(&self) -> BTreeMap<u8, &Figure> {
        let figures = self.blocks.iter().flat_map(Block::figures);
        figures.flat_map(|figure| figure.blank_numbers.iter().map(move |number| (*number, figure))).collect()
    }

    /// Keys of the blocks in which something is still to be filled in (【待填), by a figure or by the drafter.
    pub fn unfilled(&self) -> Vec<&str> {
        let open = |block: &&Block| block.text().contains(TO_FILL);
        self.blocks.iter().filter(open).map(|block| block.key.as_str()).collect()
    }

    /// Names of the figures in the text, each once, in the order of the text.
    pub fn printed_figures(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for figure in self.blocks.iter().flat_map(Block::figures) {
            if !names.contains(&figure.name.as_str()) {
                names.push(&figure.name);
            }
        }
        names
    }

    /// Keys of the blocks with judgements that the drafter has not made his own by saving the paragraph.
    pub fn unadopted(&self) -> Vec<&str> {
        let judged = |block: &&Block| block.runs.iter().any(|run| matches!(run, Run::Judgement { .. }));
        self.blocks.iter().filter(judged).map(|block| block.key.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_form_is_stable() {
        let figure = Figure {
            name: "villages".to_owned(),
            mark: "villages|blank:4".to_owned(),
            printed: "18".to_owned(),
            missing: None,
            blank_numbers: vec![4],
        };
        let block = Block {
            key: "profile.body".to_owned(),
            level: Level::Second,
            runs: vec![Run::Text { text: "辖".to_owned() }, Run::Figure(figure)],
            choices: vec![0],
            edited: false,
            outdated: false,
        };
        let json = serde_json::to_string(&block).unwrap();
        let expected = r#"{"key":"profile.body","level":2,"runs":[{"kind":"text","text":"辖"},{"kind":"figure","name":"villages","mark":"villages|blank:4","printed":"18","blank_numbers":[4]}],"choices":[0],"edited":false,"outdated":false}"#;
        assert_eq!(json, expected);
        assert_eq!(serde_json::from_str::<Block>(&json).unwrap(), block);
        assert_eq!(block.stored(), "辖{{villages|blank:4}}");
    }

    #[test]
    fn there_is_no_third_level() {
        assert_eq!(Level::try_from(3), Err(UnknownLevel(3)));
        assert!(serde_json::from_str::<Level>("3").is_err());
    }
}
