//! What may leave, with whose consent, and for how long: every number in one place.
use chrono::Duration;
use validator::ValidationError;

use super::dto::{CreateExport, ExportState, RejectExport};
use crate::codes::text;
use crate::platform::auth::{FIELD_CLASSES, FieldClass, FieldClasses};
use crate::platform::error::{ApiError, ApiResult, Broken, FieldError, Rule};
use crate::platform::id::Id;

/// Rows with identities or contacts in full that one approver may let go; more need two.
pub const ROWS_OF_ONE_APPROVER: i64 = 100;
/// How long a link is good for, and once.
pub const LINK_KEPT: Duration = Duration::minutes(10);
/// How long a file is kept.
pub const FILE_KEPT: Duration = Duration::hours(24);
/// How long an export waits for its approvers.
pub const APPROVAL_AWAITED: Duration = Duration::days(7);
/// How long a process that writes a file may say nothing before another one takes it over.
pub const LEASE: Duration = Duration::seconds(60);
/// Times a file is begun before it is given up.
pub const MOST_ATTEMPTS: i64 = 5;

/// Declares rules: `NAME = "code", "中文", "English";`.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $zh:literal, $en:literal;)+) => {
        $($(#[$doc])* pub const $name: Rule = Rule { code: $code, zh: $zh, en: $en };)+
    };
}

rules! {
    /// Nothing of this id in scope.
    NO_EXPORT = "export.not_found", "没有这次导出", "no such export";
    /// The resource is none that can be taken out.
    NO_RESOURCE = "export.resource.unknown", "这类数据不能导出", "there is no such list to take out";
    /// The class of fields is none, or one the caller does not see.
    CLASS = "export.classes.not_seen", "没有这类字段，或您的角色看不到这类字段", "there is no such class of fields, or your role does not see it";
    /// Nobody approves their own export.
    OWN = "export.own", "不能审批自己申请的导出", "nobody decides on an export of their own";
    /// Two approvers are two persons.
    APPROVED = "export.approved_before", "您已经审批过这次导出，须由另一人再审批", "you have approved this export: another person must";
    /// Nobody waits for a decision.
    NOT_AWAITED = "export.not_awaiting_approval", "这次导出不在待审批状态", "this export awaits no approval";
    /// There is no file yet, or none any more.
    NOT_READY = "export.not_ready", "文件还没有生成，或已经删除", "the file is not ready, or gone";
    /// The file is for whoever asked for it.
    NOT_YOURS = "export.not_yours", "只有申请人可以下载", "only who asked for it may fetch it";
    /// The link was used, ran out, or never was.
    LINK = "export.link", "下载链接无效、已使用或已过期，请重新获取", "this link is wrong, used or over: ask for another one";
    /// Somebody in the file is not to be found in any list any more.
    RECALLED = "export.recalled", "文件中有人员的档案已封存或撤销，不能再下载，请重新导出", "the file of somebody in it was sealed or withdrawn since: ask for another export";
    /// Since it was written, the requester has lost what they saw in it.
    STANDING = "export.standing", "您的区划或权限已变动，不能再下载这份文件", "your area or role has changed: this file is yours no more";
}

/// What a request says as a whole.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(wanted: &CreateExport) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.texts([("purpose", Some(&wanted.purpose)), ("filter", Some(&wanted.filter))], text::is_clean);
    broken.when(wanted.classes.iter().any(|class| !FIELD_CLASSES.contains(&class.as_str())), "classes", CLASS);
    broken.done()
}

/// What a refusal says as a whole.
///
/// # Errors
/// The rule broken.
pub fn check_refusal(refusal: &RejectExport) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.texts([("reason", Some(&refusal.reason))], text::is_clean);
    broken.done()
}

/// The classes asked for, which the requester must see.
///
/// # Errors
/// 422 when there are others.
pub fn classes(wanted: &[String], sees: FieldClasses) -> ApiResult<FieldClasses> {
    let classes = FieldClasses::of(wanted.iter().map(String::as_str));
    if sees.covers(classes) { Ok(classes) } else { Err(ApiError::Invalid(vec![FieldError::new("/classes", CLASS)])) }
}

/// How many others must let an export go that shows so many rows with these classes in full.
pub fn approvals_needed(classes: FieldClasses, rows: i64) -> i64 {
    let identifies = [FieldClass::IdentityNumber, FieldClass::Contact].into_iter().any(|class| classes.has(class));
    match () {
        () if classes.is_empty() => 0,
        () if identifies && rows > ROWS_OF_ONE_APPROVER => 2,
        () => 1,
    }
}

/// Whether this account may decide on an export.
///
/// # Errors
/// 409 with the reason.
pub fn expect_decidable(state: ExportState, requester: Id, approver: Option<Id>, account: Id) -> ApiResult<()> {
    match () {
        () if state != ExportState::AwaitingApproval => Err(ApiError::Conflict(NOT_AWAITED)),
        () if requester == account => Err(ApiError::Conflict(OWN)),
        () if approver == Some(account) => Err(ApiError::Conflict(APPROVED)),
        () => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_leave_freely_and_identities_in_numbers_need_two() {
        let of = |names: &[&str]| FieldClasses::of(names.iter().copied());
        for (classes, rows, needed) in [
            (&[][..], 1_000_000, 0),
            (&["name"][..], 1_000_000, 1),
            (&["identity_number"][..], 100, 1),
            (&["identity_number"][..], 101, 2),
            (&["name", "contact"][..], 101, 2),
        ] {
            assert_eq!(approvals_needed(of(classes), rows), needed, "{classes:?} {rows}");
        }
    }

    #[test]
    fn nobody_decides_alone() {
        let (requester, one, other) = (Id::new(), Id::new(), Id::new());
        let decidable =
            |approver, account| expect_decidable(ExportState::AwaitingApproval, requester, approver, account).is_ok();
        assert!(!decidable(None, requester) && decidable(None, one));
        assert!(!decidable(Some(one), one) && decidable(Some(one), other));
        assert!(expect_decidable(ExportState::Rejected, requester, None, one).is_err());
    }
}
