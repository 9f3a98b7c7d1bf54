//! An empty ledger: its headings, lists to choose from, and a second sheet that tells what may stand where.
use rust_xlsxwriter::{DataValidation, Workbook, Worksheet, XlsxError};

use super::{bold, failed, text};
use crate::imports::cells::CLEARED;
use crate::imports::ledger::{Column, Ledger, Presence};
use crate::platform::error::ApiResult;

/// Rows that offer lists.
const ROWS: u32 = 2_000;
/// Characters of a list that a cell can offer, commas included.
const LONGEST_LIST: usize = 255;
const WIDTH: f64 = 18.0;
const WIDE: f64 = 60.0;

/// The workbook as a file.
///
/// # Errors
/// 500 when it cannot be made.
pub fn template(ledger: &dyn Ledger) -> ApiResult<Vec<u8>> {
    let mut workbook = Workbook::new();
    sheet(workbook.add_worksheet(), ledger).map_err(failed)?;
    notes(workbook.add_worksheet(), ledger).map_err(failed)?;
    workbook.save_to_buffer().map_err(failed)
}

fn sheet(sheet: &mut Worksheet, ledger: &dyn Ledger) -> Result<(), XlsxError> {
    sheet.set_name(ledger.title())?.set_freeze_panes(1, 0)?;
    for (place, column) in (0_u16..).zip(ledger.columns()) {
        sheet.set_column_width(place, WIDTH)?.set_column_format(place, &text())?;
        sheet.write_string_with_format(0, place, marked(column), &bold())?;
        let choices = column.choices.map(|choices| choices()).unwrap_or_default();
        let length: usize = choices.iter().map(|choice| choice.chars().count() + 1).sum();
        if !choices.is_empty() && length <= LONGEST_LIST {
            // Other words are read too, so a list proposes and does not forbid.
            let list = DataValidation::new().allow_list_strings(&choices)?.show_error_message(false);
            sheet.add_data_validation(1, place, ROWS, place, &list)?;
        }
    }
    Ok(())
}

/// The heading, with the usual star where every row must be filled.
pub fn marked(column: &Column) -> String {
    let star = if column.presence == Presence::Required { "*" } else { "" };
    format!("{}{star}", column.heading())
}

fn notes(sheet: &mut Worksheet, ledger: &dyn Ledger) -> Result<(), XlsxError> {
    sheet.set_name("填写说明")?.set_column_width(0, WIDTH)?.set_column_width(2, WIDE)?.set_column_width(3, WIDE)?;
    let general = [
        format!("{}：第一行是表头，从第二行起每行一条；表头上方可以有标题，末尾可以有合计和签名。", ledger.title()),
        "带*的列每行必填。日期可写成2025-01-02、2025/1/2、2025.1.2、20250102、2025年1月2日。".to_owned(),
        format!("再次导入时，空白单元格保留原有内容；要清除原有内容，请填“{CLEARED}”。"),
        "身份证号等长数字请按文本录入；能认出是谁、是什么的列不能用公式。".to_owned(),
    ];
    let mut line = 0;
    for words in general {
        sheet.write_string(line, 0, words)?;
        line += 1;
    }
    line += 1;
    for (place, heading) in (0_u16..).zip(["列名", "必填", "可填内容", "表头也可写作"]) {
        sheet.write_string_with_format(line, place, heading, &bold())?;
    }
    for column in ledger.columns() {
        line += 1;
        let needed = if column.presence == Presence::Required { "是" } else { "否" };
        let choices = column.choices.map(|choices| choices().join("、")).unwrap_or_default();
        let others: Vec<&str> = column.headings.iter().skip(1).copied().filter(|heading| !heading.is_ascii()).collect();
        for (place, words) in (0_u16..).zip([column.heading(), needed, &choices, &others.join("、")]) {
            sheet.write_string(line, place, words)?;
        }
    }
    Ok(())
}
