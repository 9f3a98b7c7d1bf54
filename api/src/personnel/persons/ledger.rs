//! The ledger of registered persons (在册吸毒人员台账): each row gives a person and the measure the person is under.
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::bulk::{self, registered_numbers};
use super::dto::{CreatePerson, PersonStatus, RiskLevel};
use super::lookup::{OnFile, Owner, key_of};
use super::store::{self, REGISTERED};
use super::{Control, Migrant, rules};
use crate::codes::{Gender, text};
use crate::imports::{
    Accepted, CellError, Column, Context, Ledger, Matching, NewIds, Outcome, Part, Planner, Record, RowPlan, RowReader,
    Villages, rules as words,
};
use crate::personnel::people::{ID_NUMBER, NAME, People, numbers};
use crate::personnel::treatments::Episodes;
use crate::platform::access::{Reading, Tx};
use crate::platform::coded::Coded as _;
use crate::platform::error::{ApiResult, Rule};
use crate::platform::id::Id;

const RESOURCE: &str = "personnel";
const GENDER: Rule =
    Rule {
        code: "import.cell.gender", zh: "性别应填“男”或“女”", en: "the gender must be 男 (male) or 女 (female)"
    };

const COLUMNS: &[Column] = &[
    Column::optional("file_no", &["档案编号", "档案号", "file_no"]),
    Column::required("name", NAME).identity(),
    Column::expected("gender", &["性别", "gender"]),
    Column::optional("birth_date", &["出生日期", "出生年月日", "birth_date"]),
    Column::required("id_number", ID_NUMBER).identity(),
    Column::optional("phone", &["联系电话", "手机号码", "电话", "phone"]),
    Column::optional("household_address", &["户籍地", "户籍地址", "户籍所在地", "household_address"]),
    Column::required("division_code", &["现居住村（居）", "现居住地", "所在村（居）", "居住村（居）", "division_code"])
        .identity(),
    Column::optional("substances", &["滥用毒品种类", "毒品种类", "吸食毒品种类", "substances"]),
    Column::optional("first_found_on", &["初次查获日期", "首次查获日期", "初次发现日期", "first_found_on"]),
    Column::required("status", &["管控现状", "管控状态", "人员类别", "status"]),
    Column::optional("control", &["在控情况", "control"]),
    Column::optional("document_no", &["法律文书号", "决定书文号", "文书号", "document_no"]),
    Column::optional("decided_on", &["决定日期", "责令日期", "decided_on"]),
    Column::optional("received_on", &["收到日期", "送达日期", "received_on"]),
    Column::optional("reported_in_on", &["报到日期", "reported_in_on"]),
    Column::optional("agreement_signed_on", &["签订协议日期", "协议签订日期", "agreement_signed_on"]),
    Column::optional("term_ends_on", &["期满日期", "到期日期", "term_ends_on"]),
    Column::optional("risk_level", &["风险等级", "风险评估等级", "risk_level"]),
    Column::optional("migrant/away", &["是否外出务工", "外出务工", "是否外出", "migrant"]),
    Column::optional("migrant/destination", &["外出地", "外出地点", "务工地", "destination"]),
    Column::optional("notes", &["备注", "说明", "notes"]),
];

const STATUSES: &[(&str, PersonStatus)] = &[
    ("社区戒毒中", PersonStatus::CommunityTreatment),
    ("社区康复中", PersonStatus::CommunityRehabilitation),
    ("强制戒毒", PersonStatus::CompulsoryIsolation),
    ("强制戒毒中", PersonStatus::CompulsoryIsolation),
    ("强制隔离戒毒中", PersonStatus::CompulsoryIsolation),
    ("强戒", PersonStatus::CompulsoryIsolation),
    ("自愿戒毒中", PersonStatus::VoluntaryTreatment),
    ("药物维持", PersonStatus::Maintenance),
    ("社会面管控", PersonStatus::InCommunity),
    ("社会面服刑中", PersonStatus::Imprisoned),
    ("服刑中", PersonStatus::Imprisoned),
    ("羁押", PersonStatus::Detained),
    ("羁押拘留中", PersonStatus::Detained),
    ("出国中", PersonStatus::Abroad),
    ("出国", PersonStatus::Abroad),
    ("戒断三年", PersonStatus::CleanThreeYears),
    ("已死亡", PersonStatus::Deceased),
];
const RISKS: &[(&str, RiskLevel)] = &[
    ("高风险", RiskLevel::High),
    ("中风险", RiskLevel::Medium),
    ("低风险", RiskLevel::Low),
    ("未评估", RiskLevel::Unrated),
];

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

    fn prepare(&self, reading: &mut Reading<'_>, context: &Context<'_>) -> ApiResult<Box<dyn Planner>> {
        let people = People::named(reading, context, COLUMNS)?;
        let owners = people.owners();
        let episodes = Episodes::of(reading, &owners)?;
        let on_file = people.into_map();
        let elsewhere = registered_numbers(reading, &numbers(context, COLUMNS))?;
        let elsewhere = elsewhere.into_iter().filter(|number| !on_file.contains_key(number)).collect();
        let matching = Matching::new(RESOURCE, on_file);
        Ok(Box::new(Plan { villages: Arc::clone(&context.villages), elsewhere, matching, episodes, owners }))
    }
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
    matching: Matching<String, OnFile>,
    episodes: Episodes,
    owners: HashMap<Id, Arc<Owner>>,
}

impl Planner for Plan {
    fn plan_row(&mut self, mut row: RowReader<'_>, ids: &mut NewIds) -> RowPlan {
        let number = row.number();
        let person = self.read(&mut row);
        let status = person.as_ref().map(|person| person.status);
        let episode = self.episodes.read(&mut row, status, person.as_ref().and_then(|person| self.id_of(person)));
        let (errors, warnings) = row.into_findings();
        let Some(person) = person.filter(|_| errors.is_empty()) else {
            return Part::invalid(RESOURCE, errors).with_warnings(warnings).into();
        };
        let part = self.part(number, person, ids).with_warnings(warnings);
        let episode = match (part.outcome, part.target_id, episode) {
            (Outcome::Create | Outcome::Update | Outcome::Unchanged, Some(person_id), Some(episode)) => {
                Some(self.episodes.plan(number, person_id, episode, ids))
            }
            _ => None,
        };
        RowPlan { parts: std::iter::once(part).chain(episode).collect() }
    }

    fn write(self: Box<Self>, tx: &mut Tx<'_>, accepted: &Accepted) -> ApiResult<()> {
        let Self { matching, episodes, mut owners, .. } = *self;
        let (new, changed) = matching.accepted(accepted);
        let made = bulk::insert_all(tx, new)?;
        owners.extend(made.into_iter().map(|(id, owner)| (id, Arc::new(owner))));
        for (current, facts) in changed {
            store::replace(tx, current.id, facts)?;
        }
        episodes.write(tx, &owners, accepted)
    }
}

impl Plan {
    fn id_of(&self, person: &CreatePerson) -> Option<Id> {
        self.matching.current(&key_of(person)?).map(|on_file| on_file.id)
    }

    fn part(&mut self, row: u32, person: CreatePerson, ids: &mut NewIds) -> Part {
        let number = key_of(&person).unwrap_or_default();
        if self.elsewhere.contains(&number) {
            return Part::conflict(RESOURCE, CellError::of_rule(REGISTERED));
        }
        self.matching.plan(row, number, person, ids)
    }

    fn read(&self, row: &mut RowReader<'_>) -> Option<CreatePerson> {
        let (name, id_number) = (row.text("name"), row.id_number("id_number"));
        let gender = row.parsed("gender", |cell| Gender::from_label(cell).ok_or(GENDER));
        let division_code = row.village("division_code", &self.villages);
        let status = row.coded("status", STATUSES);
        let (birth_date, first_found_on) = (row.date("birth_date"), row.date("first_found_on"));
        let (control, risk_level) = (row.coded::<Control>("control", &[]), row.coded("risk_level", RISKS));
        let id_number = id_number.map(|number| number.as_str().to_owned());
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
            name: name?,
            id_number: Some(id_number?),
            division_code: division_code?,
            status: status?,
        };
        let facts = store::normal(row.checked(read)?);
        let current = key_of(&facts).and_then(|number| self.matching.current(&number));
        Some(current.map_or_else(|| facts.clone(), |on_file| with_unspoken(&facts, &on_file.facts, row)))
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
    if !away && destination.is_some() {
        row.warn("migrant/destination", words::NOT_AWAY);
    }
    Migrant { away, destination, since: None, contact_every_days: None }
}

/// What the file has no column for stays as it is on file, and so does the spelling of a name that is the same.
fn with_unspoken(read: &CreatePerson, current: &CreatePerson, row: &RowReader<'_>) -> CreatePerson {
    let mut facts = current.clone();
    facts.status = read.status;
    facts.division_code.clone_from(&read.division_code);
    if text::search_key(&read.name) != text::search_key(&current.name) {
        facts.name.clone_from(&read.name);
    }
    if row.has("file_no") && read.file_no.is_some() {
        facts.file_no.clone_from(&read.file_no);
    }
    macro_rules! spoken {
        ($($column:literal => $($field:ident).+;)+) => {
            $(if row.has($column) { facts.$($field).+ = read.$($field).+.clone(); })+
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
