//! The grade on file follows the newest assessment, whoever writes one.
use super::store::{TABLE_NAME, of_owners};
use crate::personnel::persons::{owners_among, regrade};
use crate::platform::access::{Change, Reactor, Tx};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// Keeps the grade on file that of the newest assessment.
pub struct GradeKeeper;

impl Reactor for GradeKeeper {
    fn react(&self, tx: &mut Tx<'_>, changes: &[Change]) -> ApiResult<()> {
        let assessed = changes.iter().filter(|change| change.subject_type == TABLE_NAME);
        let mut persons: Vec<Id> = assessed.filter_map(|change| change.about).collect();
        persons.sort_unstable();
        persons.dedup();
        let owners = owners_among(tx, &persons)?;
        for owner in &owners {
            let mut assessments = of_owners(tx, [owner])?;
            assessments.sort_by_key(|one| (one.facts.assessed_on, one.id));
            regrade(tx, owner.person_id, assessments.last().map(|one| one.facts.level.into()))?;
        }
        Ok(())
    }
}
