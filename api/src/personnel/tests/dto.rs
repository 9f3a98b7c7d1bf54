//! What the API documents about tests.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::rules;
use crate::coded;
use crate::codes::text::clean_field;
use crate::discloses;
use crate::platform::http::Versioned;
use crate::platform::id::Id;

coded! {
    /// What was tested.
    TestMethod in "test_method" {
        Urine = "urine", "尿液", "Urine";
        Hair = "hair", "毛发", "Hair";
        Saliva = "saliva", "唾液", "Saliva";
        Blood = "blood", "血液", "Blood";
        Other = "other", "其他", "Other";
    }

    /// How it came out. Only refused and evaded count towards a serious violation (戒毒条例 §20).
    TestResult in "test_result" {
        Negative = "negative", "阴性", "Negative";
        Positive = "positive", "阳性", "Positive";
        Invalid = "invalid", "无效", "Invalid";
        Refused = "refused", "拒检", "Refused";
        Evaded = "evaded", "逃避检测", "Evaded";
        Excused = "excused", "请假", "Excused";
    }

    /// How a test taken elsewhere stands.
    RemoteState in "remote_test_state" {
        Requested = "requested", "审核中", "Requested";
        Approved = "approved", "通过", "Approved";
        Refused = "refused", "不予认可", "Refused";
    }
}

/// One board of a test kit and its own result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BoardResult {
    /// What the board shows, e.g. MET, MOP, 依托咪酯.
    #[validate(length(min = 1, max = 50))]
    #[schema(min_length = 1, max_length = 50, example = "MET")]
    pub substance: String,
    /// What it showed.
    pub result: TestResult,
}

/// A test taken elsewhere: asked for, and approved on its proof (异地尿检); sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoteTest {
    /// How it stands. Only an approved one counts for its window.
    pub state: RemoteState,
    /// The office or hospital that tested.
    #[validate(length(min = 1, max = 100), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 100, example = "东莞市长安镇派出所")]
    pub organ: String,
    /// What proves it: number of the report, photographs on file.
    #[serde(default)]
    #[validate(length(min = 1, max = 200), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 200, example = "检测报告（2025）第88号，照片两张")]
    pub proof: Option<String>,
    /// Who approved or refused it.
    #[serde(default)]
    #[validate(length(min = 1, max = 100), custom(function = clean_field))]
    #[schema(min_length = 1, max_length = 100)]
    pub decided_by: Option<String>,
}

/// The facts of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check, skip_on_field_errors = false))]
pub struct CreateTest {
    /// The day of the test.
    pub tested_on: NaiveDate,
    /// What was tested.
    pub method: TestMethod,
    /// How it came out; sealed.
    pub result: TestResult,
    /// Result of each board.
    #[serde(default)]
    #[validate(length(max = 20), nested)]
    pub panel: Vec<BoardResult>,
    /// Who tested (the police test; town staff assist).
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub tester: Option<String>,
    /// The second person present.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub witness: Option<String>,
    /// The document that excuses who was not tested: without one nothing is excused; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100, example = "县医院住院证明（2025）第31号")]
    pub document_no: Option<String>,
    /// Where.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub place: Option<String>,
    /// Where the person is away: the test taken there; sealed.
    #[serde(default)]
    #[validate(nested)]
    pub remote: Option<RemoteTest>,
    /// Anything else worth keeping; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub notes: Option<String>,
}

impl CreateTest {
    /// Whether it can count for its window: one taken elsewhere does once it is approved.
    pub fn counts(&self) -> bool {
        self.remote.as_ref().is_none_or(|remote| remote.state == RemoteState::Approved)
    }
}

/// A test on file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Test {
    /// Its id.
    pub id: Id,
    /// The person.
    pub person_id: Id,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: CreateTest,
    /// Grows with each change.
    pub version: i64,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

discloses!(person_id: Test);

impl Versioned for Test {
    fn version(&self) -> i64 {
        self.version
    }
}
