//! The sample town: which house was missed, reckoned once by the program and once from the ledgers as they are.
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jindu_tests::support::{Caller, NORTH, TestApp, sample};
use serde_json::{Value, json};

use super::super::office;
use super::items;

const YEAR: &str = "from=2025-01-01&to=2025-12-31";

/// A line of the ledger of inspections.
struct Inspected {
    round: String,
    place: String,
    on: String,
    is_signed: bool,
}

/// The ledger as it is: `排查行动,场所编号,排查日期,排查结果,排查人,是否签字`, days spelt in five ways.
fn ledger() -> Vec<Inspected> {
    let text = std::fs::read_to_string(sample().join("08排查记录.csv")).expect("a ledger");
    let lines = text.trim_start_matches('\u{feff}').lines().skip(1).filter(|line| !line.trim().is_empty());
    let inspected = lines.map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let (round, place) = (cells[0].to_owned(), cells[1].to_owned());
        Inspected { round, place, on: day(cells[2]), is_signed: cells[5].trim() == "是" }
    });
    inspected.collect()
}

/// `2025年2月7日`, `2025.2.7`, `2025/02/07`, `2025-02-07` and `20250207` are one day.
fn day(spelt: &str) -> String {
    let parts: Vec<&str> =
        spelt.split(|character: char| !character.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [year, month, day] => format!("{year}-{month:0>2}-{day:0>2}"),
        [whole] => format!("{}-{}-{}", &whole[..4], &whole[4..6], &whole[6..]),
        other => panic!("no day: {other:?}"),
    }
}

/// The register as its list answers: number, village, day of registration.
async fn register(caller: &Caller<'_>) -> Vec<(String, String, String)> {
    let mut register = Vec::new();
    for page in 1.. {
        let places = items(caller, &format!("/api/v1/premises?division={NORTH}&per_page=200&page={page}")).await;
        let text = |place: &Value, name: &str| place[name].as_str().expect("text").to_owned();
        register.extend(
            places
                .iter()
                .map(|place| (text(place, "code"), text(place, "division_code"), text(place, "registered_on"))),
        );
        if places.len() < 200 {
            break;
        }
    }
    register
}

/// Village and round: places, reached, unsigned.
type Cells = BTreeMap<(String, String), [i64; 3]>;

/// What each village had in each round, from the ledger and the register alone.
fn reckoned(ledger: &[Inspected], register: &[(String, String, String)]) -> Cells {
    let rounds: BTreeSet<&str> = ledger.iter().map(|line| line.round.as_str()).collect();
    let mut cells = Cells::new();
    for round in rounds {
        let of_round: BTreeMap<&str, &Inspected> =
            ledger.iter().filter(|line| line.round == round).map(|line| (line.place.as_str(), line)).collect();
        let last = of_round.values().map(|line| line.on.as_str()).max().expect("a day");
        for (code, village, registered_on) in register.iter().filter(|(.., on)| on.as_str() <= last) {
            assert!(!registered_on.is_empty());
            let cell = cells.entry((village.clone(), round.to_owned())).or_default();
            cell[0] += 1;
            if let Some(line) = of_round.get(code.as_str()) {
                cell[1] += 1;
                cell[2] += i64::from(!line.is_signed);
            }
        }
    }
    cells
}

fn answered(table: &Value) -> Cells {
    let rounds = table["rounds"].as_array().expect("rounds");
    let title = |id: &Value| {
        let round = rounds.iter().find(|round| round["id"] == *id).expect("a round");
        round["title"].as_str().expect("a title").to_owned()
    };
    let mut cells = Cells::new();
    for village in table["villages"].as_array().expect("villages") {
        for cell in village["cells"].as_array().expect("cells") {
            let numbers = ["units", "with_outcome", "unsigned"].map(|name| cell[name].as_i64().expect("a number"));
            let rate = (numbers[0] > 0).then(|| numbers[1] * 1000 / numbers[0]);
            assert_eq!(cell["per_mille"].as_i64(), rate, "{cell}");
            if numbers[0] > 0 {
                let code = village["division_code"].as_str().expect("a code").to_owned();
                cells.insert((code, title(&cell["campaign_id"])), numbers);
            }
        }
    }
    cells
}

/// 1087 inspections, 30 of them unsigned; 319 of 320 places reached, and the one that was missed is named.
#[actix_web::test]
async fn the_house_that_was_missed_is_named() {
    let app = TestApp::of_sample_town().await;
    let caller = office(&app);
    let (ledger, register) = (ledger(), register(&caller).await);
    assert_eq!((ledger.len(), register.len()), (1087, 320));
    let seen: BTreeSet<&str> = ledger.iter().map(|line| line.place.as_str()).collect();
    let missed: Vec<&str> =
        register.iter().map(|(code, ..)| code.as_str()).filter(|code| !seen.contains(code)).collect();
    assert_eq!(missed.len(), 1);

    let gaps = caller.get(&format!("/api/v1/coverage/gaps?division={NORTH}&{YEAR}")).await.ok();
    assert_eq!((&gaps["total"], &gaps["items"][0]["code"]), (&json!(1), &json!(missed[0])), "{gaps}");
    assert_eq!(gaps["items"][0]["last_inspected_on"], json!(null));
    assert_eq!(caller.get("/api/v1/coverage/gaps").await.ok(), gaps, "ever is the year here");
    let table = caller.get(&format!("/api/v1/coverage?division={NORTH}&{YEAR}")).await.ok();
    let total = &table["total"];
    assert_eq!([&total["units"], &total["reached"], &total["never_inspected"]], [320, 319, 1]);
    let unsigned: i64 =
        total["cells"].as_array().expect("cells").iter().filter_map(|cell| cell["unsigned"].as_i64()).sum();
    assert_eq!(unsigned, 30);
    let none = caller.get("/api/v1/coverage?from=2024-01-01&to=2024-12-31").await.ok();
    assert_eq!((&none["rounds"], &none["total"]["reached"]), (&json!([]), &json!(0)));
}

#[actix_web::test]
async fn every_village_and_round_is_as_the_ledgers_have_it() {
    let app = TestApp::of_sample_town().await;
    let caller = office(&app);
    let (ledger, register) = (ledger(), register(&caller).await);
    let table = caller.get(&format!("/api/v1/coverage?division={NORTH}&{YEAR}")).await.ok();
    assert_eq!(table["rounds"].as_array().map(Vec::len), Some(9));
    assert_eq!(table["villages"].as_array().map(Vec::len), Some(18));
    let (cells, expected) = (answered(&table), reckoned(&ledger, &register));
    assert_eq!(cells, expected);
    let mut text = String::new();
    for ((village, round), [units, reached, unsigned]) in &cells {
        writeln!(text, "{village} {round}: {reached}/{units}, {unsigned} unsigned").expect("text");
    }
    insta::assert_snapshot!("coverage_of_the_sample_town", text);

    let round = &table["rounds"][0];
    let coverage =
        caller.get(&format!("/api/v1/campaigns/{}/coverage", round["id"].as_str().expect("an id"))).await.ok();
    assert_eq!(coverage["total"]["units"], table["total"]["cells"][0]["units"]);
    assert_eq!(coverage["total"]["with_outcome"], table["total"]["cells"][0]["with_outcome"]);
    assert!(coverage["words_zh"].as_str().expect("words").starts_with("未固定名单，按登记台账计"), "{coverage}");
}
