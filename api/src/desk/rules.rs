//! What may stand in the query of a list that is kept or counted, without I/O.
use validator::ValidationError;

use crate::platform::error::{ApiError, ApiResult, FieldError, Rule, Sentence};

/// Most bytes of a query.
const LONGEST: usize = 2048;
/// The parameter that takes what somebody types.
const FREE_TEXT: &str = "q";
/// The parameters that name one person, or one place.
const ONE_PERSON: [&str; 2] = ["person", "subject"];
/// What is counted is about nobody.
pub const NAMES_ONE: Rule = Rule {
    code: "query.names_one",
    zh: "计数的条件不能指定某一个人或场所；请查看列表",
    en: "what is counted cannot name one person or place: read the list",
};
/// Whoever cannot read a list keeps no view of it, and is not told how long it is.
pub const NO_LIST: Rule =
    Rule { code: "list.not_read", zh: "您的角色不能查看这类列表", en: "your role does not read this list" };
/// What somebody types may be a name or a number: kept it would outlive its purpose, counted it would tell who is on file.
pub const TYPED: Rule = Rule {
    code: "query.typed",
    zh: "搜索词可能是姓名或号码，不保存也不计数",
    en: "what is typed into a search may be a person's name or number: it is neither kept nor counted",
};
/// The query is too long.
pub const TOO_LONG: Rule =
    Rule { code: "query.length", zh: "查询条件不能超过2048字节", en: "a query has 2048 bytes at most" };

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

/// A query that is counted narrows to nobody: how often one person missed a test is told by the list, which records whom it told
/// of.
///
/// # Errors
/// 422 where a person is named.
pub fn about_nobody(pairs: Vec<(String, String)>) -> ApiResult<Vec<(String, String)>> {
    if pairs.iter().any(|(name, _)| ONE_PERSON.contains(&name.as_str())) {
        return Err(ApiError::invalid("/query", NAMES_ONE));
    }
    Ok(pairs)
}

/// A query stands in one field, whatever of it is wrong; the parameter is told by name.
pub fn at_query(field: &str, error: ApiError) -> ApiError {
    let (ApiError::Syntax(errors) | ApiError::Invalid(errors)) = error else { return error };
    ApiError::Invalid(errors.into_iter().map(|error| named(field, error)).collect())
}

fn named(field: &str, error: FieldError) -> FieldError {
    let FieldError { pointer, code, detail: Sentence { zh, en } } = error;
    // A parameter is told by its name, a field by a pointer.
    let detail = if pointer.is_empty() || pointer.starts_with('/') {
        Sentence { zh, en }
    } else {
        Sentence { zh: format!("{pointer}：{zh}").into(), en: format!("{pointer}: {en}").into() }
    };
    FieldError { pointer: field.to_owned(), code, detail }
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
        let ApiError::Invalid(errors) = at_query("/query", ApiError::Syntax(vec![FieldError::new("colour", unknown)]))
        else {
            panic!("a rule")
        };
        assert_eq!((errors[0].pointer.as_str(), errors[0].detail.zh.as_ref()), ("/query", "colour：没有"));
        let ApiError::Invalid(errors) = at_query("/query", ApiError::invalid("/query", TYPED)) else {
            panic!("a rule")
        };
        assert_eq!(errors[0].detail.zh, TYPED.zh);
        assert!(matches!(at_query("/query", ApiError::TooLarge), ApiError::TooLarge));
    }
}
