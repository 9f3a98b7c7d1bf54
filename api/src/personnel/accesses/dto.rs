//! What the API documents about who was shown whom.
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use crate::platform::access::Discloses;
use crate::platform::id::Id;

/// That somebody was shown persons.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessLine {
    /// When.
    pub at: DateTime<Utc>,
    /// The account that asked.
    pub account_id: Id,
    /// Its name.
    pub username: Option<String>,
    /// The division it belongs to.
    pub division_code: String,
    /// What was asked for.
    #[schema(example = "GET /api/v1/personnel/{id}")]
    pub operation: String,
    /// The persons the answer told of, by id.
    pub persons: Vec<Id>,
    /// The numbers of their files, as far as these lie in the caller's area now; of a sealed file the number and no more.
    pub files: Vec<FileShown>,
}

/// A file that somebody was shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FileShown {
    /// The person.
    pub person_id: Id,
    /// What people call the file.
    #[schema(example = "QH-0042")]
    pub file_no: String,
}

impl Discloses for AccessLine {
    fn persons(&self, told: &mut Vec<Id>) {
        told.extend(&self.persons);
    }
}

/// Which access lines. They come newest first.
#[derive(Debug, Clone, Default, Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct AccessFilter {
    /// Who was shown this person.
    pub person: Option<Id>,
    /// Who was shown the file of this number, in the caller's area.
    #[validate(length(min = 1, max = 32))]
    #[param(min_length = 1, max_length = 32, example = "QH-0042")]
    pub file_no: Option<String>,
    /// Whom this account was shown.
    pub account: Option<Id>,
    /// First day (Asia/Shanghai).
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// That somebody was shown the file, or a list it stands in.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileAccess {
    /// When.
    pub at: DateTime<Utc>,
    /// The name of the official or of the machine.
    #[schema(example = "周岚")]
    pub name: String,
    /// The division they belong to.
    pub division_code: String,
    /// What they asked for.
    #[schema(example = "GET /api/v1/personnel/{id}")]
    pub operation: String,
}
