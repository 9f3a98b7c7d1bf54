//! What the API documents about signing an inspection, and about correcting one that is signed.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::rules;
use crate::coded;
use crate::discloses;
use crate::platform::http::{HoldsSecret, Versioned};
use crate::platform::id::Id;
use crate::premises::inspections::dto::{ChecklistItem, CreateInspection, InspectionOutcome, WarningSign};

coded! {
    /// In which capacity an account signs: one after the other, each once.
    SignatureRole in "signature_role" {
        Inspector = "inspector", "排查人", "Inspector";
        VillageHead = "village_head", "村（居）治保主任", "Village public-security director";
        TownOffice = "town_office", "镇禁毒办", "Town drug-control office";
    }

    /// Who is asked to sign beside the inspector.
    AttendanceRole in "attendance_role" {
        Companion = "companion", "陪同人员", "Companion";
        Occupant = "occupant", "场所负责人（在场人）", "Occupant";
    }

    /// Everybody whose signature an inspection may bear.
    SignerRole in "signer_role" {
        Inspector = "inspector", "排查人", "Inspector";
        Companion = "companion", "陪同人员", "Companion";
        Occupant = "occupant", "场所负责人（在场人）", "Occupant";
        VillageHead = "village_head", "村（居）治保主任", "Village public-security director";
        TownOffice = "town_office", "镇禁毒办", "Town drug-control office";
    }

    /// What looks hasty about a signature. It is shown to who reviews, and nothing follows from it.
    HasteSign in "haste_sign" {
        FiveInAMinute = "five_in_a_minute", "一分钟内签字五次以上", "Five or more signed within a minute";
        AfterRoundClosed = "after_round_closed", "排查行动结束后才签字", "Signed after the round was over";
        ClocksApart = "clocks_apart", "设备时间与服务器相差超过十分钟", "The device's clock is ten minutes off";
    }
}

/// The place, as it was called when the inspection was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignedPlace {
    /// The place.
    pub id: Id,
    /// Its number.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The division that managed it.
    pub division_code: String,
}

/// The campaign, as it was called when the inspection was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignedCampaign {
    /// The campaign.
    pub id: Id,
    /// Its title.
    pub title: String,
}

/// Which inspection the signed one corrects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignedCorrection {
    /// The inspection that is corrected.
    pub id: Id,
    /// Why.
    pub reason: Option<String>,
}

/// Exactly what is signed: everything an inspection says, and nothing of who signs. All who sign one inspection sign the
/// same content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignedContent {
    /// What these members mean: `jindu/inspection/1`.
    pub format: String,
    /// The inspection.
    pub inspection_id: Id,
    /// Its version when the inspector signed.
    pub version: i64,
    /// The place.
    pub premises: SignedPlace,
    /// The campaign it was made in.
    pub campaign: Option<SignedCampaign>,
    /// The day (Asia/Shanghai).
    pub inspected_on: NaiveDate,
    /// Who inspected, by name.
    pub inspector: Option<String>,
    /// Who inspected, where they are on the staff.
    pub inspector_id: Option<Id>,
    /// What came of it.
    pub outcome: InspectionOutcome,
    /// What was looked at, with notes.
    pub checklist: Vec<ChecklistItem>,
    /// Signs of a laboratory.
    pub warning_signs: Vec<WarningSign>,
    /// What is defective.
    pub defect_notes: Option<String>,
    /// The inspection it corrects, if it corrects one.
    pub corrects: Option<SignedCorrection>,
}

/// One signature, as the caller may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Signer {
    /// In which capacity.
    pub role: SignerRole,
    /// Name; `null` when not given, and for companion and occupant when hidden.
    pub name: Option<String>,
    /// Whether they would not sign (拒签).
    pub refused: bool,
    /// When, by the server's clock.
    pub signed_at: DateTime<Utc>,
}

/// What there is to sign, and who has signed it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Signing {
    /// What is signed.
    pub content: SignedContent,
    /// The same as canonical JSON (RFC 8785): the bytes that are hashed.
    pub canonical: String,
    /// Their SHA-256, in hexadecimal digits.
    #[schema(min_length = 64, max_length = 64)]
    pub content_hash: String,
    /// What who signs next declares, in Chinese; kept with the signature.
    pub statement_zh: String,
    /// The same in English.
    pub statement_en: String,
    /// Who has signed.
    pub signers: Vec<Signer>,
    /// The companion or the occupant as they signed or would not, with the drawn strokes.
    pub attendance: Option<Attendance>,
    /// The capacities in which the caller may sign now: one, or none.
    pub next_roles: Vec<SignatureRole>,
    /// The version to be named in `If-Match`.
    pub version: i64,
}

discloses!(nobody: Signing);

impl Versioned for Signing {
    fn version(&self) -> i64 {
        self.version
    }
}

/// The companion or the occupant: their drawn signature, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check_attendance, skip_on_field_errors = false))]
pub struct Attendance {
    /// Which of the two.
    pub role: AttendanceRole,
    /// Name; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 100), custom(function = rules::clean))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// The drawn signature as SVG path data; sealed.
    #[serde(default)]
    #[validate(length(min = 1, max = 20_000), custom(function = rules::drawn))]
    #[schema(min_length = 1, max_length = 20_000, example = "M10 20 L30 40")]
    pub strokes: Option<String>,
    /// Why they would not sign (拒签原因); sealed. Given instead of the strokes.
    #[serde(default)]
    #[validate(length(min = 2, max = 500), custom(function = rules::clean))]
    #[schema(min_length = 2, max_length = 500)]
    pub refused_because: Option<String>,
}

/// A signature. It is that of the person whose account it is, who proves to be there with the account's password.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = rules::check_signature, skip_on_field_errors = false))]
pub struct SignInspection {
    /// In which capacity.
    pub role: SignatureRole,
    /// The hash of what was shown, from `GET /inspections/{id}/signing`.
    #[validate(length(min = 64, max = 64))]
    #[schema(min_length = 64, max_length = 64)]
    pub content_hash: String,
    /// The account's password, compared and kept nowhere.
    #[validate(length(min = 1, max = 128))]
    #[schema(min_length = 1, max_length = 128)]
    pub password: String,
    /// What the device's clock says.
    pub device_time: DateTime<Utc>,
    /// Companion or occupant; given with the inspector's signature.
    #[serde(default)]
    #[validate(nested)]
    pub attendance: Option<Attendance>,
}

impl HoldsSecret for SignInspection {
    const SECRET: &'static str = "password";
}

/// What corrects a signed inspection.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectInspection {
    /// All facts, as they should have been. `is_signed` is not taken over: what corrects a signed record is signed anew.
    #[validate(nested)]
    pub facts: CreateInspection,
    /// Why, for whoever asks later; sealed.
    #[validate(length(min = 2, max = 500), custom(function = rules::clean))]
    #[schema(min_length = 2, max_length = 500, example = "结果填错：当时上锁未入")]
    pub reason: String,
}

/// A signature whose password has been looked at.
pub struct Signature {
    /// In which capacity.
    pub role: SignatureRole,
    /// The hash of what was shown.
    pub content_hash: String,
    /// What the device's clock says.
    pub device_time: DateTime<Utc>,
    /// Companion or occupant.
    pub attendance: Option<Attendance>,
}

impl SignInspection {
    /// The signature and, apart from it, the password: what goes on to the store does not hold it.
    pub fn without_password(self) -> (Signature, String) {
        let Self { role, content_hash, password, device_time, attendance } = self;
        (Signature { role, content_hash, device_time, attendance }, password)
    }
}
