//! The rounds (排查行动) that a ledger names by their titles.
use std::collections::HashMap;

use crate::campaigns::CreateCampaign;
use crate::codes::text::search_key;
use crate::imports::rules as words;
use crate::platform::error::Rule;
use crate::platform::id::Id;

/// Campaigns by their titles, however they are spelt: `（第5次）` is `(第5次)`.
pub struct Rounds(HashMap<String, Vec<Round>>);

/// A campaign on record, or one that a row opens.
pub type Round = (Id, CreateCampaign);

impl Rounds {
    /// These campaigns.
    pub fn of(campaigns: HashMap<String, Round>) -> Self {
        let mut rounds = Self(HashMap::new());
        campaigns.into_values().for_each(|round| rounds.add(round));
        rounds
    }

    /// One more.
    pub fn add(&mut self, round: Round) {
        self.0.entry(search_key(&round.1.title)).or_default().push(round);
    }

    /// The one of this title, else the only one that is spelt alike.
    ///
    /// # Errors
    /// Several are.
    pub fn find(&self, title: &str) -> Result<Option<Round>, Rule> {
        let alike = self.0.get(&search_key(title)).map(Vec::as_slice).unwrap_or_default();
        match (alike.iter().find(|(_, campaign)| campaign.title == title), alike) {
            (Some(round), _) | (None, [round]) => Ok(Some(round.clone())),
            (None, []) => Ok(None),
            (None, _) => Err(words::AMBIGUOUS),
        }
    }

    /// All of them.
    pub fn by_id(&self) -> HashMap<Id, CreateCampaign> {
        self.0.values().flatten().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaigns::CampaignKind;

    #[test]
    fn spelling_does_not_make_two_rounds_of_one() {
        let round = |title: &str| {
            let (title, division_code) = (title.to_owned(), "990981107000".to_owned());
            let campaign =
                CreateCampaign { kind: CampaignKind::Routine, title, division_code, starts_on: None, ends_on: None };
            (Id::new(), campaign)
        };
        let mut rounds = Rounds::of([(String::new(), round("2025年排查（第5次）"))].into());
        let found = |rounds: &Rounds, title: &str| rounds.find(title).map(|found| found.map(|(id, _)| id));
        let first = found(&rounds, "2025年排查(第5次)").expect("one").expect("found");
        assert_eq!(found(&rounds, "2025年排查（第6次）"), Ok(None));
        rounds.add(round("2025年排查 （第5次）"));
        assert_eq!(found(&rounds, "2025年排查(第5次)"), Err(words::AMBIGUOUS));
        assert_eq!(found(&rounds, "2025年排查（第5次）"), Ok(Some(first)));
    }
}
