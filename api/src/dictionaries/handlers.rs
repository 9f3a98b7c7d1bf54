//! The code lists of every domain, a line each.
use actix_web::get;
use actix_web::web::Json as Body;

use super::dto::Dictionary;
use crate::campaigns::CampaignKind;
use crate::codes::Gender;
use crate::desk::{ColourTheme, Density, Language, ListName, Topic};
use crate::divisions::DivisionKind;
use crate::events::{EventKind, Setting, Theme};
use crate::exchange::{Decision, DeliveryState, FindingKind, NumberHint, WebhookSigning, WebhookState};
use crate::exports::{ExportFailure, ExportFormat, ExportState};
use crate::imports::{ImportState, OnError, Outcome, Strategy};
use crate::personnel::{
    AssessedLevel, Control, HandoverPaper, HandoverReason, LeaveState, NoticeKind, PersonStatus, RemoteState,
    RevealField, RevealPurpose, RiskLevel, SpecialGroupKind, TeamRole, TestMethod, TestResult, TransferSide,
    TransferState, TreatmentKind, TreatmentState, VisitMode,
};
use crate::platform::auth::accounts::{AccountRequestKind, AccountRequestState, AccountState};
use crate::platform::auth::clients::ClientKind;
use crate::platform::auth::{Caller, UseSession};
use crate::platform::error::ApiError;
use crate::premises::{
    AttendanceRole, Colour, HasteSign, InspectionOutcome, LeadState, PrecursorClass, PremisesKind, PremisesRisk,
    RectificationSeverity, RectificationState, ReferralAuthority, SignatureRole, SignerRole, WarningSign,
};
use crate::reports::ReportState;
use crate::staff::{DocumentKind, GroupRole, StaffPost};
use crate::statutes::{Anchor, Counting, DayOff, DoneBy, Suspension};
use crate::system::BackupKind;
use crate::tasks::{DoneByType, SubjectType, TaskKind, TaskState, VoidReason};

/// Every code list.
fn all() -> Vec<Dictionary> {
    let mut lists = vec![
        Dictionary::of::<AccountRequestKind>(),
        Dictionary::of::<AccountRequestState>(),
        Dictionary::of::<AccountState>(),
        Dictionary::of::<BackupKind>(),
        Dictionary::of::<CampaignKind>(),
        Dictionary::of::<ClientKind>(),
        Dictionary::of::<DivisionKind>(),
        Dictionary::of::<DocumentKind>(),
        Dictionary::of::<EventKind>(),
        Dictionary::of::<GroupRole>(),
        Dictionary::of::<ReportState>(),
        Dictionary::of::<ImportState>(),
        Dictionary::of::<OnError>(),
        Dictionary::of::<Outcome>(),
        Dictionary::of::<Strategy>(),
        Dictionary::of::<Setting>(),
        Dictionary::of::<StaffPost>(),
        Dictionary::of::<Theme>(),
        Dictionary::of::<DeliveryState>(),
        Dictionary::of::<WebhookSigning>(),
        Dictionary::of::<WebhookState>(),
    ];
    lists.extend(of_personnel());
    lists.extend(of_premises());
    lists.extend(of_duties());
    lists.extend(of_exchange());
    lists.extend(of_desk());
    lists
}

fn of_exchange() -> Vec<Dictionary> {
    vec![
        Dictionary::of::<FindingKind>(),
        Dictionary::of::<NumberHint>(),
        Dictionary::of::<Decision>(),
        Dictionary::of::<ExportState>(),
        Dictionary::of::<ExportFormat>(),
        Dictionary::of::<ExportFailure>(),
    ]
}

fn of_desk() -> Vec<Dictionary> {
    vec![
        Dictionary::of::<ColourTheme>(),
        Dictionary::of::<Density>(),
        Dictionary::of::<Language>(),
        Dictionary::of::<ListName>(),
        Dictionary::of::<Topic>(),
    ]
}

fn of_duties() -> Vec<Dictionary> {
    vec![
        Dictionary::of::<DoneByType>(),
        Dictionary::of::<SubjectType>(),
        Dictionary::of::<TaskKind>(),
        Dictionary::of::<TaskState>(),
        Dictionary::of::<VoidReason>(),
        Dictionary::of::<Anchor>(),
        Dictionary::of::<Counting>(),
        Dictionary::of::<DayOff>(),
        Dictionary::of::<DoneBy>(),
        Dictionary::of::<Suspension>(),
    ]
}

fn of_personnel() -> Vec<Dictionary> {
    vec![
        Dictionary::of::<AssessedLevel>(),
        Dictionary::of::<Control>(),
        Dictionary::of::<Gender>(),
        Dictionary::of::<HandoverPaper>(),
        Dictionary::of::<HandoverReason>(),
        Dictionary::of::<LeaveState>(),
        Dictionary::of::<NoticeKind>(),
        Dictionary::of::<PersonStatus>(),
        Dictionary::of::<RemoteState>(),
        Dictionary::of::<RevealField>(),
        Dictionary::of::<RevealPurpose>(),
        Dictionary::of::<RiskLevel>(),
        Dictionary::of::<SpecialGroupKind>(),
        Dictionary::of::<TeamRole>(),
        Dictionary::of::<TestMethod>(),
        Dictionary::of::<TestResult>(),
        Dictionary::of::<TransferSide>(),
        Dictionary::of::<TransferState>(),
        Dictionary::of::<TreatmentKind>(),
        Dictionary::of::<TreatmentState>(),
        Dictionary::of::<VisitMode>(),
    ]
}

fn of_premises() -> Vec<Dictionary> {
    vec![
        Dictionary::of::<AttendanceRole>(),
        Dictionary::of::<Colour>(),
        Dictionary::of::<HasteSign>(),
        Dictionary::of::<InspectionOutcome>(),
        Dictionary::of::<PrecursorClass>(),
        Dictionary::of::<LeadState>(),
        Dictionary::of::<PremisesKind>(),
        Dictionary::of::<PremisesRisk>(),
        Dictionary::of::<RectificationSeverity>(),
        Dictionary::of::<RectificationState>(),
        Dictionary::of::<ReferralAuthority>(),
        Dictionary::of::<SignatureRole>(),
        Dictionary::of::<SignerRole>(),
        Dictionary::of::<WarningSign>(),
    ]
}

/// List every code list with the labels of its values in both languages.
#[utoipa::path(tag = "dictionaries", security(("bearer" = ["session:use"])),
    responses((status = OK, body = Vec<Dictionary>), ApiError))]
#[get("/dictionaries")]
pub async fn list_dictionaries(_: Caller<UseSession>) -> Body<Vec<Dictionary>> {
    Body(all())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn lists_and_their_codes_are_named_once_and_labelled_in_both_languages() {
        let lists = all();
        let names: BTreeSet<&str> = lists.iter().map(|list| list.name).collect();
        assert_eq!(names.len(), lists.len());
        for Dictionary { name, labels } in lists {
            let codes: BTreeSet<&str> = labels.iter().map(|entry| entry.label.code).collect();
            assert_eq!(codes.len(), labels.len(), "{name}");
            assert!(labels.iter().all(|entry| !entry.label.zh.is_empty() && entry.label.en.is_ascii()), "{name}");
            let words = labels.iter().flat_map(|entry| entry.synonyms.iter().chain([&entry.label.zh]));
            let words: Vec<&str> = words.copied().collect();
            let distinct: BTreeSet<&str> = words.iter().copied().collect();
            assert_eq!(distinct.len(), words.len(), "{name}: a word stands for one value");
        }
    }
}
