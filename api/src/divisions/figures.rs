//! What the area tree and the yearly profile say of a town.
use super::dto::Division;
use super::lookup::villages;
use super::profiles::{self, CreateProfile, Profile};
use super::store::find_by_code;
use crate::indicators::{Clock, Decimal, Definition, Evidence, FigureSource, Measured, Question, Value};
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;

/// Figures of the area.
pub struct DivisionFigures;

crate::indicators::definitions! {
    YEAR = "year", "报告年度", "Year", "", Flow, "报告所写的年度";
    VILLAGES = "villages", "村（居）委会", "Villages", "个", Stock, "截止日有效的村民委员会和居民委员会";
    GROUPS = "groups", "村民小组", "Villagers' groups", "个", Stock, "截止日有效各村（社区）登记的小组数之和";
    TOWN = "town", "乡镇名称", "Town", "", Profile, "镇情登记的名称，未登记时取区划名称";
    CITY = "city", "所属市名称", "City", "", Profile, "镇情登记的县级市（县）名称";
    BEARING = "bearing", "方位", "Bearing", "", Profile, "在市域的方位";
    POPULATION = "population", "总人口", "Population", "人", Profile, "镇情登记的总人口";
    HOUSEHOLDS = "households", "总户数", "Households", "户", Profile, "镇情登记的总户数";
    DISTANCE = "distance_km", "距新城区", "Distance to the new district", "公里", Profile, "镇政府驻地到新城区的距离";
    EXPRESSWAY = "expressway_distance_km", "高速路口距新城区", "Motorway exit to the new district", "公里", Profile, "高速路口到新城区的距离";
    AREA = "area_km2", "总面积", "Area", "平方公里", Profile, "镇情登记的总面积";
    FARMLAND = "farmland_mu", "耕地面积", "Farmland", "亩", Profile, "镇情登记的耕地面积";
    MOUNTAIN = "mountain_wan_mu", "山地面积", "Mountain land", "万亩", Profile, "镇情登记的山地面积";
    FINANCE_YEAR = "finance_year", "财政数据年份", "Year of the financial figures", "", Profile, "镇情登记了财政税收的年份";
    REVENUE = "fiscal_revenue_yi", "财政税收", "Fiscal revenue", "亿元", Profile, "镇情登记的财政税收";
    INVESTMENT = "fixed_investment_yi", "固定资产投资", "Fixed-asset investment", "亿元", Profile, "镇情登记的固定资产投资";
    TEXT_1 = "profile_text_1", "河流", "Rivers", "", Profile, "镇情登记的文字";
    TEXT_2 = "profile_text_2", "高速", "Motorways", "", Profile, "镇情登记的文字";
    TEXT_3 = "profile_text_3", "遗址与园区", "Sites and parks", "", Profile, "镇情登记的文字";
    TEXT_4 = "profile_text_4", "目标", "Slogan", "", Profile, "镇情登记的文字";
    TEXT_5 = "profile_text_5", "产业", "Industries", "", Profile, "镇情登记的文字";
}

impl FigureSource for DivisionFigures {
    fn definitions(&self) -> &'static [Definition] {
        DEFINITIONS
    }

    fn measure(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<Measured>> {
        let villages = villages(reading, &question.division, question.as_of)?;
        let groups = villages.iter().filter(|village| village.facts.groups.is_some());
        let groups = groups.map(|village| village_evidence(village, village.facts.groups)).collect();
        let mut measured = vec![
            Measured::known(YEAR, Value::Integer(question.year.into()), Vec::new()),
            Measured::count(VILLAGES, villages.iter().map(|village| village_evidence(village, None)).collect()),
            Measured::sum(GROUPS, groups).or_unknown("未登记各村小组数", "no villagers' groups are on record"),
        ];
        let own = find_by_code(reading, &question.division, question.as_of)?;
        let profile = profiles::nearest(reading, &question.division, question.year)?;
        measured.extend(names(own.as_ref(), profile.as_ref()));
        measured.extend(quantities(profile.as_ref()));
        measured.extend(texts(profile.as_ref()));
        Ok(measured)
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

/// A value of the profile with its source, or unknown.
fn of_profile(definition: &'static Definition, profile: Option<&Profile>, value: Option<Value>) -> Measured {
    let Some((profile, value)) = profile.zip(value) else {
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

fn names(own: Option<&Division>, profile: Option<&Profile>) -> Vec<Measured> {
    let text = |pick: fn(&CreateProfile) -> &Option<String>| {
        profile.and_then(|profile| pick(&profile.facts).clone()).map(Value::Text)
    };
    let town = match (text(|facts| &facts.town_name), own) {
        (None, Some(own)) => {
            Measured::known(TOWN, Value::Text(own.facts.name.clone()), vec![village_evidence(own, None)])
        }
        (known, _) => of_profile(TOWN, profile, known),
    };
    vec![
        town,
        of_profile(CITY, profile, text(|facts| &facts.city_name)),
        of_profile(BEARING, profile, text(|facts| &facts.bearing)),
    ]
}

fn quantities(profile: Option<&Profile>) -> Vec<Measured> {
    let count = |definition, pick: fn(&CreateProfile) -> Option<i64>| {
        of_profile(definition, profile, profile.and_then(|profile| pick(&profile.facts)).map(Value::Integer))
    };
    let quantity = |definition, pick: fn(&CreateProfile) -> Option<f64>| {
        let number = profile.and_then(|profile| pick(&profile.facts)).and_then(|number| Decimal::try_from(number).ok());
        of_profile(definition, profile, number.map(Value::Decimal))
    };
    let finance_year =
        profile.filter(|profile| profile.facts.fiscal_revenue_yi.is_some()).map(|profile| profile.year.into());
    vec![
        count(POPULATION, |facts| facts.population),
        count(HOUSEHOLDS, |facts| facts.households),
        quantity(DISTANCE, |facts| facts.distance_km),
        quantity(EXPRESSWAY, |facts| facts.expressway_distance_km),
        quantity(AREA, |facts| facts.area_km2),
        quantity(FARMLAND, |facts| facts.farmland_mu),
        quantity(MOUNTAIN, |facts| facts.mountain_wan_mu),
        of_profile(FINANCE_YEAR, profile, finance_year.map(Value::Integer)),
        quantity(REVENUE, |facts| facts.fiscal_revenue_yi),
        quantity(INVESTMENT, |facts| facts.fixed_investment_yi),
    ]
}

fn texts(profile: Option<&Profile>) -> Vec<Measured> {
    let text = |definition: &'static Definition| {
        let words = profile.and_then(|profile| profile.facts.texts.get(definition.name).cloned());
        of_profile(definition, profile, words.map(Value::Text))
    };
    [TEXT_1, TEXT_2, TEXT_3, TEXT_4, TEXT_5].into_iter().map(text).collect()
}
