//! What the API documents about the area tree.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::rules;
use crate::coded;
use crate::codes::division::filled_up;
use crate::discloses;
use crate::platform::http::{Versioned, comma_separated};
use crate::platform::id::Id;

coded! {
    /// What an area is.
    DivisionKind in "division_kind" {
        Province = "province", "省", "Province" | "自治区" | "直辖市";
        City = "city", "市", "City" | "地级市";
        County = "county", "县（市、区）", "County" | "县" | "县级市" | "区";
        Town = "town", "镇", "Town" | "乡" | "乡镇" | "街道";
        ResidentsCommittee = "residents_committee", "社区居委会", "Residents' committee"
            | "居委会" | "居民委员会" | "社区";
        VillagersCommittee = "villagers_committee", "村委会", "Villagers' committee"
            | "村民委员会" | "行政村" | "村";
        Other = "other", "其他", "Other";
    }
}

/// The facts of an area while it stays what it is. A code may be given again after `valid_to`: that is another row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateDivision {
    /// Twelve digits (GB/T 2260, GB/T 10114); cannot be changed later.
    #[validate(custom(function = rules::division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107201")]
    pub code: String,
    /// Its name.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "新塘村")]
    pub name: String,
    /// What it is.
    pub kind: DivisionKind,
    /// The area above it; the one its code lies in unless said otherwise.
    #[serde(default)]
    #[validate(custom(function = rules::division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107000")]
    pub parent_code: Option<String>,
    /// First day it is valid; 1949-10-01 when not said, which stands for "always".
    #[serde(default = "rules::always")]
    pub valid_from: NaiveDate,
    /// First day it is no longer valid; `null` while it is.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// 户数
    #[serde(default)]
    #[validate(range(min = 0, max = 2_000_000_000))]
    #[schema(minimum = 0, maximum = 2_000_000_000, example = 686)]
    pub households: Option<i64>,
    /// 人口（人）
    #[serde(default)]
    #[validate(range(min = 0, max = 2_000_000_000))]
    #[schema(minimum = 0, maximum = 2_000_000_000, example = 2445)]
    pub population: Option<i64>,
    /// 村（居）民小组数: they have no national code.
    #[serde(default)]
    #[validate(range(min = 0, max = 100_000_000))]
    #[schema(minimum = 0, maximum = 100_000_000, example = 15)]
    pub groups: Option<i64>,
}

/// An area on record.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Division {
    /// Its id; another row of the same code has another.
    pub id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateDivision,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(nobody: Division);

impl Versioned for Division {
    fn version(&self) -> i64 {
        self.version
    }
}

/// The end of an area.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseDivision {
    /// First day it is no longer valid; may lie ahead.
    pub valid_to: NaiveDate,
}

/// Which row of a code is meant.
#[derive(Debug, Clone, Copy, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct OnDay {
    /// The row valid on this day; today's when not said.
    pub as_of: Option<NaiveDate>,
}

/// Narrows a list of areas.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct DivisionFilter {
    /// Division whose subtree to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// Areas directly below this one; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub parent: Option<String>,
    /// Kinds, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "residents_committee,villagers_committee")]
    pub kind: Vec<DivisionKind>,
    /// Areas valid on this day; today when not said.
    pub as_of: Option<NaiveDate>,
    /// Part of the name, or the beginning of the code.
    #[validate(length(max = 100))]
    #[param(max_length = 100)]
    pub q: Option<String>,
}
