//! Collects every rule the sources declare (stable code, Chinese, English, status), so that `/docs/problems` can explain it.
//!
//! A rule is a `Rule { code: "…", zh: "…", en: "…" }`, or a line of a `rules!` list. Nothing is repeated by hand.
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A string literal as the source writes it, quotes included, with its place.
struct Literal<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=src");
    let mut paths = Vec::new();
    sources(Path::new("src"), &mut paths)?;
    let files: Vec<String> = paths.iter().map(std::fs::read_to_string).collect::<Result<_, _>>()?;
    let mut rules = BTreeMap::new();
    for source in &files {
        collect(source, &files, &mut rules);
    }
    let mut table = String::from("&[\n");
    for (code, (zh, en, status)) in rules {
        let _ = writeln!(table, "    ({code}, {zh}, {en}, {status}),");
    }
    let folder = std::env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    std::fs::write(folder.join("rules.rs"), table + "]\n")
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(())
}

type Rules<'a> = BTreeMap<&'a str, (&'a str, &'a str, u16)>;

fn collect<'a>(source: &'a str, files: &[String], rules: &mut Rules<'a>) {
    let is_list = source.contains("macro_rules! rules");
    for three in literals(source).windows(3) {
        let [code, zh, en] = three else { continue };
        let between = |from: &Literal<'_>, to: &Literal<'_>| squeezed(source.get(from.end..to.start));
        let before = source.get(..code.start).unwrap_or_default().trim_end();
        let is_named = before.ends_with("code:") && between(code, zh) == ",zh:" && between(zh, en) == ",en:";
        let is_listed = is_list && before.ends_with('=') && between(code, zh) == "," && between(zh, en) == ",";
        // A rule without a code stands in for one; it is never sent.
        if code.text.len() > 2 && (is_named || is_listed) {
            let status = status(name(before, is_listed), is_listed, source, files);
            rules.insert(code.text, (zh.text, en.text, status));
        }
    }
}

fn squeezed(text: Option<&str>) -> String {
    text.unwrap_or_default().split_whitespace().collect()
}

/// The name of the constant whose value begins where `before` ends: in a list it stands right before the `=`.
fn name(before: &str, is_listed: bool) -> &str {
    let is_other = |letter: char| !letter.is_ascii_uppercase() && letter != '_' && !letter.is_ascii_digit();
    if is_listed {
        return before.trim_end_matches('=').trim_end().rsplit(is_other).next().unwrap_or("");
    }
    let rest = before.rsplit_once("const ").map_or("", |(_, rest)| rest);
    rest.split(is_other).next().unwrap_or("")
}

/// What a rule is refused with: 422, unless it is handed to one of the refusals that have a status of their own. The rules
/// of a list are all public.
fn status(name: &str, is_listed: bool, source: &str, files: &[String]) -> u16 {
    let is_given_to = |refusal: &str, text: &str| {
        text.match_indices(refusal).any(|(at, _)| {
            let given =
                text.get(at + refusal.len()..).and_then(|rest| rest.split([')', ',']).next()).unwrap_or_default();
            !name.is_empty() && given.rsplit("::").next() == Some(name)
        })
    };
    let own = [
        ("NotFound(", 404),
        ("Conflict(", 409),
        ("Conflicts(", 409),
        ("Gone(", 410),
        ("SignInRefused(", 401),
        ("Refused(", 403),
        ("Spent(", 429),
    ];
    let found = own.into_iter().find(|(refusal, _)| {
        let is_public = is_listed || source.contains(&format!("pub const {name}:"));
        is_given_to(refusal, source) || (is_public && files.iter().any(|text| is_given_to(refusal, text)))
    });
    found.map_or(422, |(_, status)| status)
}

/// The plain string literals of a source, in order. Comments, characters and raw strings are stepped over.
fn literals(source: &str) -> Vec<Literal<'_>> {
    let bytes = source.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(byte) = bytes.get(at) {
        let rest = source.get(at..).unwrap_or_default();
        at += match byte {
            b'/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            b'\'' if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") => {
                rest.get(1..).and_then(|rest| rest.find('\'')).map_or(1, |end| end + 2)
            }
            b'r' if rest.starts_with("r#\"") => rest.find("\"#").map_or(1, |end| end + 2),
            b'"' => {
                let length = length(rest);
                found.push(Literal { text: rest.get(..length).unwrap_or_default(), start: at, end: at + length });
                length
            }
            _ => 1,
        };
    }
    found
}

/// Length in bytes of the literal that `text` begins with.
fn length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}
