//! The words of the ledger of persons: its headings, and what stands below 管控现状.
use crate::codes::text::search_key;
use crate::imports::{Column, RowReader, labels, yes_no};
use crate::personnel::people::{ID_NUMBER, NAME};
use crate::personnel::persons::dto::{Control, PersonStatus, RiskLevel};
use crate::personnel::treatments::TreatmentState;
use crate::platform::error::Rule;

/// Neither of the sexes an ID number can name.
pub const GENDER: Rule =
    Rule {
        code: "import.cell.gender", zh: "性别应填“男”或“女”", en: "the gender must be 男 (male) or 女 (female)"
    };

fn genders() -> Vec<&'static str> {
    vec!["男", "女"]
}

/// The columns.
pub const COLUMNS: &[Column] = &[
    Column::optional("file_no", &["档案编号", "档案号", "file_no"]),
    Column::required("name", NAME).identity(),
    Column::expected("gender", &["性别", "gender"]).one_of(genders),
    Column::optional("birth_date", &["出生日期", "出生年月日", "birth_date"]),
    Column::required("id_number", ID_NUMBER).identity(),
    Column::optional("phone", &["联系电话", "手机号码", "电话", "phone"]),
    Column::optional("household_address", &["户籍地", "户籍地址", "户籍所在地", "household_address"]),
    Column::required("division_code", &["现居住村（居）", "现居住地", "所在村（居）", "居住村（居）", "division_code"])
        .identity(),
    Column::optional("substances", &["滥用毒品种类", "毒品种类", "吸食毒品种类", "substances"]),
    Column::optional("first_found_on", &["初次查获日期", "首次查获日期", "初次发现日期", "first_found_on"]),
    Column::required("status", &["管控现状", "管控状态", "人员类别", "status"]).one_of(labels::<PersonStatus>),
    Column::optional("control", &["在控情况", "control"]).one_of(labels::<Control>),
    Column::optional("document_no", &["法律文书号", "决定书文号", "文书号", "document_no"]),
    Column::optional("decided_on", &["决定日期", "责令日期", "decided_on"]),
    Column::optional("received_on", &["收到日期", "送达日期", "received_on"]),
    Column::optional("reported_in_on", &["报到日期", "reported_in_on"]),
    Column::optional("agreement_signed_on", &["签订协议日期", "协议签订日期", "agreement_signed_on"]),
    Column::optional("term_ends_on", &["期满日期", "到期日期", "term_ends_on"]),
    Column::optional("risk_level", &["风险等级", "风险评估等级", "risk_level"]).one_of(labels::<RiskLevel>),
    Column::optional("migrant/away", &["是否外出务工", "外出务工", "是否外出", "migrant"]).one_of(yes_no),
    Column::optional("migrant/destination", &["外出地", "外出地点", "务工地", "destination"]),
    Column::optional("notes", &["备注", "说明", "notes"]),
];

/// Words for where a person stands that the code list does not know.
const STATUSES: &[(&str, PersonStatus)] = &[("死亡人员", PersonStatus::Deceased), ("羁押中", PersonStatus::Detained)];

/// Words that tell how the measure stands rather than which it is: who is under it, if the words say so, and its state.
const STANDINGS: &[(&str, Option<PersonStatus>, TreatmentState)] = &[
    ("未报到未移交", None, TreatmentState::OverdueNotReported),
    ("未报到已移交", None, TreatmentState::HandedOver),
    ("违反协议未移交", None, TreatmentState::Violated),
    ("违反协议已移交", None, TreatmentState::HandedOver),
    ("社戒社康终止", Some(PersonStatus::InCommunity), TreatmentState::Terminated),
    ("社区戒毒社区康复终止", Some(PersonStatus::InCommunity), TreatmentState::Terminated),
];

/// What 管控现状 says of a person and of the measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Where the person stands; nothing when only the document tells which measure it is.
    pub status: Option<PersonStatus>,
    /// How the measure stands, where that is said.
    pub state: Option<TreatmentState>,
}

/// Reads 管控现状.
pub fn standing(row: &mut RowReader<'_>) -> Option<Standing> {
    let key = search_key(&row.text("status")?);
    let told = STANDINGS.iter().find(|(word, ..)| *word == key);
    if let Some((_, status, state)) = told {
        return Some(Standing { status: *status, state: Some(*state) });
    }
    row.coded("status", STATUSES).map(|status| Standing { status: Some(status), state: None })
}
