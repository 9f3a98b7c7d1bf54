//! What a row says, laid over what is on file.
use crate::imports::RowReader;
use crate::personnel::persons::dto::CreatePerson;
use crate::personnel::persons::rules;

/// What the row does not speak of stays as it is on file, and so does the name: another one is an objection.
pub fn with_unspoken(read: &CreatePerson, current: &CreatePerson, row: &RowReader<'_>) -> CreatePerson {
    let mut facts = current.clone();
    // Control that only followed from the status follows from the new one.
    let silent = CreatePerson { control: None, ..current.clone() };
    if current.control == Some(rules::control(&silent)) {
        facts.control = None;
    }
    facts.status = read.status;
    facts.division_code.clone_from(&read.division_code);
    if read.file_no.is_some() {
        facts.file_no.clone_from(&read.file_no);
    }
    if read.migrant.away {
        facts.migrant.away = true;
    }
    macro_rules! spoken {
        ($($column:literal => $($field:ident).+;)+) => {
            $(if row.says($column) { facts.$($field).+ = read.$($field).+.clone(); })+
        };
    }
    spoken! {
        "gender" => gender;
        "birth_date" => birth_date;
        "phone" => phone;
        "household_address" => household_address;
        "substances" => substances;
        "first_found_on" => first_found_on;
        "control" => control;
        "risk_level" => risk_level;
        "migrant/away" => migrant.away;
        "migrant/destination" => migrant.destination;
        "notes" => notes;
    }
    facts
}
