//! What the API documents about profiles.
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::rules;
use crate::discloses;
use crate::platform::http::Versioned;
use crate::platform::id::Id;

/// The facts of a profile; `null` where nobody knows, which is not zero. Figures are those of the profile's year.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateProfile {
    /// Short name of the town as the summary writes it.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "秀河镇")]
    pub town_name: Option<String>,
    /// The (county-level) city it belongs to.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "江岚市")]
    pub city_name: Option<String>,
    /// Where in the city it lies.
    #[validate(length(min = 1, max = 20))]
    #[schema(min_length = 1, max_length = 20, example = "南部")]
    pub bearing: Option<String>,
    /// 距新城区（公里）: the seat of the town to the new urban district.
    #[validate(range(min = 0.0, max = 100_000.0))]
    #[schema(minimum = 0, maximum = 100_000, example = 18.0)]
    pub distance_km: Option<f64>,
    /// 高速路口距新城区（公里）
    #[validate(range(min = 0.0, max = 100_000.0))]
    #[schema(minimum = 0, maximum = 100_000, example = 9.0)]
    pub expressway_distance_km: Option<f64>,
    /// 总面积（平方公里）
    #[validate(range(min = 0.0, max = 10_000_000.0))]
    #[schema(minimum = 0, maximum = 10_000_000, example = 142.6)]
    pub area_km2: Option<f64>,
    /// 耕地面积（亩）
    #[validate(range(min = 0.0, max = 1_000_000_000.0))]
    #[schema(minimum = 0, maximum = 1_000_000_000, example = 36120.0)]
    pub farmland_mu: Option<f64>,
    /// 山地面积（万亩）
    #[validate(range(min = 0.0, max = 1_000_000.0))]
    #[schema(minimum = 0, maximum = 1_000_000, example = 8.4)]
    pub mountain_wan_mu: Option<f64>,
    /// 财政税收（亿元）
    #[validate(range(min = 0.0, max = 1_000_000.0))]
    #[schema(minimum = 0, maximum = 1_000_000, example = 3.27)]
    pub fiscal_revenue_yi: Option<f64>,
    /// 固定资产投资（亿元）
    #[validate(range(min = 0.0, max = 1_000_000.0))]
    #[schema(minimum = 0, maximum = 1_000_000, example = 11.6)]
    pub fixed_investment_yi: Option<f64>,
    /// 村（居）委会个数 as reported; the area tree counts its own.
    #[validate(range(min = 0, max = 1_000_000))]
    #[schema(minimum = 0, maximum = 1_000_000, example = 18)]
    pub villages: Option<i64>,
    /// 村小组个数 as reported
    #[validate(range(min = 0, max = 100_000_000))]
    #[schema(minimum = 0, maximum = 100_000_000, example = 223)]
    pub groups: Option<i64>,
    /// 总人口（人）; `sources` says whether registered or resident.
    #[validate(range(min = 0, max = 2_000_000_000))]
    #[schema(minimum = 0, maximum = 2_000_000_000, example = 38558)]
    pub population: Option<i64>,
    /// 总户数（户）
    #[validate(range(min = 0, max = 2_000_000_000))]
    #[schema(minimum = 0, maximum = 2_000_000_000, example = 10927)]
    pub households: Option<i64>,
    /// Free text for the summary by field name: `profile_text_1`, …
    pub texts: BTreeMap<String, String>,
    /// Where each figure comes from (yearbook, register, office), by field name.
    pub sources: BTreeMap<String, String>,
}

/// A town's profile of one year.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Profile {
    /// Its id.
    pub id: Id,
    /// The town.
    pub division_code: String,
    /// The year its figures are of.
    pub year: i32,
    /// What is known.
    #[serde(flatten)]
    pub facts: CreateProfile,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(nobody: Profile);

impl Versioned for Profile {
    fn version(&self) -> i64 {
        self.version
    }
}
