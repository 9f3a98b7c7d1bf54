//! What the events add up to: activities, leaflets, lectures, reach, by setting, by occasion and by line of work.
mod lines;

use std::collections::BTreeMap;

use super::dto::{Event, EventKind, Setting, Theme};
use super::store;
use crate::indicators::{Clock, Definition, Evidence, FigureSource, Gap, Measured, Question, Value};
use crate::platform::access::Reading;
use crate::platform::coded::Coded;
use crate::platform::error::ApiResult;

/// Figures of the events.
pub struct EventFigures;

crate::indicators::definitions! {
    ACTIVITIES = "activities", "宣传教育活动", "Activities", "次", Flow, "期内举办的宣传活动、讲座、培训，每次活动只由一个单位登记一次", "publicity, lectures and training held in the period; each is recorded once, by one owner";
    LEAFLETS = "leaflets", "发放宣传单", "Leaflets", "份", Flow, "期内各次活动发放宣传单之和，不含手册、海报", "sum of the leaflets handed out at the activities of the period, without booklets and posters";
    LECTURES = "lectures", "禁毒专题讲座", "Lectures", "次", Flow, "期内活动形式为讲座的次数", "lectures held in the period";
    LECTURES_REACH = "lectures_reach", "讲座受教育人次", "Reach of the lectures", "人次", Flow, "期内各次讲座受教育人次之和，用于与受教育人次核对", "sum of the person-times reached by lectures, to be compared with the reach";
    JUNE26 = "june26_activities", "“6.26”专题宣传活动", "26 June activities", "次", Flow, "期内专题标记为6.26的活动，不按月份推算", "activities of the period marked with the 26 June theme, whatever their month";
    JUNE26_JOINT = "june26_joint_activities", "“6.26”联合开展的活动", "26 June activities held jointly", "次", Flow, "“6.26”专题活动中登记了协办单位的", "26 June activities with a co-organiser on record";
    JUNE26_JOINT_RATE = "june26_joint", "“6.26”活动联合开展情况", "Share of 26 June activities held jointly", "次", Flow, "登记了协办单位的“6.26”专题活动，与全部“6.26”专题活动之比", "26 June activities with a co-organiser, of all 26 June activities";
    REACH = "reach", "受教育人次", "Reach", "人次", Flow, "期内各次活动受教育人次之和，是人次不是人", "sum of the person-times reached by the activities of the period; not persons";
    SETTINGS = "settings", "五进活动", "Activities by setting", "次", Flow, "期内进学校、农村、单位、家庭、场所的活动次数", "activities of the period in schools, villages, workplaces, families and venues";
    MEETINGS = "meetings", "禁毒工作会议", "Meetings", "次", Flow, "期内本乡镇（不含村）登记的禁毒工作会议", "meetings on drug control held by the town itself in the period, without those of villages";
    WORK_LINES = "work_lines", "四禁工作记录", "Records by line of work", "条", Flow, "期内各有多少条记录：禁吸为宣传教育活动，禁贩为执法行动，禁种为禁种踏查，禁制为制毒窝点排查行动", "records of the period by line: publicity against use, enforcement against trafficking, crop surveys against cultivation, rounds of screening for laboratories against manufacture";
    CROP_SURVEYS = "crop_surveys", "禁种踏查", "Crop surveys", "次", Flow, "期内登记的禁种铲毒踏查，没有发现也是结果", "crop surveys of the period; one that found nothing is a result too";
    FORMS = "forms", "宣传形式", "Forms of publicity", "次", Flow, "期内用到讲解、资料、挂图、标语、校园教育的活动次数", "activities of the period with talks, leaflets or booklets, panels or posters, banners, and in schools";
}

const NO_ACTIVITY: (&str, &str) = ("期内没有宣传教育活动记录", "no activity of the period is on record");

impl FigureSource for EventFigures {
    fn definitions(&self) -> &'static [Definition] {
        DEFINITIONS
    }

    fn measure(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<Measured>> {
        let events = store::held_between(reading, &question.division, question.from(), question.to())?;
        let activities: Vec<&Event> = events.iter().filter(|event| is_activity(event)).collect();
        let none = activities.is_empty();
        let publicity = counts(&activities).into_iter().chain(june26(&activities)).chain(breakdowns(&activities));
        let mut measured: Vec<Measured> =
            publicity.map(|figure| figure.unknown_if(none, NO_ACTIVITY.0, NO_ACTIVITY.1)).collect();
        measured.push(crop_surveys(&events));
        measured.push(meetings(&events, &question.division));
        measured.push(lines::work_lines(reading, question, &events)?);
        Ok(measured)
    }
}

fn is_activity(event: &Event) -> bool {
    matches!(event.facts.kind, EventKind::Publicity | EventKind::Lecture | EventKind::Training)
}

fn is_june26(event: &Event) -> bool {
    event.facts.theme == Some(Theme::June26)
}

fn is_joint(event: &Event) -> bool {
    event.facts.co_organisers.is_some()
}

fn is_lecture(event: &Event) -> bool {
    event.facts.kind == EventKind::Lecture
}

fn of(events: &[&Event], keep: impl Fn(&Event) -> bool) -> Vec<Evidence> {
    events.iter().filter(|event| keep(event)).map(|event| evidence(event, None)).collect()
}

fn counts(activities: &[&Event]) -> [Measured; 5] {
    let amounts = |keep: fn(&Event) -> bool, amount: fn(&Event) -> Option<i64>| {
        activities.iter().filter(|event| keep(event)).map(|event| evidence(event, amount(event))).collect()
    };
    let reach = |event: &Event| event.facts.counts.reach;
    [
        Measured::count(ACTIVITIES, of(activities, |_| true)),
        summed(LEAFLETS, amounts(|_| true, |event| event.facts.counts.leaflets)),
        Measured::count(LECTURES, of(activities, is_lecture)),
        Measured::sum(LECTURES_REACH, amounts(is_lecture, reach), "次讲座"),
        summed(REACH, amounts(|_| true, reach)),
    ]
}

/// A sum of which nobody noted a single amount is unknown, not zero.
fn summed(definition: &'static Definition, records: Vec<Evidence>) -> Measured {
    let nobody_counted = records.iter().all(|one| one.amount.is_none());
    Measured::sum(definition, records, "次活动").unknown_if(
        nobody_counted,
        "各次活动都没有登记数量",
        "no activity has an amount on record",
    )
}

fn june26(activities: &[&Event]) -> [Measured; 3] {
    let (joint, alone) =
        (|event: &Event| is_june26(event) && is_joint(event), |event: &Event| is_june26(event) && !is_joint(event));
    let gap = Gap::new("没有协办单位的活动", "Held alone", of(activities, alone));
    [
        Measured::count(JUNE26, of(activities, is_june26)),
        Measured::count(JUNE26_JOINT, of(activities, joint)),
        Measured::rate(JUNE26_JOINT_RATE, of(activities, joint), gap).unknown_if(
            !activities.iter().any(|event| is_june26(event)),
            "期内没有“6.26”专题活动记录",
            "no 26 June activity is on record",
        ),
    ]
}

/// A year without a single survey on record was not surveyed, as far as anybody can prove.
fn crop_surveys(events: &[Event]) -> Measured {
    let surveys = events.iter().filter(|event| event.facts.kind == EventKind::CropSurvey);
    let surveys: Vec<Evidence> = surveys.map(|event| evidence(event, None)).collect();
    let none = surveys.is_empty();
    Measured::count(CROP_SURVEYS, surveys).unknown_if(none, "期内没有登记禁种踏查", "no crop survey is on record")
}

/// Meetings of the town itself: those of a village are not the town's.
fn meetings(events: &[Event], town: &str) -> Measured {
    let own = events.iter().filter(|event| event.facts.kind == EventKind::Meeting && event.facts.division_code == town);
    let own: Vec<Evidence> = own.map(|event| evidence(event, None)).collect();
    let none = own.is_empty();
    Measured::count(MEETINGS, own).unknown_if(none, "期内没有登记本级会议", "no meeting of the town is on record")
}

/// Counts by word; each record is evidence once, however many words it counts for.
fn breakdowns(activities: &[&Event]) -> [Measured; 2] {
    let settings = Setting::ALL.iter().map(|setting| {
        let of_setting = activities.iter().filter(|event| event.facts.settings.contains(setting)).count();
        (setting.label().zh.to_owned(), of_setting)
    });
    let in_settings = of(activities, |event| !event.facts.settings.is_empty());
    [
        breakdown(SETTINGS, settings.collect(), in_settings),
        breakdown(FORMS, forms(activities), of(activities, |_| true)),
    ]
}

fn breakdown(definition: &'static Definition, parts: BTreeMap<String, usize>, evidence: Vec<Evidence>) -> Measured {
    let parts = parts.into_iter().map(|(word, count)| (word, i64::try_from(count).unwrap_or(i64::MAX))).collect();
    Measured::known(definition, Value::Breakdown(parts), evidence)
}

fn forms(activities: &[&Event]) -> BTreeMap<String, usize> {
    let of = |keep: fn(&Event) -> bool| activities.iter().filter(|event| keep(event)).count();
    [
        ("讲解".to_owned(), of(|event| matches!(event.facts.kind, EventKind::Lecture | EventKind::Training))),
        ("资料".to_owned(), of(|event| has(event.facts.counts.leaflets) || has(event.facts.counts.booklets))),
        ("挂图".to_owned(), of(|event| has(event.facts.counts.panels) || has(event.facts.counts.posters))),
        ("标语".to_owned(), of(|event| has(event.facts.counts.banners))),
        ("校园".to_owned(), of(|event| event.facts.settings.contains(&Setting::School))),
    ]
    .into()
}

fn has(count: Option<i64>) -> bool {
    count.is_some_and(|count| count > 0)
}

fn evidence(event: &Event, amount: Option<i64>) -> Evidence {
    Evidence {
        subject_type: "events".into(),
        subject_id: event.id,
        owner_id: None,
        version: event.version,
        label: event.facts.title.clone(),
        on: Some(event.facts.held_on),
        division_code: event.facts.division_code.clone(),
        amount,
    }
}
