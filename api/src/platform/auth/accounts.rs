//! Accounts: who may sign in, in which role, for which division.
mod changes;
mod console;
mod dto;
mod handlers;
mod in_use;
mod requests;
mod rules;
pub(super) mod setting_up;
mod store;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::console::{AccountChange, change};
pub use self::dto::{AccountRequestKind, AccountRequestState, AccountState};
pub use self::rules::MACHINE;
use crate::platform::access::{Reading, Tx};
use crate::platform::db::schema::{accounts, sessions};
use crate::platform::db::{Backend, Raw, sql};
use crate::platform::error::{ApiError, ApiResult, FieldError, Rule};
use crate::platform::id::Id;
use crate::platform::journal::Entry;

use super::roles;
use super::setup::CLOSED;

pub(super) const TABLE: &str = "accounts";
/// The kind of accounts that people sign in with; those of machine clients are none.
const PERSON: &str = "person";
/// No password has this for its hash.
pub(super) const NO_PASSWORD: &str = "!";
/// No role of that name.
pub const UNKNOWN_ROLE: Rule =
    Rule { code: "account.role.unknown", zh: "没有这个角色", en: "there is no such role" };
/// Another account has that name.
pub const NAME_TAKEN: Rule =
    Rule { code: "account.username.taken", zh: "这个登录名已被使用", en: "this user name is taken" };
pub(super) const USERNAME: Rule = Rule {
    code: "account.username.format",
    zh: "登录名为2至64个字母、数字、点、下划线或连字符",
    en: "a user name has 2 to 64 letters, digits, dots, underscores or hyphens",
};
pub(super) const DISPLAY_NAME: Rule =
    Rule { code: "account.name.length", zh: "姓名为1至50个字", en: "a name has 1 to 50 characters" };
pub(super) const DIVISION: Rule =
    Rule {
        code: "account.division_code.format", zh: "区划代码为12位数字", en: "a division code has twelve digits"
    };
const CLOSED_FOR_GOOD: Rule =
    Rule { code: "account.closed", zh: "这个账号已注销", en: "this account is closed" };
const LOCKED: Rule =
    Rule {
        code: "account.locked", zh: "这个账号已停用，请先启用", en: "this account is locked; unlock it first"
    };
const NO_ACCOUNT: Rule = Rule { code: "account.not_found", zh: "没有这个账号", en: "no such account" };

/// What is sealed of an account: the official's name and post.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct AccountSecrets {
    pub(super) display_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) post: Option<String>,
}

/// Accounts as administrators see them, and the roles they may have.
pub(super) fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_accounts)
        .service(handlers::create_account)
        .service(handlers::find_account)
        .service(handlers::update_account)
        .service(handlers::lock_account)
        .service(handlers::unlock_account)
        .service(handlers::close_account)
        .service(handlers::end_account_sessions)
        .service(handlers::create_set_up_code)
        .service(handlers::request_role)
        .service(handlers::revoke_role)
        .service(handlers::list_account_requests)
        .service(handlers::find_account_request)
        .service(handlers::confirm_account_request)
        .service(handlers::decline_account_request)
        .service(handlers::list_roles);
}

/// An account as the console shows it.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its id.
    pub id: Id,
    /// Its sign-in name.
    pub username: String,
    /// The official's name.
    pub display_name: String,
    /// Name of its role.
    pub role: String,
    /// The division it belongs to.
    pub division_code: String,
    /// Whether it may sign in.
    pub is_active: bool,
    pub(super) password_hash: String,
    version: i64,
    is_closed: bool,
}

/// What a new account needs; the password is hashed already.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Sign-in name, unique.
    pub username: String,
    /// The official's name.
    pub display_name: String,
    /// Name of a role.
    pub role: String,
    /// The division it belongs to.
    pub division_code: String,
    /// Argon2id hash.
    pub password_hash: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts, check_for_backend(Backend))]
struct AccountRow {
    id: Id,
    username: String,
    password_hash: String,
    role: String,
    division_code: String,
    is_active: bool,
    data_key: Vec<u8>,
    sealed: Vec<u8>,
    version: i64,
    closed_at: Option<NaiveDateTime>,
}

/// Whether any account exists yet.
///
/// # Errors
/// The database refuses.
pub fn any_exists(db: &mut impl Raw) -> ApiResult<bool> {
    Ok(accounts::table.select(accounts::id).first::<Id>(db.raw()).optional()?.is_some())
}

/// Every account of a person, by name.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>) -> ApiResult<Vec<Account>> {
    let people = accounts::table.filter(accounts::kind.eq(PERSON)).order(accounts::username);
    let rows: Vec<AccountRow> = people.select(AccountRow::as_select()).load(reading.db)?;
    rows.into_iter().map(|row| open(reading, row)).collect()
}

/// The account with which a person signs in under this name.
///
/// # Errors
/// The database refuses.
pub fn find_by_name(reading: &mut Reading<'_>, username: &str) -> ApiResult<Option<Account>> {
    let query = accounts::table.filter(accounts::username.eq(username.to_owned())).filter(accounts::kind.eq(PERSON));
    let row: Option<AccountRow> = query.select(AccountRow::as_select()).first(reading.db).optional()?;
    row.map(|row| open(reading, row)).transpose()
}

/// The account with this id.
///
/// # Errors
/// 404, or the database refuses.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<Account> {
    let row: Option<AccountRow> =
        accounts::table.find(id).select(AccountRow::as_select()).first(reading.db).optional()?;
    open(reading, row.ok_or(ApiError::NotFound(NO_ACCOUNT))?)
}

fn open(reading: &Reading<'_>, row: AccountRow) -> ApiResult<Account> {
    let secrets: AccountSecrets = reading.vault().open_key(&row.data_key)?.open(TABLE, row.id, &row.sealed)?;
    let AccountRow { id, username, password_hash, role, division_code, is_active, version, closed_at, .. } = row;
    Ok(Account {
        id,
        username,
        display_name: secrets.display_name,
        role,
        division_code,
        is_active,
        password_hash,
        version,
        is_closed: closed_at.is_some(),
    })
}

/// Whether the journal can show it as a name.
pub(super) fn is_name(text: &str) -> bool {
    let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-');
    (2..=64).contains(&text.chars().count()) && text.chars().all(is_plain)
}

pub(super) fn is_shown(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= 50
}

pub(super) fn is_code(code: &str) -> bool {
    code.len() == 12 && code.bytes().all(|digit| digit.is_ascii_digit())
}

/// What the facts of a new account must be, whoever makes it; the role and whether the name is free, [`insert`] checks.
///
/// # Errors
/// 422 with every rule broken.
pub fn check_facts(username: &str, display_name: &str, division_code: &str) -> ApiResult<()> {
    let rules = [
        (is_name(username), "/username", USERNAME),
        (is_shown(display_name), "/display_name", DISPLAY_NAME),
        (is_code(division_code), "/division_code", DIVISION),
    ];
    let broken = rules.into_iter().filter(|(is_kept, ..)| !is_kept);
    ApiError::all(broken.map(|(_, field, rule)| FieldError::new(field, rule)).collect())
}

/// Whether somebody has this name, person or machine: the journal shows it.
///
/// # Errors
/// The database refuses.
pub fn is_taken(db: &mut impl Raw, username: &str) -> ApiResult<bool> {
    let query = accounts::table.filter(accounts::username.eq(username.to_owned())).select(accounts::id);
    Ok(query.first::<Id>(db.raw()).optional()?.is_some())
}

/// Makes the first account.
///
/// # Errors
/// 409 when there is one already, and as [`insert`].
pub fn insert_first(tx: &mut Tx<'_>, new: NewAccount) -> ApiResult<Id> {
    sql::one_at_a_time(tx.db, "jindu first account")?;
    if any_exists(tx.db)? {
        return Err(ApiError::Conflict(CLOSED));
    }
    insert(tx, new)
}

/// Makes an account.
///
/// # Errors
/// 409 when the name is taken, 422 for an unknown role.
pub fn insert(tx: &mut Tx<'_>, new: NewAccount) -> ApiResult<Id> {
    let NewAccount { username, display_name, role, division_code, password_hash } = new;
    if roles::find(tx.db, &role)?.is_none() {
        return Err(ApiError::invalid("/role", UNKNOWN_ROLE));
    }
    if is_taken(tx.db, &username)? {
        return Err(ApiError::Conflict(NAME_TAKEN));
    }
    let id = Id::new();
    let (key, data_key) = tx.vault().new_key()?;
    let sealed = key.seal(TABLE, id, &AccountSecrets { display_name, post: None })?;
    let at = tx.at().naive_utc();
    let statement = diesel::insert_into(accounts::table).values((
        accounts::id.eq(id),
        accounts::username.eq(username),
        accounts::password_hash.eq(password_hash),
        accounts::role.eq(role),
        accounts::division_code.eq(division_code.clone()),
        accounts::is_active.eq(true),
        accounts::data_key.eq(data_key),
        accounts::sealed.eq(sealed),
        (accounts::version.eq(1), accounts::created_at.eq(at), accounts::updated_at.eq(at)),
    ));
    tx.apply(statement, Entry::created(TABLE, id, &division_code))?;
    Ok(id)
}

/// Ends what is signed in with an account, whose rights are looked up anew.
///
/// # Errors
/// The database refuses.
pub(super) fn end_sessions_of(tx: &mut Tx<'_>, id: Id) -> ApiResult<()> {
    let at = tx.at().naive_utc();
    let open = sessions::table.filter(sessions::account_id.eq(id)).filter(sessions::revoked_at.is_null());
    sql::run_unjournalled(tx.db, diesel::update(open).set(sessions::revoked_at.eq(at)))?;
    tx.changes_standings();
    Ok(())
}

/// Remembers that somebody signed in.
///
/// # Errors
/// The database refuses.
pub(super) fn note_sign_in(db: &mut impl Raw, id: Id, at: NaiveDateTime) -> ApiResult<()> {
    let statement = diesel::update(accounts::table.find(id)).set(accounts::last_signed_in_at.eq(at));
    sql::run_unjournalled(db, statement).map(drop)
}
