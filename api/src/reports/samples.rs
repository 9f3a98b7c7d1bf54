//! Figures for the tests of this domain: a made-up town of which everything is on record.
use super::figures::{FigureValue, Figures, Value};

fn integer(count: i64) -> Value {
    Value::Integer(count)
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

fn decimal(digits: &str) -> Value {
    Value::Decimal(digits.parse().unwrap())
}

fn parts(counts: &[(&str, i64)]) -> Value {
    Value::Breakdown(counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect())
}

fn known(values: Vec<(&str, Value)>) -> Figures {
    values.into_iter().map(|(name, value)| (name.to_owned(), FigureValue::Known(value))).collect()
}

/// What the yearly profile holds.
fn profile() -> Figures {
    known(vec![
        ("town", text("秀河镇")),
        ("city", text("江岚市")),
        ("bearing", text("南部")),
        ("distance_km", integer(18)),
        ("villages", integer(18)),
        ("groups", integer(223)),
        ("population", integer(38_558)),
        ("area_km2", decimal("142.6")),
        ("farmland_mu", integer(36_120)),
        ("mountain_wan_mu", decimal("8.4")),
        ("fiscal_revenue_yi", decimal("3.27")),
        ("fixed_investment_yi", decimal("11.6")),
        ("expressway_distance_km", integer(9)),
        ("year", integer(2025)),
    ])
}

/// What the registers of offices and documents hold.
fn offices() -> Figures {
    known(vec![
        ("group_head_title", text("镇党委书记")),
        ("group_head", text("章峰")),
        ("deputy_1_title", text("维稳信息员")),
        ("deputy_1", text("余亨广")),
        ("deputy_2_title", text("派出所所长")),
        ("deputy_2", text("和言芝")),
        ("security_directors_in_group", Value::Rate { numerator: 18, denominator: 18 }),
        ("plan_title", text("秀河镇毒品问题重点整治工作实施方案")),
        ("notice_title", text("关于开展“全民禁毒宣传月活动”的通知")),
        ("plan_when", text("年初")),
        ("notice_when", text("5月")),
    ])
}

/// What is counted from records.
fn counts() -> Figures {
    known(vec![
        ("leaflets", integer(9815)),
        ("lectures", integer(6)),
        ("june26_activities", integer(3)),
        ("june26_joint", Value::Rate { numerator: 3, denominator: 3 }),
        ("reach", integer(9418)),
        ("work_lines", parts(&[("禁吸", 36), ("禁贩", 0), ("禁种", 0), ("禁制", 5)])),
        ("settings", parts(&[("学校", 13), ("农村", 7), ("单位", 4), ("家庭", 5), ("场所", 7)])),
        ("visits", integer(170)),
        ("registered_current", integer(33)),
        ("community_measures", integer(21)),
        ("compulsory_isolation_decided_in_year", integer(3)),
        ("not_reported_in", integer(2)),
        ("migrants_current", integer(5)),
        ("migrants_not_contacted", integer(2)),
        ("lab_screening_rounds", integer(5)),
        ("premises", integer(320)),
        ("lab_screening_premises", integer(108)),
        ("premises_covered", Value::Rate { numerator: 318, denominator: 320 }),
        ("premises_not_entered", integer(1)),
        ("inspections", integer(1087)),
        ("inspections_unsigned", integer(30)),
        ("villages_inspected", Value::Rate { numerator: 18, denominator: 18 }),
    ])
}

/// Everything a town with ordinary ledgers knows.
pub fn town() -> Figures {
    profile().into_iter().chain(offices()).chain(counts()).collect()
}

/// The same town with other values.
pub fn town_with(values: Vec<(&str, Value)>) -> Figures {
    town().into_iter().chain(known(values)).collect()
}
