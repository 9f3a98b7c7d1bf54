//! What the API documents about premises.
mod filter;
mod merge;
mod record;
mod reference;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

pub use self::filter::{PremisesFilter, PremisesOrder};
pub use self::merge::{MergePremises, UnmergePremises};
pub use self::record::{PremisesRecord, Site};
pub use self::reference::{Checked, Checklist, Checklists, PrecursorDuties, PrecursorDuty};
use super::rules;
use crate::coded;
use crate::discloses;
use crate::divisions::division_code;
use crate::platform::http::Versioned;
use crate::platform::id::Id;

coded! {
    /// What kind of place it is.
    PremisesKind in "premises_kind" {
        Rental = "rental", "出租房", "Rental housing";
        AbandonedFactory = "abandoned_factory", "废弃厂房", "Abandoned factory";
        VacantFactory = "vacant_factory", "闲置厂房", "Vacant factory";
        VacantSchool = "vacant_school", "闲置学校", "Vacant school";
        Hotel = "hotel", "宾馆旅馆", "Hotel";
        InternetCafe = "internet_cafe", "网吧", "Internet cafe";
        Entertainment = "entertainment", "KTV歌舞厅", "Karaoke and dance hall";
        Logistics = "logistics", "物流寄递网点", "Courier and freight";
        FarmBreeding = "farm_breeding", "养殖场", "Livestock farm";
        MetalRecycling = "metal_recycling", "再生金属加工企业", "Metal recycling";
        PrecursorEnterprise = "precursor_enterprise", "易制毒化学品企业", "Handler of precursor chemicals";
        Chemical = "chemical", "化工企业", "Chemical works";
        BathMassage = "bath_massage", "洗浴足浴", "Bath and massage";
        PharmacyClinic = "pharmacy_clinic", "药店诊所", "Pharmacy or clinic";
        School = "school", "学校", "School";
        TransportHub = "transport_hub", "客运站", "Passenger station";
        MarketCatering = "market_catering", "集贸市场餐饮", "Market and catering";
        FarmlandForest = "farmland_forest", "农田林地", "Farmland and forest";
        Household = "household", "住户", "Household";
        QuarryKiln = "quarry_kiln", "采石场砖厂", "Quarry or brick kiln";
        Greenhouse = "greenhouse", "大棚", "Greenhouse";
        Hydropower = "hydropower", "小水电站等偏远场所", "Small hydropower station or other remote site";
        BeautyFitness = "beauty_fitness", "美容健身", "Beauty or fitness";
        Other = "other", "其他", "Other";
    }

    /// How a place stands, after its inspections.
    Colour in "colour" {
        Red = "red", "不合格", "Defects found";
        Yellow = "yellow", "未排查", "Not inspected";
        Blue = "blue", "整改合格", "Sound after rectification";
        Green = "green", "合格", "Sound";
    }

    /// How closely a place is to be watched.
    PremisesRisk in "premises_risk" {
        High = "high", "高", "High";
        Medium = "medium", "中", "Medium";
        Low = "low", "低", "Low";
        Unrated = "unrated", "未评", "Unrated";
    }

    /// A class of the schedule of precursor chemicals (易制毒化学品管理条例 §2 and its schedule).
    PrecursorClass in "precursor_class" {
        First = "class_1", "第一类", "Class I";
        Second = "class_2", "第二类", "Class II";
        Third = "class_3", "第三类", "Class III";
    }
}

/// The facts of a place: what is entered, and what may be changed. Its colour and the day of its last inspection follow
/// from its inspections and cannot be set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreatePremises {
    /// Its number in the town's register; made when absent, kept when `null` in a change.
    #[serde(default)]
    #[validate(length(min = 1, max = 40), custom(function = rules::code))]
    #[schema(min_length = 1, max_length = 40, example = "XH00001")]
    pub code: Option<String>,
    /// What kind of place it is.
    pub kind: PremisesKind,
    /// Its name.
    #[validate(length(min = 1, max = 100), custom(function = rules::clean))]
    #[schema(min_length = 1, max_length = 100, example = "石桥村出租房1号")]
    pub name: String,
    /// The village or town that manages it.
    #[validate(custom(function = division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107201")]
    pub division_code: String,
    /// Where it stands; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 200), custom(function = rules::clean))]
    #[schema(min_length = 1, max_length = 200, example = "石桥村8组30号")]
    pub address: Option<String>,
    /// Its owner or manager (负责人、房东); sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100), custom(function = rules::clean))]
    #[schema(min_length = 1, max_length = 100)]
    pub owner: Option<String>,
    /// The owner's telephone; sealed, kept as entered.
    #[serde(default)]
    #[validate(length(min = 1, max = 50), custom(function = rules::phone))]
    #[schema(min_length = 1, max_length = 50)]
    pub phone: Option<String>,
    /// Degrees east, within China; given with the latitude or not at all.
    #[serde(default)]
    #[validate(range(min = 73.0, max = 136.0))]
    #[schema(minimum = 73, maximum = 136, example = 115.81)]
    pub longitude: Option<f64>,
    /// Degrees north, within China; given with the longitude or not at all.
    #[serde(default)]
    #[validate(range(min = 3.0, max = 54.0))]
    #[schema(minimum = 3, maximum = 54, example = 28.03)]
    pub latitude: Option<f64>,
    /// How closely it is to be watched.
    #[serde(default = "unrated")]
    #[schema(default = "unrated")]
    pub risk_level: PremisesRisk,
    /// The day it was entered in the register (Asia/Shanghai).
    #[validate(custom(function = rules::not_in_future))]
    pub registered_on: NaiveDate,
    /// Rented rooms or units.
    #[serde(default)]
    #[validate(range(min = 0, max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000)]
    pub rooms: Option<i32>,
    /// How many tenants; a count, never names.
    #[serde(default)]
    #[validate(range(min = 0, max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000)]
    pub tenants: Option<i32>,
    /// How many people from elsewhere; a count, never names.
    #[serde(default)]
    #[validate(range(min = 0, max = 100_000))]
    #[schema(minimum = 0, maximum = 100_000)]
    pub migrants: Option<i32>,
    /// Classes of precursor chemicals made, traded, used or kept there.
    #[serde(default)]
    #[validate(length(max = 3), custom(function = rules::each_once))]
    #[schema(max_items = 3)]
    pub precursor_classes: Vec<PrecursorClass>,
    /// Anything else worth keeping; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 4000), custom(function = rules::clean))]
    #[schema(min_length = 1, max_length = 4000)]
    pub notes: Option<String>,
}

fn unrated() -> PremisesRisk {
    PremisesRisk::Unrated
}

/// A place as the caller may see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Premises {
    /// Its id.
    pub id: Id,
    /// Its number in the town's register.
    pub code: String,
    /// What kind of place it is.
    pub kind: PremisesKind,
    /// Its name.
    pub name: String,
    /// The village or town that manages it.
    pub division_code: String,
    /// The name of that division, if it is on record.
    pub division_name: Option<String>,
    /// Where it stands; `null` when hidden.
    pub address: Option<String>,
    /// The owner in full, for those who may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The owner, masked.
    #[schema(example = "张**")]
    pub owner_masked: Option<String>,
    /// The telephone in full, for those who may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The telephone, masked.
    #[schema(example = "*********72")]
    pub phone_masked: Option<String>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// How closely it is to be watched.
    pub risk_level: PremisesRisk,
    /// How it stands, after its inspections.
    pub colour: Colour,
    /// The day it was entered in the register.
    pub registered_on: NaiveDate,
    /// Rented rooms or units.
    pub rooms: Option<i32>,
    /// How many tenants.
    pub tenants: Option<i32>,
    /// How many people from elsewhere.
    pub migrants: Option<i32>,
    /// Classes of precursor chemicals there, in the order of the schedule.
    pub precursor_classes: Vec<PrecursorClass>,
    /// The day of its last inspection, whatever came of it.
    pub last_inspected_on: Option<NaiveDate>,
    /// Days within which it is to be looked at again, by its kind and risk: local practice.
    pub inspect_every_days: u32,
    /// The last day for that, counted from its last inspection, or from its registration when there was none; `null` while it is
    /// not on the register. Reckoned when it is read, never stored.
    pub inspection_due_on: Option<NaiveDate>,
    /// Whether that day has passed.
    pub is_overdue: bool,
    /// Whether it is only proposed: in no list, figure or round until the office accepts it.
    pub is_proposed: bool,
    /// The place it turned out to be, when it was entered twice; its inspections are there.
    pub merged_into_id: Option<Id>,
    /// Anything else; `null` when hidden.
    pub notes: Option<String>,
    /// Names of the fields hidden from this caller.
    pub masked: Vec<&'static str>,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(nobody: Premises);

impl Versioned for Premises {
    fn version(&self) -> i64 {
        self.version
    }
}
