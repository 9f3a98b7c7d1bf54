//! A table as a workbook, in the look of those that are handed in on paper.
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::dto::{StatisticsColumn, StatisticsRow, StatisticsTable};
use crate::indicators::{FigureValue, Value};
use crate::platform::error::{ApiError, ApiResult};

/// Its media type.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const A4: u8 = 9;
const TITLE_ROW: u32 = 0;
const UNIT_ROW: u32 = 1;
const HEADING_ROW: u32 = 2;
const NAME_WIDTH: f64 = 18.0;
const COUNT_WIDTH: f64 = 9.0;
/// Wide enough for 1234/1234（100.0%）.
const RATE_WIDTH: f64 = 17.0;
const HEADING_HEIGHT: f64 = 54.0;
const ROW_HEIGHT: f64 = 21.0;

/// The workbook as a file.
///
/// # Errors
/// 500 when it cannot be made.
pub fn workbook(table: &StatisticsTable) -> ApiResult<Vec<u8>> {
    let mut workbook = Workbook::new();
    let made = sheet(workbook.add_worksheet(), table).and_then(|()| notes(workbook.add_worksheet(), table));
    made.and_then(|()| workbook.save_to_buffer()).map_err(|error| ApiError::Internal(error.into()))
}

fn sheet(sheet: &mut Worksheet, table: &StatisticsTable) -> Result<(), XlsxError> {
    let last = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
    let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
    let heading =
        bordered().set_bold().set_text_wrap().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
    sheet.set_name("统计表")?.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADING_ROW, HEADING_ROW)?.set_freeze_panes(HEADING_ROW + 1, 1)?;
    sheet.set_footer("&C第 &P 页，共 &N 页").set_column_width(0, NAME_WIDTH)?;
    sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last, &format!("{}{}", table.period_zh, table.title_zh), &title)?;
    let unit = format!("填报单位：{}　　统计截止：{}", table.division_name, table.as_of);
    sheet.write_string(UNIT_ROW, 0, unit)?;
    sheet.write_string_with_format(HEADING_ROW, 0, "单位", &heading)?;
    sheet.set_row_height(HEADING_ROW, HEADING_HEIGHT)?;
    for (place, column) in (1_u16..).zip(&table.columns) {
        let is_rate = is_rate(table, usize::from(place - 1));
        sheet.set_column_width(place, if is_rate { RATE_WIDTH } else { COUNT_WIDTH })?;
        let words = if is_rate { column.title_zh.clone() } else { headed(column) };
        sheet.write_string_with_format(HEADING_ROW, place, words, &heading)?;
    }
    let mut line = HEADING_ROW + 1;
    for written in std::iter::once(&table.total).chain(&table.rows) {
        let is_total = line == HEADING_ROW + 1;
        row(sheet, line, written, if is_total { "合计" } else { &written.name })?;
        line += 1;
    }
    sheet.write_string(line + 1, 0, "填报人：　　　　　　审核人：　　　　　　负责人：　　　　　　（盖章）")?;
    Ok(())
}

/// A column tells a rate where any of its rows does.
fn is_rate(table: &StatisticsTable, place: usize) -> bool {
    let rates = |row: &StatisticsRow| matches!(row.cells.get(place), Some(FigureValue::Known(Value::Rate { .. })));
    rates(&table.total) || table.rows.iter().any(rates)
}

fn headed(column: &StatisticsColumn) -> String {
    let StatisticsColumn { title_zh, unit, .. } = column;
    if unit.is_empty() { title_zh.clone() } else { format!("{title_zh}（{unit}）") }
}

fn bordered() -> Format {
    Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter)
}

fn row(sheet: &mut Worksheet, line: u32, row: &StatisticsRow, name: &str) -> Result<(), XlsxError> {
    let (text, number) = (bordered(), bordered().set_align(FormatAlign::Right));
    sheet.set_row_height(line, ROW_HEIGHT)?.write_string_with_format(line, 0, name, &text)?;
    for (place, cell) in (1_u16..).zip(&row.cells) {
        match cell {
            // A spreadsheet adds these up, so that they are numbers; a rate tells both its parts.
            FigureValue::Known(Value::Integer(count)) => {
                let count = i32::try_from(*count).unwrap_or(i32::MAX);
                sheet.write_number_with_format(line, place, count, &number)?
            }
            other => sheet.write_string_with_format(line, place, printed(other), &number)?,
        };
    }
    Ok(())
}

fn printed(value: &FigureValue) -> String {
    match value {
        FigureValue::Known(Value::Rate { denominator: 0, .. }) => "—".to_owned(),
        FigureValue::Known(Value::Rate { numerator, denominator }) => {
            let tenths = numerator.saturating_mul(1000) / denominator;
            format!("{numerator}/{denominator}（{}.{}%）", tenths / 10, tenths % 10)
        }
        FigureValue::Known(Value::Text(text)) => text.clone(),
        FigureValue::Known(Value::Decimal(decimal)) => decimal.to_string(),
        FigureValue::Known(value) => value.to_json().to_string(),
        FigureValue::Unknown { .. } => "未登记".to_owned(),
        FigureValue::Withheld { .. } => "＊".to_owned(),
    }
}

/// What each column counts, and how to read the cells.
fn notes(sheet: &mut Worksheet, table: &StatisticsTable) -> Result<(), XlsxError> {
    sheet.set_name("口径说明")?.set_column_width(0, NAME_WIDTH)?.set_column_width(1, 90.0)?;
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap());
    sheet.write_string_with_format(0, 0, "栏目", &bold)?.write_string_with_format(0, 1, "统计口径", &bold)?;
    let mut line = 1;
    for column in &table.columns {
        sheet.write_string(line, 0, headed(column))?;
        sheet.write_string_with_format(line, 1, &column.meaning_zh, &wrapped)?;
        line += 1;
    }
    let signs = [
        "“未登记”：系统里没有这方面的记录，不等于零。",
        "“＊”：涉及人数过少，不予显示。",
        "比率：前面是符合的数，后面是总数，百分比舍去零头。",
    ];
    for words in signs.into_iter().chain(table.remarks.iter().map(|remark| remark.zh.as_str())) {
        line += 1;
        sheet.write_string_with_format(line, 1, words, &wrapped)?;
    }
    Ok(())
}
