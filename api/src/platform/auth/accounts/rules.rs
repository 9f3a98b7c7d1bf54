//! Who may do what to an account: the separation of the three administrators (三员). The one makes accounts and gives none a
//! role, the other asks for roles and makes no account, the third, or the head of the office it is for, confirms. Nobody does
//! anything to their own.
use validator::ValidationError;

use super::dto::CreateAccount;
use super::{DISPLAY_NAME, DIVISION, USERNAME, is_code, is_name, is_shown};
use crate::platform::error::{Broken, Rule};
use crate::platform::id::Id;

/// The role of an account that was given none.
pub const UNASSIGNED: &str = "unassigned";
/// The role of every machine client's account; it holds nothing, and no person has it.
pub const MACHINE: &str = "machine";
/// The three whose work nobody else does.
pub const ADMINISTRATORS: [&str; 3] = ["sys_admin", "sec_admin", "audit_admin"];
/// Of the three, the one who confirms.
const AUDITOR: &str = "audit_admin";

const OWN: Rule =
    Rule {
        code: "account.own", zh: "不能对自己的账号做这项操作", en: "nobody does this to their own account"
    };
const SAME_PERSON: Rule = Rule {
    code: "account.same_person",
    zh: "建账号、申请授权、确认授权须由不同的人完成",
    en: "who makes an account, who asks for its role and who confirms it are different people",
};
const BY_AUDITOR: Rule = Rule {
    code: "account.by_auditor",
    zh: "涉及系统、安全、审计管理员的申请只能由审计管理员确认",
    en: "what concerns one of the three administrators is confirmed by the audit administrator",
};

/// Whether this is one of the three administrators.
pub fn is_administrator(role: &str) -> bool {
    ADMINISTRATORS.contains(&role)
}

/// Whether a person may be given this role.
pub fn may_be_given(role: &str) -> bool {
    role != UNASSIGNED && role != MACHINE
}

/// Nobody administers themselves.
///
/// # Errors
/// It is their own.
pub fn expect_another(actor: Option<Id>, account_id: Id) -> Result<(), Rule> {
    if actor == Some(account_id) { Err(OWN) } else { Ok(()) }
}

/// Who asks for a role has not made the account: else one person, moved from one post to the other, could do both.
///
/// # Errors
/// They have, or it is their own.
pub fn expect_may_ask_for_role(actor: Option<Id>, account_id: Id, made_by: Option<Id>) -> Result<(), Rule> {
    expect_another(actor, account_id)?;
    if actor.is_some() && actor == made_by { Err(SAME_PERSON) } else { Ok(()) }
}

/// What is to be confirmed, and whose hands it went through.
#[derive(Debug, Clone, Copy)]
pub struct ToConfirm<'a> {
    /// The account.
    pub account_id: Id,
    /// Who made it; nobody where it was the console.
    pub made_by: Option<Id>,
    /// Who asks.
    pub asked_by: Id,
    /// The role it has.
    pub present_role: &'a str,
    /// The role that is asked for, where one is.
    pub asked_role: Option<&'a str>,
}

/// Whether somebody is the second pair of eyes.
///
/// # Errors
/// They asked for it themselves, made the account, or it is not theirs to confirm.
pub fn expect_may_confirm(confirmer: Id, confirmer_role: &str, what: ToConfirm<'_>) -> Result<(), Rule> {
    expect_another(Some(confirmer), what.account_id)?;
    let gives_role = what.asked_role.is_some();
    if confirmer == what.asked_by || (gives_role && what.made_by == Some(confirmer)) {
        return Err(SAME_PERSON);
    }
    let concerns_administrators = is_administrator(what.present_role) || what.asked_role.is_some_and(is_administrator);
    if concerns_administrators && confirmer_role != AUDITOR { Err(BY_AUDITOR) } else { Ok(()) }
}

/// Rules of a whole new account.
///
/// # Errors
/// Every rule broken.
pub fn check(account: &CreateAccount) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.when(!is_name(&account.username), "username", USERNAME);
    broken.when(!is_code(&account.division_code), "division_code", DIVISION);
    broken.done()
}

/// Twelve digits.
///
/// # Errors
/// It is something else.
pub fn division_code(code: &str) -> Result<(), ValidationError> {
    if is_code(code) { Ok(()) } else { Err(DIVISION.into()) }
}

/// Not blank.
///
/// # Errors
/// It is.
pub fn display_name(name: &str) -> Result<(), ValidationError> {
    if is_shown(name) { Ok(()) } else { Err(DISPLAY_NAME.into()) }
}

#[cfg(test)]
mod tests;
