//! The list of persons as it is taken out: the words of the ledger, masked as the list would be.
use super::dto::{Control, Person, PersonFilter, PersonStatus, RiskLevel};
use super::store;
use crate::codes::Gender;
use crate::exports::{Column, Listed};
use crate::platform::auth::ReadPersonnel;

const COLUMNS: &[Column] = &[
    Column::plain("file_no", "档案号"),
    Column::plain("name", "姓名"),
    Column::coded::<Gender>("gender", "性别"),
    Column::plain("birth_date", "出生日期"),
    Column::plain("id_number", "公民身份号码").or("id_number_masked"),
    Column::plain("phone", "联系电话").or("phone_masked"),
    Column::plain("division_code", "区划代码"),
    Column::plain("household_address", "户籍地"),
    Column::coded::<PersonStatus>("status", "管控现状"),
    Column::coded::<Control>("control", "管控情况"),
    Column::coded::<RiskLevel>("risk_level", "风险等级"),
    Column::plain("substances", "毒品种类"),
    Column::plain("first_found_on", "初次查获日期"),
    Column::plain("migrant/away", "是否外出务工"),
    Column::plain("migrant/destination", "外出地"),
    Column::plain("migrant/since", "外出起始日期"),
    Column::plain("platform_entered_on", "录入平台日期"),
];

/// Registered persons.
pub const EXPORTED: Listed<ReadPersonnel, PersonFilter, Person> =
    Listed::new("personnel", "在册人员名册", COLUMNS, store::list).walked(store::ids_of, store::of);
