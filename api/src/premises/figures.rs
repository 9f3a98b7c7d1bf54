//! What the places add up to: the register, the rounds, the gaps.
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{Days, NaiveDate};

use super::dto::PremisesKind;
use super::inspections::InspectionOutcome;
use super::tally::{self, Place, Round};
use crate::campaigns::CampaignKind;
use crate::divisions;
use crate::indicators::{Clock, Definition, Evidence, FigureSource, Measured, Question, Tally, TallySource, Value};
use crate::platform::access::Reading;
use crate::platform::coded::Coded;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// Days within which an inspection counts as recent on the overview.
const RECENT_DAYS: u64 = 90;

/// Figures of the places.
pub struct PremisesFigures;

crate::indicators::definitions! {
    PREMISES = "premises", "重点场所", "Places", "处", Stock, "截止日已登记、未撤销的场所";
    BY_KIND = "premises_by_kind", "重点场所（按类别）", "Places by kind", "处", Stock, "截止日已登记、未撤销的场所，按类别";
    INSPECTIONS = "inspections", "排查", "Inspections", "处次", Flow, "当年的排查记录，每处每次一条";
    UNSIGNED = "inspections_unsigned", "未签字的排查", "Unsigned inspections", "处次", Flow, "当年排查记录中排查人没有签字的";
    WITH_DEFECTS = "inspections_with_defects", "发现隐患的排查", "Inspections with defects", "处次", Flow, "当年排查结果为发现隐患的";
    LAB_ROUNDS = "lab_screening_rounds", "制毒工厂及制毒窝点排查", "Rounds of screening for laboratories", "次", Flow, "当年开展过的制毒窝点排查行动，按行动计次，不按处计";
    INSPECTED = "premises_inspected", "已排查场所", "Places inspected", "处", Flow, "现有场所中当年至少排查过一次的";
    NEVER_INSPECTED = "premises_never_inspected", "从未排查场所", "Places never inspected", "处", Stock, "现有场所中截止日前一次也没有排查过的";
    VILLAGES_INSPECTED = "villages_inspected", "已排查的村（社区）", "Villages inspected", "个", Flow, "当年至少有一处场所被排查过的村（社区），与村（社区）总数之比";
}

impl FigureSource for PremisesFigures {
    fn definitions(&self) -> &'static [Definition] {
        DEFINITIONS
    }

    fn measure(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<Measured>> {
        let mut places = tally::places(reading, &question.division)?;
        places.retain(|place| question.by_then(place.registered_on));
        let mut rounds = tally::rounds(reading, &question.division)?;
        rounds.retain(|round| question.by_then(round.inspected_on));
        let villages = divisions::count_villages(reading, &question.division, question.as_of)?;
        let in_year: Vec<&Round> = rounds.iter().filter(|round| question.in_year(round.inspected_on)).collect();
        let mut measured = register(&places);
        measured.extend(inspections(&in_year));
        measured.extend(coverage(&places, &rounds, &in_year, villages));
        Ok(measured)
    }
}

fn register(places: &[Place]) -> Vec<Measured> {
    let mut by_kind: BTreeMap<String, i64> = BTreeMap::new();
    for place in places {
        let label = PremisesKind::from_code(&place.kind).map_or(place.kind.as_str(), |kind| kind.label().zh);
        *by_kind.entry(label.to_owned()).or_default() += 1;
    }
    let evidence = || places.iter().map(place_evidence).collect::<Vec<_>>();
    vec![Measured::count(PREMISES, evidence()), Measured::known(BY_KIND, Value::Breakdown(by_kind), evidence())]
}

fn inspections(in_year: &[&Round]) -> Vec<Measured> {
    let of = |keep: &dyn Fn(&Round) -> bool| {
        in_year.iter().filter(|round| keep(round)).map(|round| round_evidence(round)).collect()
    };
    vec![
        Measured::count(INSPECTIONS, of(&|_| true)),
        Measured::count(UNSIGNED, of(&|round| !round.is_signed)),
        Measured::count(WITH_DEFECTS, of(&|round| round.outcome == InspectionOutcome::Defect.code())),
        Measured::count(LAB_ROUNDS, campaigns(in_year, CampaignKind::LabScreening)),
    ]
}

/// Each campaign once, however many places it reached.
fn campaigns(in_year: &[&Round], kind: CampaignKind) -> Vec<Evidence> {
    let mut found: BTreeMap<Id, Evidence> = BTreeMap::new();
    for round in in_year {
        let Some(campaign) = round.campaign.as_ref().filter(|campaign| campaign.kind == kind.code()) else { continue };
        let one = found.entry(campaign.id).or_insert_with(|| Evidence {
            subject_type: "campaigns".into(),
            subject_id: campaign.id,
            owner_id: None,
            version: campaign.version,
            label: campaign.title.clone(),
            on: Some(round.inspected_on),
            division_code: campaign.division_code.clone(),
            amount: Some(0),
        });
        one.on = one.on.min(Some(round.inspected_on));
        // How many places the round reached: shown beside it, not added up.
        one.amount = one.amount.map(|places| places + 1);
    }
    found.into_values().collect()
}

fn coverage(places: &[Place], rounds: &[Round], in_year: &[&Round], villages: i64) -> Vec<Measured> {
    let ever: HashSet<Id> = rounds.iter().map(|round| round.premises_id).collect();
    let this_year: HashSet<Id> = in_year.iter().map(|round| round.premises_id).collect();
    let village_of: HashMap<Id, &str> = places.iter().map(|place| (place.id, place.division_code.as_str())).collect();
    let reached: BTreeSet<&str> = this_year.iter().filter_map(|id| village_of.get(id).copied()).collect();
    let of = |keep: &dyn Fn(&Place) -> bool| {
        places.iter().filter(|place| keep(place)).map(place_evidence).collect::<Vec<_>>()
    };
    let rate = Value::Rate { numerator: i64::try_from(reached.len()).unwrap_or(i64::MAX), denominator: villages };
    let villages_inspected = if villages == 0 {
        Measured::unknown(VILLAGES_INSPECTED, "未登记村（社区）", "no villages are on record")
    } else {
        Measured::known(VILLAGES_INSPECTED, rate, of(&|place| this_year.contains(&place.id)))
    };
    vec![
        Measured::count(INSPECTED, of(&|place| this_year.contains(&place.id))),
        Measured::count(NEVER_INSPECTED, of(&|place| !ever.contains(&place.id))),
        villages_inspected,
    ]
}

fn place_evidence(place: &Place) -> Evidence {
    Evidence {
        subject_type: "premises".into(),
        subject_id: place.id,
        owner_id: None,
        version: place.version,
        label: format!("{} {}", place.code, place.name),
        on: place.last_inspected_on,
        division_code: place.division_code.clone(),
        amount: None,
    }
}

fn round_evidence(round: &Round) -> Evidence {
    Evidence {
        subject_type: "inspections".into(),
        subject_id: round.id,
        owner_id: Some(round.premises_id),
        version: round.version,
        label: format!("{} {}", round.premises_code, round.premises_name),
        on: Some(round.inspected_on),
        division_code: round.division_code.clone(),
        amount: None,
    }
}

impl TallySource for PremisesFigures {
    fn tally(&self, reading: &mut Reading<'_>, division: &str, today: NaiveDate) -> ApiResult<Vec<Tally>> {
        let since = today.checked_sub_days(Days::new(RECENT_DAYS)).unwrap_or(today);
        let all = tally::by_village(reading, division, None)?.into_iter().map(|cell| ("premises", cell));
        let recent = tally::by_village(reading, division, Some(since))?
            .into_iter()
            .map(|cell| ("premises_inspected_90_days", cell));
        let cell = |(what, (division_code, count))| Tally { what, division_code, key: None, count };
        Ok(all.chain(recent).map(cell).collect())
    }
}
