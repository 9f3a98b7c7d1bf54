//! What is sealed of a person, and how much of it a caller gets to see.
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::dto::{CreatePerson, Migrant, Person};
use super::rules;
use super::store::PersonRow;
use crate::codes::{Gender, IdNumber, mask};
use crate::platform::auth::{FieldClass, FieldClasses};
use crate::platform::coded::Coded;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;

use super::dto::{Control, PersonStatus, RiskLevel};

/// The sealed part of a person's row, in one envelope.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonSecrets {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// The grade as it was entered, where an assessment has taken its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entered_risk_level: Option<RiskLevel>,
    /// On what the control ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_because: Option<String>,
}

/// The decision that ended the control of a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ending {
    /// Its day.
    pub decided_on: NaiveDate,
    /// Its number.
    pub document_no: String,
    /// The official who confirmed it.
    pub decided_by: String,
}

impl PersonSecrets {
    /// The sealed part of these facts.
    pub fn of(facts: &CreatePerson) -> Self {
        let number = facts.id_number.as_deref().and_then(|number| IdNumber::parse(number).ok());
        Self {
            name: facts.name.clone(),
            id_number: number.map(|number| number.as_str().to_owned()),
            phone: facts.phone.clone(),
            birth_date: rules::birth_date(facts),
            household_address: facts.household_address.clone(),
            destination: facts.migrant.destination.clone(),
            notes: facts.notes.clone(),
            entered_risk_level: None,
            ending: None,
            withdrawn_because: None,
        }
    }
}

/// The facts of a row in full: for changing and comparing, never for sending.
///
/// # Errors
/// 500 when a column holds nonsense.
pub fn facts(row: &PersonRow, secrets: PersonSecrets) -> ApiResult<CreatePerson> {
    let entered_risk_level = secrets.entered_risk_level;
    let PersonSecrets { name, id_number, phone, birth_date, household_address, destination, notes, .. } = secrets;
    let risk_level = match entered_risk_level {
        Some(entered) => entered,
        None => RiskLevel::stored(&row.risk_level)?,
    };
    Ok(CreatePerson {
        file_no: Some(row.file_no.clone()),
        name,
        gender: Gender::stored(&row.gender)?,
        birth_date,
        id_number,
        phone,
        division_code: row.division_code.clone(),
        household_address,
        status: PersonStatus::stored(&row.status)?,
        control: Some(Control::stored(&row.control)?),
        risk_level,
        substances: json(&row.substances)?,
        first_found_on: row.first_found_on,
        migrant: Migrant {
            away: row.is_migrant,
            destination,
            since: row.migrant_since,
            contact_every_days: row.contact_every_days,
        },
        case_worker_id: row.case_worker_id,
        grid_id: row.grid_id,
        platform_entered_on: row.platform_entered_on,
        external_refs: json(&row.external_refs)?,
        notes,
    })
}

fn json<T: serde::de::DeserializeOwned>(text: &str) -> ApiResult<T> {
    serde_json::from_str(text).map_err(|error| ApiError::Internal(error.into()))
}

/// What a file carries beside its facts.
pub struct Stamp {
    pub id: Id,
    pub file_no: String,
    /// Of the newest assessment, or else as entered.
    pub risk_level: RiskLevel,
    pub sealed_at: Option<NaiveDateTime>,
    pub version: i64,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// The person of a row as a caller who sees `sees` gets it.
///
/// # Errors
/// 500 when a column holds nonsense.
pub fn masked(row: &PersonRow, secrets: PersonSecrets, sees: FieldClasses) -> ApiResult<Person> {
    let stamp = Stamp {
        id: row.id,
        file_no: row.file_no.clone(),
        risk_level: RiskLevel::stored(&row.risk_level)?,
        sealed_at: row.sealed_at,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    };
    Ok(shown(stamp, facts(row, secrets)?, sees))
}

/// These facts, in their normal form, as a caller who sees `sees` gets them.
pub fn shown(stamp: Stamp, facts: CreatePerson, sees: FieldClasses) -> Person {
    let (control, mut hidden) = (rules::control(&facts), Hidden { sees, names: Vec::new() });
    let CreatePerson { name, birth_date, id_number, phone, household_address, mut migrant, notes, .. } = facts;
    let kind = id_number.as_deref().and_then(|number| IdNumber::parse(number).ok()).map(|number| number.kind());
    let id_number_masked = id_number.as_deref().map(mask::id_number);
    let phone_masked = phone.as_deref().map(mask::phone);
    let masked_name = mask::name(&name);
    // No birth band beside the number's last characters: together they leave a handful of candidates in one township.
    migrant.destination = hidden.unless(FieldClass::Contact, "migrant.destination", migrant.destination);
    let shown_birth_date = hidden.unless(FieldClass::BirthDate, "birth_date", birth_date);
    Person {
        id: stamp.id,
        file_no: stamp.file_no,
        name: hidden.unless(FieldClass::Name, "name", Some(name)).unwrap_or(masked_name),
        gender: facts.gender,
        birth_band: birth_date.filter(|_| shown_birth_date.is_none() && id_number.is_none()).map(mask::birth_band),
        birth_date: shown_birth_date,
        id_number_masked,
        id_number: hidden.unless(FieldClass::IdentityNumber, "id_number", id_number),
        id_number_kind: kind,
        phone_masked,
        phone: hidden.unless(FieldClass::Contact, "phone", phone),
        division_code: facts.division_code,
        household_address: hidden.unless(FieldClass::Contact, "household_address", household_address),
        status: facts.status,
        control,
        risk_level: stamp.risk_level,
        substances: hidden.unless(FieldClass::Treatment, "substances", Some(facts.substances)).unwrap_or_default(),
        first_found_on: facts.first_found_on,
        migrant,
        case_worker_id: facts.case_worker_id,
        grid_id: facts.grid_id,
        platform_entered_on: facts.platform_entered_on,
        external_refs: facts.external_refs,
        notes: hidden.unless(FieldClass::Treatment, "notes", notes),
        sealed_at: stamp.sealed_at.map(|at| at.and_utc()),
        masked: hidden.names,
        version: stamp.version,
        created_at: stamp.created_at.and_utc(),
        updated_at: stamp.updated_at.and_utc(),
    }
}

/// Collects what is hidden, so that a caller knows that there is something.
struct Hidden {
    sees: FieldClasses,
    names: Vec<&'static str>,
}

impl Hidden {
    fn unless<T>(&mut self, class: FieldClass, field: &'static str, value: Option<T>) -> Option<T> {
        if self.sees.has(class) || value.is_none() {
            return value;
        }
        self.names.push(field);
        None
    }
}
