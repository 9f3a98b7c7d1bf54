//! Every reason for which a file, a row or a cell is not taken in. None repeats what the cell holds: it is about people.
use std::borrow::Cow;

use crate::platform::error::{Rule, Sentence};

/// Declares rules: `NAME = "code", "中文", "English";`.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $zh:literal, $en:literal;)+) => {
        $($(#[$doc])* pub const $name: Rule = Rule { code: $code, zh: $zh, en: $en };)+
        /// All rules that have fixed sentences.
        #[cfg(test)]
        const ALL: &[Rule] = &[$($name),+];
    };
}

rules! {
    /// No ledger has these headings.
    NO_LEDGER = "import.file.no_ledger", "不是台账：表头与任何一种台账都对不上", "not a ledger: its headings are those of no known ledger";
    /// The resource named in the request is none.
    NO_RESOURCE = "import.resource.unknown", "没有这种台账", "there is no such kind of ledger";
    /// There is no empty workbook to take of what the address names.
    NO_TEMPLATE = "import.template.not_found", "没有这种台账的模板", "there is no template for such a ledger";
    /// A JSON file that is no list of flat records.
    JSON_SHAPE = "import.file.json_shape", "JSON文件应是一条或多条字段平铺的记录", "a JSON file holds one or more records of plain fields";
    /// Who only hands in gets nothing back but what became of it.
    NOT_TAKEN_BACK = "import.not_taken_back", "只交不看的机器接入不能取回台账", "a client that only hands in cannot take a ledger back";
    /// The JSON cannot be read.
    JSON_SYNTAX = "import.file.json_syntax", "JSON文件有语法错误", "the JSON file cannot be read";
    /// It cannot be told to which town the ledger belongs.
    NO_TOWN = "import.town.required", "无法判断台账属于哪个乡镇，请指明区划（division）", "it is not clear to which town the ledger belongs; name its division";
    /// The division named is out of scope.
    TOWN_SCOPE = "division_code.scope", "该区划不在您的管理范围内", "this division is outside your area";
    /// The town is not on record.
    UNKNOWN_TOWN = "import.town.unknown", "区划中没有这个乡镇，请先导入村居台账", "this town is not on record; import its divisions first";
    /// Nothing in a cell that must be filled.
    REQUIRED = "import.cell.required", "这一项必须填写", "this cell must be filled";
    /// A formula where the value itself is needed.
    FORMULA = "import.cell.formula", "这一列不能是公式，请粘贴为数值后再导入", "a formula cannot stand in this column; paste it as a value";
    /// A formula's saved value was taken.
    FORMULA_VALUE = "import.cell.formula_value", "单元格是公式，按保存时的结果读取", "the cell is a formula; the result saved with it was taken";
    /// A formula in a text file, which keeps no results.
    FORMULA_TEXT = "import.cell.formula_text", "文本文件（CSV）里的公式没有计算结果，请粘贴为数值后再导入", "a formula in a text file has no result; paste it as a value";
    /// Digits that the spreadsheet lost.
    LOSSY_NUMBER = "import.cell.lossy_number", "长数字被表格软件存成数值，末几位已丢失，请改为文本格式后重新录入", "a long number was kept as a numeric value and has lost its last digits; enter it again as text";
    /// `#REF!` and its like.
    ERROR_VALUE = "import.cell.error", "单元格是错误值（如#REF!）", "the cell holds an error value such as #REF!";
    /// Not a whole number.
    INTEGER = "import.cell.integer", "应填写整数", "this must be a whole number";
    /// Not a number.
    DECIMAL = "import.cell.number", "应填写数字", "this must be a number";
    /// Neither yes nor no.
    YES_NO = "import.cell.yes_no", "应填写“是”或“否”", "this must be 是 (yes) or 否 (no)";
    /// No village of that name or code.
    UNKNOWN_VILLAGE = "import.cell.unknown_village", "区划中没有这个村（居）", "no village of this name or code is on record";
    /// Villages of that name in several towns.
    AMBIGUOUS_VILLAGE = "import.cell.ambiguous_village", "有多个同名的村（居），请填区划代码或指明乡镇", "several villages have this name; give the code or name the town";
    /// Somebody who is not registered.
    UNKNOWN_PERSON = "import.cell.unknown_person", "此人尚未登记，请先导入人员台账", "this person is not registered; import the personnel ledger first";
    /// A name that is not the one registered under the ID number.
    OTHER_NAME = "import.cell.other_name", "姓名与该公民身份号码登记的姓名不一致", "the name differs from the one registered under this ID number";
    /// A place to be away at, of somebody who is not away.
    NOT_AWAY = "import.cell.not_away", "填了外出地，但“是否外出务工”不是“是”", "a place is named, but the person is not said to be away";
    /// Dates of a measure without a word on which.
    NO_MEASURE = "import.row.no_measure", "有文书或日期，但从管控现状看不出是哪种戒毒措施，未登记措施", "a document or dates are given, but not of which measure; no treatment was recorded";
    /// A place that is not registered.
    UNKNOWN_PREMISES = "import.cell.unknown_premises", "此场所尚未登记，请先导入场所台账", "this place is not registered; import the premises ledger first";
    /// A withdrawn place.
    WITHDRAWN_PREMISES = "import.row.withdrawn_premises", "该编号的场所已撤销，不能再登记", "the place of this number was withdrawn";
    /// A place that nobody has decided on.
    PROPOSED_PREMISES = "import.row.proposed_premises", "该编号的场所由基层上报、尚待审核，请先审核通过或退回", "the place of this number is only proposed; accept or refuse it first";
    /// The code of a town where villages are listed.
    NOT_A_VILLAGE = "import.cell.not_a_village", "应填村（居）一级的12位区划代码", "this must be the twelve-digit code of a village";
    /// The town of the villages is not on record and no title names it.
    NO_TOWN_NAME = "import.row.no_town_name", "区划中还没有这个乡镇，台账标题里也看不出它的名称，未建立乡镇一级区划", "the town is not on record and no title names it, so it was not recorded";
    /// The year of a profile is that of the ledgers beside it.
    YEAR_ASSUMED = "import.row.year_assumed", "文件未写年份，按标题或同批台账的年份登记", "the file does not say the year; it was taken from its titles or from the ledgers beside it";
    /// Nothing tells the year.
    LAST_YEAR = "import.row.last_year", "文件未写年份，按上一年度登记；不对的话请加“年度”一列（JSON中为year）", "the file does not say the year; it was taken to be the last one: add its year if that is wrong";
    /// An ID number that is registered under another name.
    RENAMED = "import.row.renamed", "该公民身份号码登记的是另一个姓名：可能是号码填错，也可能是本人更名；如确系更名，请先在人员档案中修改姓名", "this ID number is registered under another name: the number may be wrong, or the person has a new name; in that case change it in the file first";
    /// A village of another town than the one that manages the person.
    MOVED_TOWN = "import.row.moved_town", "此人由另一乡镇管理，不能通过导入台账转入，请办理执行地变更", "this person is managed by another town; an import cannot move a person between towns";
    /// A file number that another person has.
    FILE_NO_TAKEN = "import.cell.file_no_taken", "此档案编号已被本镇另一份档案使用", "another file of this town has this number";
    /// The number of a premises that is taken where the caller does not see.
    CODE_TAKEN = "import.cell.code_taken", "此编号已被本镇另一个场所使用", "another place of this town has this number";
    /// A registration after an inspection.
    INSPECTED_BEFORE = "import.cell.inspected_before", "登记日期晚于该场所已有的排查日期", "the place was inspected before this day of registration";
    /// A code that a closed area has.
    DIVISION_CLOSED = "import.row.division_closed", "该代码的区划已经停用（或尚未启用），请先在区划中处理", "the division of this code is closed, or not yet in force; see to it among the divisions first";
    /// The document and the status name different measures.
    OTHER_MEASURE = "import.cell.other_measure", "文书号所指的戒毒措施与管控现状不一致，按文书号登记，请核对", "the document names another measure than the status; it was recorded by the document";
    /// Two events that differ in nothing but their number.
    SAME_BUT_NUMBER = "import.row.same_but_number", "与前面一行只有场次（序号）不同，按两场活动登记，请核对", "differs from an earlier row in nothing but its number; recorded as two events";
    /// Outside the caller's area.
    SCOPE = "import.row.scope", "该区划不在您的管理范围内", "this division is outside your area";
    /// The record exists and only new ones were asked for.
    EXISTS = "import.row.exists", "记录已存在且内容不同，而本次只新增", "the record exists with other content, and only new ones were asked for";
    /// The record does not exist and only changes were asked for.
    NOT_ON_RECORD = "import.row.not_on_record", "没有对应的记录，而本次只更新", "there is no such record, and only changes were asked for";
    /// More than one record on file has the row's key.
    AMBIGUOUS = "import.row.ambiguous", "有多条现有记录与此行相符，无法判断是哪一条", "several records on file match this row";
    /// Totals and signatures below the table.
    FOOTER = "import.note.footer", "表格末尾的合计、填表人等行未作为记录读取", "totals and signatures below the table were not read as records";
    /// Headings were taken for what somebody said by hand.
    MAPPED = "import.note.mapped", "表头按已保存的对应关系读取", "headings were read as a saved mapping says";
    /// No such import.
    NO_IMPORT = "import.not_found", "没有这次导入", "no such import";
    /// The file is not kept any more.
    NO_FILE = "import.file.gone", "这次导入的原文件已不再保存", "the file of this import is no longer kept";
    /// Data changed between plan and commit.
    STALE = "import.stale", "预检之后数据有变化，结果已不同，请重新导入", "the data has changed since the plan was made and its result with it; import again";
    /// What a row would change is not what it was when the plan was made.
    ROW_STALE = "import.row.stale", "预检之后，这一行所涉及的记录已有变化", "what this row is about has changed since the plan was made";
    /// Only what was written can be undone.
    NOT_COMMITTED = "import.not_committed", "这次导入没有写入，或已经撤回", "this import was not written, or is undone already";
    /// How records stood before is kept no more.
    UNDO_GONE = "import.undo_gone", "导入前的内容已按期清除，不能再撤回", "what was before the import is kept no more: it cannot be undone";
    /// Some rows cannot be undone, and all was asked for.
    ROWS_STAY = "import.rows_stay", "有的行不能撤回，因此一行也没有撤回；如只撤回其余各行，请选择跳过（mode=skip）", "some rows cannot be undone, so none was; ask for mode skip to undo the others";
    /// The record was changed after the import.
    EDITED_SINCE = "import.row.edited_since", "导入之后，这条记录又被修改过，保留现状", "the record was changed after the import and stays as it is";
    /// Something recorded after the import rests on the record.
    NEEDED_SINCE = "import.row.needed_since", "导入之后，又有其他记录以这条记录为依据，保留现状", "something recorded after the import rests on this record, which stays";
    /// Only a plan can be committed or discarded.
    NOT_PLANNED = "import.not_planned", "这次导入已不是待写入的预检，不能再写入或作废", "this import is no longer a plan: it can be neither committed nor discarded";
    /// All or nothing, and some rows cannot be written.
    HAS_REFUSED_ROWS = "import.has_refused_rows", "有不合规定的行，按“有错即停”的约定一行也没有写入", "some rows are refused, and as agreed none was written";
}

/// A sentence that names another row.
pub fn duplicate(first: u32) -> (&'static str, Sentence) {
    let zh = format!("与第{first}行是同一条记录，但内容不同");
    let en = format!("this is the record of row {first}, with other content");
    ("import.row.duplicate", owned(zh, en))
}

/// A sentence that names a row which says the same.
pub fn repeated(first: u32) -> (&'static str, Sentence) {
    let (zh, en) = (format!("与第{first}行完全相同，只计一次"), format!("the same as row {first}; counted once"));
    ("import.row.repeated", owned(zh, en))
}

/// A sentence that names the place which the one of this number was merged into.
pub fn merged_premises(kept: &str) -> (&'static str, Sentence) {
    let zh = format!("该编号的场所已并入编号为{kept}的场所，请按{kept}填写");
    let en = format!("the place of this number was merged into {kept}; give that number");
    ("import.row.merged_premises", owned(zh, en))
}

/// A sentence that lists what may stand in a cell.
pub fn unknown_code(labels: &[&str]) -> (&'static str, Sentence) {
    let zh = format!("不在可填的范围内，可填：{}", labels.join("、"));
    let en = format!("not one of the values this column may hold: {}", labels.join(", "));
    ("import.cell.unknown_code", owned(zh, en))
}

/// A sentence that names the headings a ledger lacks.
pub fn missing_columns(headings: &[&str]) -> (&'static str, Sentence) {
    let zh = format!("缺少必需的列：{}", headings.join("、"));
    let en = format!("these columns are missing: {}", headings.join(", "));
    ("import.file.missing_columns", owned(zh, en))
}

fn owned(zh: String, en: String) -> Sentence {
    Sentence { zh: Cow::Owned(zh), en: Cow::Owned(en) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique() {
        let codes: BTreeSet<&str> = ALL.iter().map(|rule| rule.code).collect();
        assert_eq!(codes.len(), ALL.len());
    }
}
