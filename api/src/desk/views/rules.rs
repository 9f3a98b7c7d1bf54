//! What a view may keep, without I/O.
use validator::ValidationError;

use crate::platform::error::{ApiError, ApiResult, FieldError, Rule, Sentence};

/// Most bytes of a query.
const LONGEST: usize = 2048;
/// The parameter that takes what somebody types.
const FREE_TEXT: &str = "q";
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
    /// Whoever cannot read a list keeps no view of it.
    NO_LIST = "view.list.not_read", "您的角色不能查看这类列表", "your role does not read this list";
    /// A view stays one of its list.
    LIST_FIXED = "view.list.fixed", "视图所属的列表不能更换", "a view stays one of its list";
    /// Names tell one's own views apart.
    NAME_TAKEN = "view.name.taken", "您在这个列表已有同名的视图", "you have a view of this list by that name";
    /// One account has so many.
    TOO_MANY = "view.too_many", "视图已满100个，请先删除不用的", "there are 100 views already: delete some first";
    /// What somebody types may be a name or a number.
    TYPED = "view.query.typed", "搜索词可能是姓名或号码，不能保存在视图里", "what is typed into a search may be a person's name or number and is not kept in a view";
    /// The query is too long.
    TOO_LONG = "view.query.length", "查询条件不能超过2048字节", "a query has 2048 bytes at most";
}

/// Bytes count, not letters: that is what an address has.
///
/// # Errors
/// The rule broken.
pub fn query_length(query: &str) -> Result<(), ValidationError> {
    if query.len() <= LONGEST { Ok(()) } else { Err(TOO_LONG.into()) }
}

/// A query as it is kept, of its parameters: by name, without what is empty.
///
/// # Errors
/// 422 where something typed is among them, or they are too long written out.
pub fn canonical(mut pairs: Vec<(String, String)>) -> ApiResult<Vec<(String, String)>> {
    pairs.retain(|(_, value)| !value.is_empty());
    if pairs.iter().any(|(name, _)| name == FREE_TEXT) {
        return Err(ApiError::invalid("/query", TYPED));
    }
    pairs.sort();
    Ok(pairs)
}

/// A query stands in one field of the view, whatever of it is wrong; the parameter is told by name.
pub fn at_query(error: ApiError) -> ApiError {
    let (ApiError::Syntax(errors) | ApiError::Invalid(errors)) = error else { return error };
    ApiError::Invalid(errors.into_iter().map(named).collect())
}

fn named(error: FieldError) -> FieldError {
    let FieldError { pointer, code, detail: Sentence { zh, en } } = error;
    // A parameter is told by its name, a field by a pointer.
    let detail = if pointer.is_empty() || pointer.starts_with('/') {
        Sentence { zh, en }
    } else {
        Sentence { zh: format!("{pointer}：{zh}").into(), en: format!("{pointer}: {en}").into() }
    };
    FieldError { pointer: "/query".to_owned(), code, detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(given: &[(&str, &str)]) -> Vec<(String, String)> {
        given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn equal_queries_are_kept_alike() {
        let one = canonical(pairs(&[("status", "a,b"), ("division", "990981107"), ("control", "")]));
        let other = canonical(pairs(&[("division", "990981107"), ("status", "a,b")]));
        assert_eq!(one.expect("kept"), other.expect("kept"));
    }

    #[test]
    fn what_was_typed_is_not_kept() {
        let refused = canonical(pairs(&[("division", "990981107"), ("q", "罗")])).expect_err("typed");
        let ApiError::Invalid(errors) = refused else { panic!("a rule") };
        assert_eq!(errors, [FieldError::new("/query", TYPED)]);
        assert!(canonical(pairs(&[("q", "")])).is_ok_and(|kept| kept.is_empty()));
    }

    #[test]
    fn a_parameter_is_told_by_name() {
        let unknown = Rule { code: "parameter.unknown", zh: "没有", en: "none" };
        let ApiError::Invalid(errors) = at_query(ApiError::Syntax(vec![FieldError::new("colour", unknown)])) else {
            panic!("a rule")
        };
        assert_eq!((errors[0].pointer.as_str(), errors[0].detail.zh.as_ref()), ("/query", "colour：没有"));
        let ApiError::Invalid(errors) = at_query(ApiError::invalid("/query", TYPED)) else { panic!("a rule") };
        assert_eq!(errors[0].detail.zh, TYPED.zh);
        assert!(matches!(at_query(ApiError::TooLarge), ApiError::TooLarge));
    }
}
