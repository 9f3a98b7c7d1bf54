//! A sheet whose headings have been found: titles above, records below.
use super::headings::{self, Layout};
use super::ledger::{Column, Ledger, Registry};
use super::mappings::MappedColumn;
use super::reader::{Cell, ReadFile, Row};
use super::rules;
use crate::platform::error::{FieldError, Rule, Sentence};

/// Words with which the line of totals begins.
const TOTALS: [&str; 4] = ["合计", "总计", "小计", "共计"];

/// Words before the colon of a line of signatures.
const SIGNED: [&str; 20] = [
    "填表人",
    "填报人",
    "制表人",
    "制表",
    "经办人",
    "审核人",
    "审核",
    "复核人",
    "审批人",
    "负责人",
    "单位负责人",
    "分管领导",
    "主管领导",
    "签字",
    "填表日期",
    "填报日期",
    "日期",
    "联系电话",
    "填报单位",
    "单位",
];

/// What was read, before anything is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// `utf8`, `utf8_bom`, `gb18030`, `xlsx` or `json`.
    pub encoding: String,
    /// The rows, in order.
    pub rows: Vec<Row>,
    /// Remarks about the file.
    pub notes: Vec<Note>,
}

/// A remark about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What is remarked upon.
    pub rule: Rule,
    /// The sheet or file it is about.
    pub subject: String,
}

impl From<ReadFile> for Rows {
    fn from(file: ReadFile) -> Self {
        let encoding = serde_json::to_value(file.encoding).ok();
        let encoding = encoding.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        let notes = file.notes.into_iter().map(|note| Note { rule: note.rule, subject: note.subject }).collect();
        Self { encoding, rows: file.sheet.rows, notes }
    }
}

/// A sheet that is known to be one ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What stands above the headings, one text a cell.
    pub titles: Vec<String>,
    /// Where the columns stand.
    pub layout: Layout,
    /// The records.
    pub records: Vec<Row>,
    /// Remarks about the file.
    pub notes: Vec<Note>,
}

impl Table {
    /// What stands in one column, row by row.
    pub fn column(&self, columns: &[Column], name: &str) -> impl Iterator<Item = String> {
        let place = columns.iter().position(|column| column.name == name);
        let place = place.and_then(|place| self.layout.places.get(place)?.as_ref()).map(|place| place.index);
        let cell = move |row: &Row| row.cells.get(place?).map(|cell| cell.shown().trim().to_owned());
        self.records.iter().filter_map(cell)
    }
}

/// Finds which ledger the rows are, or checks that they are the one named, whose headings may be `mapped`.
///
/// # Errors
/// No ledger has these headings, there is no ledger of that name, or columns are missing.
pub fn recognise<'a>(
    mut rows: Rows,
    resource: Option<&str>,
    mapped: &[MappedColumn],
    registry: &'a Registry,
) -> Result<(&'a dyn Ledger, Table), FieldError> {
    let (ledger, layout) = match resource {
        Some(resource) => {
            let ledger = registry.find(resource).ok_or_else(|| FieldError::new("resource", rules::NO_RESOURCE))?;
            let layout = headings::locate(&rows.rows, ledger.columns(), mapped);
            (ledger, layout.ok_or_else(|| FieldError::new("", rules::NO_LEDGER))?)
        }
        None => {
            headings::recognise(&rows.rows, registry.iter()).ok_or_else(|| FieldError::new("", rules::NO_LEDGER))?
        }
    };
    let missing = layout.missing(ledger.columns());
    if !missing.is_empty() {
        let (code, detail): (_, Sentence) = rules::missing_columns(&missing);
        return Err(FieldError { pointer: String::new(), code: code.to_owned(), detail });
    }
    if !mapped.is_empty() {
        rows.notes.push(Note { rule: rules::MAPPED, subject: String::new() });
    }
    Ok((ledger, below(rows, layout)))
}

fn below(mut rows: Rows, layout: Layout) -> Table {
    let mut records = rows.rows.split_off(layout.row.saturating_add(1).min(rows.rows.len()));
    rows.rows.pop();
    let titles = rows.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.shown().trim().to_owned());
    let titles = titles.filter(|title| !title.is_empty()).collect();
    let before = records.len();
    records.retain(|row| !is_footer(row) && row.cells.iter().any(|cell| !is_blank(cell)));
    // Signatures fill several cells, perhaps below the columns that tell who a row is about: only at the end are they sure.
    while records.last().is_some_and(is_signature) {
        records.pop();
    }
    let mut notes = rows.notes;
    if records.len() < before {
        notes.push(Note { rule: rules::FOOTER, subject: String::new() });
    }
    Table { titles, layout, records, notes }
}

/// Totals, and a signature or a remark in the only cell that is filled.
fn is_footer(row: &Row) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !is_blank(cell));
    let Some(Cell::Text(first)) = filled.next() else { return false };
    let first = headings::key(first);
    let is_remark =
        || first.starts_with('注') || first.contains("填表") || first.contains("负责人") || first.contains("审核");
    TOTALS.contains(&first.as_str()) || (filled.next().is_none() && is_remark())
}

/// `填表人：张三 | 审核人：李四 | 日期：2025年1月`, the words after the colon in the same cells or in those beside them.
fn is_signature(row: &Row) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !is_blank(cell));
    let is_label = |cell: &Cell| matches!(cell, Cell::Text(text) if is_signed(text));
    filled.next().is_some_and(is_label)
}

fn is_signed(text: &str) -> bool {
    let label = text.split_once(['：', ':']).map(|(label, _)| headings::key(label));
    label.is_some_and(|label| SIGNED.iter().any(|word| label == *word || label == format!("({word})")))
}

fn is_blank(cell: &Cell) -> bool {
    matches!(cell, Cell::Empty) || matches!(cell, Cell::Text(text) if text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Row {
        Row { number: 1, cells: cells.iter().map(|cell| Cell::Text((*cell).to_owned())).collect() }
    }

    #[test]
    fn totals_and_signatures_are_no_records() {
        for footer in [&["合 计", "12"][..], &["", "注：以上为初步统计"], &["填表人：张三"]] {
            assert!(is_footer(&row(footer)), "{footer:?}");
        }
        for record in [&["甲", "乙"][..], &["注册", "x"], &["甲"]] {
            assert!(!is_footer(&row(record)) && !is_signature(&row(record)), "{record:?}");
        }
        for footer in [&["填表人：张三", "", "审核人：李四", "日期：2025年1月"][..], &["", "制表人:", "张三", "审核："]]
        {
            assert!(is_signature(&row(footer)), "{footer:?}");
        }
    }

    #[test]
    fn signatures_are_left_out_at_the_end_only() {
        const COLUMNS: &[Column] = &[Column::required("name", &["姓名"])];
        let signed = ["填表人：张三", "审核人：李四"];
        let rows = [&["姓名", "备注"][..], &signed, &["甲", "x"], &signed, &["日期：2025.1.1"]].map(row).to_vec();
        let layout = headings::locate(&rows, COLUMNS, &[]).expect("a heading");
        let table = below(Rows { encoding: "utf8".into(), rows, notes: Vec::new() }, layout);
        assert_eq!(table.records, [row(&signed), row(&["甲", "x"])]);
        assert_eq!(table.notes.iter().map(|note| note.rule).collect::<Vec<_>>(), [rules::FOOTER]);
    }
}
