//! Queries on `team_members`. Rows never leave this file.
use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{CreateTeamMember, TeamMember, TeamRole};
use crate::personnel::persons::{Owner, owner};
use crate::personnel::records::{Sealed, person_records};
use crate::platform::access::{Reading, Tx};
use crate::platform::coded::Coded;
use crate::platform::db::Backend;
use crate::platform::db::schema::team_members;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

const NO_MEMBER: Rule = Rule { code: "team_member.not_found", zh: "没有这名小组成员", en: "no such member" };

person_records!(team_members, since, NO_MEMBER, CreateTeamMember, TeamMember, TeamMemberColumns, TeamMemberSecrets);

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = team_members, check_for_backend(Backend), treat_none_as_null = true, treat_none_as_default_value = false)]
struct TeamMemberColumns {
    role: String,
    since: NaiveDate,
    until: Option<NaiveDate>,
}

/// What is sealed of it.
#[derive(Debug, Serialize, Deserialize)]
struct TeamMemberSecrets {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    organisation: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
}

fn join(columns: TeamMemberColumns, secrets: TeamMemberSecrets) -> ApiResult<CreateTeamMember> {
    let TeamMemberColumns { role, since, until } = columns;
    let TeamMemberSecrets { name, organisation, phone } = secrets;
    Ok(CreateTeamMember { role: TeamRole::stored(&role)?, since, until, name, organisation, phone })
}

fn split(facts: CreateTeamMember) -> (TeamMemberColumns, TeamMemberSecrets) {
    let CreateTeamMember { role, since, until, name, organisation, phone } = facts;
    (TeamMemberColumns { role: role.code().to_owned(), since, until }, TeamMemberSecrets { name, organisation, phone })
}
