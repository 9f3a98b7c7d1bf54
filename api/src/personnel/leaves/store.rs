//! Queries on `leaves`. Rows never leave this file.
use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{CreateLeave, Leave, LeaveState};
use crate::personnel::persons::{Owner, owner};
use crate::personnel::records::{Sealed, person_records};
use crate::platform::access::{Reading, Tx};
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::leaves;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const NO_LEAVE: Rule = Rule { code: "leave.not_found", zh: "没有这条请假记录", en: "no such leave" };

person_records!(leaves, left_on, NO_LEAVE, CreateLeave, Leave, LeaveColumns, LeaveSecrets);

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = leaves, check_for_backend(Backend), treat_none_as_null = true, treat_none_as_default_value = false)]
struct LeaveColumns {
    state: String,
    left_on: NaiveDate,
    due_back_on: Option<NaiveDate>,
    back_on: Option<NaiveDate>,
}

/// What is sealed of a leave.
#[derive(Debug, Serialize, Deserialize)]
struct LeaveSecrets {
    applied_on: Option<NaiveDate>,
    decided_on: Option<NaiveDate>,
    destination: Option<String>,
    contact: Option<String>,
    document_no: Option<String>,
    notes: Option<String>,
}

fn join(columns: LeaveColumns, secrets: LeaveSecrets) -> ApiResult<CreateLeave> {
    let LeaveColumns { state, left_on, due_back_on, back_on } = columns;
    let LeaveSecrets { applied_on, decided_on, destination, contact, document_no, notes } = secrets;
    let state = LeaveState::stored(&state)?;
    Ok(CreateLeave {
        state,
        left_on,
        due_back_on,
        back_on,
        applied_on,
        decided_on,
        destination,
        contact,
        document_no,
        notes,
    })
}

fn split(facts: CreateLeave) -> (LeaveColumns, LeaveSecrets) {
    let CreateLeave {
        state,
        left_on,
        due_back_on,
        back_on,
        applied_on,
        decided_on,
        destination,
        contact,
        document_no,
        notes,
    } = facts;
    let columns = LeaveColumns { state: state.code().to_owned(), left_on, due_back_on, back_on };
    (columns, LeaveSecrets { applied_on, decided_on, destination, contact, document_no, notes })
}
