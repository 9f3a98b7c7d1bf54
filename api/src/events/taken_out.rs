//! The list of events as it is taken out.
use super::dto::{Event, EventFilter, EventKind, Setting, Theme};
use super::store;
use crate::exports::{Column, Listed};
use crate::platform::auth::ReadEvents;

const COLUMNS: &[Column] = &[
    Column::plain("held_on", "活动日期"),
    Column::plain("title", "活动名称"),
    Column::coded::<EventKind>("kind", "活动形式"),
    Column::coded::<Setting>("settings", "活动阵地"),
    Column::coded::<Theme>("theme", "主题"),
    Column::plain("division_code", "区划代码"),
    Column::plain("co_organisers", "协办单位"),
    Column::plain("counts/leaflets", "宣传单（份）"),
    Column::plain("counts/booklets", "宣传册（本）"),
    Column::plain("counts/posters", "海报（张）"),
    Column::plain("counts/banners", "横幅（条）"),
    Column::plain("counts/panels", "展板（块）"),
    Column::plain("counts/reach", "受众（人）"),
    Column::plain("counts/consultations", "咨询（人次）"),
    Column::plain("counts/staff", "工作人员（人）"),
    Column::plain("counts/broadcasts", "广播（次）"),
    Column::plain("counts/posts", "推文（条）"),
    Column::plain("notes", "备注"),
];

/// Events that took place.
pub const EXPORTED: Listed<ReadEvents, EventFilter, Event> =
    Listed::new("events", "宣传教育活动台账", COLUMNS, store::list);
