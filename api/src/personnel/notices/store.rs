//! Queries on `notices`. Rows never leave this file.
use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{CreateNotice, Notice, NoticeKind};
use crate::personnel::persons::{Owner, owner};
use crate::personnel::records::{Sealed, person_records};
use crate::platform::access::{Reading, Tx};
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::notices;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const NO_NOTICE: Rule =
    Rule { code: "notice.not_found", zh: "没有这份劝诫、告诫文书", en: "no such notice" };

person_records!(notices, issued_on, NO_NOTICE, CreateNotice, Notice, NoticeColumns, NoticeSecrets);

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = notices, check_for_backend(Backend), treat_none_as_null = true, treat_none_as_default_value = false)]
struct NoticeColumns {
    kind: String,
    issued_on: NaiveDate,
}

/// What is sealed of it.
#[derive(Debug, Serialize, Deserialize)]
struct NoticeSecrets {
    cause: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    document_no: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delivered_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    received_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
}

fn join(columns: NoticeColumns, secrets: NoticeSecrets) -> ApiResult<CreateNotice> {
    let NoticeColumns { kind, issued_on } = columns;
    let NoticeSecrets { cause, document_no, delivered_on, received_by, notes } = secrets;
    Ok(CreateNotice {
        kind: NoticeKind::stored(&kind)?,
        issued_on,
        cause,
        document_no,
        delivered_on,
        received_by,
        notes,
    })
}

fn split(facts: CreateNotice) -> (NoticeColumns, NoticeSecrets) {
    let CreateNotice { kind, issued_on, cause, document_no, delivered_on, received_by, notes } = facts;
    (
        NoticeColumns { kind: kind.code().to_owned(), issued_on },
        NoticeSecrets { cause, document_no, delivered_on, received_by, notes },
    )
}
