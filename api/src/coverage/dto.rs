//! What the API documents about coverage.
mod sheet;
mod table;
mod units;

pub use self::sheet::{RecordSheet, RecordSheetRow, RecordedSheet, RecordedSheetRow, Sheet, SheetRow};
pub use self::table::{
    CampaignCoverage, Coverage, CoverageCell, CoverageFilter, CoverageRound, CoverageRow, CoverageTable,
    CoverageVillage, Gap, InspectionOutcomes, RoundHead,
};
pub use self::units::{
    AssignUnits, AssignedUnits, CampaignUnit, ExcludeUnit, Freeze, FreezeUnits, OutcomeAsked, SendToGaps, SentToGaps,
    UnitFilter,
};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;
use validator::Validate;

use crate::codes::division::filled_up;

/// Narrows to a part of the area.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct AreaFilter {
    /// Division whose subtree is asked for; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
}

/// A part of the area and a period, each day of it included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Period {
    /// First day; open when absent.
    pub from: Option<NaiveDate>,
    /// Last day; open when absent.
    pub to: Option<NaiveDate>,
}
