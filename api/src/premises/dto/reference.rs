//! What to look at in a place of each kind, and what who handles precursor chemicals must do: read from data, not from records.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{PrecursorClass, PremisesKind};

/// One thing to look at, and what demands it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    /// What to look at, as it may stand in an inspection.
    #[schema(example = "大厅和每个包厢悬挂禁毒等警示标志")]
    pub item: String,
    /// The article, or 常见做法 where no statute says it.
    #[schema(example = "娱乐场所管理条例§30")]
    pub basis: String,
}

/// What to look at in places of one kind: what is looked at everywhere comes first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Checklist {
    /// The kind.
    pub kind: PremisesKind,
    /// What a Chinese ledger calls it.
    #[schema(example = "KTV歌舞厅")]
    pub kind_label: &'static str,
    /// In the order of a walk through the place.
    pub items: Vec<Checked>,
}

/// The checklists of all kinds.
#[derive(Debug, Serialize, ToSchema)]
pub struct Checklists {
    /// One for each kind, in the order of the code list.
    pub items: Vec<Checklist>,
}

/// One thing that who handles precursor chemicals must do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PrecursorDuty {
    /// What.
    #[schema(example = "销售台账和证明材料复印件保存2年备查")]
    pub text: String,
    /// The article.
    #[schema(example = "易制毒化学品管理条例§19")]
    pub basis: String,
}

/// A class of precursor chemicals with what belongs to it and what it obliges to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PrecursorDuties {
    /// The class.
    pub class: PrecursorClass,
    /// What the Regulation calls it.
    #[schema(example = "第一类")]
    pub class_label: &'static str,
    /// Its chemicals, as the schedule spells them; `*` marks those that are medicines.
    pub chemicals: Vec<String>,
    /// What it obliges to.
    pub duties: Vec<PrecursorDuty>,
    /// The day of the text that the schedule was taken from.
    pub schedule_on: NaiveDate,
    /// What to keep in mind of it.
    #[schema(example = "品种目录按2018年文本；其后以公告增列的品种须另行核对")]
    pub schedule_note: String,
}
