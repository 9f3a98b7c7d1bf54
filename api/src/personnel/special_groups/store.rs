//! Queries on `special_groups`. Rows never leave this file.
use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{CreateSpecialGroup, SpecialGroup, SpecialGroupKind};
use crate::personnel::persons::{Owner, owner};
use crate::personnel::records::{Sealed, person_records};
use crate::platform::access::{Reading, Tx};
use crate::platform::db::Backend;
use crate::platform::db::schema::special_groups;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const NO_GROUP: Rule =
    Rule { code: "special_group.not_found", zh: "没有这条特殊情形记录", en: "no such membership" };

person_records!(
    special_groups,
    since,
    NO_GROUP,
    CreateSpecialGroup,
    SpecialGroup,
    SpecialGroupColumns,
    SpecialGroupSecrets
);

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = special_groups, check_for_backend(Backend), treat_none_as_null = true, treat_none_as_default_value = false)]
struct SpecialGroupColumns {
    since: NaiveDate,
    until: Option<NaiveDate>,
}

/// What is sealed of it.
#[derive(Debug, Serialize, Deserialize)]
struct SpecialGroupSecrets {
    kind: SpecialGroupKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    document_no: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
}

#[expect(clippy::unnecessary_wraps, reason = "other records read codes from their columns, which may hold nonsense")]
fn join(columns: SpecialGroupColumns, secrets: SpecialGroupSecrets) -> ApiResult<CreateSpecialGroup> {
    let SpecialGroupColumns { since, until } = columns;
    let SpecialGroupSecrets { kind, document_no, notes } = secrets;
    Ok(CreateSpecialGroup { kind, since, until, document_no, notes })
}

fn split(facts: CreateSpecialGroup) -> (SpecialGroupColumns, SpecialGroupSecrets) {
    let CreateSpecialGroup { kind, since, until, document_no, notes } = facts;
    (SpecialGroupColumns { since, until }, SpecialGroupSecrets { kind, document_no, notes })
}
