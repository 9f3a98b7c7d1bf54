//! The ledger of registered persons (在册吸毒人员台账): each row gives a person and the measure the person is under.
mod unspoken;
mod words;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use self::unspoken::with_unspoken;
use self::words::{COLUMNS, GENDER, Standing, standing};
use super::bulk::{self, registered_numbers};
use super::dto::{CreatePerson, PersonStatus};
use super::lookup::{OnFile, Owner, key_of};
use super::store::{self, REGISTERED};
use super::{Control, Migrant, rules};
use crate::codes::{Gender, text};
use crate::imports::{
    Accepted, CellError, Column, Context, Ledger, Matching, NewIds, Part, Planner, Record, RowPlan, RowReader,
    Villages, rules as findings,
};
use crate::personnel::people::{People, numbers};
use crate::personnel::treatments::{Episodes, TreatmentKind, measure_named};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::FieldClass;
use crate::platform::coded::Coded as _;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

const RESOURCE: &str = "personnel";
/// Digits of a code that name the town.
const TOWN: usize = 9;

/// The ledger of registered persons.
pub struct PersonnelLedger;

impl Ledger for PersonnelLedger {
    fn resource(&self) -> &'static str {
        RESOURCE
    }

    fn title(&self) -> &'static str {
        "在册吸毒人员台账"
    }

    fn stage(&self) -> u8 {
        40
    }

    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn key_column(&self, resource: &str) -> &'static str {
        if resource == RESOURCE { "id_number" } else { "document_no" }
    }

    fn feeds(&self) -> &'static [&'static str] {
        &[RESOURCE, "treatments"]
    }

    fn class_of(&self, resource: &str, field: &str) -> Option<FieldClass> {
        match (resource, field) {
            (_, "substances" | "notes") => Some(FieldClass::Treatment),
            ("treatments", field) => measure_field(field).then_some(FieldClass::Treatment),
            (_, "name") => Some(FieldClass::Name),
            (_, "id_number") => Some(FieldClass::IdentityNumber),
            (_, "birth_date") => Some(FieldClass::BirthDate),
            (_, "phone" | "household_address" | "migrant/destination") => Some(FieldClass::Contact),
            _ => None,
        }
    }

    fn pieces_rest_on(&self) -> &'static [&'static str] {
        &["personnel", "treatments"]
    }

    fn prepare(&self, reading: &mut Reading<'_>, context: &Context<'_>) -> ApiResult<Box<dyn Planner>> {
        let people = People::named(reading, context, COLUMNS)?;
        let owners = people.owners();
        let episodes = Episodes::of(reading, &owners, context.strategy)?;
        let on_file = people.into_map();
        let elsewhere = registered_numbers(reading, &numbers(context, COLUMNS))?;
        let elsewhere = elsewhere.into_iter().filter(|number| !on_file.contains_key(number)).collect();
        let file_numbers: Vec<String> =
            context.column(COLUMNS, "file_no").filter(|file_no| !file_no.is_empty()).collect();
        let file_numbers = bulk::file_numbers(reading, context.town, &file_numbers)?;
        let matching = Matching::new(RESOURCE, context.strategy, on_file);
        let villages = Arc::clone(&context.villages);
        Ok(Box::new(Plan { villages, elsewhere, file_numbers, matching, episodes, owners }))
    }
}

/// What the measure is and how it goes.
fn measure_field(field: &str) -> bool {
    matches!(field, "kind" | "state" | "document_no" | "outcome" | "agreement_signed_on" | "term_ends_on")
        || matches!(field, "decided_on" | "received_on" | "reported_in_on")
}

impl Record for OnFile {
    type Facts = CreatePerson;

    fn id(&self) -> Id {
        self.id
    }

    fn facts(&self) -> &CreatePerson {
        &self.facts
    }
}

struct Plan {
    villages: Arc<Villages>,
    /// Numbers registered where the caller does not see.
    elsewhere: HashSet<String>,
    /// Whose the file numbers are that the rows give, by town.
    file_numbers: HashMap<(String, String), Id>,
    matching: Matching<String, OnFile>,
    episodes: Episodes,
    owners: HashMap<Id, Arc<Owner>>,
}

impl Planner for Plan {
    fn plan_row(&mut self, mut row: RowReader<'_>, ids: &mut NewIds) -> RowPlan {
        let number = row.number();
        let standing = standing(&mut row);
        let person = standing.and_then(|standing| self.read(&mut row, standing));
        let current = person.as_ref().and_then(|person| self.current(person));
        let (person_id, objection) = (current.map(|current| current.id), self.objection(&row, person.as_ref()));
        let episode = person.as_ref().zip(standing).and_then(|(person, standing)| {
            self.episodes.read(&mut row, person.facts.status, standing.state, person_id)
        });
        let (errors, warnings) = row.into_findings();
        let Some(Read { facts, .. }) = person.filter(|_| errors.is_empty()) else {
            return Part::invalid(RESOURCE, errors).with_warnings(warnings).into();
        };
        if let Some(objection) = objection {
            return Part::conflict(RESOURCE, objection).with_warnings(warnings).into();
        }
        let part = self.part(number, facts, ids).with_warnings(warnings);
        let of_person = part.target_id.filter(|_| part.is_accepted());
        let episode = of_person.zip(episode).map(|(id, episode)| self.episodes.plan(number, id, episode, ids));
        RowPlan { parts: std::iter::once(part).chain(episode).collect() }
    }

    fn write(&mut self, tx: &mut Tx<'_>, accepted: &Accepted) -> ApiResult<()> {
        let Self { matching, episodes, owners, .. } = self;
        let (new, changed) = matching.accepted(accepted);
        let made = bulk::insert_all(tx, new)?;
        owners.extend(made.into_iter().map(|(id, owner)| (id, Arc::new(owner))));
        for (current, facts) in changed {
            store::replace(tx, current.id, facts)?;
        }
        episodes.write(tx, owners, accepted)
    }
}

/// What a row says of a person, laid over what is on file.
struct Read {
    facts: CreatePerson,
    /// The name as the row has it.
    name: String,
}

impl Plan {
    fn current(&self, person: &Read) -> Option<&Arc<OnFile>> {
        self.matching.current(&key_of(&person.facts)?)
    }

    /// What an import must not do to a person on file, though each cell by itself is right.
    fn objection(&self, row: &RowReader<'_>, person: Option<&Read>) -> Option<CellError> {
        let person = person?;
        let current = &self.current(person)?.facts;
        let town = |facts: &CreatePerson| facts.division_code.get(..TOWN).map(str::to_owned);
        if text::search_key(&person.name) != text::search_key(&current.name) {
            Some(row.finding("name", findings::RENAMED))
        } else if town(&person.facts) != town(current) {
            Some(row.finding("division_code", findings::MOVED_TOWN))
        } else {
            None
        }
    }

    fn part(&mut self, row: u32, person: CreatePerson, ids: &mut NewIds) -> Part {
        let number = key_of(&person).unwrap_or_default();
        if self.elsewhere.contains(&number) {
            return Part::conflict(RESOURCE, CellError::of_rule(REGISTERED));
        }
        let file_no = file_no_of(&person);
        let part = self.matching.plan(row, number, person, ids);
        if let (true, Some(file_no), Some(id)) = (part.is_written(), file_no, part.target_id) {
            self.file_numbers.insert(file_no, id);
        }
        part
    }

    fn read(&self, row: &mut RowReader<'_>, standing: Standing) -> Option<Read> {
        let (name, id_number) = (row.text("name"), row.id_number("id_number"));
        let gender = row.parsed("gender", |cell| Gender::from_label(cell).ok_or(GENDER));
        let division_code = row.village("division_code", &self.villages);
        let (birth_date, first_found_on) = (row.date("birth_date"), row.date("first_found_on"));
        let (control, risk_level) = (row.coded::<Control>("control", &[]), row.coded("risk_level", &[]));
        let id_number = id_number.map(|number| number.as_str().to_owned());
        let status = standing.status.unwrap_or_else(|| under_measure(row));
        let read = CreatePerson {
            file_no: row.text("file_no"),
            gender: gender.unwrap_or(Gender::Unknown),
            birth_date,
            phone: row.text("phone"),
            household_address: row.text("household_address"),
            control,
            risk_level: risk_level.unwrap_or_else(rules::unrated),
            substances: substances(row),
            first_found_on,
            migrant: migrant(row),
            case_worker_id: None,
            grid_id: None,
            platform_entered_on: None,
            external_refs: std::collections::BTreeMap::new(),
            notes: row.text("notes"),
            name: name.clone()?,
            id_number: Some(id_number?),
            division_code: division_code?,
            status,
        };
        let read = store::normal(read);
        let current = key_of(&read).and_then(|number| self.matching.current(&number));
        let facts = match current {
            Some(on_file) => store::normal(with_unspoken(&read, &on_file.facts, row)),
            None => read,
        };
        let facts = row.settled(facts, current.map(|on_file| &on_file.facts))?;
        warn_of_place(row, &facts);
        self.refuse_taken_file_no(row, &facts, current.map(|on_file| on_file.id));
        Some(Read { facts, name: name? })
    }

    fn refuse_taken_file_no(&self, row: &mut RowReader<'_>, facts: &CreatePerson, own: Option<Id>) {
        let holder = file_no_of(facts).and_then(|file_no| self.file_numbers.get(&file_no));
        if holder.is_some_and(|holder| Some(*holder) != own) {
            row.refuse("file_no", findings::FILE_NO_TAKEN);
        }
    }
}

fn warn_of_place(row: &mut RowReader<'_>, facts: &CreatePerson) {
    if row.text("migrant/destination").is_some() && !facts.migrant.away {
        row.warn("migrant/destination", findings::NOT_AWAY);
    }
}

fn file_no_of(facts: &CreatePerson) -> Option<(String, String)> {
    Some((facts.division_code.get(..TOWN)?.to_owned(), facts.file_no.clone()?))
}

/// Somebody of whom only the state of the measure is told is under the one the document names.
fn under_measure(row: &mut RowReader<'_>) -> PersonStatus {
    match row.text("document_no").as_deref().and_then(measure_named) {
        Some(TreatmentKind::CommunityRehabilitation) => PersonStatus::CommunityRehabilitation,
        _ => PersonStatus::CommunityTreatment,
    }
}

fn substances(row: &mut RowReader<'_>) -> Vec<String> {
    let named = row.text("substances").unwrap_or_default();
    let parts = named.split(['、', ',', '，', ';', '；', '/', '／']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn migrant(row: &mut RowReader<'_>) -> Migrant {
    let destination = row.text("migrant/destination");
    let away = row.yes_no("migrant/away").unwrap_or(destination.is_some() && !row.has("migrant/away"));
    Migrant { away, destination, since: None, contact_every_days: None }
}
