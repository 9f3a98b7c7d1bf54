//! The kinds of records that are followed: who may, whose area counts, and how those that are there are found.
use crate::campaigns;
use crate::coverage;
use crate::divisions;
use crate::events;
use crate::imports;
use crate::personnel;
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;
use crate::premises;
use crate::reports;
use crate::staff;
use crate::tasks;

/// Whose area must hold a record for the caller to see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The caller's.
    Area,
    /// The caller's, or one that holds it.
    AreaAndAbove,
}

/// Records that lists have: ids and versions, by id, those after the one given and at most so many.
pub type Present = fn(&mut Reading<'_>, Option<Id>, i64) -> ApiResult<Vec<(Id, i64)>>;

/// A kind of record.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    /// As the journal names it.
    pub table: &'static str,
    /// The capability that its list demands.
    pub needs: &'static str,
    /// Whose area counts.
    pub reach: Reach,
    /// Those that are there.
    pub present: Present,
}

const fn of_area(table: &'static str, needs: &'static str, present: Present) -> Subject {
    Subject { table, needs, reach: Reach::Area, present }
}

const fn from_above(table: &'static str, needs: &'static str, present: Present) -> Subject {
    Subject { table, needs, reach: Reach::AreaAndAbove, present }
}

/// All that is followed. What is not named here is not shown: accounts, clients, webhooks and mappings of headings, packs of rules,
/// signatures (the inspection tells of them), signs of haste, and merges (the places tell of them).
pub const SUBJECTS: &[Subject] = &[
    from_above("campaigns", "inspections:read", campaigns::present),
    from_above(coverage::FREEZES, "inspections:read", coverage::frozen_lists),
    from_above("divisions", "divisions:read", divisions::present),
    of_area("assessments", "assessments:read", personnel::present::assessments),
    of_area(campaigns::UNITS, "inspections:read", coverage::frozen_lines),
    of_area("division_profiles", "divisions:read", divisions::profiles::present),
    of_area("documents", "staff:read", staff::documents::present),
    of_area("events", "events:read", events::present),
    of_area("grids", "divisions:read", divisions::grids::present),
    of_area("group_posts", "staff:read", staff::leading_group::present),
    of_area("handovers", "handovers:read", personnel::present::handovers),
    of_area("imports", "imports:read", imports::present),
    of_area("inspections", "inspections:read", premises::inspections::present),
    of_area("leads", "leads:read", premises::leads::present),
    of_area("leaves", "leaves:read", personnel::present::leaves),
    of_area("notices", "notices:read", personnel::present::notices),
    of_area("personnel", "personnel:read", personnel::present::persons),
    of_area("premises", "premises:read", premises::present),
    of_area("rectifications", "rectifications:read", premises::rectifications::present),
    of_area("reports", "reports:read", reports::present),
    of_area("special_groups", "treatments:read", personnel::present::special_groups),
    of_area("staff", "staff:read", staff::present),
    of_area("stays", "leaves:read", personnel::present::stays),
    of_area("tasks", "tasks:read", tasks::present),
    of_area("team_members", "treatments:read", personnel::present::team_members),
    of_area("tests", "tests:read", personnel::present::tests),
    of_area("transfers", "transfers:read", personnel::present::transfers),
    of_area("treatments", "treatments:read", personnel::present::treatments),
    of_area("visits", "visits:read", personnel::present::visits),
];

/// The kind of this name.
pub fn of(table: &str) -> Option<&'static Subject> {
    SUBJECTS.iter().find(|subject| subject.table == table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::auth::CAPABILITIES;

    #[test]
    fn each_kind_demands_a_capability_that_there_is() {
        for subject in SUBJECTS {
            assert!(CAPABILITIES.contains(&subject.needs), "{}", subject.table);
        }
    }
}
