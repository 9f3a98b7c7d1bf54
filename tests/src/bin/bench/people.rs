//! Made persons: common names, valid identity numbers of an area that does not exist, telephone numbers never given out.
use chrono::{Days, NaiveDate};
use jindu::codes::Gender;
use jindu::personnel::persons::{Control, CreatePerson, Migrant, PersonStatus, RiskLevel};

use crate::dice::Dice;
use crate::places::village;

const SURNAMES: &str = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英玉兰红梅建国华文志海春秋雪云飞龙凤鹏辉斌波宁浩宇轩子涵欣怡佳琪晨阳思雨梓萱俊豪博文嘉诚天佑雅婷晓东小燕根生水生火金木森福贵长寿德胜永康家兴友谅会腾怀仁守义知礼大智有信传宗耀祖光明正直忠孝廉洁";
const STATUSES: &[(PersonStatus, usize)] = &[
    (PersonStatus::CommunityTreatment, 8),
    (PersonStatus::CommunityRehabilitation, 10),
    (PersonStatus::CompulsoryIsolation, 5),
    (PersonStatus::VoluntaryTreatment, 2),
    (PersonStatus::Maintenance, 3),
    (PersonStatus::InCommunity, 12),
    (PersonStatus::Imprisoned, 6),
    (PersonStatus::Detained, 2),
    (PersonStatus::Abroad, 1),
    (PersonStatus::CleanThreeYears, 46),
    (PersonStatus::Deceased, 5),
];
const RISKS: &[(RiskLevel, usize)] =
    &[(RiskLevel::High, 5), (RiskLevel::Medium, 15), (RiskLevel::Low, 50), (RiskLevel::Unrated, 30)];
const CONTROLS: &[(Control, usize)] =
    &[(Control::InContact, 85), (Control::OutOfContact, 5), (Control::NotApplicable, 10)];
const SUBSTANCES: &[&str] = &["海洛因", "冰毒", "氯胺酮", "大麻", "依托咪酯"];
/// Days of birth used, from 1950 on: no one is a minor, no one is a hundred.
const BIRTHS: usize = 20_000;
/// GB 11643: the weights of the first seventeen digits, and the check character by their sum modulo 11.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// The person of this number, always the same.
pub fn person(number: usize) -> CreatePerson {
    let mut dice = Dice::of(number as u64);
    let (status, away) = (dice.weighted(STATUSES), dice.below(10) == 0);
    CreatePerson {
        file_no: None,
        name: name(&mut dice),
        gender: Gender::Unknown,
        birth_date: None,
        id_number: Some(id_number(number)),
        phone: Some(format!("160{number:08}")),
        division_code: village(dice.below(100)),
        household_address: Some(format!("示例市示例县第{}组{}号", dice.below(12) + 1, dice.below(400) + 1)),
        status,
        control: Some(dice.weighted(CONTROLS)),
        risk_level: dice.weighted(RISKS),
        substances: vec![(*dice.one(SUBSTANCES)).to_owned()],
        first_found_on: NaiveDate::from_ymd_opt(2005, 1, 1)
            .and_then(|day| day.checked_add_days(days(dice.below(7000)))),
        migrant: Migrant {
            away,
            destination: away.then(|| "广东东莞".to_owned()),
            since: None,
            contact_every_days: away.then_some(30),
        },
        case_worker_id: None,
        grid_id: None,
        platform_entered_on: None,
        external_refs: std::collections::BTreeMap::new(),
        notes: None,
    }
}

fn days(count: usize) -> Days {
    Days::new(count as u64)
}

/// A name of two or three characters.
fn name(dice: &mut Dice) -> String {
    let (surnames, given): (Vec<char>, Vec<char>) = (SURNAMES.chars().collect(), GIVEN.chars().collect());
    let length = if dice.below(4) == 0 { 1 } else { 2 };
    // The sum of two throws makes the first names of the list the common ones, as they are in life.
    let surname = surnames[dice.below(surnames.len()).min(dice.below(surnames.len()))];
    std::iter::once(surname).chain((0..length).map(|_| *dice.one(&given))).collect()
}

/// Two characters out of a name of the list: what a clerk types into the search box.
pub fn searched(number: usize) -> String {
    person(number).name.chars().take(2).collect()
}

/// The identity number of this number's person: no two share one.
pub fn id_number(number: usize) -> String {
    let born = NaiveDate::from_ymd_opt(1950, 1, 1).and_then(|day| day.checked_add_days(days(number % BIRTHS)));
    let digits = format!("990981{}{:03}", born.unwrap_or_default().format("%Y%m%d"), number / BIRTHS);
    let sum: u32 = digits.chars().zip(WEIGHTS).map(|(digit, weight)| digit.to_digit(10).unwrap_or(0) * weight).sum();
    format!("{digits}{}", CHECKS[sum as usize % CHECKS.len()])
}
