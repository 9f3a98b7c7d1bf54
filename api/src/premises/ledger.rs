//! The ledger of places (重点场所台账).
use std::sync::Arc;

use super::dto::{CreatePremises, PremisesKind, PremisesRecord, PremisesRisk};
use super::store;
use crate::imports::{
    Accepted, CellError, Column, Context, Ledger, Matching, NewIds, Part, Planner, Record, RowPlan, RowReader,
    Villages, rules,
};
use crate::platform::access::{Reading, Tx};
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

const RESOURCE: &str = "premises";
/// Headings of the number, in the ledger of places and in that of inspections.
pub const CODE: &[&str] = &["场所编号", "编号", "场所代码", "code"];

const COLUMNS: &[Column] = &[
    Column::required("code", CODE).identity(),
    Column::required("name", &["场所名称", "名称", "name"]).identity(),
    Column::required("kind", &["场所类别", "类别", "场所类型", "kind"]),
    Column::required("division_code", &["所在村（居）", "所属村（居）", "村（居）", "division_code"]).identity(),
    Column::optional("address", &["详细地址", "地址", "场所地址", "address"]),
    Column::optional("owner", &["负责人（房东）", "房东", "业主", "经营者", "owner"]),
    Column::optional("phone", &["联系电话", "电话", "手机号码", "phone"]),
    Column::required("registered_on", &["登记日期", "建档日期", "registered_on"]),
    Column::optional("longitude", &["经度", "longitude"]),
    Column::optional("latitude", &["纬度", "latitude"]),
    Column::optional("risk_level", &["风险等级", "risk_level"]),
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

    fn prepare(&self, reading: &mut Reading<'_>, context: &Context<'_>) -> ApiResult<Box<dyn Planner>> {
        let codes: Vec<String> = context.column(COLUMNS, "code").collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let on_file = store::by_codes(reading, context.expect_town()?, &codes)?;
        Ok(Box::new(Plan { villages: Arc::clone(&context.villages), matching: Matching::new(RESOURCE, on_file) }))
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

    fn write(self: Box<Self>, tx: &mut Tx<'_>, accepted: &Accepted) -> ApiResult<()> {
        let (new, changed) = self.matching.accepted(accepted);
        store::insert_all(tx, new)?;
        changed.into_iter().try_for_each(|(current, facts)| store::replace(tx, &current, facts).map(drop))
    }
}

impl Plan {
    fn part(&mut self, row: u32, place: CreatePremises, ids: &mut NewIds) -> Part {
        let code = place.code.clone().unwrap_or_default();
        if self.matching.current(&code).is_some_and(|current| current.is_withdrawn) {
            return Part::conflict(RESOURCE, CellError::of_rule(rules::WITHDRAWN_PREMISES));
        }
        self.matching.plan(row, code, place, ids)
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
        let code = Some(code?);
        let (name, kind, division_code, registered_on) = (name?, kind?, division_code?, registered_on?);
        let read = row.checked(CreatePremises {
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
            notes,
        })?;
        let current = read.code.as_ref().and_then(|code| self.matching.current(code));
        Some(match current {
            Some(current) => with_unspoken(read, &current.facts, row),
            None => read,
        })
    }
}

/// What the file has no column for stays as it is on file.
fn with_unspoken(read: CreatePremises, current: &CreatePremises, row: &RowReader<'_>) -> CreatePremises {
    let kept = |column: &str, read: Option<String>, current: &Option<String>| {
        if row.has(column) { read } else { current.clone() }
    };
    let point = |column: &str, read: Option<f64>, current: Option<f64>| if row.has(column) { read } else { current };
    CreatePremises {
        address: kept("address", read.address, &current.address),
        owner: kept("owner", read.owner, &current.owner),
        phone: kept("phone", read.phone, &current.phone),
        notes: kept("notes", read.notes, &current.notes),
        longitude: point("longitude", read.longitude, current.longitude),
        latitude: point("latitude", read.latitude, current.latitude),
        risk_level: if row.has("risk_level") { read.risk_level } else { current.risk_level },
        ..read
    }
}
