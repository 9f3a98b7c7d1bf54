//! What a machine may ever hold, and what a client's facts must be.
use chrono::{Months, NaiveDate};
use validator::ValidationError;

use super::dto::{ClientKind, CreateClient};
use crate::platform::auth::accounts::{DIVISION, USERNAME, is_name};
use crate::platform::auth::{CapabilitySet, FieldClass, Permission};
use crate::platform::error::{ApiError, ApiResult, Broken, Rule};

/// What a client that exchanges records may hold. Left out is what an official answers for (decisions, signatures, transfers,
/// the end of control, orders, reports), what searches by identity number, what concerns informants, accounts, clients and the
/// journal, and `session:use`.
const READER: &[Permission] = &[
    Permission::ReadDivisions,
    Permission::ReadStaff,
    Permission::ReadPersonnel,
    Permission::ExportPersonnel,
    Permission::ReadTreatments,
    Permission::ReadTests,
    Permission::WriteTests,
    Permission::ReadVisits,
    Permission::ReadPremises,
    Permission::ReadInspections,
    Permission::ReadEvents,
    Permission::WriteEvents,
    Permission::ReadImports,
    Permission::WriteImports,
    Permission::ReadIndicators,
    Permission::ReadReports,
    Permission::ReadLeaves,
    Permission::ReadHandovers,
    Permission::ReadNotices,
    Permission::ReadAssessments,
    Permission::ReadTransfers,
    Permission::ReadTasks,
    Permission::ReadDuties,
    Permission::ReadRules,
    Permission::ReadRectifications,
    Permission::ReadLeads,
    Permission::ReadChanges,
];
/// What one that hands in ledgers may hold: to hand them in, and to read what became of its own.
const IMPORTER: &[Permission] = &[Permission::WriteImports, Permission::ReadImports];
/// What one that takes figures may hold.
const STATISTICS: &[Permission] = &[Permission::ReadIndicators, Permission::ReadDivisions];

const NOT_FOR_MACHINES: Rule = Rule {
    code: "client.capabilities.kind",
    zh: "这类机器接入不得有其中某项权限",
    en: "a machine client of this kind may not hold one of these",
};
const SEES: Rule = Rule {
    code: "client.sees.kind",
    zh: "这类机器接入不得查看任何人员信息",
    en: "a machine client of this kind sees no field of a person",
};
const ROWS: Rule = Rule {
    code: "client.rows_a_day.kind",
    zh: "这类机器接入每日可查看人员条数只能为0",
    en: "a machine client of this kind is shown no person: 0 rows a day",
};
const TOO_LATE: Rule =
    Rule {
        code: "client.expires_on.year", zh: "有效期最长一年", en: "a machine client is good for a year at most"
    };
const TOO_EARLY: Rule = Rule {
    code: "client.expires_on.past",
    zh: "有效期不能早于今天",
    en: "a machine client cannot have run out when it is made",
};
const MONTHS: Months = Months::new(12);

fn most(kind: ClientKind) -> &'static [Permission] {
    match kind {
        ClientKind::Reader => READER,
        ClientKind::Importer => IMPORTER,
        ClientKind::Statistics => STATISTICS,
    }
}

/// The most a client of this kind may hold.
pub fn may_hold(kind: ClientKind) -> CapabilitySet {
    CapabilitySet::of(most(kind).iter().map(|permission| permission.name()))
}

/// Whether clients of this kind may be shown persons.
fn is_shown_persons(kind: ClientKind) -> bool {
    kind == ClientKind::Reader
}

/// Rules of the whole record.
///
/// # Errors
/// Every rule broken.
pub fn check(client: &CreateClient) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    let CreateClient { name, kind, division_code, capabilities, sees, rows_a_day, .. } = client;
    let is_code = division_code.len() == 12 && division_code.bytes().all(|digit| digit.is_ascii_digit());
    broken.when(!is_name(name), "name", USERNAME);
    broken.when(!is_code, "division_code", DIVISION);
    let is_beyond = capabilities.iter().any(|permission| !most(*kind).contains(permission));
    broken.when(is_beyond, "capabilities", NOT_FOR_MACHINES);
    broken.when(!is_shown_persons(*kind) && !sees.is_empty(), "sees", SEES);
    broken.when(!is_shown_persons(*kind) && *rows_a_day > 0, "rows_a_day", ROWS);
    broken.done()
}

/// How long a client may be used.
///
/// # Errors
/// 422 for more than a year from today, and for a day that is over unless it was so `before`.
pub fn check_expiry(expires_on: NaiveDate, before: Option<NaiveDate>, today: NaiveDate) -> ApiResult<()> {
    if before == Some(expires_on) {
        return Ok(());
    }
    if expires_on < today {
        return Err(ApiError::invalid("/expires_on", TOO_EARLY));
    }
    if today.checked_add_months(MONTHS).is_some_and(|last| expires_on > last) {
        return Err(ApiError::invalid("/expires_on", TOO_LATE));
    }
    Ok(())
}

/// Names of what `after` has and `before` has not, each for itself: who reads the journal sees what was granted.
pub fn granted(before: Option<&CreateClient>, after: &CreateClient) -> Vec<String> {
    let had = |permission: &Permission| before.is_some_and(|before| before.capabilities.contains(permission));
    let saw = |class: &FieldClass| before.is_some_and(|before| before.sees.contains(class));
    let capabilities = after.capabilities.iter().filter(|permission| !had(permission));
    let classes = after.sees.iter().filter(|class| !saw(class));
    let mut names: Vec<String> = capabilities.map(|permission| format!("capabilities/{}", permission.name())).collect();
    names.extend(classes.map(|class| format!("sees/{}", class.name())));
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::coded::Coded;

    #[test]
    fn no_machine_ever_decides_signs_or_administers() {
        let held: Vec<&str> = ClientKind::ALL.iter().flat_map(|kind| most(*kind)).map(|one| one.name()).collect();
        for never in ["session:", "clients:", "audit:", "webhooks:manage", "control:", "papers:", "clues:"] {
            assert!(held.iter().all(|name| !name.starts_with(never)), "{never}");
        }
        for never in [":decide", ":search", ":assign", ":plan", ":review", ":propose", ":approve", ":revert"] {
            assert!(held.iter().all(|name| !name.ends_with(never)), "{never}");
        }
    }

    #[test]
    fn a_year_is_the_longest() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let told =
            |last: &str, before: Option<&str>| check_expiry(day(last), before.map(day), day("2026-03-01")).is_ok();
        assert!(told("2026-03-01", None) && told("2027-03-01", None));
        assert!(!told("2027-03-02", None) && !told("2026-02-28", None));
        assert!(told("2026-02-01", Some("2026-02-01")), "another field of one that has run out may be changed");
        assert!(!told("2026-02-02", Some("2026-02-01")));
    }
}
