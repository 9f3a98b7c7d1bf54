//! What the API documents about inspections.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::rules;
use super::sign_off::dto::{HasteSign, SignatureRole, Signer};
use crate::coded;
use crate::codes::division::filled_up;
use crate::discloses;
use crate::platform::http::{Versioned, comma_separated, from_text};
use crate::platform::id::Id;
use crate::premises::dto::Site;

coded! {
    /// What came of an inspection.
    InspectionOutcome in "inspection_outcome" {
        Normal = "normal", "未发现异常", "Nothing found";
        Defect = "defect", "发现隐患", "Defects found";
        Locked = "locked", "上锁未入", "Locked, not entered";
        NobodyHome = "nobody_home", "无人在家", "Nobody there";
        Refused = "refused", "拒绝入内", "Entry refused";
        Demolished = "demolished", "已拆除", "Demolished";
        Excluded = "excluded", "不在排查范围", "Outside the round";
    }

    /// The seven signs of a clandestine laboratory that the national commission's site teaches. They go to the police,
    /// not to the public.
    WarningSign in "warning_sign" {
        AbnormalReturn = "abnormal_return", "异常返乡", "People back out of season";
        HiddenSite = "hidden_site", "选址隐藏", "Hidden site";
        BrownLiquid = "brown_liquid", "棕色液体", "Brown liquid";
        Odour = "odour", "散发异味", "Pungent odour";
        PlasticWaste = "plastic_waste", "塑料废品", "Discarded drums and bottles";
        DeadVegetation = "dead_vegetation", "熏死植被", "Dead vegetation";
        SpecialVessels = "special_vessels", "特殊器皿", "Reaction vessels";
    }
}

/// One line of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChecklistItem {
    /// What was looked at.
    #[validate(length(min = 1, max = 100), custom(function = rules::clean))]
    #[schema(min_length = 1, max_length = 100, example = "营业执照")]
    pub item: String,
    /// Whether it was in order; `null` when it was not checked.
    #[serde(default)]
    pub ok: Option<bool>,
    /// What was seen; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 500), custom(function = rules::clean))]
    #[schema(min_length = 1, max_length = 500)]
    pub note: Option<String>,
}

/// The facts of an inspection: what is entered, and what may be changed. The place cannot be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateInspection {
    /// The campaign it was made in, if in one.
    #[serde(default)]
    pub campaign_id: Option<Id>,
    /// The day (Asia/Shanghai).
    #[validate(custom(function = rules::not_in_future))]
    pub inspected_on: NaiveDate,
    /// Who inspected, by name; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100), custom(function = rules::clean))]
    #[schema(min_length = 1, max_length = 100)]
    pub inspector: Option<String>,
    /// Who inspected, where they are on the staff.
    #[serde(default)]
    pub inspector_id: Option<Id>,
    /// What came of it.
    pub outcome: InspectionOutcome,
    /// Whether the inspector signed (谁排查、谁签字、谁负责).
    #[serde(default)]
    #[schema(default = false)]
    pub is_signed: bool,
    /// What was looked at.
    #[serde(default)]
    #[validate(length(max = 60), nested)]
    #[schema(max_items = 60)]
    pub checklist: Vec<ChecklistItem>,
    /// Signs of a laboratory; sealed.
    #[serde(default)]
    #[validate(length(max = 7), custom(function = rules::each_once))]
    #[schema(max_items = 7)]
    pub warning_signs: Vec<WarningSign>,
    /// What is defective; sealed. Ledgers often do not say.
    #[serde(default)]
    #[validate(length(min = 1, max = 4000), custom(function = rules::clean))]
    #[schema(min_length = 1, max_length = 4000)]
    pub defect_notes: Option<String>,
}

/// An inspection as the caller may see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Inspection {
    /// Its id.
    pub id: Id,
    /// The place.
    pub premises_id: Id,
    /// The place's number.
    pub premises_code: String,
    /// The place's name.
    pub premises_name: String,
    /// The division that manages the place.
    pub division_code: String,
    /// The campaign it was made in.
    pub campaign_id: Option<Id>,
    /// The day.
    pub inspected_on: NaiveDate,
    /// Who inspected, by name.
    pub inspector: Option<String>,
    /// Who inspected, where they are on the staff.
    pub inspector_id: Option<Id>,
    /// What came of it.
    pub outcome: InspectionOutcome,
    /// Whether the inspector signed.
    pub is_signed: bool,
    /// What was looked at; without notes when they are hidden.
    pub checklist: Vec<ChecklistItem>,
    /// Signs of a laboratory; `null` when hidden.
    pub warning_signs: Option<Vec<WarningSign>>,
    /// What is defective; `null` when hidden.
    pub defect_notes: Option<String>,
    /// When the inspector signed it electronically; since then it does not change.
    pub signed_at: Option<DateTime<Utc>>,
    /// SHA-256 of what was signed, in hexadecimal digits.
    #[schema(min_length = 64, max_length = 64)]
    pub content_hash: Option<String>,
    /// The signed inspection that this one corrects.
    pub corrects_id: Option<Id>,
    /// Why it corrects that one; `null` when hidden.
    pub corrects_because: Option<String>,
    /// The inspection that corrects this one, which then counts no more.
    pub corrected_by_id: Option<Id>,
    /// Who has signed it electronically.
    pub signers: Vec<Signer>,
    /// What looks hasty about the signatures; `null` for who does not review them.
    pub haste: Option<Vec<HasteSign>>,
    /// Names of the fields hidden from this caller.
    pub masked: Vec<&'static str>,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(nobody: Inspection);

impl Versioned for Inspection {
    fn version(&self) -> i64 {
        self.version
    }
}

/// An inspection as it is on record, nothing hidden: for rules, changes and imports. It is never sent; [`Inspection`] is.
pub struct InspectionRecord {
    /// Its id.
    pub id: Id,
    /// Its place.
    pub site: Site,
    /// All facts.
    pub facts: CreateInspection,
    /// Whether it is signed electronically, and what corrects what.
    pub sign_off: SignOff,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// How an inspection stands to being signed. Where `is_signed` is said without it, the signature is one on paper.
#[derive(Debug, Clone, Default)]
pub struct SignOff {
    /// When the inspector signed it.
    pub signed_at: Option<DateTime<Utc>>,
    /// SHA-256 of what was signed.
    pub content_hash: Option<Vec<u8>>,
    /// The inspection that this one corrects.
    pub corrects_id: Option<Id>,
    /// Why.
    pub corrects_because: Option<String>,
    /// The inspection that corrects this one.
    pub corrected_by_id: Option<Id>,
}

/// The order of a list of inspections.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
pub enum InspectionOrder {
    /// Latest first.
    #[default]
    #[serde(rename = "-inspected_on")]
    Latest,
    /// Earliest first.
    #[serde(rename = "inspected_on")]
    Earliest,
}

/// Narrows a list of inspections.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct InspectionFilter {
    /// Division whose subtree's places to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
    /// Inspections of this place.
    pub premises: Option<Id>,
    /// Inspections made in this campaign.
    pub campaign: Option<Id>,
    /// Outcomes, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "defect,refused")]
    pub outcome: Vec<InspectionOutcome>,
    /// Whether the inspector signed.
    #[serde(deserialize_with = "from_text")]
    pub is_signed: Option<bool>,
    /// `true` for those that were signed and then corrected, which are in no other list.
    #[serde(deserialize_with = "from_text")]
    pub corrected: Option<bool>,
    /// Whether something looks hasty about the signatures; for who reviews them.
    #[serde(deserialize_with = "from_text")]
    pub haste: Option<bool>,
    /// Those whose turn it is to be signed electronically in this capacity.
    pub awaits: Option<SignatureRole>,
    /// First day.
    pub inspected_on_from: Option<NaiveDate>,
    /// Last day.
    pub inspected_on_to: Option<NaiveDate>,
    /// The order.
    #[param(inline)]
    pub sort: InspectionOrder,
}

/// Narrows the list of one place's inspections.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct InspectionsOfPremisesFilter {
    /// Outcomes, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "defect,refused")]
    pub outcome: Vec<InspectionOutcome>,
    /// `true` for those that were signed and then corrected: the place's history.
    #[serde(deserialize_with = "from_text")]
    pub corrected: Option<bool>,
    /// The order.
    #[param(inline)]
    pub sort: InspectionOrder,
}

impl InspectionsOfPremisesFilter {
    /// The same for the list over all places.
    pub fn of(self, premises: Id) -> InspectionFilter {
        let Self { outcome, corrected, sort } = self;
        InspectionFilter { premises: Some(premises), outcome, corrected, sort, ..InspectionFilter::default() }
    }
}
