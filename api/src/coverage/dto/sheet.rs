//! The sheet of a village that is printed, filled in by hand and keyed in by row number.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::RoundHead;
use crate::codes::text::clean_field;
use crate::discloses;
use crate::divisions::division_code;
use crate::platform::error::Refusal;
use crate::platform::http::{NO_VERSION, Versioned};
use crate::platform::id::Id;
use crate::premises::InspectionOutcome;

/// A line of a sheet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SheetRow {
    /// Its number on the list.
    pub row_no: i64,
    /// The place's number.
    pub code: String,
    /// The place's name.
    pub name: String,
    /// Where it stands; `null` when hidden or unknown.
    pub address: Option<String>,
    /// What came of its last inspection, in whatever round.
    pub last_outcome: Option<InspectionOutcome>,
    /// The day of it.
    pub last_inspected_on: Option<NaiveDate>,
}

/// The sheet of a round for a division: the lines of its list, those left out aside.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Sheet {
    /// The round.
    pub campaign: RoundHead,
    /// The division.
    pub division_code: String,
    /// When it was made.
    pub printed_at: DateTime<Utc>,
    /// The lines, by their numbers.
    pub rows: Vec<SheetRow>,
}

discloses!(nobody: RecordedSheet, Sheet);

/// A line as it was filled in.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordSheetRow {
    /// Its number on the list.
    #[validate(range(min = 1, max = 10_000_000))]
    #[schema(minimum = 1, maximum = 10_000_000, example = 1)]
    pub row_no: i64,
    /// What came of it.
    pub outcome: InspectionOutcome,
    /// Whether the inspector signed the line.
    pub is_signed: bool,
    /// What is defective; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 4000), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 4000)]
    pub defect_notes: Option<String>,
}

/// A sheet as it came back.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordSheet {
    /// The division it was printed for: lines of others are refused.
    #[validate(custom(function = division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107201")]
    pub division: String,
    /// The day (Asia/Shanghai).
    pub inspected_on: NaiveDate,
    /// Who inspected, where they are on the staff.
    #[serde(default)]
    pub inspector_id: Option<Id>,
    /// Who inspected, by name; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 100)]
    pub inspector: Option<String>,
    /// The lines that were filled in.
    #[validate(length(min = 1, max = 200), nested)]
    #[schema(min_items = 1, max_items = 200)]
    pub rows: Vec<RecordSheetRow>,
}

/// What became of a line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecordedSheetRow {
    /// Its number on the list.
    pub row_no: i64,
    /// The inspection: made now, or on record already when the same line was keyed in before.
    pub inspection_id: Option<Id>,
    /// Why there is none.
    pub error: Option<Refusal>,
}

/// What became of each line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecordedSheet {
    /// In the order they were sent.
    pub items: Vec<RecordedSheetRow>,
}

impl Versioned for RecordedSheet {
    fn version(&self) -> i64 {
        NO_VERSION
    }

    fn has_refusals(&self) -> bool {
        self.items.iter().any(|item| item.inspection_id.is_none())
    }
}
