//! The table of golden cases, as it is written.
use serde::Deserialize;

use crate::personnel::{
    AssessedLevel, HandoverReason, LeaveState, NoticeKind, PersonStatus, RemoteState, RiskLevel, TeamRole, TestResult,
    TreatmentKind, TreatmentState,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Golden {
    pub case: Vec<GoldenCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldenCase {
    pub name: String,
    pub article: String,
    pub as_of: toml::value::Datetime,
    pub kinds: Vec<String>,
    #[serde(default)]
    pub tests: Vec<GoldenTest>,
    #[serde(default)]
    pub leaves: Vec<GoldenLeave>,
    #[serde(default)]
    pub handovers: Vec<GoldenHandover>,
    #[serde(default)]
    pub person: GoldenPerson,
    #[serde(default)]
    pub visits: Vec<toml::value::Datetime>,
    #[serde(default)]
    pub assessments: Vec<GoldenAssessment>,
    #[serde(default)]
    pub stays: Vec<GoldenStay>,
    #[serde(default)]
    pub notices: Vec<GoldenNotice>,
    #[serde(default)]
    pub team: Vec<GoldenMember>,
    #[serde(default)]
    pub transfers: Vec<GoldenTransfer>,
    pub expect: Vec<String>,
    #[serde(default)]
    pub treatment: Vec<GoldenTreatment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldenTest {
    pub on: toml::value::Datetime,
    pub result: TestResult,
    pub document: Option<String>,
    pub remote: Option<RemoteState>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldenLeave {
    pub state: LeaveState,
    pub from: toml::value::Datetime,
    pub due: Option<toml::value::Datetime>,
    pub back: Option<toml::value::Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldenHandover {
    pub reason: HandoverReason,
    #[serde(rename = "reported")]
    pub _reported: toml::value::Datetime,
    pub receipt: Option<toml::value::Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldenTreatment {
    pub kind: TreatmentKind,
    pub state: TreatmentState,
    #[serde(rename = "decided_on")]
    pub _decided_on: Option<toml::value::Datetime>,
    pub received_on: Option<toml::value::Datetime>,
    pub reported_in_on: Option<toml::value::Datetime>,
    pub agreement_signed_on: Option<toml::value::Datetime>,
    pub term_ends_on: Option<toml::value::Datetime>,
    pub ended_on: Option<toml::value::Datetime>,
    #[serde(default)]
    pub suspended: Vec<GoldenPeriod>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldenPeriod {
    pub from: toml::value::Datetime,
    pub to: Option<toml::value::Datetime>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct GoldenPerson {
    pub found: Option<toml::value::Datetime>,
    pub status: Option<PersonStatus>,
    pub risk: Option<RiskLevel>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldenAssessment {
    pub on: toml::value::Datetime,
    pub level: AssessedLevel,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldenStay {
    pub from: toml::value::Datetime,
    pub back: Option<toml::value::Datetime>,
    pub every: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldenNotice {
    pub kind: NoticeKind,
    pub on: toml::value::Datetime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldenMember {
    pub role: TeamRole,
    pub since: toml::value::Datetime,
    pub until: Option<toml::value::Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoldenTransfer {
    pub decided: toml::value::Datetime,
    pub sent: Option<toml::value::Datetime>,
    pub changed: Option<toml::value::Datetime>,
    pub reported: Option<toml::value::Datetime>,
    pub signed: Option<toml::value::Datetime>,
}
