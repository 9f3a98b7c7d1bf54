//! What the area tree and the yearly profile say of a town.
use super::dto::{Division, DivisionKind};
use super::lookup::villages;
use super::profiles::{self, CreateProfile, Profile};
use super::store::find_by_code;
use crate::indicators::{Clock, Decimal, Definition, Evidence, FigureSource, Measured, Question, Value};
use crate::platform::access::Reading;
use crate::platform::error::{ApiResult, Rule};

/// Figures of the area.
pub struct DivisionFigures;

const NO_AREA: Rule = Rule {
    code: "division.not_on_record",
    zh: "这个区划在截止日没有登记在案",
    en: "this area is not on record on the as-of day",
};
const NO_TOWN: Rule = Rule {
    code: "division.not_a_town",
    zh: "数字按乡镇统计：这个区划在截止日不是登记在案的乡镇",
    en: "figures are counted for towns: this area is no town on record on the as-of day",
};

crate::indicators::definitions! {
    YEAR = "year", "报告年度", "Year", "", Flow, "报告所写的年度", "the year that is reported on";
    VILLAGES = "villages", "村（居）委会", "Villages", "个", Stock, "截止日有效的村民委员会和居民委员会", "villagers' and residents' committees valid on the as-of day";
    GROUPS = "groups", "村民小组", "Villagers' groups", "个", Stock, "截止日有效各村（社区）登记的小组数之和，按当前登记", "sum of the groups on record for the villages valid on the as-of day, as registered now";
    TOWN = "town", "乡镇名称", "Town", "", Profile, "镇情登记的名称，未登记时取区划名称", "name in the town profile, else in the area tree";
    CITY = "city", "所属市名称", "City", "", Profile, "镇情登记的县级市（县）名称", "name of the county-level city in the town profile";
    BEARING = "bearing", "方位", "Bearing", "", Profile, "在市域的方位", "where in the city the town lies";
    POPULATION = "population", "总人口", "Population", "人", Profile, "镇情登记的总人口", "population in the town profile";
    HOUSEHOLDS = "households", "总户数", "Households", "户", Profile, "镇情登记的总户数", "households in the town profile";
    PROFILE_VILLAGES = "villages_in_profile", "镇情登记的村（居）数", "Villages in the profile", "个", Profile, "镇情登记的村（居）数，用于与区划核对", "villages in the town profile, to be compared with the area tree";
    PROFILE_GROUPS = "groups_in_profile", "镇情登记的小组数", "Groups in the profile", "个", Profile, "镇情登记的村民小组数，用于与各村登记核对", "villagers' groups in the town profile, to be compared with those of the villages";
    DISTANCE = "distance_km", "距新城区", "Distance to the new district", "公里", Profile, "镇政府驻地到新城区的距离", "from the seat of the town to the new district";
    EXPRESSWAY = "expressway_distance_km", "高速路口距新城区", "Motorway exit to the new district", "公里", Profile, "高速路口到新城区的距离", "from the motorway exit to the new district";
    AREA = "area_km2", "总面积", "Area", "平方公里", Profile, "镇情登记的总面积", "area in the town profile";
    FARMLAND = "farmland_mu", "耕地面积", "Farmland", "亩", Profile, "镇情登记的耕地面积", "farmland in the town profile";
    MOUNTAIN = "mountain_wan_mu", "山地面积", "Mountain land", "万亩", Profile, "镇情登记的山地面积", "mountain land in the town profile";
    FINANCE_YEAR = "finance_year", "财政数据年份", "Year of the financial figures", "", Profile, "不晚于报告年度、登记了财政税收或固定资产投资的最近年份", "latest year up to the report's with financial figures on record";
    REVENUE = "fiscal_revenue_yi", "财政税收", "Fiscal revenue", "亿元", Profile, "财政数据年份登记的财政税收", "fiscal revenue on record for the year of the financial figures";
    INVESTMENT = "fixed_investment_yi", "固定资产投资", "Fixed-asset investment", "亿元", Profile, "财政数据年份登记的固定资产投资", "fixed-asset investment on record for the year of the financial figures";
    TEXT_1 = "profile_text_1", "河流", "Rivers", "", Profile, "镇情登记的文字", "text of the town profile";
    TEXT_2 = "profile_text_2", "高速", "Motorways", "", Profile, "镇情登记的文字", "text of the town profile";
    TEXT_3 = "profile_text_3", "遗址与园区", "Sites and parks", "", Profile, "镇情登记的文字", "text of the town profile";
    TEXT_4 = "profile_text_4", "目标", "Slogan", "", Profile, "镇情登记的文字", "text of the town profile";
    TEXT_5 = "profile_text_5", "产业", "Industries", "", Profile, "镇情登记的文字", "text of the town profile";
}

impl FigureSource for DivisionFigures {
    fn definitions(&self) -> &'static [Definition] {
        DEFINITIONS
    }

    fn measure(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<Measured>> {
        let villages = villages(reading, &question.division, question.as_of)?;
        let mut measured = vec![Measured::known(YEAR, Value::Integer(question.year().into()), Vec::new())];
        measured.extend(tree(&villages));
        let own = find_by_code(reading, &question.division, question.as_of)?;
        let profiles = Profiles::up_to(profiles::of_division(reading, &question.division)?, question.year());
        measured.extend(names(own.as_ref(), &profiles));
        measured.extend(quantities(&profiles));
        measured.extend(finance(&profiles));
        measured.extend(texts(&profiles));
        Ok(measured)
    }

    fn wrong_area(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Option<Rule>> {
        let own = find_by_code(reading, &question.division, question.as_of)?;
        Ok(own.is_none().then_some(NO_AREA))
    }

    fn not_here(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Option<Rule>> {
        let own = find_by_code(reading, &question.division, question.as_of)?;
        Ok(own.is_none_or(|own| own.facts.kind != DivisionKind::Town).then_some(NO_TOWN))
    }
}

fn tree(villages: &[Division]) -> [Measured; 2] {
    let groups: Vec<Evidence> =
        villages.iter().map(|village| village_evidence(village, village.facts.groups)).collect();
    let no_groups = groups.iter().all(|one| one.amount.is_none());
    let all = villages.iter().map(|village| village_evidence(village, None)).collect();
    [
        Measured::count(VILLAGES, all).unknown_if(villages.is_empty(), "没有登记村（居）", "no villages are on record"),
        Measured::sum(GROUPS, groups, "个村（居）").unknown_if(
            no_groups,
            "未登记各村小组数",
            "no villagers' groups are on record",
        ),
    ]
}

/// What is known of a town up to a year, the latest first: each fact is as old as it is, and none is of a later year.
struct Profiles(Vec<Profile>);

impl Profiles {
    fn up_to(mut profiles: Vec<Profile>, year: i32) -> Self {
        profiles.retain(|profile| profile.year <= year);
        profiles.sort_by_key(|profile| std::cmp::Reverse(profile.year));
        Self(profiles)
    }

    /// The latest profile that has a fact, with the fact.
    fn latest<T>(&self, pick: impl Fn(&CreateProfile) -> Option<T>) -> Option<(&Profile, T)> {
        self.0.iter().find_map(|profile| pick(&profile.facts).map(|fact| (profile, fact)))
    }

    fn measure(&self, definition: &'static Definition, pick: impl Fn(&CreateProfile) -> Option<Value>) -> Measured {
        of_profile(definition, self.latest(pick))
    }
}

fn village_evidence(village: &Division, amount: Option<i64>) -> Evidence {
    Evidence {
        subject_type: "divisions".into(),
        subject_id: village.id,
        owner_id: None,
        version: village.version,
        label: village.facts.name.clone(),
        on: None,
        division_code: village.facts.code.clone(),
        amount,
    }
}

/// A value of a profile with its source, or unknown.
fn of_profile(definition: &'static Definition, found: Option<(&Profile, Value)>) -> Measured {
    let Some((profile, value)) = found else {
        let reason = format!("镇情未登记{}", definition.title_zh);
        return Measured::unknown(definition, &reason, "not in the town profile");
    };
    let source = profile.facts.sources.get(definition.name).map(|source| format!("{}年 {source}", profile.year));
    let evidence = Evidence {
        subject_type: "division_profiles".into(),
        subject_id: profile.id,
        owner_id: None,
        version: profile.version,
        label: format!("{}年镇情", profile.year),
        on: None,
        division_code: profile.division_code.clone(),
        amount: None,
    };
    let source = Some(source.unwrap_or_else(|| format!("{}年镇情", profile.year)));
    Measured { source, ..Measured::known(definition, value, vec![evidence]) }
}

fn names(own: Option<&Division>, profiles: &Profiles) -> [Measured; 3] {
    let text = |definition, pick: fn(&CreateProfile) -> &Option<String>| {
        profiles.measure(definition, |facts| pick(facts).clone().map(Value::Text))
    };
    let town = text(TOWN, |facts| &facts.town_name);
    let town = match own {
        Some(own) if town.value.known().is_none() => {
            Measured::known(TOWN, Value::Text(own.facts.name.clone()), vec![village_evidence(own, None)])
        }
        _ => town,
    };
    [town, text(CITY, |facts| &facts.city_name), text(BEARING, |facts| &facts.bearing)]
}

fn decimal(number: Option<f64>) -> Option<Value> {
    number.and_then(|number| Decimal::try_from(number).ok()).map(Value::Decimal)
}

fn quantities(profiles: &Profiles) -> Vec<Measured> {
    let count = |definition, pick: fn(&CreateProfile) -> Option<i64>| {
        profiles.measure(definition, |facts| pick(facts).map(Value::Integer))
    };
    let quantity = |definition, pick: fn(&CreateProfile) -> Option<f64>| {
        profiles.measure(definition, |facts| decimal(pick(facts)))
    };
    vec![
        count(POPULATION, |facts| facts.population),
        count(HOUSEHOLDS, |facts| facts.households),
        count(PROFILE_VILLAGES, |facts| facts.villages),
        count(PROFILE_GROUPS, |facts| facts.groups),
        quantity(DISTANCE, |facts| facts.distance_km),
        quantity(EXPRESSWAY, |facts| facts.expressway_distance_km),
        quantity(AREA, |facts| facts.area_km2),
        quantity(FARMLAND, |facts| facts.farmland_mu),
        quantity(MOUNTAIN, |facts| facts.mountain_wan_mu),
    ]
}

/// The text says them of one year, so that both are taken from one profile.
fn finance(profiles: &Profiles) -> [Measured; 3] {
    let has_any = |facts: &CreateProfile| facts.fiscal_revenue_yi.is_some() || facts.fixed_investment_yi.is_some();
    let profile = profiles.latest(|facts| has_any(facts).then_some(())).map(|(profile, ())| profile);
    let of = |definition, value: fn(&Profile) -> Option<Value>| {
        of_profile(definition, profile.and_then(|profile| value(profile).map(|value| (profile, value))))
    };
    [
        of(FINANCE_YEAR, |profile| Some(Value::Integer(profile.year.into()))),
        of(REVENUE, |profile| decimal(profile.facts.fiscal_revenue_yi)),
        of(INVESTMENT, |profile| decimal(profile.facts.fixed_investment_yi)),
    ]
}

fn texts(profiles: &Profiles) -> Vec<Measured> {
    let text = |definition: &'static Definition| {
        profiles.measure(definition, |facts| facts.texts.get(definition.name).cloned().map(Value::Text))
    };
    [TEXT_1, TEXT_2, TEXT_3, TEXT_4, TEXT_5].into_iter().map(text).collect()
}
