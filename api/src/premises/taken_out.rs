//! The list of places as it is taken out.
use super::dto::{Colour, PremisesFilter, PremisesKind, PremisesRisk};
use super::{Premises, store};
use crate::exports::{Column, Listed};
use crate::platform::auth::ReadPremises;

const COLUMNS: &[Column] = &[
    Column::plain("code", "场所编号"),
    Column::plain("name", "场所名称"),
    Column::coded::<PremisesKind>("kind", "场所类别"),
    Column::plain("division_code", "区划代码"),
    Column::plain("division_name", "所在村（居）"),
    Column::plain("address", "地址"),
    Column::plain("owner", "负责人（房东）").or("owner_masked"),
    Column::plain("phone", "联系电话").or("phone_masked"),
    Column::coded::<PremisesRisk>("risk_level", "风险等级"),
    Column::coded::<Colour>("colour", "颜色"),
    Column::plain("registered_on", "登记日期"),
    Column::plain("last_inspected_on", "最近排查日期"),
    Column::plain("inspection_due_on", "应排查日期"),
];

/// Places on the register.
pub const EXPORTED: Listed<ReadPremises, PremisesFilter, Premises> =
    Listed::new("premises", "重点场所台账", COLUMNS, store::list).walked(store::ids_of, store::of);
