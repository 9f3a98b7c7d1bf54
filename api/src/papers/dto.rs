//! What the API documents about papers.
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::platform::id::Id;

/// A paper that can be printed for a person, from one of their records.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaperChoice {
    /// Which paper.
    #[schema(example = "agreement")]
    pub paper: String,
    /// Its title.
    #[schema(example = "社区戒毒协议")]
    pub title: String,
    /// What it rests on.
    pub article: String,
    /// The record it is filled from.
    pub record_id: Id,
    /// The day of that record.
    pub on: Option<NaiveDate>,
}

/// Papers that can be printed for a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaperChoices {
    /// Newest records first.
    pub items: Vec<PaperChoice>,
}

/// A paper, filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Paper {
    /// Which.
    #[schema(example = "agreement")]
    pub paper: String,
    /// Its title.
    pub title: String,
    /// What it rests on.
    pub article: String,
    /// Below the title, in order.
    pub blocks: Vec<PaperBlock>,
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PaperBlock {
    /// A paragraph.
    Body {
        /// What it says.
        text: String,
    },
    /// A line without an indent.
    Left {
        /// What it says.
        text: String,
    },
    /// A line of the signature block.
    Right {
        /// What it says.
        text: String,
    },
    /// A line in the middle.
    Centre {
        /// What it says.
        text: String,
    },
    /// A heading.
    Heading {
        /// What it says.
        text: String,
    },
    /// Labels and values: two or four cells a row.
    Table {
        /// The rows.
        rows: Vec<Vec<String>>,
    },
    /// Lines to sign on.
    Signatures {
        /// Who signs.
        lines: Vec<String>,
    },
    /// Below it is a slip to be torn off.
    Cut,
}
