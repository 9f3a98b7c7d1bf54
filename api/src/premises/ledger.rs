//! The ledger of places (重点场所台账).
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use super::dto::{CreatePremises, PremisesKind, PremisesRecord, PremisesRisk};
use super::store::{self, Unlisted};
use crate::codes::text::search_key;
use crate::imports::{
    Accepted, CellError, Column, Context, Ledger, Matching, NewIds, Part, Planner, Record, RowPlan, RowReader,
    Villages, labels, rules,
};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::FieldClass;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

const RESOURCE: &str = "premises";
/// Headings of the number, in the ledger of places and in that of inspections.
pub const CODE: &[&str] = &["场所编号", "编号", "场所代码", "code"];

const COLUMNS: &[Column] = &[
    Column::required("code", CODE).identity(),
    Column::required("name", &["场所名称", "名称", "name"]).identity(),
    Column::required("kind", &["场所类别", "类别", "场所类型", "kind"]).one_of(labels::<PremisesKind>),
    Column::required("division_code", &["所在村（居）", "所属村（居）", "村（居）", "division_code"]).identity(),
    Column::optional("address", &["详细地址", "地址", "场所地址", "address"]),
    Column::optional("owner", &["负责人（房东）", "房东", "业主", "经营者", "owner"]),
    Column::optional("phone", &["联系电话", "电话", "手机号码", "phone"]),
    Column::required("registered_on", &["登记日期", "建档日期", "registered_on"]),
    Column::optional("longitude", &["经度", "longitude"]),
    Column::optional("latitude", &["纬度", "latitude"]),
    Column::optional("risk_level", &["风险等级", "risk_level"]).one_of(labels::<PremisesRisk>),
    Column::optional("notes", &["备注", "说明", "notes"]),
];

const KINDS: &[(&str, PremisesKind)] = &[
    ("出租屋", PremisesKind::Rental),
    ("出租房屋", PremisesKind::Rental),
    ("废弃工厂", PremisesKind::AbandonedFactory),
    ("闲置工厂", PremisesKind::VacantFactory),
    ("废弃学校", PremisesKind::VacantSchool),
    ("宾馆", PremisesKind::Hotel),
    ("旅馆", PremisesKind::Hotel),
    ("宾馆酒店", PremisesKind::Hotel),
    ("KTV", PremisesKind::Entertainment),
    ("歌舞厅", PremisesKind::Entertainment),
    ("娱乐场所", PremisesKind::Entertainment),
    ("物流", PremisesKind::Logistics),
    ("寄递物流", PremisesKind::Logistics),
    ("快递网点", PremisesKind::Logistics),
    ("养殖户", PremisesKind::FarmBreeding),
    ("易制毒企业", PremisesKind::PrecursorEnterprise),
    ("化工厂", PremisesKind::Chemical),
    ("洗浴", PremisesKind::BathMassage),
    ("足浴", PremisesKind::BathMassage),
    ("药店", PremisesKind::PharmacyClinic),
    ("诊所", PremisesKind::PharmacyClinic),
];
const RISKS: &[(&str, PremisesRisk)] =
    &[("高风险", PremisesRisk::High), ("中风险", PremisesRisk::Medium), ("低风险", PremisesRisk::Low)];

/// The ledger of places.
pub struct PremisesLedger;

impl Ledger for PremisesLedger {
    fn resource(&self) -> &'static str {
        RESOURCE
    }

    fn title(&self) -> &'static str {
        "重点场所台账"
    }

    fn stage(&self) -> u8 {
        70
    }

    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn key_column(&self, _: &str) -> &'static str {
        "code"
    }

    fn feeds(&self) -> &'static [&'static str] {
        &[RESOURCE]
    }

    fn class_of(&self, _: &str, field: &str) -> Option<FieldClass> {
        matches!(field, "owner" | "phone" | "address" | "notes").then_some(FieldClass::Owner)
    }

    fn pieces_rest_on(&self) -> &'static [&'static str] {
        &["premises", "inspections"]
    }

    fn prepare(&self, reading: &mut Reading<'_>, context: &Context<'_>) -> ApiResult<Box<dyn Planner>> {
        let numbered = store::numbered(reading, context.expect_town()?, context.column(COLUMNS, "code"))?;
        let ids: Vec<Id> = numbered.places.iter().map(|(_, place)| place.id).collect();
        Ok(Box::new(Plan {
            villages: Arc::clone(&context.villages),
            taken: numbered.taken,
            unlisted: numbered.unlisted,
            first_inspected: store::first_inspected(reading, &ids)?,
            matching: Matching::new(RESOURCE, context.strategy, numbered.places),
        }))
    }
}

impl Record for PremisesRecord {
    type Facts = CreatePremises;

    fn id(&self) -> Id {
        self.id
    }

    fn facts(&self) -> &CreatePremises {
        &self.facts
    }
}

struct Plan {
    villages: Arc<Villages>,
    /// Numbers of places that the caller does not see.
    taken: HashSet<String>,
    /// Numbers of places that are only proposed or were merged.
    unlisted: HashMap<String, Unlisted>,
    first_inspected: HashMap<Id, NaiveDate>,
    matching: Matching<String, PremisesRecord>,
}

impl Planner for Plan {
    fn plan_row(&mut self, mut row: RowReader<'_>, ids: &mut NewIds) -> RowPlan {
        let number = row.number();
        let place = self.read(&mut row);
        let (errors, warnings) = row.into_findings();
        let part = match place.filter(|_| errors.is_empty()) {
            Some(place) => self.part(number, place, ids),
            None => Part::invalid(RESOURCE, errors),
        };
        part.with_warnings(warnings).into()
    }

    fn write(&mut self, tx: &mut Tx<'_>, accepted: &Accepted) -> ApiResult<()> {
        let (new, changed) = self.matching.accepted(accepted);
        store::insert_all(tx, new)?;
        changed.into_iter().try_for_each(|(current, facts)| store::replace(tx, &current, facts).map(drop))
    }
}

impl Plan {
    fn current(&self, code: Option<&str>) -> Option<&Arc<PremisesRecord>> {
        self.matching.current(&search_key(code?))
    }

    fn part(&mut self, row: u32, place: CreatePremises, ids: &mut NewIds) -> Part {
        let key = search_key(place.code.as_deref().unwrap_or_default());
        if self.taken.contains(&key) {
            return Part::conflict(RESOURCE, CellError::of_rule(rules::CODE_TAKEN));
        }
        if let Some(unlisted) = self.unlisted.get(&key) {
            return Part::conflict(RESOURCE, CellError::of_row(unlisted.told()));
        }
        if self.matching.current(&key).is_some_and(|current| current.is_withdrawn) {
            return Part::conflict(RESOURCE, CellError::of_rule(rules::WITHDRAWN_PREMISES));
        }
        self.matching.plan(row, key, place, ids)
    }

    fn read(&self, row: &mut RowReader<'_>) -> Option<CreatePremises> {
        let (code, name) = (row.text("code"), row.text("name"));
        let kind = row.coded("kind", KINDS);
        let division_code = row.village("division_code", &self.villages);
        let registered_on = row.date("registered_on");
        let (address, owner, phone) = (row.text("address"), row.text("owner"), row.text("phone"));
        let (longitude, latitude) = (row.decimal("longitude"), row.decimal("latitude"));
        let risk_level = row.coded("risk_level", RISKS).unwrap_or(PremisesRisk::Unrated);
        let notes = row.text("notes");
        let code = Some(normal(&code?));
        let (name, kind, division_code, registered_on) = (name?, kind?, division_code?, registered_on?);
        let read = CreatePremises {
            code,
            kind,
            name,
            division_code,
            address,
            owner,
            phone,
            longitude,
            latitude,
            risk_level,
            registered_on,
            rooms: None,
            tenants: None,
            migrants: None,
            precursor_classes: Vec::new(),
            notes,
        };
        let current = self.current(read.code.as_deref());
        let facts = match current {
            Some(current) => with_unspoken(read, &current.facts, row),
            None => read,
        };
        if current.and_then(|current| self.first_inspected.get(&current.id)).is_some_and(|first| *first < registered_on)
        {
            row.refuse("registered_on", rules::INSPECTED_BEFORE);
        }
        row.settled(facts, current.map(|current| &current.facts))
    }
}

/// A new number as it is kept: half-width, capital letters.
fn normal(code: &str) -> String {
    code.nfkc().flat_map(char::to_uppercase).filter(|character| !character.is_whitespace()).collect()
}

/// What the row does not speak of stays as it is on file, and so does the spelling of the number.
fn with_unspoken(read: CreatePremises, current: &CreatePremises, row: &RowReader<'_>) -> CreatePremises {
    let kept = |column: &str, read: Option<String>, current: &Option<String>| {
        if row.says(column) { read } else { current.clone() }
    };
    let point = |column: &str, read: Option<f64>, current: Option<f64>| if row.says(column) { read } else { current };
    CreatePremises {
        code: current.code.clone(),
        address: kept("address", read.address, &current.address),
        owner: kept("owner", read.owner, &current.owner),
        phone: kept("phone", read.phone, &current.phone),
        notes: kept("notes", read.notes, &current.notes),
        longitude: point("longitude", read.longitude, current.longitude),
        latitude: point("latitude", read.latitude, current.latitude),
        risk_level: if row.says("risk_level") { read.risk_level } else { current.risk_level },
        rooms: current.rooms,
        tenants: current.tenants,
        migrants: current.migrants,
        precursor_classes: current.precursor_classes.clone(),
        ..read
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_spelling() {
        for typed in ["ＸＨ00001", "xh00001", " XH00001", "XH 00001"] {
            assert_eq!(normal(typed), "XH00001");
            assert_eq!(search_key(typed), search_key("XH00001"));
        }
    }
}
