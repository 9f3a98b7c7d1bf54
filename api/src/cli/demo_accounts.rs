//! The accounts of the demonstration: one for each role worth looking at, with drawn passwords kept in a private file.
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::platform::Platform;
use crate::platform::access::Tx;
use crate::platform::auth::accounts::{self, AccountChange, NewAccount};
use crate::platform::auth::{random_code, roles};
use crate::platform::error::ApiResult;
use crate::start::Refusal;

const FILE: &str = "demo-accounts.txt";
const HEAD: &str = "# 演示账号 accounts of the demonstration: user name, password, division, role\n";
const TOWN: &str = "990981107000";
const VILLAGE: &str = "990981107201";
/// Role and division; the user name is the role's.
const ACCOUNTS: [(&str, &str); 9] = [
    ("caseworker", TOWN),
    ("office_head", TOWN),
    ("leader", TOWN),
    ("police", TOWN),
    ("village_head", VILLAGE),
    ("grid_worker", VILLAGE),
    ("sys_admin", TOWN),
    ("sec_admin", TOWN),
    ("audit_admin", TOWN),
];

/// Makes the accounts that are missing, gives a new password to those whose password is no longer in the file, and prints
/// them all.
///
/// # Errors
/// The file cannot be read or written, or the database refuses.
pub fn provide(platform: &Platform, data_dir: &Path) -> Result<(), Refusal> {
    let path = data_dir.join(FILE);
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let mut known = passwords(&kept);
    let mut is_new = false;
    for (name, division) in ACCOUNTS {
        is_new |= ensure(platform, name, division, &mut known)?;
    }
    let text = listing(&known)?;
    if is_new || text != kept {
        write_private(&path, &text)
            .map_err(|error| Refusal::Settings(format!("{} cannot be written: {error}", path.display())))?;
    }
    print!("{text}");
    Ok(())
}

fn passwords(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut words = line.split_whitespace().map(str::to_owned);
            Some((words.next()?, words.next()?))
        })
        .collect()
}

/// Whether the account or its password is new.
fn ensure(
    platform: &Platform,
    name: &'static str,
    division: &'static str,
    known: &mut BTreeMap<String, String>,
) -> Result<bool, Refusal> {
    let console = platform.command_line();
    let found = console.read_blocking(move |reading| accounts::find_by_name(reading, name))?;
    if found.is_some() && known.contains_key(name) {
        return Ok(false);
    }
    let password = known.entry(name.to_owned()).or_insert_with(random_code);
    let hash = platform.sessions().passwords().hash_new("/password", password)?;
    console.write_blocking(move |tx| match found {
        Some(account) => accounts::change(tx, account.id, AccountChange::Password(hash)),
        None => make(tx, name, division, hash),
    })?;
    Ok(true)
}

fn make(tx: &mut Tx<'_>, name: &str, division: &str, password_hash: String) -> ApiResult<()> {
    let title = roles::find(tx.db, name)?.map(|role| role.title_zh).unwrap_or_default();
    let new = NewAccount {
        username: name.to_owned(),
        display_name: format!("演示{title}"),
        role: name.to_owned(),
        division_code: division.to_owned(),
        password_hash,
    };
    accounts::insert(tx, new).map(drop)
}

fn listing(known: &BTreeMap<String, String>) -> ApiResult<String> {
    let titles = roles::shipped()?;
    let mut text = HEAD.to_owned();
    for (name, division) in ACCOUNTS {
        let (zh, en) = titles.get(name).map_or(("", ""), |role| (&role.title_zh, &role.title_en));
        let password = known.get(name).map_or("", String::as_str);
        let _ = writeln!(text, "{name:<12} {password} {division} {zh} {en}");
    }
    Ok(text)
}

/// A file whose mode is right from its first byte.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let fresh = path.with_extension("new");
    match std::fs::remove_file(&fresh) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(fresh, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_printed_is_read_again() {
        let known: BTreeMap<String, String> =
            ACCOUNTS.iter().map(|(name, _)| ((*name).to_owned(), random_code())).collect();
        assert_eq!(passwords(&listing(&known).unwrap()), known);
    }

    #[test]
    fn the_roles_are_shipped() {
        let shipped = roles::shipped().unwrap();
        assert!(ACCOUNTS.iter().all(|(name, _)| shipped.contains_key(*name)));
    }
}
