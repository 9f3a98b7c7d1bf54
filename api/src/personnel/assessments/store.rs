//! Queries on `assessments`. Rows never leave this file.
use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{AssessedLevel, Assessment, CreateAssessment};
use crate::personnel::persons::{Owner, owner};
use crate::personnel::records::{Sealed, person_records};
use crate::platform::access::{Reading, Tx};
use crate::platform::db::Backend;
use crate::platform::db::schema::assessments;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const NO_ASSESSMENT: Rule =
    Rule { code: "assessment.not_found", zh: "没有这次风险评估", en: "no such assessment" };

person_records!(
    assessments,
    assessed_on,
    NO_ASSESSMENT,
    CreateAssessment,
    Assessment,
    AssessmentColumns,
    AssessmentSecrets
);

/// The table, as journal entries name it.
pub const TABLE_NAME: &str = TABLE;

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = assessments, check_for_backend(Backend), treat_none_as_null = true, treat_none_as_default_value = false)]
struct AssessmentColumns {
    assessed_on: NaiveDate,
}

/// What is sealed of it.
#[derive(Debug, Serialize, Deserialize)]
struct AssessmentSecrets {
    level: AssessedLevel,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    factors: Option<String>,
    assessor: String,
    approved_by: String,
    document_no: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    valid_until: Option<NaiveDate>,
}

#[expect(clippy::unnecessary_wraps, reason = "other records read codes from their columns, which may hold nonsense")]
fn join(columns: AssessmentColumns, secrets: AssessmentSecrets) -> ApiResult<CreateAssessment> {
    let AssessmentColumns { assessed_on } = columns;
    let AssessmentSecrets { level, factors, assessor, approved_by, document_no, valid_until } = secrets;
    Ok(CreateAssessment { assessed_on, level, factors, assessor, approved_by, document_no, valid_until })
}

fn split(facts: CreateAssessment) -> (AssessmentColumns, AssessmentSecrets) {
    let CreateAssessment { assessed_on, level, factors, assessor, approved_by, document_no, valid_until } = facts;
    (
        AssessmentColumns { assessed_on },
        AssessmentSecrets { level, factors, assessor, approved_by, document_no, valid_until },
    )
}
