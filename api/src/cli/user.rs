//! `jindu user`: accounts.
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{Outcome, password};
use crate::codes::division::DivisionCode;
use crate::config::{Config, Settings};
use crate::platform::Platform;
use crate::platform::auth::accounts::{self, Account, AccountChange, NAME_TAKEN, NewAccount, UNKNOWN_ROLE};
use crate::platform::auth::{WHOLE_COUNTRY, password as strength, roles};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::start::{Refusal, open};

const NO_ACCOUNT: Rule =
    Rule { code: "account.username.unknown", zh: "没有这个登录名", en: "there is no such user name" };
/// Make and change accounts 账号管理
///
/// One account a person, with the smallest role (角色) that does the work; the division (区划) sets the area it sees. Every
/// change is journalled and ends the account's sessions at once.
#[derive(Args)]
#[command(after_help = "\
Examples:
  jindu user create --username zhoulan --role office_head --division 990981107000 --name 周岚
  jindu user list
  jindu user disable zhoulan")]
pub struct User {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    Create(Create),
    /// List the accounts 列出账号
    List,
    /// Forbid an account to sign in; it is out at once 停用账号
    Disable {
        /// Its user name
        username: String,
    },
    /// Allow it to sign in again 启用账号
    Enable {
        /// Its user name
        username: String,
    },
    /// Give an account another role 更换角色
    Role {
        /// Its user name
        username: String,
        /// Name of the role, as in `caseworker`
        role: String,
    },
    /// Give an account another password 重置密码
    Password {
        /// Its user name
        username: String,
        /// Read the password from the first line of standard input
        #[arg(long)]
        password_stdin: bool,
    },
}

/// Make an account 新建账号
///
/// Asks for the password twice; it is never taken from the command line, where others could read it.
#[derive(Args)]
#[command(after_help = "\
Example:
  jindu user create --username zhoulan --role office_head --division 990981107000 --name 周岚")]
struct Create {
    /// Sign-in name 登录名
    #[arg(long)]
    username: String,
    /// Role 角色: `office_head`, `caseworker`, `grid_worker`, …; a wrong name lists them all
    #[arg(long)]
    role: String,
    /// Division 区划代码 of twelve digits; the account sees it and all below it
    #[arg(long, value_name = "CODE")]
    division: String,
    /// The official's name 姓名
    #[arg(long)]
    name: String,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
}

impl User {
    /// Does it.
    ///
    /// # Errors
    /// What is asked for is refused; the line names the field and the rule.
    pub fn run(self, settings: &Settings) -> Outcome {
        let platform = open(&Config::try_from(settings)?)?;
        match self.action {
            Action::Create(create) => create.run(&platform)?,
            Action::List => list(&platform)?,
            Action::Disable { username } => change(&platform, username, AccountChange::Active(false))?,
            Action::Enable { username } => change(&platform, username, AccountChange::Active(true))?,
            Action::Role { username, role } => {
                check_role(&platform, role.clone())?;
                change(&platform, username, AccountChange::Role(role))?;
            }
            Action::Password { username, password_stdin } => {
                let account = find(&platform, username.clone())?;
                let hash = new_hash(&platform, password_stdin, &[&username, &account.display_name])?;
                change(&platform, username, AccountChange::Password(hash))?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Create {
    /// Everything is checked before anyone is asked for a password.
    fn run(self, platform: &Platform) -> Result<(), Refusal> {
        let Self { username, role, division, name, password_stdin } = self;
        check_facts(&username, &division, &name)?;
        check_role(platform, role.clone())?;
        check_free(platform, username.clone())?;
        let password_hash = new_hash(platform, password_stdin, &[&username, &name])?;
        let said = format!("made {username} ({role}, {division})");
        let new = NewAccount { username, display_name: name, role, division_code: division, password_hash };
        platform.command_line().write_blocking(move |tx| accounts::insert(tx, new))?;
        println!("{said}");
        Ok(())
    }
}

fn check_facts(username: &str, division: &str, name: &str) -> ApiResult<()> {
    if division != WHOLE_COUNTRY {
        DivisionCode::parse(division).map_err(|rule| ApiError::invalid("/division_code", rule))?;
    }
    accounts::check_facts(username, name, division)
}

fn check_role(platform: &Platform, role: String) -> Result<(), Refusal> {
    let found = platform.command_line().read_blocking(move |reading| roles::find(reading.db, &role))?;
    match found {
        Some(_) => Ok(()),
        None => {
            let names: Vec<String> = roles::shipped()?.into_keys().collect();
            let Rule { zh, en, .. } = UNKNOWN_ROLE;
            Err(Refusal::Failed(format!("role: {en} ({zh}); the roles are {}", names.join(", "))))
        }
    }
}

fn check_free(platform: &Platform, username: String) -> Result<(), Refusal> {
    match lookup(platform, username)? {
        Some(_) => Err(ApiError::invalid("/username", NAME_TAKEN).into()),
        None => Ok(()),
    }
}

fn new_hash(platform: &Platform, is_from_stdin: bool, names: &[&str]) -> Result<String, Refusal> {
    let password = password::read_new(is_from_stdin)?;
    strength::check("/password", &password, names)?;
    Ok(platform.sessions().passwords().hash_new("/password", &password)?)
}

fn find(platform: &Platform, username: String) -> Result<Account, Refusal> {
    Ok(lookup(platform, username)?.ok_or_else(|| ApiError::invalid("/username", NO_ACCOUNT))?)
}

fn lookup(platform: &Platform, username: String) -> Result<Option<Account>, Refusal> {
    Ok(platform.command_line().read_blocking(move |reading| accounts::find_by_name(reading, &username))?)
}

fn change(platform: &Platform, username: String, change: AccountChange) -> Result<(), Refusal> {
    let account = find(platform, username)?;
    platform.command_line().write_blocking(move |tx| accounts::change(tx, account.id, change))?;
    println!("changed {}; its sessions have ended", account.username);
    Ok(())
}

fn list(platform: &Platform) -> Result<(), Refusal> {
    for account in platform.command_line().read_blocking(accounts::list)? {
        let Account { username, role, division_code, is_active, display_name, .. } = account;
        let state = if is_active { "active" } else { "disabled" };
        println!("{username:<20} {role:<16} {division_code} {state:<8} {display_name}");
    }
    Ok(())
}
