//! The list of inspections as it is taken out.
use super::dto::{Inspection, InspectionFilter, InspectionOutcome};
use super::store;
use crate::exports::{Column, Listed};
use crate::platform::auth::ReadInspections;

const COLUMNS: &[Column] = &[
    Column::plain("inspected_on", "排查日期"),
    Column::plain("premises_code", "场所编号"),
    Column::plain("premises_name", "场所名称"),
    Column::plain("division_code", "区划代码"),
    Column::plain("inspector", "排查人"),
    Column::coded::<InspectionOutcome>("outcome", "排查结果"),
    Column::plain("defect_notes", "隐患情况"),
    Column::plain("is_signed", "是否签字"),
    Column::plain("signed_at", "签字时间"),
];

/// Inspections of places.
pub const EXPORTED: Listed<ReadInspections, InspectionFilter, Inspection> =
    Listed::new("inspections", "场所排查记录", COLUMNS, store::list);
