//! Rules of a whole record: each names the field it is broken at, and all of them are told at once.
use serde::{Deserialize, Serialize};
use validator::ValidationError;

use super::FieldError;
use super::rule::{Rule, Sentence};

/// Where a [`ValidationError`] keeps what the record breaks: validator itself has room for one error without a field.
const PARAMETER: &str = "broken";

/// What a record breaks, gathered by the function of its `#[validate(schema(…))]`.
#[derive(Default)]
pub struct Broken(Vec<At>);

#[derive(Serialize, Deserialize)]
struct At {
    field: String,
    code: String,
    zh: String,
    en: String,
}

impl Broken {
    /// Notes `rule` at `field` (a name, or a path of names such as `migrant/destination`) when it `is_broken`.
    pub fn when(&mut self, is_broken: bool, field: &str, rule: Rule) {
        if is_broken {
            let Rule { code, zh, en } = rule;
            self.0.push(At { field: field.to_owned(), code: code.to_owned(), zh: zh.to_owned(), en: en.to_owned() });
        }
    }

    /// Notes what a check of one field found.
    pub fn check(&mut self, field: &str, verdict: Result<(), Rule>) {
        if let Err(rule) = verdict {
            self.when(true, field, rule);
        }
    }

    /// Checks each text that is there by the same rule.
    pub fn texts<'a>(
        &mut self,
        texts: impl IntoIterator<Item = (&'a str, Option<&'a String>)>,
        rule: impl Fn(&str) -> Result<(), Rule>,
    ) {
        texts.into_iter().for_each(|(field, words)| self.check(field, words.map_or(Ok(()), |words| rule(words))));
    }

    /// `Ok` when nothing was noted; else everything, under the code of the first.
    ///
    /// # Errors
    /// The rules broken.
    pub fn done(self) -> Result<(), ValidationError> {
        let Some(first) = self.0.first() else { return Ok(()) };
        let mut error = ValidationError::new("");
        error.code = first.code.clone().into();
        error.add_param(PARAMETER.into(), &self.0);
        Err(error)
    }
}

/// What [`Broken`] noted in `error`, below the pointer `at`; nothing when the error is another's.
pub(super) fn noted(at: &str, error: &ValidationError) -> Option<Vec<FieldError>> {
    let noted: Vec<At> = serde_json::from_value(error.params.get(PARAMETER)?.clone()).ok()?;
    let told = |At { field, code, zh, en }| FieldError {
        pointer: format!("{at}/{field}"),
        code,
        detail: Sentence { zh: zh.into(), en: en.into() },
    };
    Some(noted.into_iter().map(told).collect())
}

#[cfg(test)]
mod tests {
    use validator::Validate;

    use super::*;
    use crate::platform::error::ApiError;

    const EVEN: Rule = Rule { code: "pair.even", zh: "应为偶数", en: "must be even" };
    const ORDER: Rule = Rule { code: "pair.order", zh: "顺序不对", en: "wrong order" };

    #[derive(Validate)]
    #[validate(schema(function = check, skip_on_field_errors = false))]
    struct Pair {
        #[validate(range(max = 10))]
        one: i32,
        other: i32,
    }

    fn check(pair: &Pair) -> Result<(), ValidationError> {
        let mut broken = Broken::default();
        broken.when(pair.one % 2 != 0, "one", EVEN);
        broken.when(pair.other < pair.one, "other", ORDER);
        broken.done()
    }

    #[test]
    fn rules_of_the_record_name_fields_and_are_told_with_those_of_the_fields() {
        let refused = Pair { one: 11, other: 2 }.validate().expect_err("three rules broken");
        let ApiError::Invalid(errors) = refused.into() else { panic!("broken rules are invalid") };
        let told: Vec<_> = errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
        assert_eq!(told, [("/one", "pair.even"), ("/one", "range"), ("/other", "pair.order")]);
        assert!(Pair { one: 2, other: 2 }.validate().is_ok());
    }
}
