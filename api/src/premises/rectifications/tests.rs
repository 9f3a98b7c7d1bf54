//! Orders and leads that are hung on another place open under its key, and the journal says that they were moved.
use std::path::PathBuf;

use chrono::NaiveDate;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::dto::{CreateRectification, RectificationSeverity};
use super::store;
use crate::platform::access::Tx;
use crate::platform::auth::Sessions;
use crate::platform::db::schema::journal;
use crate::platform::db::{Address, Db, DbOptions, Purpose, migrations};
use crate::platform::error::ApiResult;
use crate::platform::http::Withdraw;
use crate::platform::id::Id;
use crate::platform::journal::JournalKey;
use crate::platform::vault::Vault;
use crate::platform::{Keys, Platform};
use crate::premises::dto::{CreatePremises, PremisesKind, PremisesRisk};
use crate::premises::inspections::{self, CreateInspection, InspectionOutcome, NewInspection, WarningSign};
use crate::premises::store as places;
use crate::premises::{leads, rectifications};

/// One on SQLite, and one on PostgreSQL where there is a server (`TEST_DATABASE_URL`).
fn addresses(folder: &tempfile::TempDir) -> Vec<Address> {
    let file = Address::Sqlite(folder.path().join("moved.db"));
    let schema = std::env::var("TEST_DATABASE_URL").ok().map(|server| {
        let name = format!("moved_{}", Id::new().to_string().replace('-', ""));
        let create = format!("CREATE SCHEMA {name}");
        Address::parse(&server).unwrap().connect(Purpose::Migrate).unwrap().batch_execute(&create).unwrap();
        let separator = if server.contains('?') { '&' } else { '?' };
        Address::Postgres(format!("{server}{separator}options=--search_path%3D{name}"))
    });
    [Some(file), schema].into_iter().flatten().collect()
}

fn platform(address: Address) -> Platform {
    migrations::run(&address).unwrap();
    let options = DbOptions { readers: 1, writers: 1, ..DbOptions::new(address) };
    let sessions = Sessions::new(&[3; 32]).unwrap();
    let keys = Keys { vault: Vault::from_key(&[7; 32]), journal: JournalKey::from_seed(&[8; 32]) };
    Platform::new(Db::open(&options).unwrap(), keys, sessions, PathBuf::new(), Vec::new())
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 2, day).unwrap()
}

fn place(code: &str) -> CreatePremises {
    CreatePremises {
        code: Some(code.into()),
        kind: PremisesKind::Rental,
        name: "石桥村出租房1号".into(),
        division_code: "990981107201".into(),
        address: None,
        owner: None,
        phone: None,
        longitude: None,
        latitude: None,
        risk_level: PremisesRisk::Unrated,
        registered_on: day(1),
        rooms: None,
        tenants: None,
        migrants: None,
        precursor_classes: Vec::new(),
        notes: None,
    }
}

fn suspicious() -> CreateInspection {
    CreateInspection {
        campaign_id: None,
        inspected_on: day(20),
        inspector: None,
        inspector_id: None,
        outcome: InspectionOutcome::Defect,
        is_signed: false,
        checklist: Vec::new(),
        warning_signs: vec![WarningSign::Odour],
        defect_notes: None,
    }
}

fn order() -> CreateRectification {
    let demand = "拆除封窗".to_owned();
    CreateRectification { severity: RectificationSeverity::Minor, ordered_on: day(20), due_on: None, demand }
}

fn moved(tx: &mut Tx<'_>) -> ApiResult<()> {
    let (one, other, inspection) = (Id::new(), Id::new(), Id::new());
    places::insert_all(tx, vec![(one, place("XH1")), (other, place("XH2"))])?;
    let (from, to) = (places::find_site(tx, one)?, places::find_site(tx, other)?);
    let new = NewInspection { id: inspection, site: &from, campaign: None, facts: suspicious() };
    inspections::insert_all(tx, vec![new])?;
    inspections::refresh_place(tx, one)?;
    let mistaken = store::create(tx, inspection, order())?;
    store::withdraw(tx, mistaken.id, 1, Withdraw { reason: "登记有误".into() })?;
    let order = store::create(tx, inspection, order())?;
    let lead = leads::raised(tx, "990981107000")?.remove(0);

    rectifications::move_to(tx, &[inspection], &to)?;
    leads::move_to(tx, &[inspection], &to)?;
    let order = store::find(tx, order.id)?;
    assert_eq!((order.premises_id, order.demand.as_deref(), order.version), (other, Some("拆除封窗"), 2));
    let lead = leads::find(tx, lead.id)?;
    assert_eq!((lead.premises_id, lead.signs, lead.version), (other, vec![WarningSign::Odour], 2));
    let entries = journal::table.filter(journal::action.eq("moved")).order(journal::subject_type);
    let entries: Vec<(String, String)> = entries.select((journal::subject_type, journal::changed)).load(tx.db)?;
    let names: Vec<(&str, &str)> = entries.iter().map(|(table, names)| (&**table, &**names)).collect();
    let told = "[\"premises_id\"]";
    assert_eq!(names, [("leads", told), ("rectifications", told), ("rectifications", told)], "the withdrawn one too");

    rectifications::move_to(tx, &[inspection], &to)?;
    assert_eq!(store::find(tx, order.id)?.version, 2, "what hangs there already stays");
    Ok(())
}

#[test]
fn what_is_hung_on_another_place_opens_under_its_key() {
    let folder = tempfile::tempdir().unwrap();
    for address in addresses(&folder) {
        platform(address).command_line().write_blocking(moved).unwrap();
    }
}
