//! A rule that input can break: a stable code and what it says in both languages.
use std::borrow::Cow;

use validator::ValidationError;

/// One rule. The code is published and never changes; the sentences may be improved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable and machine-readable, e.g. `id_number.checksum`.
    pub code: &'static str,
    /// The rule for a person, in Chinese.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
}

/// Parts the two sentences of a [`ValidationError`] message, which has room for one string.
const SEPARATOR: char = '\u{1f}';

impl From<Rule> for ValidationError {
    /// For `#[validate(custom(…))]`: only the rule travels, never the refused value.
    fn from(rule: Rule) -> Self {
        let mut error = Self::new(rule.code);
        error.message = Some(Cow::Owned(format!("{}{SEPARATOR}{}", rule.zh, rule.en)));
        error
    }
}

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Chinese.
    pub zh: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
}

impl Sentence {
    /// A sentence known when this was written.
    pub const fn of(zh: &'static str, en: &'static str) -> Self {
        Self { zh: Cow::Borrowed(zh), en: Cow::Borrowed(en) }
    }

    /// What a validator error says: its own message, or the text of one of `validator`'s standard rules.
    pub fn of_validation(error: &ValidationError) -> Self {
        let own = error.message.as_deref().and_then(|message| message.split_once(SEPARATOR));
        match own {
            Some((zh, en)) => Self { zh: Cow::Owned(zh.to_owned()), en: Cow::Owned(en.to_owned()) },
            None => standard(error),
        }
    }
}

impl From<Rule> for Sentence {
    fn from(rule: Rule) -> Self {
        Self::of(rule.zh, rule.en)
    }
}

/// Bounds are the rule's own; `params["value"]` (what was refused) is never read.
fn standard(error: &ValidationError) -> Sentence {
    let bound = |name: &str| error.params.get(name).map(ToString::to_string).unwrap_or_default();
    let (zh, en) = match error.code.as_ref() {
        "length" => (
            format!("长度应在 {} 至 {} 个字之间", bound("min"), bound("max")),
            format!("must have {} to {} characters", bound("min"), bound("max")),
        ),
        "range" => (
            format!("数值应在 {} 至 {} 之间", bound("min"), bound("max")),
            format!("must lie between {} and {}", bound("min"), bound("max")),
        ),
        other => (format!("不符合规则 {other}"), format!("breaks the rule `{other}`")),
    };
    Sentence { zh: Cow::Owned(zh), en: Cow::Owned(en) }
}
