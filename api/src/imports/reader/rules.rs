//! Every reason for which a file is refused or remarked upon, with its stable code and its sentence in both languages.

use crate::platform::error::Rule;

/// Declares the rules and the list of all of them, so that no rule can be missing from [`ALL`].
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $zh:literal, $en:literal;)+) => {
        $($(#[$doc])* pub const $name: Rule = Rule { code: $code, zh: $zh, en: $en };)+
        /// All rules of the reader.
        pub const ALL: &[Rule] = &[$($name),+];
    };
}

rules! {
    /// Nothing in it.
    EMPTY = "import.file.empty", "文件是空的，没有任何内容。", "The file is empty.";
    /// A heading without a record below it.
    HEADER_ONLY = "import.file.header_only", "文件只有表头，没有数据行。", "The file has a heading but no rows of data.";
    /// Above the limit of an upload.
    TOO_LARGE = "import.file.too_large", "文件超过20 MB，请拆分后分次导入。", "The file is larger than 20 MB; split it and import the pieces.";
    /// The child that read it died or took too long.
    TOO_COSTLY = "import.file.too_costly", "读取该文件需要的内存或时间超出限度，已中止；请另存为新的.xlsx文件或CSV后重试。",
        "Reading the file takes more memory or time than is allowed; save it as a new .xlsx or as CSV and try again.";
    /// Rows that would not fit into the memory set aside.
    TOO_MUCH = "import.file.too_much", "表格内容过多，请拆分后分次导入。", "The table holds too much; split it and import the pieces.";
    /// Broken archive or broken sheet.
    DAMAGED = "import.file.damaged", "文件已损坏或不是规范的Excel工作簿，请用Excel或WPS打开后另存为.xlsx。",
        "The file is damaged or not a proper Excel workbook; open it in Excel or WPS and save it as .xlsx.";
    /// PDF.
    PDF = "import.file.pdf", "这是PDF文件，不是表格；请提供原始的.xlsx或CSV文件。", "This is a PDF, not a table; send the .xlsx or CSV it was made from.";
    /// A text document, slides or another archive that is no workbook.
    NOT_A_WORKBOOK = "import.file.not_a_workbook", "这是压缩包或其他类型的文档，不是Excel工作簿。", "This is an archive or another kind of document, not an Excel workbook.";
    /// Excel 97–2003.
    LEGACY_EXCEL = "import.file.legacy_excel", "这是旧版Excel（.xls）格式，请另存为.xlsx后导入。", "This is the old Excel format (.xls); save it as .xlsx.";
    /// Password.
    ENCRYPTED = "import.file.encrypted", "文件设有打开密码，请取消密码后导入。", "The file is protected by a password; remove it first.";
    /// Macros.
    MACRO = "import.file.macro", "工作簿含有宏，请另存为不含宏的.xlsx后导入。", "The workbook contains macros; save it as .xlsx without them.";
    /// Excel binary workbook.
    BINARY_WORKBOOK = "import.file.binary_workbook", "这是Excel二进制工作簿（.xlsb），请另存为.xlsx后导入。", "This is a binary workbook (.xlsb); save it as .xlsx.";
    /// ODS.
    OPEN_DOCUMENT = "import.file.open_document", "这是OpenDocument表格（.ods），请另存为.xlsx或CSV后导入。", "This is an OpenDocument sheet (.ods); save it as .xlsx or CSV.";
    /// HTML or XML that some systems export under the name .xls.
    WEB_PAGE = "import.file.web_page", "这是网页或XML导出的表格，请用Excel打开后另存为.xlsx。", "This is a table exported as a web page or XML; open it in Excel and save it as .xlsx.";
    /// JSON.
    JSON = "import.file.json", "这是JSON文件，不是表格。", "This is JSON, not a table.";
    /// Pictures, other archives, programs.
    UNKNOWN_TYPE = "import.file.unknown_type", "无法识别的文件类型；只接受.xlsx工作簿和CSV文本。", "Unknown kind of file; only .xlsx workbooks and CSV text are read.";

    /// More parts than a workbook has.
    TOO_MANY_PARTS = "import.zip.entries", "文件内部的部件过多，不是正常的工作簿。", "The archive has more entries than a workbook needs.";
    /// Unpacked size.
    UNPACKS_TOO_LARGE = "import.zip.too_large", "文件解压后过大，已停止读取。", "The file grows too large when unpacked.";
    /// Growth.
    RATIO = "import.zip.ratio", "文件的压缩比异常，疑似恶意文件，已停止读取。", "The file unpacks to an abnormal multiple of its size.";
    /// Zip-slip.
    PART_PATH = "import.zip.path", "文件内部的部件路径不合规范，疑似恶意文件。", "The archive holds an entry whose path leaves its folder.";
    /// Archive in the archive.
    NESTED = "import.zip.nested", "工作簿内嵌有压缩包或其他文档，请删除内嵌对象后导入。", "The workbook embeds another archive or document; remove it first.";
    /// Directory and content disagree.
    FALSE_SIZES = "import.zip.false_sizes", "文件的目录与实际内容不符，疑似恶意文件。", "The archive's directory does not agree with its content.";
    /// Document type declarations.
    XML_DECLARATION = "import.xml.declaration", "文件内部含有DTD或实体声明，疑似恶意文件。", "The file contains a document type or entity declaration.";
    /// XML in UTF-16 and the like.
    XML_ENCODING = "import.xml.encoding", "文件内部的XML不是UTF-8编码，请用Excel或WPS另存为.xlsx。", "A part of the file is not UTF-8; save it again with Excel or WPS.";

    /// Links to other workbooks or data connections.
    EXTERNAL_LINKS = "import.workbook.external_links", "工作簿链接了外部文件或数据源，请断开链接（粘贴为数值）后导入。",
        "The workbook links to other files or data sources; break the links (paste as values) first.";
    /// Sheets.
    TOO_MANY_SHEETS = "import.workbook.sheets", "工作表超过100个。", "The workbook has more than 100 sheets.";
    /// Shared strings.
    TOO_MANY_STRINGS = "import.workbook.strings", "工作簿的文本项过多，请拆分后导入。", "The workbook has too many text entries; split it.";
    /// Formats.
    TOO_MANY_FORMATS = "import.workbook.formats", "工作簿的单元格格式过多，请另存为CSV后导入。", "The workbook has too many cell formats; save it as CSV.";
    /// Nothing but formulas.
    FORMULAS_ONLY = "import.workbook.formulas_only", "表格内容全部是公式，请粘贴为数值后导入。", "The sheet consists of formulas only; paste it as values first.";

    /// Rows.
    TOO_MANY_ROWS = "import.grid.rows", "表格超过50 000行，请拆分后分次导入。", "The table has more than 50,000 rows; split it.";
    /// Columns.
    TOO_MANY_COLUMNS = "import.grid.columns", "表格超过200列。", "The table has more than 200 columns.";
    /// Cells.
    TOO_MANY_CELLS = "import.grid.cells", "表格的单元格过多，请拆分后分次导入。", "The table has too many cells; split it.";
    /// Order of rows.
    DISORDER = "import.grid.order", "工作表的行顺序不合规范，请用Excel或WPS另存为.xlsx。", "The rows of the sheet are not in order; save it again with Excel or WPS.";
    /// One cell.
    CELL_TOO_LONG = "import.cell.too_long", "单元格的内容超过32 KB。", "A cell holds more than 32 KB.";
    /// One row.
    ROW_TOO_LONG = "import.row.too_long", "一行的内容超过1 MB。", "A row holds more than 1 MB.";

    /// Neither UTF-8 nor GB 18030.
    TEXT_ENCODING = "import.text.encoding", "文本编码既不是UTF-8也不是GB18030，请另存为“CSV UTF-8”后导入。",
        "The text is neither UTF-8 nor GB 18030; save it as \"CSV UTF-8\".";
    /// UTF-16.
    TEXT_UTF16 = "import.text.utf16", "这是UTF-16（Unicode文本）编码，请另存为“CSV UTF-8”后导入。", "The text is UTF-16; save it as \"CSV UTF-8\".";
    /// NUL.
    TEXT_NUL = "import.text.nul", "文本含有空字符（NUL），文件可能已损坏。", "The text contains a NUL character; the file may be damaged.";
    /// Quotes.
    TEXT_QUOTE = "import.text.unclosed_quote", "从这一行开始的双引号没有结束。", "A quotation mark opened in this row is never closed.";

    /// The child could not be started or confined; our own fault.
    UNAVAILABLE = "import.reader.unavailable", "读取程序未能启动，请稍后重试或联系管理员。", "The reader could not be started; try again or tell the administrator.";

    /// Remark: another sheet is left aside.
    SHEET_LEFT_ASIDE = "import.note.sheet_left_aside", "只读取第一个有内容的工作表，此工作表未读取。", "Only the first sheet with content is read; this one was not.";
    /// Remark: a hidden sheet is left aside.
    HIDDEN_SHEET = "import.note.hidden_sheet", "隐藏的工作表未读取。", "A hidden sheet was not read.";
    /// Remark: the name promises another type.
    NAME_DIFFERS = "import.note.name_differs", "文件扩展名与实际内容不符，已按实际内容读取。", "The file's extension does not fit its content; the content decided.";
}

/// The rule with this code, as it comes back from the child.
pub fn by_code(code: &str) -> Option<Rule> {
    ALL.iter().copied().find(|rule| rule.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_both_sentences_end() {
        let codes: BTreeSet<&str> = ALL.iter().map(|rule| rule.code).collect();
        assert_eq!(codes.len(), ALL.len());
        for rule in ALL {
            assert!(rule.code.starts_with("import."), "{}", rule.code);
            assert!(rule.zh.ends_with('。') && rule.en.ends_with('.'), "{}", rule.code);
        }
    }
}
