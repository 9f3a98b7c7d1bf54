//! What the API documents about persons.
mod filter;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::{Array, Object, Type};
use validator::Validate;

pub use self::filter::{Assigned, ExportFilter, ExportFormat, PersonFilter, PersonOrder, SearchPersonnel};
use super::rules;
use crate::coded;
use crate::codes::{Gender, IdNumberKind};
use crate::discloses;
use crate::divisions::division_code;
use crate::platform::http::Versioned;
use crate::platform::id::Id;

coded! {
    /// Where a person stands (管控现状). A status with legal effect is entered on a document of the competent authority.
    PersonStatus in "person_status" {
        CommunityTreatment = "community_treatment", "社区戒毒", "Community treatment"
            | "社区戒毒中" | "社戒" | "未报到未移交" | "未报到已移交" | "违反协议未移交" | "违反协议已移交";
        CommunityRehabilitation = "community_rehabilitation", "社区康复", "Community rehabilitation" | "社区康复中" | "社康";
        CompulsoryIsolation = "compulsory_isolation", "强制隔离戒毒", "Compulsory isolation"
            | "强制隔离戒毒中" | "强制戒毒" | "强制戒毒中" | "强戒";
        VoluntaryTreatment = "voluntary_treatment", "自愿戒毒", "Voluntary treatment" | "自愿戒毒中";
        Maintenance = "maintenance", "药物维持治疗", "Maintenance treatment" | "药物维持" | "药物治疗";
        InCommunity = "in_community", "社会面", "In the community" | "社会面管控" | "社会面人员";
        Imprisoned = "imprisoned", "服刑", "Imprisoned" | "服刑中" | "社会面服刑中" | "戒断三年未复吸服刑中";
        Detained = "detained", "羁押拘留", "Detained" | "羁押拘留中" | "羁押" | "拘留" | "拘留中" | "看守所羁押";
        Abroad = "abroad", "出国（境）", "Abroad" | "出国" | "出国中" | "出境" | "出国(境)";
        CleanThreeYears = "clean_three_years", "戒断三年未复吸", "Three years without relapse"
            | "戒断三年" | "社会面戒断三年未复吸";
        Deceased = "deceased", "死亡", "Deceased" | "已死亡" | "已故" | "亡故";
    }

    /// Whether the town is in contact with the person.
    Control in "control" {
        InContact = "in_contact", "在控", "In contact";
        OutOfContact = "out_of_contact", "失控", "Out of contact" | "脱失" | "失联";
        NotApplicable = "not_applicable", "不适用", "Not applicable";
    }

    /// The grade of a risk assessment; a decision, not a label to show to everyone.
    RiskLevel in "risk_level" {
        High = "high", "高", "High" | "高风险";
        Medium = "medium", "中", "Medium" | "中风险";
        Low = "low", "低", "Low" | "低风险";
        Unrated = "unrated", "未评", "Not assessed" | "未评估" | "未定级";
    }
}

/// Away for work: where, since when, how often to be in touch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Migrant {
    /// Whether the person is away for work now.
    pub away: bool,
    /// Where; shown to those who may see addresses.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "广东东莞")]
    pub destination: Option<String>,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// Days between contacts.
    #[validate(range(min = 1, max = 366))]
    #[schema(minimum = 1, maximum = 366, example = 30)]
    pub contact_every_days: Option<i32>,
}

/// The facts of a person: what is entered, and what may be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreatePerson {
    /// File number; made when left out.
    #[serde(default)]
    #[validate(length(min = 1, max = 32))]
    #[schema(min_length = 1, max_length = 32)]
    pub file_no: Option<String>,
    /// Name, exactly as on the document.
    #[validate(length(min = 1, max = 50), custom(function = rules::name))]
    #[schema(min_length = 1, max_length = 50, example = "罗会腾")]
    pub name: String,
    /// Sex; taken from the identity number when `unknown`.
    #[serde(default = "rules::unknown_gender")]
    pub gender: Gender,
    /// Birth date; taken from the identity number when left out.
    #[serde(default)]
    pub birth_date: Option<NaiveDate>,
    /// Resident identity number (GB 11643), 18 digits or the 15 of old.
    #[serde(default)]
    #[validate(length(min = 15, max = 24), custom(function = rules::id_number))]
    #[schema(min_length = 15, max_length = 24, example = "990981199507250023")]
    pub id_number: Option<String>,
    /// Phone number.
    #[serde(default)]
    #[validate(length(min = 3, max = 32), custom(function = rules::phone))]
    #[schema(min_length = 3, max_length = 32, example = "16000000000")]
    pub phone: Option<String>,
    /// The village (or town) that manages the person.
    #[validate(custom(function = division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107201")]
    pub division_code: String,
    /// Address of household registration.
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub household_address: Option<String>,
    /// Where the person stands.
    pub status: PersonStatus,
    /// Whether the town is in contact; follows from the status while nobody says otherwise.
    #[serde(default)]
    pub control: Option<Control>,
    /// Grade of the last risk assessment.
    #[serde(default = "rules::unrated")]
    pub risk_level: RiskLevel,
    /// Substances used, as recorded.
    #[serde(default)]
    #[validate(length(max = 20), custom(function = rules::substances))]
    #[schema(schema_with = substances)]
    pub substances: Vec<String>,
    /// The day first found by the police.
    #[serde(default)]
    pub first_found_on: Option<NaiveDate>,
    /// Away for work.
    #[serde(default)]
    #[validate(nested)]
    pub migrant: Migrant,
    /// The caseworker responsible.
    #[serde(default)]
    pub case_worker_id: Option<Id>,
    /// The grid the person belongs to.
    #[serde(default)]
    pub grid_id: Option<Id>,
    /// The day entered into the provincial platform.
    #[serde(default)]
    pub platform_entered_on: Option<NaiveDate>,
    /// Numbers the person has in other systems, by system.
    #[serde(default)]
    #[validate(custom(function = rules::external_refs))]
    pub external_refs: BTreeMap<String, String>,
    /// Anything else worth keeping; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub notes: Option<String>,
}

/// A person on file, as far as the caller may see.
#[derive(Debug, Serialize, ToSchema)]
pub struct Person {
    /// Its id.
    pub id: Id,
    /// File number: what people call the file.
    pub file_no: String,
    /// Name; `罗**` where names are masked.
    #[schema(example = "罗**")]
    pub name: String,
    /// Sex.
    pub gender: Gender,
    /// Birth date, where it may be seen.
    pub birth_date: Option<NaiveDate>,
    /// Five years around the birth, where the date may not be seen and no identity number is on file: beside the number's
    /// last characters it would leave a handful of candidates in one township.
    pub birth_band: Option<String>,
    /// Identity number, its last two characters only.
    #[schema(example = "****************2X")]
    pub id_number_masked: Option<String>,
    /// Identity number in full, where it may be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_number: Option<String>,
    /// Which kind of number it is.
    pub id_number_kind: Option<IdNumberKind>,
    /// Phone, its last two digits only.
    pub phone_masked: Option<String>,
    /// Phone in full, where it may be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The village (or town) that manages the person.
    pub division_code: String,
    /// Address of household registration, where it may be seen.
    pub household_address: Option<String>,
    /// Where the person stands.
    pub status: PersonStatus,
    /// Whether the town is in contact.
    pub control: Control,
    /// Grade of the last risk assessment.
    pub risk_level: RiskLevel,
    /// Substances used.
    pub substances: Vec<String>,
    /// The day first found by the police.
    pub first_found_on: Option<NaiveDate>,
    /// Away for work.
    pub migrant: Migrant,
    /// The caseworker responsible.
    pub case_worker_id: Option<Id>,
    /// The grid the person belongs to.
    pub grid_id: Option<Id>,
    /// The day entered into the provincial platform.
    pub platform_entered_on: Option<NaiveDate>,
    /// Numbers in other systems.
    pub external_refs: BTreeMap<String, String>,
    /// Notes, where treatment facts may be seen.
    pub notes: Option<String>,
    /// When the file was sealed (治安管理处罚法 §136); sealed files are not listed.
    pub sealed_at: Option<DateTime<Utc>>,
    /// Names of the fields hidden from this caller.
    pub masked: Vec<&'static str>,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(id: Person);

impl Versioned for Person {
    fn version(&self) -> i64 {
        self.version
    }
}

/// The document shows how long a substance may be; [`rules::substances`] checks it.
fn substances() -> Array {
    let one =
        Object::builder().schema_type(Type::String).min_length(Some(1)).max_length(Some(rules::LONGEST_SUBSTANCE));
    Array::builder().items(one).max_items(Some(20)).build()
}
