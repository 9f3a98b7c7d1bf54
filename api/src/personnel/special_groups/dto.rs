//! What the API documents about special groups.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::rules;
use crate::coded;
use crate::discloses;
use crate::platform::http::Versioned;
use crate::platform::id::Id;

coded! {
    /// Whom the law spares, or whom an office has to look after.
    SpecialGroupKind in "special_group_kind" {
        Pregnant = "pregnant", "怀孕", "Pregnant";
        Nursing = "nursing", "哺乳自己不满一周岁的婴儿", "Nursing an own infant under one year";
        Minor = "minor", "不满十六周岁", "Under sixteen";
        SeverelyIll = "severely_ill", "患严重疾病", "Severely ill";
        Disabled = "disabled", "残疾，生活不能自理", "Disabled and in need of care";
        Elderly = "elderly", "年满六十周岁", "Sixty or older";
        SoleCarer = "sole_carer", "家中有人唯一由其扶养", "The only one to care for somebody";
    }
}

impl SpecialGroupKind {
    /// Whether compulsory isolation is not for them (禁毒法 §39): must not for the pregnant and nursing, may not for those under
    /// sixteen.
    pub fn is_spared_isolation(self) -> bool {
        matches!(self, Self::Pregnant | Self::Nursing | Self::Minor)
    }
}

/// The facts of a membership of a special group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateSpecialGroup {
    /// Which; sealed.
    pub kind: SpecialGroupKind,
    /// The first day.
    pub since: NaiveDate,
    /// The last day: the day before the child's first or the person's sixteenth birthday, or as the proof says.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// Number of the proof; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "镇卫生院诊断证明（2025）第7号")]
    pub document_no: Option<String>,
    /// Anything else worth keeping; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub notes: Option<String>,
}

impl CreateSpecialGroup {
    /// Whether the person belongs to it on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.since <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// A membership of a special group on file.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpecialGroup {
    /// Its id.
    pub id: Id,
    /// The person.
    pub person_id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateSpecialGroup,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(person_id: SpecialGroup);

impl Versioned for SpecialGroup {
    fn version(&self) -> i64 {
        self.version
    }
}
