//! Queries on `visits`. Rows never leave this file.
use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{CreateVisit, Visit, VisitMode};
use crate::personnel::persons::{Owner, owner};
use crate::personnel::records::{Sealed, person_records};
use crate::platform::access::{Reading, Tx};
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::visits;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const NO_VISIT: Rule = Rule { code: "visit.not_found", zh: "没有这条走访记录", en: "no such visit" };

person_records!(visits, visited_on, NO_VISIT, CreateVisit, Visit, VisitColumns, VisitSecrets);

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = visits, check_for_backend(Backend), treat_none_as_null = true, treat_none_as_default_value = false)]
struct VisitColumns {
    visited_on: NaiveDate,
    mode: String,
}

/// What is sealed of a visit.
#[derive(Debug, Serialize, Deserialize)]
struct VisitSecrets {
    visitor: Option<String>,
    present: Option<String>,
    summary: Option<String>,
}

fn join(columns: VisitColumns, secrets: VisitSecrets) -> ApiResult<CreateVisit> {
    let VisitColumns { visited_on, mode } = columns;
    let VisitSecrets { visitor, present, summary } = secrets;
    Ok(CreateVisit { visited_on, mode: VisitMode::stored(&mode)?, visitor, present, summary })
}

fn split(facts: CreateVisit) -> (VisitColumns, VisitSecrets) {
    let CreateVisit { visited_on, mode, visitor, present, summary } = facts;
    (VisitColumns { visited_on, mode: mode.code().to_owned() }, VisitSecrets { visitor, present, summary })
}
