//! What the places add up to: the register, the rounds, the gaps, the orders, the leads.
mod coverage;
mod facts;
mod leads;
mod rectifications;
mod rounds;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use self::facts::Facts;
pub use self::leads::LeadFigures;
use super::dto::PremisesKind;
use super::tally::{self, Place};
use crate::indicators::{
    Clock, Definition, Evidence, FigureRemark, FigureSource, Measured, Question, Tally, TallySource, Value,
};
use crate::platform::access::Reading;
use crate::platform::coded::Coded;
use crate::platform::error::ApiResult;

/// Days within which an inspection counts as recent on the overview.
const RECENT_DAYS: u64 = 90;

/// Figures of the places.
pub struct PremisesFigures;

crate::indicators::definitions! {
    PREMISES = "premises", "重点场所", "Places", "处", Stock, "截止日已登记、按当前登记未撤销的场所", "places registered by the as-of day and not withdrawn now";
    BY_KIND = "premises_by_kind", "重点场所（按类别）", "Places by kind", "处", Stock, "截止日已登记、按当前登记未撤销的场所，按类别", "places registered by the as-of day and not withdrawn now, by kind";
    INSPECTIONS = "inspections", "排查", "Inspections", "处次", Flow, "期内的排查记录，每处每次一条", "inspections of the period, one for each place and visit";
    UNSIGNED = "inspections_unsigned", "未签字的排查", "Unsigned inspections", "处次", Flow, "期内排查记录中排查人没有签字的", "inspections of the period the inspector did not sign";
    WITH_DEFECTS = "inspections_with_defects", "发现隐患的排查", "Inspections with defects", "处次", Flow, "期内排查结果为发现隐患的", "inspections of the period that found defects";
    LAB_ROUNDS = "lab_screening_rounds", "制毒工厂及制毒窝点排查", "Rounds of screening for laboratories", "次", Flow, "期内开展过的制毒窝点排查行动，按行动计次，不按处计", "campaigns of screening for laboratories in which places were inspected in the period; rounds, not places";
    LAB_PREMISES = "lab_screening_premises", "制毒窝点排查覆盖的场所", "Places screened for laboratories", "处", Flow, "现有场所中期内在制毒窝点排查行动里进入排查过的，上锁、无人、拒绝入内的不算", "places on the register that were entered in a round of screening for laboratories in the period; locked doors, nobody there and refusals do not count";
    INSPECTED = "premises_inspected", "到场排查的场所", "Places inspected", "处", Flow, "现有场所中期内至少到场排查过一次的，含上锁、无人、拒绝入内的", "places on the register with an inspection in the period, those that could not be entered included";
    NOT_ENTERED = "premises_not_entered", "到场未能进入的场所", "Places not entered", "处", Flow, "现有场所中期内到场排查过，但每次都上锁、无人、拒绝入内或不在排查范围的", "places on the register with inspections in the period of which none was entered";
    COVERED = "premises_covered", "已进入排查的场所", "Places entered", "处", Flow, "现有场所中期内至少一次进入排查（或确认已拆除）的，与现有场所总数之比", "places on the register that were entered in the period or found demolished, of all on the register";
    NEVER_INSPECTED = "premises_never_inspected", "从未排查场所", "Places never inspected", "处", Stock, "现有场所中截止日前一次也没有到场排查过的，按当前登记", "places on the register now without any inspection up to the as-of day";
    VILLAGES_INSPECTED = "villages_inspected", "已排查的村（社区）", "Villages inspected", "个", Flow, "截止日有效的村（社区）中，期内至少有一处场所被进入排查过的，与村（社区）总数之比", "villages valid on the as-of day in which a place was entered in the period, of all villages";
    RECTIFICATIONS_ORDERED = "rectifications_ordered", "责令限期整改", "Orders to put defects right", "件", Flow, "期内作出的责令限期整改，每次发现隐患的排查至多一件", "orders of the period to put defects right, at most one for each inspection that found some";
    RECTIFICATIONS_CLOSED = "rectifications_closed", "复查合格的整改", "Orders fulfilled", "件", Flow, "期内经另一天的排查复查合格的责令整改，不论何年责令", "orders of any year fulfilled in the period: the place was found sound by an inspection of a later day";
    RECTIFICATIONS_OVERDUE = "rectifications_overdue", "逾期未整改", "Orders overdue", "件", Stock, "截止日期限已过、尚未复查合格也未移送的责令整改", "orders past their last day on the as-of day that were neither fulfilled nor referred";
}

const NO_ORDERS: (&str, &str) = ("没有责令整改记录", "no order to put defects right is on record");
const NO_PLACES: (&str, &str) = ("没有登记重点场所", "no place is on the register");

impl FigureSource for PremisesFigures {
    fn definitions(&self) -> &'static [Definition] {
        DEFINITIONS
    }

    fn measure(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<Measured>> {
        let kept = facts::of_area(reading, &question.division)?;
        let facts = Facts::by_then(&kept, question);
        let withdrawn = tally::withdrawn_since(reading, &question.division, question.as_of)?;
        let mut measured: Vec<Measured> = register(&facts, withdrawn).into();
        measured.extend(rounds::rounds(&facts));
        measured.extend(coverage::coverage(&facts));
        measured.push(coverage::villages(reading, question, &facts)?);
        measured.extend(rectifications::orders(question, &kept.orders));
        Ok(measured)
    }
}

fn register(facts: &Facts<'_>, withdrawn: usize) -> [Measured; 2] {
    let mut by_kind: BTreeMap<String, i64> = BTreeMap::new();
    for place in &facts.places {
        let label = PremisesKind::from_code(&place.kind).map_or(place.kind.as_str(), |kind| kind.label().zh);
        *by_kind.entry(label.to_owned()).or_default() += 1;
    }
    let all = || facts.places.iter().map(|place| registered(place)).collect::<Vec<Evidence>>();
    let none = facts.places.is_empty();
    let missing = (withdrawn > 0).then(|| {
        let as_of = facts.question.as_of;
        FigureRemark::new(
            format!("另有{withdrawn}处在截止日{as_of}之后撤销，没有计入"),
            format!("{withdrawn} more were withdrawn after {as_of} and are not counted"),
        )
    });
    [Measured::count(PREMISES, all()), Measured::known(BY_KIND, Value::Breakdown(by_kind), all())]
        .map(|figure| figure.unknown_if(none, NO_PLACES.0, NO_PLACES.1).remarked(missing.clone()))
}

fn registered(place: &Place) -> Evidence {
    place_evidence(place, Some(place.registered_on))
}

fn place_evidence(place: &Place, on: Option<NaiveDate>) -> Evidence {
    Evidence {
        subject_type: "premises".into(),
        subject_id: place.id,
        owner_id: None,
        version: place.version,
        label: format!("{} {}", place.code, place.name),
        on,
        division_code: place.division_code.clone(),
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
