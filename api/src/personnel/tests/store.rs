//! Queries on `tests`. Rows never leave this file.
use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{BoardResult, CreateTest, RemoteTest, Test, TestMethod, TestResult};
use crate::personnel::persons::{Owner, owner};
use crate::personnel::records::{Sealed, person_records};
use crate::platform::access::{Reading, Tx};
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::tests;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const NO_TEST: Rule = Rule { code: "test.not_found", zh: "没有这条检测记录", en: "no such test" };

person_records!(tests, tested_on, NO_TEST, CreateTest, Test, TestColumns, TestSecrets);

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = tests, check_for_backend(Backend), treat_none_as_null = true, treat_none_as_default_value = false)]
struct TestColumns {
    tested_on: NaiveDate,
    method: String,
}

/// What is sealed of a test: above all its result.
#[derive(Debug, Serialize, Deserialize)]
struct TestSecrets {
    result: TestResult,
    panel: Vec<BoardResult>,
    tester: Option<String>,
    witness: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    document_no: Option<String>,
    place: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    remote: Option<RemoteTest>,
    notes: Option<String>,
}

fn join(columns: TestColumns, secrets: TestSecrets) -> ApiResult<CreateTest> {
    let TestColumns { tested_on, method } = columns;
    let TestSecrets { result, panel, tester, witness, document_no, place, remote, notes } = secrets;
    Ok(CreateTest {
        tested_on,
        method: TestMethod::stored(&method)?,
        result,
        panel,
        tester,
        witness,
        document_no,
        place,
        remote,
        notes,
    })
}

fn split(facts: CreateTest) -> (TestColumns, TestSecrets) {
    let CreateTest { tested_on, method, result, panel, tester, witness, document_no, place, remote, notes } = facts;
    let columns = TestColumns { tested_on, method: method.code().to_owned() };
    (columns, TestSecrets { result, panel, tester, witness, document_no, place, remote, notes })
}
