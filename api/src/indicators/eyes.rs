//! Who looks: what figures about persons tell somebody who may not open the files.
use std::collections::BTreeSet;

use super::measured::Measured;
use super::parts::{KeptBack, kept_back};
use super::question::Question;
use super::source::Sources;
use crate::codes::DivisionCode;
use crate::platform::access::Reading;
use crate::platform::auth::{CapabilitySet, ReadPersonnel, Scope};
use crate::platform::error::ApiResult;

/// Who looks at figures.
#[derive(Debug, Clone)]
pub struct Eyes {
    /// Their own area, of which they are told the whole exactly.
    own: String,
    capabilities: CapabilitySet,
}

impl Eyes {
    /// Those of a caller.
    pub fn of(scope: &Scope, capabilities: CapabilitySet) -> Self {
        Self { own: scope.division_code.clone(), capabilities }
    }

    /// Whether nothing is kept back: they may open the files.
    pub fn see_persons(&self) -> bool {
        self.capabilities.has::<ReadPersonnel>()
    }

    /// What may be told of these figures of an area: of one's own the whole, of a part of it nothing that tells of few
    /// persons, at no level on the way down.
    ///
    /// # Errors
    /// The database refuses.
    pub fn seen(
        &self,
        reading: &mut Reading<'_>,
        sources: &Sources,
        question: &Question,
        measured: Vec<Measured>,
    ) -> ApiResult<Vec<Measured>> {
        if self.see_persons() || question.division == self.own {
            return Ok(measured);
        }
        let hidden = self.hidden_of(reading, sources, question)?;
        let seen = |one: Measured| {
            let name = one.definition.name;
            if hidden.contains(name) {
                one.withheld()
            } else if sources.is_personal(name) {
                // What is worth knowing of a figure counts persons too.
                Measured { remarks: Vec::new(), ..one }
            } else {
                one
            }
        };
        Ok(measured.into_iter().map(seen).collect())
    }

    /// What is kept back of the parts of an area.
    ///
    /// # Errors
    /// The database refuses.
    pub fn kept_back_below(
        &self,
        reading: &mut Reading<'_>,
        sources: &Sources,
        question: &Question,
    ) -> ApiResult<Option<KeptBack>> {
        let Some(area) = DivisionCode::parse(&question.division).ok().filter(|_| !self.see_persons()) else {
            return Ok(None);
        };
        let personal = sources.measure_here(reading, question, |_, is_personal| is_personal)?;
        Ok(Some(kept_back(&area, &personal)))
    }

    fn hidden_of(
        &self,
        reading: &mut Reading<'_>,
        sources: &Sources,
        question: &Question,
    ) -> ApiResult<BTreeSet<&'static str>> {
        let mut hidden = BTreeSet::new();
        let (Ok(mut area), Ok(asked)) = (DivisionCode::parse(&self.own), DivisionCode::parse(&question.division))
        else {
            return Ok(hidden);
        };
        let names = || sources.figures.iter().flat_map(|source| source.definitions()).map(|one| one.name);
        while let Some(part) = area.towards(&asked) {
            let of_area = Question { division: area.as_str().to_owned(), ..question.clone() };
            if let Some(kept_back) = self.kept_back_below(reading, sources, &of_area)? {
                hidden.extend(names().filter(|name| kept_back.holds(part.as_str(), name)));
            }
            area = part;
        }
        Ok(hidden)
    }
}
