//! The code lists of every domain, a line each.
use actix_web::get;
use actix_web::web::Json as Body;

use super::dto::Dictionary;
use crate::divisions::DivisionKind;
use crate::events::{EventKind, Setting, Theme};
use crate::imports::dto::{ImportState, OnError, Outcome, Strategy};
use crate::personnel::{
    Control, PersonStatus, RiskLevel, TestMethod, TestResult, TreatmentKind, TreatmentState, VisitMode,
};
use crate::platform::auth::{Caller, UseSession};
use crate::platform::error::ApiError;
use crate::reports::{ReportKind, ReportState};
use crate::staff::{DocumentKind, GroupRole, StaffPost};

/// Every code list.
fn all() -> Vec<Dictionary> {
    vec![
        Dictionary::of::<Control>(),
        Dictionary::of::<DivisionKind>(),
        Dictionary::of::<DocumentKind>(),
        Dictionary::of::<EventKind>(),
        Dictionary::of::<GroupRole>(),
        Dictionary::of::<ImportState>(),
        Dictionary::of::<OnError>(),
        Dictionary::of::<Outcome>(),
        Dictionary::of::<PersonStatus>(),
        Dictionary::of::<ReportKind>(),
        Dictionary::of::<ReportState>(),
        Dictionary::of::<RiskLevel>(),
        Dictionary::of::<Setting>(),
        Dictionary::of::<StaffPost>(),
        Dictionary::of::<Strategy>(),
        Dictionary::of::<TestMethod>(),
        Dictionary::of::<TestResult>(),
        Dictionary::of::<Theme>(),
        Dictionary::of::<TreatmentKind>(),
        Dictionary::of::<TreatmentState>(),
        Dictionary::of::<VisitMode>(),
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
            let codes: BTreeSet<&str> = labels.iter().map(|label| label.code).collect();
            assert_eq!(codes.len(), labels.len(), "{name}");
            assert!(labels.iter().all(|label| !label.zh.is_empty() && label.en.is_ascii()), "{name}");
        }
    }
}
