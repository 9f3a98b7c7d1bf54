//! What the events add up to: activities, leaflets, lectures, reach, by setting and by occasion.
use std::collections::BTreeMap;

use super::dto::{Event, EventKind, Setting, Theme};
use super::store;
use crate::indicators::{Clock, Definition, Evidence, FigureSource, Measured, Question, Value};
use crate::platform::access::Reading;
use crate::platform::coded::Coded;
use crate::platform::error::ApiResult;

/// Figures of the events.
pub struct EventFigures;

crate::indicators::definitions! {
    ACTIVITIES = "activities", "宣传教育活动", "Activities", "次", Flow, "当年举办的宣传活动、讲座、培训，每次活动只由一个单位登记一次";
    LEAFLETS = "leaflets", "发放宣传单", "Leaflets", "份", Flow, "当年各次活动发放宣传单之和，不含手册、海报";
    LECTURES = "lectures", "禁毒专题讲座", "Lectures", "次", Flow, "当年活动形式为讲座的次数";
    JUNE26 = "june26_activities", "“6.26”专题宣传活动", "26 June activities", "次", Flow, "当年专题标记为6.26的活动，不按月份推算";
    JUNE26_JOINT = "june26_joint_activities", "“6.26”联合开展的活动", "26 June activities held jointly", "次", Flow, "“6.26”专题活动中登记了协办单位的";
    REACH = "reach", "受教育人次", "Reach", "人次", Flow, "当年各次活动受教育人次之和，是人次不是人";
    SETTINGS = "settings", "五进活动", "Activities by setting", "次", Flow, "当年进学校、农村、单位、家庭、场所的活动次数";
    MEETINGS = "meetings", "禁毒工作会议", "Meetings", "次", Flow, "当年登记的禁毒工作会议";
    WORK_LINES = "work_lines", "四禁工作记录", "Records by line of work", "条", Flow, "当年禁吸、禁贩、禁种、禁制各有多少条活动记录";
    FORMS = "forms", "宣传形式", "Forms of publicity", "次", Flow, "当年用到讲解、资料、挂图、标语、校园教育的活动次数";
}

impl FigureSource for EventFigures {
    fn definitions(&self) -> &'static [Definition] {
        DEFINITIONS
    }

    fn measure(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<Measured>> {
        let events = store::held_between(reading, &question.division, question.from(), question.to())?;
        let activities: Vec<&Event> = events.iter().filter(|event| is_activity(event)).collect();
        let mut measured = counts(&events, &activities);
        measured.extend(breakdowns(&events, &activities));
        Ok(measured)
    }
}

fn is_activity(event: &Event) -> bool {
    matches!(event.facts.kind, EventKind::Publicity | EventKind::Lecture | EventKind::Training)
}

fn is_june26(event: &Event) -> bool {
    event.facts.theme == Some(Theme::June26)
}

fn counts(events: &[Event], activities: &[&Event]) -> Vec<Measured> {
    let of = |keep: fn(&Event) -> bool| {
        activities.iter().filter(|event| keep(event)).map(|event| evidence(event, None)).collect()
    };
    let amounts = |amount: fn(&Event) -> Option<i64>| {
        let counted = activities.iter().filter(|event| amount(event).is_some());
        counted.map(|event| evidence(event, amount(event))).collect()
    };
    let meetings = events.iter().filter(|event| event.facts.kind == EventKind::Meeting);
    vec![
        Measured::count(ACTIVITIES, of(|_| true)),
        Measured::sum(LEAFLETS, amounts(|event| event.facts.counts.leaflets)),
        Measured::count(LECTURES, of(|event| event.facts.kind == EventKind::Lecture)),
        Measured::count(JUNE26, of(is_june26)),
        Measured::count(JUNE26_JOINT, of(|event| is_june26(event) && event.facts.co_organisers.is_some())),
        Measured::sum(REACH, amounts(|event| event.facts.counts.reach)),
        Measured::count(MEETINGS, meetings.map(|event| evidence(event, None)).collect()),
    ]
}

/// Counts by word; each record is evidence once, however many words it counts for.
fn breakdowns(events: &[Event], activities: &[&Event]) -> Vec<Measured> {
    let settings = Setting::ALL.iter().map(|setting| {
        let of_setting = activities.iter().filter(|event| event.facts.settings.contains(setting)).count();
        (setting.label().zh.to_owned(), of_setting)
    });
    let in_settings = activities.iter().filter(|event| !event.facts.settings.is_empty());
    vec![
        breakdown(SETTINGS, settings.collect(), in_settings.map(|event| evidence(event, None)).collect()),
        breakdown(WORK_LINES, work_lines(events), events.iter().map(|event| evidence(event, None)).collect()),
        breakdown(FORMS, forms(activities), activities.iter().map(|event| evidence(event, None)).collect()),
    ]
}

fn breakdown(definition: &'static Definition, parts: BTreeMap<String, usize>, evidence: Vec<Evidence>) -> Measured {
    let parts = parts.into_iter().map(|(word, count)| (word, i64::try_from(count).unwrap_or(i64::MAX))).collect();
    Measured::known(definition, Value::Breakdown(parts), evidence)
}

/// Publicity is against use; surveys are against cultivation; enforcement against trafficking and making.
fn work_lines(events: &[Event]) -> BTreeMap<String, usize> {
    let of = |keep: &dyn Fn(&Event) -> bool| events.iter().filter(|event| keep(event)).count();
    let enforcement = of(&|event| event.facts.kind == EventKind::Enforcement);
    [
        ("禁吸".to_owned(), of(&is_activity)),
        ("禁贩".to_owned(), enforcement),
        ("禁种".to_owned(), of(&|event| event.facts.kind == EventKind::CropSurvey)),
        ("禁制".to_owned(), enforcement),
    ]
    .into()
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
