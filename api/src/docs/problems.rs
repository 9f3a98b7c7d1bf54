//! The pages that the `type` of a problem document points at: what a code means, and with which status it comes.
use super::html::{self, escaped};
use crate::platform::error::kinds;

/// Rules of the sources: code, Chinese, English, status.
static RULES: &[(&str, &str, &str, u16)] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// Rules that many fields have, each with bounds of its own.
const BOUNDS: [(&str, &str, &str, u16); 2] = [
    ("length", "文字的长度不在该项允许的范围内", "the text has fewer or more characters than the field allows", 422),
    ("range", "数值不在该项允许的范围内", "the number is below or above what the field allows", 422),
];

/// A code explained.
struct Meaning {
    code: &'static str,
    zh: String,
    en: String,
    status: u16,
}

fn meanings() -> Vec<Meaning> {
    let kinds = kinds().into_iter().map(|(code, sentence, status)| Meaning {
        code,
        zh: sentence.zh.into_owned(),
        en: sentence.en.into_owned(),
        status: status.as_u16(),
    });
    let rules = BOUNDS.iter().chain(RULES).map(|&(code, zh, en, status)| Meaning {
        code,
        zh: zh.to_owned(),
        en: en.to_owned(),
        status,
    });
    kinds.chain(rules).collect()
}

/// All codes on one page.
pub fn list() -> String {
    let row = |Meaning { code, zh, en, status }: Meaning| {
        let (code, zh, en) = (escaped(code), escaped(&zh), escaped(&en));
        format!("<tr><td><a href=\"/docs/problems/{code}\"><code>{code}</code></a><td>{status}<td>{zh}<br>{en}</tr>\n")
    };
    let rows: String = meanings().into_iter().map(row).collect();
    html::page(
        "错误码 Codes",
        &format!("<table><tr><th>代码 Code<th>状态 Status<th>含义 Meaning</tr>\n{rows}</table>\n"),
    )
}

/// The page of one code, if there is such a code.
pub fn page(code: &str) -> Option<String> {
    let Meaning { code, zh, en, status } = meanings().into_iter().find(|meaning| meaning.code == code)?;
    let (zh, en) = (escaped(&zh), escaped(&en));
    let body = format!("<p>HTTP {status}</p>\n<p>{zh}</p>\n<p lang=\"en\">{en}</p>\n");
    Some(html::page(code, &body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_rules_are_explained_with_their_status() {
        for (code, status) in [
            ("invalid", 422),
            ("too_many", 429),
            ("sign_in.wrong", 401),
            ("setup.closed", 409),
            ("not_found.address", 404),
            ("field.unknown", 422),
            ("import.file.empty", 422),
            ("import.resource.unknown", 422),
            ("import.template.not_found", 404),
            ("import.not_found", 404),
            ("import.stale", 409),
            ("import.file.gone", 409),
            ("length", 422),
        ] {
            assert!(page(code).unwrap_or_default().contains(&format!("HTTP {status}")), "{code}");
        }
        assert!(page("no_such_code").is_none() && page("<script>").is_none());
    }

    #[test]
    fn codes_of_lists_are_no_codes_of_refusals() {
        assert!(RULES.iter().all(|(code, zh, en, _)| !code.is_empty() && !zh.is_empty() && !en.is_empty()));
        assert!(page("planned").is_none());
    }
}
