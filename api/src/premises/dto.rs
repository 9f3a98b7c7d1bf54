//! What the API documents about premises.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::rules;
use crate::coded;
use crate::codes::division::filled_up;
use crate::discloses;
use crate::divisions::division_code;
use crate::platform::http::{Versioned, comma_separated, from_text};
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
    /// The day of its last inspection, whatever came of it.
    pub last_inspected_on: Option<NaiveDate>,
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

/// A place as it is on record, nothing hidden: for rules, changes and imports. It is never sent; [`Premises`] is.
pub struct PremisesRecord {
    /// Its id.
    pub id: Id,
    /// All facts; the code is always there.
    pub facts: CreatePremises,
    /// How it stands, after its inspections.
    pub colour: Colour,
    /// The day of its last inspection, whatever came of it.
    pub last_inspected_on: Option<NaiveDate>,
    /// Whether it was withdrawn: its code stays taken.
    pub is_withdrawn: bool,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    pub(in crate::premises) data_key: Vec<u8>,
}

impl PremisesRecord {
    /// What an inspection needs to know of this place.
    pub fn site(&self) -> Site {
        Site {
            id: self.id,
            code: self.facts.code.clone().unwrap_or_default(),
            name: self.facts.name.clone(),
            division_code: self.facts.division_code.clone(),
            registered_on: self.facts.registered_on,
            is_withdrawn: self.is_withdrawn,
            data_key: self.data_key.clone(),
        }
    }
}

/// What an inspection needs to know of its place.
#[derive(Clone)]
pub struct Site {
    /// The place.
    pub id: Id,
    /// Its number.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The division that manages it.
    pub division_code: String,
    /// The day it was entered in the register.
    pub registered_on: NaiveDate,
    /// Whether it was withdrawn.
    pub is_withdrawn: bool,
    pub(in crate::premises) data_key: Vec<u8>,
}

/// The order of a list of premises.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
pub enum PremisesOrder {
    /// Last changed first.
    #[default]
    #[serde(rename = "-updated_at")]
    Changed,
    /// By number.
    #[serde(rename = "code")]
    Code,
    /// Never inspected first, then those not inspected for longest.
    #[serde(rename = "last_inspected_on")]
    LastInspected,
}

/// Narrows a list of premises.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct PremisesFilter {
    /// Division whose subtree to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// Kinds, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "rental,hotel")]
    pub kind: Vec<PremisesKind>,
    /// Colours, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "red,yellow")]
    pub colour: Vec<Colour>,
    /// Risk levels, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "high,medium")]
    pub risk_level: Vec<PremisesRisk>,
    /// Whether it was ever inspected.
    #[serde(deserialize_with = "from_text")]
    pub inspected: Option<bool>,
    /// Places not inspected on or after this day.
    pub inspected_before: Option<NaiveDate>,
    /// Part of the number or the name.
    #[validate(length(max = 100))]
    #[param(max_length = 100)]
    pub q: Option<String>,
    /// The order.
    #[param(inline)]
    pub sort: PremisesOrder,
}
