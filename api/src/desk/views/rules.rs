//! What a view may keep, without I/O.
use crate::platform::error::Rule;

/// Views of one account.
pub const MOST: usize = 100;

/// Declares rules: `NAME = "code", "中文", "English";`.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $zh:literal, $en:literal;)+) => {
        $($(#[$doc])* pub const $name: Rule = Rule { code: $code, zh: $zh, en: $en };)+
    };
}

rules! {
    /// Nothing of this id that the caller may use.
    NO_VIEW = "view.not_found", "没有这个视图", "no such view";
    /// Others' views are read.
    NOT_YOURS = "view.not_yours", "这是他人共享的视图，只有创建人可以修改或删除", "this view is shared by somebody else: only who made it may change or delete it";
    /// A view stays one of its list.
    LIST_FIXED = "view.list.fixed", "视图所属的列表不能更换", "a view stays one of its list";
    /// Names tell one's own views apart.
    NAME_TAKEN = "view.name.taken", "您在这个列表已有同名的视图", "you have a view of this list by that name";
    /// One account has so many.
    TOO_MANY = "view.too_many", "视图已满100个，请先删除不用的", "there are 100 views already: delete some first";
}
