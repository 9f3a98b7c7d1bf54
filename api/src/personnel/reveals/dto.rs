//! What the API documents about showing what is masked.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::rules;
use crate::platform::id::Id;
use crate::{coded, discloses};

coded! {
    /// What somebody needs it for: the tasks the law gives to a town, and the person's own right.
    RevealPurpose in "reveal_purpose" {
        Agreement = "agreement", "签订协议、制作文书（戒毒条例第十六条）", "Agreement and papers (Rehabilitation Regulations, art. 16)";
        Care = "care", "帮扶走访（戒毒条例第十八条）", "Care and visits (Rehabilitation Regulations, art. 18)";
        Testing = "testing", "组织检测（戒毒条例第十九条）", "Drug tests (Rehabilitation Regulations, art. 19)";
        Report = "report", "报告公安机关（戒毒条例第二十一条）", "Report to the police (Rehabilitation Regulations, art. 21)";
        ChangeOfPlace = "change_of_place", "变更执行地（戒毒条例第二十二条）", "Change of the place of execution (Rehabilitation Regulations, art. 22)";
        OwnRequest = "own_request", "本人查阅、复制（个人信息保护法第四十五条）", "The person's own request (Personal Information Protection Law, art. 45)";
    }

    /// A fact that is masked where a role does not see its class.
    RevealField in "reveal_field" {
        Name = "name", "姓名", "Name";
        BirthDate = "birth_date", "出生日期", "Date of birth";
        IdNumber = "id_number", "证件号码", "ID number";
        Phone = "phone", "联系电话", "Telephone";
        HouseholdAddress = "household_address", "户籍地址", "Registered address";
    }
}

/// Which masked facts somebody needs, and what for.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateReveal {
    /// The facts; no more than are needed.
    #[validate(length(min = 1, max = 5))]
    #[schema(min_items = 1, max_items = 5)]
    pub fields: Vec<RevealField>,
    /// What for.
    pub purpose: RevealPurpose,
    /// The matter or the number of the case, for whoever asks later; sealed.
    #[serde(default)]
    #[validate(length(min = 2, max = 200))]
    #[schema(min_length = 2, max_length = 200, example = "填写社区戒毒协议")]
    pub note: Option<String>,
    /// The account's password, compared and kept nowhere. Only needed where it was last given in this session, by signing in or
    /// here, more than 15 minutes ago.
    #[serde(default)]
    #[validate(length(min = 1, max = 128))]
    #[schema(min_length = 1, max_length = 128)]
    pub password: Option<String>,
}

/// What somebody needs, their password apart.
pub struct Need {
    /// The facts, each once.
    pub fields: Vec<RevealField>,
    /// What for.
    pub purpose: RevealPurpose,
    /// The matter.
    pub note: Option<String>,
}

impl CreateReveal {
    /// What is needed and, apart from it, the password: what goes on to the store does not hold it.
    pub fn without_password(self) -> (Need, Option<String>) {
        let Self { fields, purpose, note, password } = self;
        (Need { fields, purpose, note }, password)
    }
}

/// The facts that were asked for, in full; of these, what is on file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Revealed {
    /// The entry that stays on record.
    pub id: Id,
    /// The person.
    pub person_id: Id,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "罗文")]
    pub name: Option<String>,
    /// Date of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    /// Identity number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "99098119900307002X")]
    pub id_number: Option<String>,
    /// Telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Address of household registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household_address: Option<String>,
    /// For how many seconds it may stand on a screen.
    #[schema(example = 600)]
    pub expires_in: i64,
}

discloses!(person_id: Revealed);

/// That somebody was shown facts of a person that are masked for them.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reveal {
    /// Its id.
    pub id: Id,
    /// The person.
    pub person_id: Id,
    /// The number of the file, where it lies in the caller's area.
    #[schema(example = "QH-0042")]
    pub file_no: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// The account.
    pub account_id: Id,
    /// The name of the official.
    #[schema(example = "周岚")]
    pub name: String,
    /// The division they belonged to.
    pub division_code: String,
    /// Which facts.
    pub fields: Vec<RevealField>,
    /// What for.
    pub purpose: RevealPurpose,
    /// The matter; to whoever keeps the file, and not in the list over all persons.
    pub note: Option<String>,
}

discloses!(person_id: Reveal);

/// Which of them. They come newest first.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct RevealFilter {
    /// Of this person.
    pub person: Option<Id>,
    /// To this account.
    pub account: Option<Id>,
    /// For this purpose.
    pub purpose: Option<RevealPurpose>,
    /// First day (Asia/Shanghai).
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}
