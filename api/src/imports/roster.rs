//! The list of registered persons that a municipal office sends down: kept whole and sealed where a folder is loaded.
//! `exchange::reconciliation` reads it by the same columns and compares it.
use super::cells::RowReader;
use super::changes::Accepted;
use super::ids::NewIds;
use super::ledger::{Column, Context, Ledger, Planner, RowPlan};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::FieldClass;
use crate::platform::error::ApiResult;

/// Columns of the list. A ledger of persons has them too, and more: it fits itself better.
const COLUMNS: &[Column] = &[
    Column::required("name", &["姓名", "name"]).identity(),
    Column::required("id_number", &["公民身份号码", "身份证号码", "身份证号", "身份证", "id_number"]).identity(),
    Column::expected("status", &["管控现状", "人员类别", "管控状态", "status"]),
    Column::expected("division", &["现居住村（居）", "现居住地", "所在村（居）", "division"]),
];

/// The municipal list.
pub struct Roster;

struct Nothing;

impl Ledger for Roster {
    fn resource(&self) -> &'static str {
        "roster"
    }

    fn title(&self) -> &'static str {
        "市禁毒委下发名单"
    }

    fn stage(&self) -> u8 {
        u8::MAX
    }

    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn key_column(&self, _: &str) -> &'static str {
        "id_number"
    }

    fn feeds(&self) -> &'static [&'static str] {
        &["roster"]
    }

    fn class_of(&self, _: &str, _: &str) -> Option<FieldClass> {
        Some(FieldClass::Treatment)
    }

    fn is_set_aside(&self) -> bool {
        true
    }

    fn prepare(&self, _: &mut Reading<'_>, _: &Context<'_>) -> ApiResult<Box<dyn Planner>> {
        Ok(Box::new(Nothing))
    }
}

impl Planner for Nothing {
    fn plan_row(&mut self, _: RowReader<'_>, _: &mut NewIds) -> RowPlan {
        RowPlan { parts: Vec::new() }
    }

    fn write(&mut self, _: &mut Tx<'_>, _: &Accepted) -> ApiResult<()> {
        Ok(())
    }
}
