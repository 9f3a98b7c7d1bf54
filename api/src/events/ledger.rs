//! The ledger of publicity and education (宣传教育活动台账).
use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::dto::{CreateEvent, Event, EventCounts, EventKind, Setting, Theme};
use super::sessions::{Numbered, Place, Sessions};
use super::store;
use crate::codes::text::search_key;
use crate::imports::{
    Accepted, CellError, Column, Context, Ledger, Matching, NewIds, Part, Planner, Record, RowPlan, RowReader,
    Villages, labels, rules,
};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::FieldClass;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

const RESOURCE: &str = "events";

const COLUMNS: &[Column] = &[
    Column::required("held_on", &["活动日期", "开展日期", "开展时间", "活动时间"]).identity(),
    Column::required("title", &["活动名称", "活动主题", "活动内容"]).identity(),
    Column::optional("session", &["场次", "第几场", "session"]),
    Column::optional("row_number", &["序号", "编号"]),
    Column::required("kind", &["活动形式", "活动类型", "活动类别"]).identity().one_of(labels::<EventKind>),
    Column::optional("settings", &["进（学校/农村/单位/家庭/场所）", "五进", "进五进", "活动场合"]),
    Column::required("division_code", &["所在村（居）", "村（居）", "活动地点所在村（居）", "division_code"])
        .identity(),
    Column::optional("co_organisers", &["协办单位", "联合单位", "参与单位"]),
    Column::optional("counts/leaflets", &["宣传单（份）", "传单（份）", "宣传资料（份）"]),
    Column::optional("counts/booklets", &["宣传手册（份）", "手册（份）", "宣传册（份）"]),
    Column::optional("counts/posters", &["海报（张）", "宣传海报（张）"]),
    Column::optional("counts/banners", &["横幅（条）", "横幅标语（条）", "标语（条）"]),
    Column::optional("counts/panels", &["展板（块）", "展板挂图（块）", "挂图（块）"]),
    Column::optional("counts/reach", &["受教育人次", "受教育（人次）", "受教育人数", "参与人次"]),
    Column::optional("counts/consultations", &["咨询（人次）", "接受咨询人次"]),
    Column::optional("counts/staff", &["出动（人次）", "出动人次"]),
    Column::optional("counts/broadcasts", &["LED广播（次）", "广播（次）", "LED（次）"]),
    Column::optional("counts/posts", &["微信公众号（条）", "微信（条）", "推送（条）"]),
    Column::optional("theme", &["专题", "主题活动"]).one_of(labels::<Theme>),
    Column::optional("notes", &["备注", "说明"]),
];

const KINDS: &[(&str, EventKind)] = &[
    ("宣传", EventKind::Publicity),
    ("集中宣传", EventKind::Publicity),
    ("入户宣传", EventKind::Publicity),
    ("专题讲座", EventKind::Lecture),
    ("禁毒讲座", EventKind::Lecture),
    ("培训会", EventKind::Training),
    ("踏查", EventKind::CropSurvey),
];
const SETTINGS: &[(&str, Setting)] = &[
    ("进学校", Setting::School),
    ("校园", Setting::School),
    ("进农村", Setting::Village),
    ("村", Setting::Village),
    ("进单位", Setting::Workplace),
    ("进家庭", Setting::Family),
    ("进场所", Setting::Venue),
];
const THEMES: &[(&str, Theme)] = &[
    ("“6.26”", Theme::June26),
    ("6·26", Theme::June26),
    ("626", Theme::June26),
    ("国际禁毒日", Theme::June26),
    ("全民禁毒宣传月", Theme::AwarenessMonth),
    ("禁毒宣传月", Theme::AwarenessMonth),
];

/// The ledger of publicity and education.
pub struct EventLedger;

impl Ledger for EventLedger {
    fn resource(&self) -> &'static str {
        RESOURCE
    }

    fn title(&self) -> &'static str {
        "宣传教育活动台账"
    }

    fn stage(&self) -> u8 {
        90
    }

    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn key_column(&self, _: &str) -> &'static str {
        "title"
    }

    fn feeds(&self) -> &'static [&'static str] {
        &[RESOURCE]
    }

    /// Notes are sealed: they may name people.
    fn class_of(&self, _: &str, field: &str) -> Option<FieldClass> {
        (field == "notes").then_some(FieldClass::Treatment)
    }

    fn pieces_rest_on(&self) -> &'static [&'static str] {
        &["events"]
    }

    fn prepare(&self, reading: &mut Reading<'_>, context: &Context<'_>) -> ApiResult<Box<dyn Planner>> {
        let mut events = store::of_area(reading, context.town)?;
        events.sort_by_key(|event| event.id);
        let mut on_record: HashMap<Key, usize> = HashMap::new();
        let placed = events.into_iter().map(|event| {
            let key = key_of(&event.facts);
            let count = on_record.entry(key.clone()).or_default();
            *count += 1;
            ((key, *count - 1), event)
        });
        let matching = Matching::new(RESOURCE, context.strategy, placed);
        let sessions = Sessions::default();
        Ok(Box::new(Plan { villages: Arc::clone(&context.villages), on_record, sessions, matching }))
    }
}

impl Record for Event {
    type Facts = CreateEvent;

    fn id(&self) -> Id {
        self.id
    }

    fn facts(&self) -> &CreateEvent {
        &self.facts
    }
}

/// What tells one event from another: where, when, of what kind and under which title.
type Key = (String, NaiveDate, EventKind, String);

fn key_of(facts: &CreateEvent) -> Key {
    (facts.division_code.clone(), facts.held_on, facts.kind, search_key(&facts.title))
}

struct Plan {
    villages: Arc<Villages>,
    /// How many events each key has on record.
    on_record: HashMap<Key, usize>,
    sessions: Sessions<Key>,
    /// Events by key and place among those of the same key.
    matching: Matching<(Key, usize), Event>,
}

impl Planner for Plan {
    fn plan_row(&mut self, mut row: RowReader<'_>, ids: &mut NewIds) -> RowPlan {
        let number = row.number();
        let session = Numbered::of(&mut row);
        let read = self.read(&mut row);
        let placed = read.and_then(|read| self.placed(&mut row, &session, read));
        let (errors, warnings) = row.into_findings();
        let Some((key, facts)) = placed.filter(|_| errors.is_empty()) else {
            return Part::invalid(RESOURCE, errors).with_warnings(warnings).into();
        };
        let Place::At(place) = key.1 else {
            return Part::conflict(RESOURCE, CellError::of_rule(rules::AMBIGUOUS)).with_warnings(warnings).into();
        };
        let part = self.matching.plan(number, (key.0.clone(), place), facts, ids).with_warnings(warnings);
        if part.is_accepted() {
            self.sessions.claim(key.0, session, place);
        }
        part.into()
    }

    fn write(&mut self, tx: &mut Tx<'_>, accepted: &Accepted) -> ApiResult<()> {
        let (new, changed) = self.matching.accepted(accepted);
        store::insert_all(tx, new)?;
        changed.into_iter().try_for_each(|(current, facts)| store::replace(tx, &current, facts).map(drop))
    }
}

impl Plan {
    fn read(&self, row: &mut RowReader<'_>) -> Option<CreateEvent> {
        let (held_on, title) = (row.date("held_on"), row.text("title"));
        let kind = row.coded("kind", KINDS);
        let division_code = row.village("division_code", &self.villages);
        let settings = row.coded_list("settings", SETTINGS);
        let co_organisers = row.text("co_organisers");
        let theme = row.coded("theme", THEMES);
        let notes = row.text("notes");
        let counts = counts(row);
        let (kind, held_on, title, division_code) = (kind?, held_on?, title?, division_code?);
        Some(CreateEvent { kind, held_on, title, settings, theme, division_code, co_organisers, counts, notes })
    }

    /// Which event the row is about, and what it says of it.
    fn placed(&self, row: &mut RowReader<'_>, session: &Numbered, read: CreateEvent) -> Option<Placed> {
        let key = key_of(&read);
        let current = |place| self.matching.current(&(key.clone(), place)).map(|event| &event.facts);
        let merged = |place, row: &RowReader<'_>| match current(place) {
            Some(current) => with_unspoken(read.clone(), current, row),
            None => read.clone(),
        };
        let on_record = self.on_record.get(&key).copied().unwrap_or_default();
        let equals = |place| current(place).is_some_and(|current| *current == merged(place, row));
        let place = self.sessions.place(&key, session, on_record, equals);
        let at = if let Place::At(at) = place { at } else { 0 };
        if self.sessions.has_other(&key, session) && *session != Numbered::Nothing {
            row.warn(if row.says("session") { "session" } else { "row_number" }, rules::SAME_BUT_NUMBER);
        }
        let facts = merged(at, row);
        let facts = row.settled(facts, current(at))?;
        Some(((key, place), facts))
    }
}

type Placed = ((Key, Place), CreateEvent);

/// What the row does not speak of stays as it is on record.
fn with_unspoken(read: CreateEvent, current: &CreateEvent, row: &RowReader<'_>) -> CreateEvent {
    let mut facts = current.clone();
    facts.title =
        if search_key(&read.title) == search_key(&current.title) { current.title.clone() } else { read.title };
    macro_rules! spoken {
        ($($column:literal => $($field:ident).+;)+) => {
            $(if row.says($column) { facts.$($field).+ = read.$($field).+; })+
        };
    }
    spoken! {
        "settings" => settings;
        "theme" => theme;
        "co_organisers" => co_organisers;
        "notes" => notes;
        "counts/leaflets" => counts.leaflets;
        "counts/booklets" => counts.booklets;
        "counts/posters" => counts.posters;
        "counts/banners" => counts.banners;
        "counts/panels" => counts.panels;
        "counts/reach" => counts.reach;
        "counts/consultations" => counts.consultations;
        "counts/staff" => counts.staff;
        "counts/broadcasts" => counts.broadcasts;
        "counts/posts" => counts.posts;
    }
    facts
}

fn counts(row: &mut RowReader<'_>) -> EventCounts {
    EventCounts {
        leaflets: row.integer("counts/leaflets"),
        booklets: row.integer("counts/booklets"),
        posters: row.integer("counts/posters"),
        banners: row.integer("counts/banners"),
        panels: row.integer("counts/panels"),
        reach: row.integer("counts/reach"),
        consultations: row.integer("counts/consultations"),
        staff: row.integer("counts/staff"),
        broadcasts: row.integer("counts/broadcasts"),
        posts: row.integer("counts/posts"),
    }
}
