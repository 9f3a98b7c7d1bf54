//! Queries on `handovers`. Rows never leave this file.
use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{CreateHandover, Handover, HandoverDocument, HandoverReason};
use crate::personnel::persons::{Owner, owner};
use crate::personnel::records::{Sealed, person_records};
use crate::platform::access::{Reading, Tx};
use crate::platform::db::Backend;
use crate::platform::db::schema::handovers;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const NO_HANDOVER: Rule = Rule { code: "handover.not_found", zh: "没有这条移交记录", en: "no such hand-over" };

person_records!(handovers, reported_on, NO_HANDOVER, CreateHandover, Handover, HandoverColumns, HandoverSecrets);

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = handovers, check_for_backend(Backend), treat_none_as_null = true, treat_none_as_default_value = false)]
struct HandoverColumns {
    reported_on: NaiveDate,
    receipt_on: Option<NaiveDate>,
}

/// What is sealed of a hand-over: above all its reason.
#[derive(Debug, Serialize, Deserialize)]
struct HandoverSecrets {
    reason: HandoverReason,
    receipt_no: Option<String>,
    police_station: Option<String>,
    documents: Vec<HandoverDocument>,
    notes: Option<String>,
}

#[expect(clippy::unnecessary_wraps, reason = "other records read codes from their columns, which may hold nonsense")]
fn join(columns: HandoverColumns, secrets: HandoverSecrets) -> ApiResult<CreateHandover> {
    let HandoverColumns { reported_on, receipt_on } = columns;
    let HandoverSecrets { reason, receipt_no, police_station, documents, notes } = secrets;
    Ok(CreateHandover { reason, reported_on, receipt_on, receipt_no, police_station, documents, notes })
}

fn split(facts: CreateHandover) -> (HandoverColumns, HandoverSecrets) {
    let CreateHandover { reason, reported_on, receipt_on, receipt_no, police_station, documents, notes } = facts;
    let secrets = HandoverSecrets { reason, receipt_no, police_station, documents, notes };
    (HandoverColumns { reported_on, receipt_on }, secrets)
}
