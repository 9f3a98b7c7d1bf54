//! What an import says at its end: a line a file, then every refused row; and the exit code that sums it up.
use std::fmt::Write;

use crate::imports::dto::Import;
use crate::imports::{CellError, Counts, FileReport, FolderReport, Loaded, RowReport};
use crate::platform::coded::Coded;

/// Warnings printed of one file; the rest is counted.
const MOST_WARNINGS: usize = 10;
const ALL_LOADED: u8 = 0;
const SOME_REFUSED: u8 = 1;
const NOTHING_DONE: u8 = 2;

/// 0 when all was loaded, 1 when rows were refused or files beside ledgers, 2 when no ledger could be read.
pub fn exit_code(report: &FolderReport) -> u8 {
    let any = |is: fn(&Loaded) -> bool| report.files.iter().any(|file| is(&file.loaded));
    let is_import = any(|loaded| matches!(loaded, Loaded::Import(..)));
    let has_refused_rows = any(|loaded| matches!(loaded, Loaded::Import(import, _) if import.counts.refused() > 0));
    let has_refused_files = any(|loaded| matches!(loaded, Loaded::Refused(_) | Loaded::Failed(_)));
    match (is_import, has_refused_rows || has_refused_files) {
        (false, _) => NOTHING_DONE,
        (true, true) => SOME_REFUSED,
        (true, false) => ALL_LOADED,
    }
}

/// Prints the table and the refusals.
pub fn print(report: &FolderReport, is_rehearsal: bool) {
    print!("{}", text(report, is_rehearsal));
}

fn text(report: &FolderReport, is_rehearsal: bool) -> String {
    let mut text = String::new();
    if is_rehearsal {
        text.push_str("试运行 dry run: nothing is written\n");
    }
    text.push_str("  create   update  unchanged  conflict  invalid  file\n");
    for file in &report.files {
        line(&mut text, file);
    }
    text
}

fn line(text: &mut String, FileReport { name, loaded }: &FileReport) {
    let _ = match loaded {
        Loaded::Import(import, rows) => return import_lines(text, name, import, rows),
        Loaded::NoLedger => writeln!(text, "{:>51}  {name}: no ledger 不是台账", "-"),
        Loaded::Failed(reason) => writeln!(text, "{:>51}  {name}: failed 读取或保存失败: {reason}", "!"),
        Loaded::Refused(errors) => {
            let told = errors.iter().map(|error| format!("[{}] {} {}", error.code, error.detail.zh, error.detail.en));
            writeln!(text, "{:>51}  {name}: refused 未导入: {}", "!", told.collect::<Vec<_>>().join("; "))
        }
    };
}

fn import_lines(text: &mut String, name: &str, import: &Import, rows: &[RowReport]) {
    let label = import.state.label();
    let _ = writeln!(text, "{}  {name}: {} {} {}", counts(import.counts), import.resource, label.code, label.zh);
    for (resource, records) in import.records.iter().filter(|(resource, _)| **resource != import.resource) {
        let _ = writeln!(text, "{}    └ {resource}", counts(*records));
    }
    for remark in &import.notes {
        let _ = writeln!(text, "    {} {} [{}] {}", remark.subject, remark.zh, remark.code, remark.en);
    }
    for row in rows {
        row.errors.iter().for_each(|error| finding(text, "row", row.row, error));
    }
    warnings(text, rows);
}

fn warnings(text: &mut String, rows: &[RowReport]) {
    let all = || rows.iter().flat_map(|row| row.warnings.iter().map(|warning| (row.row, warning)));
    all().take(MOST_WARNINGS).for_each(|(row, warning)| finding(text, "note", row, warning));
    let count = all().count();
    if count > MOST_WARNINGS {
        let rest = count - MOST_WARNINGS;
        let _ = writeln!(text, "    … {count} warnings, {rest} more not shown 共{count}条提示，另有{rest}条未列出");
    }
}

fn counts(counts: Counts) -> String {
    let Counts { create, update, unchanged, conflict, invalid, .. } = counts;
    format!("{create:>8} {update:>8} {unchanged:>10} {conflict:>9} {invalid:>8} ")
}

fn finding(text: &mut String, what: &str, row: u32, CellError { column, code, zh, en }: &CellError) {
    let _ = writeln!(text, "    {what} 第{row}行 {column} [{code}] {zh} {en}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::error::{FieldError, Rule};

    fn report(loaded: Vec<Loaded>) -> FolderReport {
        let files = loaded.into_iter().map(|loaded| FileReport { name: "a.csv".into(), loaded });
        FolderReport { files: files.collect() }
    }

    #[test]
    fn nothing_loaded_is_nothing_done() {
        assert_eq!(exit_code(&report(vec![])), NOTHING_DONE);
        assert_eq!(exit_code(&report(vec![Loaded::NoLedger])), NOTHING_DONE);
        assert_eq!(exit_code(&report(vec![Loaded::Failed("gone".into())])), NOTHING_DONE);
    }

    #[test]
    fn a_refused_file_is_told_with_its_code() {
        let rule = Rule { code: "import.file.empty", zh: "空", en: "empty" };
        let said = text(&report(vec![Loaded::Refused(vec![FieldError::new("", rule)])]), true);
        assert!(said.contains("a.csv: refused 未导入: [import.file.empty] 空 empty") && said.contains("dry run"));
    }

    #[test]
    fn warnings_are_counted_and_not_all_told() {
        let rule = Rule { code: "import.row.repeated", zh: "同", en: "same" };
        let rows: Vec<RowReport> = (1..=12)
            .map(|row| RowReport {
                row,
                resource: "tests".into(),
                outcome: crate::imports::Outcome::Unchanged,
                target_id: None,
                changed: Vec::new(),
                basis: None,
                undone: None,
                errors: Vec::new(),
                warnings: vec![CellError::new("姓名", rule.code, rule.into())],
            })
            .collect();
        let mut text = String::new();
        warnings(&mut text, &rows);
        assert_eq!(text.matches("note 第").count(), 10);
        assert!(text.contains("12 warnings, 2 more"));
    }
}
