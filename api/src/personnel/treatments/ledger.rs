//! The measure a person is under, as the ledger of persons tells it beside the person.
use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::dto::{CreateTreatment, Treatment, TreatmentKind, TreatmentState};
use super::{state_of, store};
use crate::codes::text::search_key;
use crate::imports::{Accepted, Matching, NewIds, Part, Record, RowReader, rules};
use crate::personnel::people::{About, Filed};
use crate::personnel::persons::{Owner, PersonStatus};
use crate::platform::access::{Reading, Tx};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

const RESOURCE: &str = "treatments";
const COLUMNS: [&str; 6] =
    ["document_no", "decided_on", "received_on", "reported_in_on", "agreement_signed_on", "term_ends_on"];

/// What tells one episode of a person from another: the number of its document, else its kind and the day of its decision.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Document(Id, String),
    Decision(Id, TreatmentKind, Option<NaiveDate>),
}

fn key_of(about: &About<CreateTreatment>) -> Key {
    match &about.facts.document_no {
        Some(number) => Key::Document(about.person_id, search_key(number)),
        None => Key::Decision(about.person_id, about.facts.kind, about.facts.decided_on),
    }
}

impl Record for Filed<Treatment, CreateTreatment> {
    type Facts = About<CreateTreatment>;

    fn id(&self) -> Id {
        self.record.id
    }

    fn facts(&self) -> &Self::Facts {
        &self.about
    }
}

/// The episodes of the persons a ledger names.
pub struct Episodes {
    matching: Matching<Key, Filed<Treatment, CreateTreatment>>,
    today: NaiveDate,
}

impl Episodes {
    /// Loads them, once.
    ///
    /// # Errors
    /// The database refuses.
    pub fn of(reading: &mut Reading<'_>, owners: &HashMap<Id, Arc<Owner>>) -> ApiResult<Self> {
        let on_file = store::of_owners(reading, owners.values().map(AsRef::as_ref))?;
        let filed = on_file.into_iter().map(|record| {
            let about = About { person_id: record.person_id, facts: record.facts.clone() };
            (key_of(&about), Filed { record, about })
        });
        Ok(Self { matching: Matching::new(RESOURCE, filed), today: clock::today() })
    }

    /// The episode a row tells of, if it tells of one. `person_id` is the person when already on file.
    pub fn read(
        &self,
        row: &mut RowReader<'_>,
        status: Option<PersonStatus>,
        person_id: Option<Id>,
    ) -> Option<CreateTreatment> {
        let document_no = row.text("document_no");
        let [decided_on, received_on, reported_in_on, agreement_signed_on, term_ends_on] =
            ["decided_on", "received_on", "reported_in_on", "agreement_signed_on", "term_ends_on"]
                .map(|column| row.date(column));
        let dates = [decided_on, received_on, reported_in_on, agreement_signed_on, term_ends_on];
        if document_no.is_none() && dates.iter().all(Option::is_none) {
            return None;
        }
        let Some(kind) = kind_of(status?, document_no.as_deref()) else {
            row.warn("document_no", rules::NO_MEASURE);
            return None;
        };
        let state = state_of(kind, received_on, reported_in_on, agreement_signed_on, self.today);
        let read = CreateTreatment {
            kind,
            state,
            document_no,
            decided_on,
            received_on,
            reported_in_on,
            agreement_signed_on,
            term_ends_on,
            suspended_periods: Vec::new(),
            ended_on: None,
            outcome: None,
            notes: None,
        };
        let read = self.with_unspoken(read, person_id, row);
        row.checked(read)
    }

    /// What a row does to a person's episode.
    pub fn plan(&mut self, row: u32, person_id: Id, facts: CreateTreatment, ids: &mut NewIds) -> Part {
        let about = About { person_id, facts };
        self.matching.plan(row, key_of(&about), about, ids)
    }

    /// Writes the episodes of the accepted rows.
    ///
    /// # Errors
    /// The database refuses.
    pub fn write(self, tx: &mut Tx<'_>, owners: &HashMap<Id, Arc<Owner>>, accepted: &Accepted) -> ApiResult<()> {
        let owner = |id| owners.get(&id).ok_or_else(|| ApiError::Internal("a person without owner".into()));
        let (new, changed) = self.matching.accepted(accepted);
        let new = new.iter().map(|(id, about)| Ok((owner(about.person_id)?.as_ref(), *id, &about.facts)));
        store::insert_all(tx, &new.collect::<ApiResult<Vec<_>>>()?)?;
        for (current, about) in changed {
            store::replace(tx, owner(about.person_id)?, &current.record, about.facts)?;
        }
        Ok(())
    }

    /// What the file has no column for stays as it is on file. The state stays too while the dates it follows from do:
    /// somebody may have entered a violation that no date tells of.
    fn with_unspoken(&self, read: CreateTreatment, person_id: Option<Id>, row: &RowReader<'_>) -> CreateTreatment {
        let about = |person_id| About { person_id, facts: read.clone() };
        let current = person_id.and_then(|person_id| self.matching.current(&key_of(&about(person_id))));
        let Some(current) = current.map(|filed| &filed.about.facts) else { return read };
        let mut facts = CreateTreatment {
            suspended_periods: current.suspended_periods.clone(),
            ended_on: current.ended_on,
            outcome: current.outcome.clone(),
            notes: current.notes.clone(),
            ..read
        };
        for column in COLUMNS.into_iter().filter(|column| !row.has(column)) {
            match column {
                "document_no" => facts.document_no.clone_from(&current.document_no),
                "decided_on" => facts.decided_on = current.decided_on,
                "received_on" => facts.received_on = current.received_on,
                "reported_in_on" => facts.reported_in_on = current.reported_in_on,
                "agreement_signed_on" => facts.agreement_signed_on = current.agreement_signed_on,
                _ => facts.term_ends_on = current.term_ends_on,
            }
        }
        let basis = |facts: &CreateTreatment| (facts.received_on, facts.reported_in_on, facts.agreement_signed_on);
        facts.state = if basis(&facts) == basis(current) { current.state } else { self.state(&facts) };
        facts
    }

    fn state(&self, facts: &CreateTreatment) -> TreatmentState {
        state_of(facts.kind, facts.received_on, facts.reported_in_on, facts.agreement_signed_on, self.today)
    }
}

/// The measure, by where the person stands, or else by the words in the number of the document.
fn kind_of(status: PersonStatus, document_no: Option<&str>) -> Option<TreatmentKind> {
    let in_number = |words: &str| document_no.is_some_and(|number| number.contains(words));
    match status {
        PersonStatus::CommunityTreatment => Some(TreatmentKind::CommunityTreatment),
        PersonStatus::CommunityRehabilitation => Some(TreatmentKind::CommunityRehabilitation),
        PersonStatus::CompulsoryIsolation => Some(TreatmentKind::CompulsoryIsolation),
        PersonStatus::VoluntaryTreatment => Some(TreatmentKind::Voluntary),
        PersonStatus::Maintenance => Some(TreatmentKind::Maintenance),
        _ if in_number("社戒") => Some(TreatmentKind::CommunityTreatment),
        _ if in_number("社康") => Some(TreatmentKind::CommunityRehabilitation),
        _ if in_number("强戒") || in_number("强隔") => Some(TreatmentKind::CompulsoryIsolation),
        _ => None,
    }
}
