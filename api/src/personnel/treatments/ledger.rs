//! The measure a person is under, as the ledger of persons tells it beside the person.
use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use validator::{Validate, ValidationErrors};

use super::dto::{CreateTreatment, Treatment, TreatmentKind, TreatmentState};
use super::{state_of, store};
use crate::codes::text::search_key;
use crate::imports::{Accepted, Matching, NewIds, Part, Record, RowReader, Strategy, rules};
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

fn key_of(person_id: Id, facts: &CreateTreatment) -> Key {
    match &facts.document_no {
        Some(number) => Key::Document(person_id, search_key(number)),
        None => Key::Decision(person_id, facts.kind, facts.decided_on),
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
    /// Facts of the episodes on file, by person.
    known: HashMap<Id, Vec<CreateTreatment>>,
    today: NaiveDate,
}

impl Episodes {
    /// Loads them, once.
    ///
    /// # Errors
    /// The database refuses.
    pub fn of(reading: &mut Reading<'_>, owners: &HashMap<Id, Arc<Owner>>, strategy: Strategy) -> ApiResult<Self> {
        let on_file = store::of_owners(reading, owners.values().map(AsRef::as_ref))?;
        let mut known: HashMap<Id, Vec<CreateTreatment>> = HashMap::new();
        for record in &on_file {
            known.entry(record.person_id).or_default().push(record.facts.clone());
        }
        let filed = on_file.into_iter().map(|record| {
            let about = About { person_id: record.person_id, facts: record.facts.clone() };
            (key_of(about.person_id, &about.facts), Filed { record, about })
        });
        Ok(Self { matching: Matching::new(RESOURCE, strategy, filed), known, today: clock::today() })
    }

    /// The episode a row tells of, if it tells of one. `told` is how the measure stands where 管控现状 says so; `person_id`
    /// is the person when already on file.
    pub fn read(
        &self,
        row: &mut RowReader<'_>,
        status: PersonStatus,
        told: Option<TreatmentState>,
        person_id: Option<Id>,
    ) -> Option<CreateTreatment> {
        let document_no = row.text("document_no");
        let [decided_on, received_on, reported_in_on, agreement_signed_on, term_ends_on] =
            ["decided_on", "received_on", "reported_in_on", "agreement_signed_on", "term_ends_on"]
                .map(|column| row.date(column));
        let dates = [decided_on, received_on, reported_in_on, agreement_signed_on, term_ends_on];
        if document_no.is_none() && told.is_none() && dates.iter().all(Option::is_none) {
            return None;
        }
        let kind = kind_of(row, status, document_no.as_deref())?;
        let read = CreateTreatment {
            kind,
            state: TreatmentState::Ordered,
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
        let current = person_id.and_then(|person_id| self.matching.current(&self.key(person_id, &read)));
        let current = current.map(|filed| &filed.about.facts);
        let facts = self.with_unspoken(read, current, told, row);
        if current != Some(&facts) {
            row.noted(under_status(facts.validate()));
        }
        Some(facts)
    }

    /// What a row does to a person's episode.
    pub fn plan(&mut self, row: u32, person_id: Id, facts: CreateTreatment, ids: &mut NewIds) -> Part {
        let key = self.key(person_id, &facts);
        self.matching.plan(row, key, About { person_id, facts }, ids)
    }

    /// Writes the episodes of the accepted rows.
    ///
    /// # Errors
    /// The database refuses.
    pub fn write(&mut self, tx: &mut Tx<'_>, owners: &HashMap<Id, Arc<Owner>>, accepted: &Accepted) -> ApiResult<()> {
        let owner = |id| owners.get(&id).ok_or_else(|| ApiError::Internal("a person without owner".into()));
        let (new, changed) = self.matching.accepted(accepted);
        let new = new.iter().map(|(id, about)| Ok((owner(about.person_id)?.as_ref(), *id, &about.facts)));
        store::insert_all(tx, &new.collect::<ApiResult<Vec<_>>>()?)?;
        for (current, about) in changed {
            store::replace(tx, owner(about.person_id)?, &current.record, about.facts)?;
        }
        Ok(())
    }

    /// The key of the episode on file that facts tell of; their own when they tell of a new one. A number or a day that one
    /// of the two lacks does not tell them apart, as long as only one episode can be meant.
    fn key(&self, person_id: Id, facts: &CreateTreatment) -> Key {
        let own = key_of(person_id, facts);
        let known = self.known.get(&person_id).map(Vec::as_slice).unwrap_or_default();
        if known.iter().any(|known| key_of(person_id, known) == own) {
            return own;
        }
        let lacks = |one: Option<&str>, other: Option<&str>| one.is_none() || other.is_none();
        let mut alike = known.iter().filter(|known| {
            known.kind == facts.kind
                && lacks(known.document_no.as_deref(), facts.document_no.as_deref())
                && (known.decided_on == facts.decided_on || known.decided_on.is_none() || facts.decided_on.is_none())
        });
        match (alike.next(), alike.next()) {
            (Some(known), None) => key_of(person_id, known),
            _ => own,
        }
    }

    /// What the row does not speak of stays as it is on file. The state stays too while the dates it follows from do:
    /// somebody may have entered a violation that no date tells of.
    fn with_unspoken(
        &self,
        mut facts: CreateTreatment,
        current: Option<&CreateTreatment>,
        told: Option<TreatmentState>,
        row: &RowReader<'_>,
    ) -> CreateTreatment {
        let Some(current) = current else {
            let state = told.unwrap_or_else(|| self.state(&facts));
            return CreateTreatment { state, ..facts };
        };
        (facts.outcome, facts.notes) = (current.outcome.clone(), current.notes.clone());
        (facts.suspended_periods, facts.ended_on) = (current.suspended_periods.clone(), current.ended_on);
        for column in COLUMNS.into_iter().filter(|column| !row.says(column)) {
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
        let has_other_dates = basis(&facts) != basis(current);
        let state = told.unwrap_or_else(|| if has_other_dates { self.state(&facts) } else { current.state });
        CreateTreatment { state, ..facts }
    }

    fn state(&self, facts: &CreateTreatment) -> TreatmentState {
        state_of(facts.kind, facts.received_on, facts.reported_in_on, facts.agreement_signed_on, self.today)
    }
}

/// What is wrong with the state is wrong with 管控现状, which tells it.
fn under_status(verdict: Result<(), ValidationErrors>) -> ApiResult<()> {
    let Err(errors) = verdict else { return Ok(()) };
    let mut error = ApiError::from(errors);
    if let ApiError::Invalid(errors) = &mut error {
        errors.iter_mut().filter(|error| error.pointer == "/state").for_each(|error| error.pointer = "/status".into());
    }
    Err(error)
}

/// The measure: by the words in the number of its document, which is about nothing else, or else by where the person stands.
fn kind_of(row: &mut RowReader<'_>, status: PersonStatus, document_no: Option<&str>) -> Option<TreatmentKind> {
    let named = document_no.and_then(measure_named);
    let standing = measure_of(status);
    if named.zip(standing).is_some_and(|(named, standing)| named != standing) {
        row.warn("document_no", rules::OTHER_MEASURE);
    }
    if named.or(standing).is_none() {
        row.warn("document_no", rules::NO_MEASURE);
    }
    named.or(standing)
}

/// The measure that the number of a document names, if it names one: `岚公（禁）社戒决字〔2025〕0100号`.
pub fn measure_named(document_no: &str) -> Option<TreatmentKind> {
    const WORDS: [(&str, TreatmentKind); 9] = [
        ("社戒", TreatmentKind::CommunityTreatment),
        ("社区戒毒", TreatmentKind::CommunityTreatment),
        ("社康", TreatmentKind::CommunityRehabilitation),
        ("社区康复", TreatmentKind::CommunityRehabilitation),
        ("强戒", TreatmentKind::CompulsoryIsolation),
        ("强隔", TreatmentKind::CompulsoryIsolation),
        ("强制隔离", TreatmentKind::CompulsoryIsolation),
        ("自戒", TreatmentKind::Voluntary),
        ("自愿戒毒", TreatmentKind::Voluntary),
    ];
    WORDS.iter().find(|(word, _)| document_no.contains(word)).map(|(_, kind)| *kind)
}

fn measure_of(status: PersonStatus) -> Option<TreatmentKind> {
    match status {
        PersonStatus::CommunityTreatment => Some(TreatmentKind::CommunityTreatment),
        PersonStatus::CommunityRehabilitation => Some(TreatmentKind::CommunityRehabilitation),
        PersonStatus::CompulsoryIsolation => Some(TreatmentKind::CompulsoryIsolation),
        PersonStatus::VoluntaryTreatment => Some(TreatmentKind::Voluntary),
        PersonStatus::Maintenance => Some(TreatmentKind::Maintenance),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_names_its_measure() {
        for (number, kind) in [
            ("岚公（禁）社戒决字〔2025〕0100号", Some(TreatmentKind::CommunityTreatment)),
            ("岚公（禁）社康决字〔2025〕7号", Some(TreatmentKind::CommunityRehabilitation)),
            ("岚公（禁）强戒决字〔2025〕7号", Some(TreatmentKind::CompulsoryIsolation)),
            ("岚公行罚决字〔2025〕7号", None),
        ] {
            assert_eq!(measure_named(number), kind, "{number}");
        }
    }
}
