//! The rooms of the house: who may know whom. Read off the sources, so that no arrow turns around unseen.
use std::path::{Path, PathBuf};

/// Rooms by floor: a room may know those on lower floors only.
const FLOORS: [&[&str]; 12] = [
    &["platform"],
    &["codes", "docx"],
    &["indicators", "audit", "system"],
    &["imports", "exports"],
    &["divisions"],
    &["staff", "campaigns"],
    &["personnel", "premises", "events"],
    &["tasks"],
    &["statutes", "coverage"],
    &["reports", "papers", "exchange"],
    &["dictionaries"],
    &["app", "cli", "config", "docs", "lib", "main", "server", "start", "web_client"],
];
/// The lowest floor of the domains, which meet only through their `mod.rs`.
const LOWEST_DOMAIN: usize = 4;
/// What a file of this name may not name, whichever domain it is in.
const FORBIDDEN: [(&str, &[&str]); 4] = [
    ("dto", &["diesel", "actix_web", "platform::db", "store"]),
    ("handlers", &["diesel", "db::schema", "sql"]),
    ("rules", &["diesel", "actix_web", "utoipa", "platform::db", "platform::http"]),
    ("store", &["actix_web", "utoipa"]),
];
const LONGEST: usize = 300;

struct Source {
    /// Below `api/src`.
    path: PathBuf,
    text: String,
}

impl Source {
    /// The room it lies in.
    fn room(&self) -> &str {
        let first = self.path.iter().next().and_then(|name| name.to_str()).unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    fn is_role(&self, role: &str) -> bool {
        let file = format!("{role}.rs");
        self.path.iter().any(|part| part == role || part.to_str() == Some(&file))
    }

    /// Its lines without comments.
    fn code(&self) -> impl Iterator<Item = &str> {
        self.text.lines().map(str::trim).filter(|line| !line.starts_with("//"))
    }

    /// What it names of this crate: the paths behind `crate::`, groups spelled out.
    fn names(&self) -> Vec<String> {
        let code = self.code().collect::<Vec<_>>().join(" ");
        code.split("crate::").skip(1).flat_map(paths).collect()
    }
}

/// The paths a text begins with: `a::{b, c::d}; …` gives `a::b` and `a::c::d`.
fn paths(text: &str) -> Vec<String> {
    let is_part = |character: char| character.is_alphanumeric() || character == '_' || character == ':';
    let end = text.find(|character| !is_part(character)).unwrap_or(text.len());
    let (prefix, rest) = text.split_at(end);
    let Some(group) = rest.strip_prefix('{').filter(|_| prefix.ends_with("::")) else {
        return vec![prefix.trim_end_matches(':').to_owned()];
    };
    members(group).into_iter().flat_map(paths).map(|inner| format!("{prefix}{inner}")).collect()
}

/// The members of a group, at its own depth.
fn members(group: &str) -> Vec<&str> {
    let (mut depth, mut starts, mut found) = (0, 0, Vec::new());
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                found.push(group.get(starts..at).unwrap_or_default().trim());
                starts = at + 1;
                if character == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    found.into_iter().filter(|member| !member.is_empty()).collect()
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/src");
    let mut found = Vec::new();
    collect(&root, &root, &mut found);
    assert!(found.len() > 50, "the sources are where they were");
    found
}

/// Unit tests of a whole room (`tests.rs`) are no part of the program and may know the house around them.
fn collect(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            let text = std::fs::read_to_string(&path).expect("a source file");
            found.push(Source { path: path.strip_prefix(root).expect("below the root").to_owned(), text });
        }
    }
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

fn assert_none(found: Vec<String>) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn every_room_stands_above_all_it_knows() {
    let mut found = Vec::new();
    for source in sources() {
        let own = source.room();
        let floor_of_own = floor(own).unwrap_or_else(|| panic!("{own} has no floor: see ARCHITECTURE.md and FLOORS"));
        for name in source.names() {
            let other = name.split("::").next().unwrap_or_default();
            let is_up = floor(other).is_some_and(|floor| floor >= floor_of_own);
            if other != own && is_up && floor_of_own + 1 < FLOORS.len() {
                found.push(format!("{} names crate::{name}", source.path.display()));
            }
        }
    }
    assert_none(found);
}

#[test]
fn domains_meet_only_at_the_door() {
    let mut found = Vec::new();
    for source in sources() {
        for name in source.names() {
            let parts: Vec<&str> = name.split("::").collect();
            let is_domain = floor(parts[0]).is_some_and(|floor| (LOWEST_DOMAIN..FLOORS.len() - 1).contains(&floor));
            let is_inside = parts.get(1).is_some_and(|part| part.starts_with(char::is_lowercase)) && parts.len() > 2;
            if is_domain && is_inside && parts[0] != source.room() {
                found.push(format!("{} reaches into crate::{name}", source.path.display()));
            }
        }
    }
    assert_none(found);
}

#[test]
fn each_file_uses_only_what_its_name_allows() {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| floor(source.room()).is_some_and(|floor| floor >= LOWEST_DOMAIN)) {
        for (role, forbidden) in FORBIDDEN.iter().filter(|(role, _)| source.is_role(role)) {
            for line in source.code() {
                let named = forbidden.iter().find(|name| line.contains(&format!("{name}::")));
                if let Some(name) = named {
                    found.push(format!("{}: a {role} names {name}: {line}", source.path.display()));
                }
            }
        }
    }
    assert_none(found);
}

#[test]
fn no_file_is_too_long_to_read() {
    let length = |source: &Source| source.text.lines().count();
    let long = sources()
        .into_iter()
        .filter(|source| !source.path.ends_with("platform/db/schema.rs") && length(source) > LONGEST);
    assert_none(long.map(|source| format!("{} has {} lines", source.path.display(), length(&source))).collect());
}

#[test]
fn no_spreadsheet_is_read_whole() {
    let whole = sources().into_iter().filter(|source| source.code().any(|line| line.contains("worksheet_range(")));
    assert_none(whole.map(|source| source.path.display().to_string()).collect());
}

#[test]
fn groups_of_names_are_spelled_out() {
    assert_eq!(paths("a::{b, c::{d, E}, f}; use x"), ["a::b", "a::c::d", "a::c::E", "a::f"]);
    assert_eq!(paths("a::b(c)"), ["a::b"]);
}
