//! What the API documents about reconciliations.
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::rules;
use crate::coded;
use crate::codes::division::filled_up;
use crate::discloses;
use crate::personnel::PersonStatus;
use crate::platform::access::Discloses;
use crate::platform::http::{NO_VERSION, Versioned, comma_separated, from_text};
use crate::platform::id::Id;

coded! {
    /// How list and roster differ.
    FindingKind in "finding_kind" {
        OnlyInTown = "only_in_town", "我方有、名单无", "On the roster only";
        OnlyInList = "only_in_list", "名单有、我方无", "On the list only";
        StatusDiffers = "status_differs", "管控现状不一致", "The statuses differ";
        IdTypo = "id_typo", "身份号码疑似有误", "An identity number looks mistyped";
        DuplicateInList = "duplicate_in_list", "名单内重复", "Twice on the list";
    }

    /// What looks wrong about an identity number of the list.
    NumberHint in "number_hint" {
        Length = "length", "位数不对", "It has the wrong length";
        Characters = "characters", "含有不该有的字符", "It holds a character it cannot hold";
        BirthDate = "birth_date", "出生日期不存在", "The birth date in it does not exist";
        Checksum = "checksum", "校验码不正确", "Its check character is wrong";
        OneDigit = "one_digit", "与在册同名人员相差一位", "It differs in one character from that of a registered person of the name";
        Transposed = "transposed", "与在册同名人员相邻两位颠倒", "Two neighbouring characters are swapped against a registered person of the name";
        MissingDigit = "missing_digit", "比在册同名人员少一位", "It lacks a character against a registered person of the name";
        ExtraDigit = "extra_digit", "比在册同名人员多一位", "It has a character too many against a registered person of the name";
        NotOnFile = "not_on_file", "在册同名人员的档案没有号码", "The only registered person of the name has no number on file";
        OtherName = "other_name", "该号码登记的是另一个姓名", "The number is registered under another name";
    }

    /// What an official decides about a finding.
    Decision in "finding_decision" {
        Accept = "accept", "采纳", "Accept";
        Reject = "reject", "不采纳", "Reject";
        Defer = "defer", "待核实", "Defer";
    }
}

/// Which list it is, and whose.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ReconciliationOptions {
    /// The division whose roster the list is compared with; the caller's own when left out.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107000")]
    pub division: Option<String>,
    /// The name of the list, for those who look at it later.
    #[validate(length(min = 1, max = 200))]
    #[param(min_length = 1, max_length = 200, example = "10市禁毒委下发名单.csv")]
    pub file_name: String,
}

impl Default for ReconciliationOptions {
    fn default() -> Self {
        Self { division: None, file_name: "未命名".to_owned() }
    }
}

/// How many findings a reconciliation has of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingCounts {
    /// On the roster only.
    pub only_in_town: i64,
    /// On the list only.
    pub only_in_list: i64,
    /// The statuses differ.
    pub status_differs: i64,
    /// An identity number looks mistyped.
    pub id_typo: i64,
    /// Twice on the list.
    pub duplicate_in_list: i64,
}

impl FindingCounts {
    /// Counts so many of a kind.
    pub fn add(&mut self, kind: FindingKind, many: i64) {
        *match kind {
            FindingKind::OnlyInTown => &mut self.only_in_town,
            FindingKind::OnlyInList => &mut self.only_in_list,
            FindingKind::StatusDiffers => &mut self.status_differs,
            FindingKind::IdTypo => &mut self.id_typo,
            FindingKind::DuplicateInList => &mut self.duplicate_in_list,
        } += many;
    }
}

/// A list that was compared with the roster.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Reconciliation {
    /// Its id.
    pub id: Id,
    /// The division whose roster it was compared with.
    pub division_code: String,
    /// The name of the list.
    pub file_name: String,
    /// SHA-256 of the list, in hexadecimal.
    pub sha256: String,
    /// Persons on the list, line by line.
    pub rows: i64,
    /// Persons on the roster.
    pub registered: i64,
    /// Findings by kind.
    pub counts: FindingCounts,
    /// Findings nobody has decided on, or that were deferred.
    pub open: i64,
    /// Differences that were rejected before and have not changed since: not raised again.
    pub not_raised: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

discloses!(nobody: Reconciliation);

impl Versioned for Reconciliation {
    fn version(&self) -> i64 {
        NO_VERSION
    }
}

/// One difference between list and roster.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RosterFinding {
    /// Its id.
    pub id: Id,
    /// The reconciliation.
    pub reconciliation_id: Id,
    /// How they differ.
    pub kind: FindingKind,
    /// The line of the list, titles and headings included.
    pub row: Option<u32>,
    /// The earlier line that holds the same number.
    pub other_row: Option<u32>,
    /// The registered person.
    pub person_id: Option<Id>,
    /// The name, of the list where it has one; masked as the caller's role requires.
    #[schema(example = "罗**")]
    pub name: Option<String>,
    /// The number on the list, its last two characters only.
    #[schema(example = "****************2X")]
    pub id_number_masked: Option<String>,
    /// The number on the list in full, where it may be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_number: Option<String>,
    /// What looks wrong about the number.
    pub hints: Vec<NumberHint>,
    /// The place in the number, counted from one, at which it differs from the registered person's.
    pub differs_at: Option<u32>,
    /// The status on the list.
    pub status_in_list: Option<PersonStatus>,
    /// The status on file when the list was compared.
    pub status_on_file: Option<PersonStatus>,
    /// The village the list names, where it is one of the division's.
    pub division_code: Option<String>,
    /// What was decided.
    pub decision: Option<Decision>,
    /// Why.
    pub reason: Option<String>,
    /// By whom.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// Grows with each decision.
    pub version: i64,
    /// When it was found.
    pub created_at: DateTime<Utc>,
    /// When it was last decided on.
    pub updated_at: DateTime<Utc>,
}

impl Discloses for RosterFinding {
    fn persons(&self, told: &mut Vec<Id>) {
        told.extend(self.person_id);
    }
}

impl Versioned for RosterFinding {
    fn version(&self) -> i64 {
        self.version
    }
}

/// A decision about a finding.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct DecideFinding {
    /// What is decided. Accepting changes the file where the list is right about it: the status, a person who is registered,
    /// a number on file. Who is missing from the list, or twice on it, is for the committee to correct.
    pub decision: Decision,
    /// Why, for whoever asks later.
    #[validate(length(min = 2, max = 500))]
    #[schema(min_length = 2, max_length = 500, example = "已与派出所核对")]
    pub reason: String,
    /// The village that is to manage a person who is registered, where the list does not tell.
    #[serde(default)]
    #[validate(custom(function = crate::divisions::division_code))]
    #[schema(min_length = 12, max_length = 12, example = "990981107201")]
    pub division_code: Option<String>,
}

/// Narrows a list of reconciliations.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct ReconciliationFilter {
    /// Division whose subtree to show; its first digits will do.
    #[serde(deserialize_with = "filled_up")]
    #[validate(length(min = 12, max = 12))]
    #[param(min_length = 2, max_length = 12, example = "990981107")]
    pub division: Option<String>,
}

/// Narrows the findings of a reconciliation.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct FindingFilter {
    /// Kinds, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "only_in_list,id_typo")]
    pub kind: Vec<FindingKind>,
    /// Decisions, separated by commas.
    #[serde(deserialize_with = "comma_separated")]
    #[param(value_type = Option<String>, example = "reject,defer")]
    pub decision: Vec<Decision>,
    /// Whether a decision is still wanted: nobody has decided, or it was deferred.
    #[serde(deserialize_with = "from_text")]
    #[param(value_type = Option<bool>)]
    pub open: Option<bool>,
}
