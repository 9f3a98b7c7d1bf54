//! Queries on `stays`. Rows never leave this file.
use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{CreateStay, JointManagement, Stay};
use crate::personnel::persons::{Owner, owner};
use crate::personnel::records::{Sealed, person_records};
use crate::platform::access::{Reading, Tx};
use crate::platform::db::Backend;
use crate::platform::db::schema::stays;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const NO_STAY: Rule = Rule { code: "stay.not_found", zh: "没有这次外出记录", en: "no such time away" };

person_records!(stays, left_on, NO_STAY, CreateStay, Stay, StayColumns, StaySecrets);

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = stays, check_for_backend(Backend), treat_none_as_null = true, treat_none_as_default_value = false)]
struct StayColumns {
    left_on: NaiveDate,
    back_on: Option<NaiveDate>,
    contact_every_days: Option<i32>,
}

/// What is sealed of it.
#[derive(Debug, Serialize, Deserialize)]
struct StaySecrets {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    destination: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    joint: Option<JointManagement>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
}

#[expect(clippy::unnecessary_wraps, reason = "other records read codes from their columns, which may hold nonsense")]
fn join(columns: StayColumns, secrets: StaySecrets) -> ApiResult<CreateStay> {
    let StayColumns { left_on, back_on, contact_every_days } = columns;
    let StaySecrets { destination, contact, joint, notes } = secrets;
    Ok(CreateStay { left_on, back_on, contact_every_days, destination, contact, joint, notes })
}

fn split(facts: CreateStay) -> (StayColumns, StaySecrets) {
    let CreateStay { left_on, back_on, contact_every_days, destination, contact, joint, notes } = facts;
    (StayColumns { left_on, back_on, contact_every_days }, StaySecrets { destination, contact, joint, notes })
}
