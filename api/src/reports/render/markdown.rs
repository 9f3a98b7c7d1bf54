//! The report as Markdown: figures bold, missing ones as 【待填】, unproved judgements marked, remarks for the drafter below.
use crate::reports::document::{Block, Document, Level, Note, Run};

/// Renders the document.
pub fn markdown(document: &Document) -> String {
    let mut text = format!("# {}\n", escaped(&document.title));
    for block in document.blocks.iter().filter(|block| !block.text().is_empty()) {
        text.push('\n');
        text.push_str(prefix(block.level));
        text.push_str(&line(block));
        text.push('\n');
    }
    text + &for_the_drafter(&document.notes)
}

/// Remarks on the figures, below a line: they are not part of the text.
fn for_the_drafter(notes: &[Note]) -> String {
    if notes.is_empty() {
        return String::new();
    }
    let line = |note: &Note| format!("- {}：{}\n", escaped(&note.title_zh), escaped(&note.zh));
    format!("\n---\n\n起草说明（不属正文）：\n\n{}", notes.iter().map(line).collect::<String>())
}

fn prefix(level: Level) -> &'static str {
    match level {
        Level::Body => "",
        Level::First => "## ",
        Level::Second => "### ",
    }
}

/// `1.` at the start of a paragraph would begin a list.
fn line(block: &Block) -> String {
    // Two bold figures side by side would close and open in one breath, which Markdown does not read.
    let text = block.runs.iter().map(run).collect::<String>().replace("****", "");
    let digits = text.len() - text.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
    match text.split_at(digits) {
        (number, rest) if !number.is_empty() && rest.starts_with('.') => format!("{number}\\{rest}"),
        _ => text,
    }
}

fn run(run: &Run) -> String {
    match run {
        Run::Text { text } => escaped(text),
        Run::Judgement { text } => format!("〔待核：{}〕", escaped(text)),
        Run::Figure(figure) if figure.missing.is_some() || !can_be_bold(&figure.printed) => escaped(&figure.printed),
        Run::Figure(figure) => format!("**{}**", escaped(&figure.printed)),
    }
}

/// Asterisks beside punctuation are not read as emphasis when a word follows.
fn can_be_bold(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric) && text.ends_with(char::is_alphanumeric)
}

/// Signs that Markdown or HTML would read.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        if matches!(sign, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '&' | '|' | '~' | '!') {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::document::Figure;

    fn of(runs: Vec<Run>) -> String {
        let block = Block {
            key: "a.b".to_owned(),
            level: Level::Body,
            runs,
            choices: Vec::new(),
            edited: false,
            outdated: false,
        };
        line(&block)
    }

    #[test]
    fn prose_does_not_become_markup() {
        let text = |text: &str| vec![Run::Text { text: text.to_owned() }];
        assert_eq!(of(text("1.注重*经常*性<b>")), r"1\.注重\*经常\*性\<b\>");
        assert_eq!(of(text("2025年")), "2025年");
    }

    #[test]
    fn figures_are_bold_where_markdown_reads_it() {
        let figure = |printed: &str| {
            let (name, mark, printed) = ("x".to_owned(), "x".to_owned(), printed.to_owned());
            Run::Figure(Figure { name, mark, printed, missing: None, blank_numbers: Vec::new() })
        };
        assert_eq!(of(vec![figure("江岚市"), figure("南部")]), "**江岚市南部**");
        assert_eq!(of(vec![figure("“口号”")]), "“口号”");
    }

    #[test]
    fn a_judgement_is_marked() {
        assert_eq!(of(vec![Run::Judgement { text: "成绩较好。".to_owned() }]), "〔待核：成绩较好。〕");
    }
}
