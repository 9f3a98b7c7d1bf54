//! The made county: five towns of twenty villages, their places, and the rounds made there.
use chrono::{Days, NaiveDate};
use jindu::divisions::{CreateDivision, DivisionKind};
use jindu::platform::clock;
use jindu::premises::inspections::{CreateInspection, InspectionOutcome};
use jindu::premises::{CreatePremises, PremisesKind, PremisesRisk};

use crate::dice::Dice;

/// The county.
pub const COUNTY: &str = "990981000000";
/// The town whose dashboard is measured: it holds 20 000 premises and 40 000 inspections.
pub const TOWN: &str = "990981107000";
/// The towns.
pub const TOWNS: [&str; 5] = ["990981105000", "990981106000", TOWN, "990981108000", "990981109000"];
const VILLAGES: usize = 20;

/// One of the hundred villages.
pub fn village(number: usize) -> String {
    let town = TOWNS[number / VILLAGES % TOWNS.len()];
    format!("{}{}", &town[..9], 201 + number % VILLAGES)
}

/// County, towns and villages, from above to below.
pub fn areas() -> Vec<CreateDivision> {
    let area = |code: &str, name: String, kind| CreateDivision {
        code: code.to_owned(),
        name,
        kind,
        parent_code: None,
        valid_from: NaiveDate::from_ymd_opt(1949, 10, 1).unwrap_or_default(),
        valid_to: None,
        households: None,
        population: None,
        groups: None,
    };
    let mut areas = vec![area(COUNTY, "示例县".to_owned(), DivisionKind::County)];
    areas.extend(TOWNS.iter().enumerate().map(|(index, code)| area(code, format!("第{index}镇"), DivisionKind::Town)));
    let villages = (0..TOWNS.len() * VILLAGES).map(|number| (village(number), format!("第{number}村")));
    areas.extend(villages.map(|(code, name)| area(&code, name, DivisionKind::VillagersCommittee)));
    areas
}

const KINDS: &[(PremisesKind, usize)] = &[
    (PremisesKind::Rental, 60),
    (PremisesKind::AbandonedFactory, 5),
    (PremisesKind::Hotel, 5),
    (PremisesKind::Logistics, 5),
    (PremisesKind::FarmBreeding, 15),
    (PremisesKind::Entertainment, 10),
];
const OUTCOMES: &[(InspectionOutcome, usize)] =
    &[(InspectionOutcome::Normal, 85), (InspectionOutcome::Defect, 8), (InspectionOutcome::Locked, 7)];
/// Places of [`TOWN`]; they come first.
pub const IN_TOWN: usize = 20_000;

/// The place of this number, always the same.
pub fn place(number: usize) -> CreatePremises {
    let mut dice = Dice::of(1 << 40 | number as u64);
    let elsewhere = [0, 1, 3, 4][dice.below(4)];
    let town = if number < IN_TOWN { 2 } else { elsewhere };
    CreatePremises {
        code: Some(format!("JD{number:06}")),
        kind: dice.weighted(KINDS),
        name: format!("第{number}号场所"),
        division_code: village(town * VILLAGES + dice.below(VILLAGES)),
        address: Some(format!("{}组{}号", dice.below(12) + 1, dice.below(400) + 1)),
        owner: Some("业主".to_owned()),
        phone: Some(format!("162{number:08}")),
        longitude: None,
        latitude: None,
        risk_level: PremisesRisk::Unrated,
        registered_on: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap_or_default(),
        rooms: None,
        tenants: None,
        migrants: None,
        precursor_classes: Vec::new(),
        notes: None,
    }
}

/// An inspection of the last two years, `number` the same each time.
pub fn inspection(number: usize) -> CreateInspection {
    let mut dice = Dice::of(2 << 40 | number as u64);
    let today = clock::today();
    CreateInspection {
        campaign_id: None,
        inspected_on: today.checked_sub_days(Days::new(dice.below(700) as u64)).unwrap_or(today),
        inspector: Some("排查员".to_owned()),
        inspector_id: None,
        outcome: dice.weighted(OUTCOMES),
        is_signed: true,
        checklist: Vec::new(),
        warning_signs: Vec::new(),
        defect_notes: None,
    }
}
