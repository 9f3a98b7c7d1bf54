//! The closed set of conditions a template may ask before it says something.
use std::str::FromStr;

use super::figures::{FigureValue, Figures, Value};

/// A question to a figure. An unknown figure answers every one with no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// `complete(x)`: a rate whose parts are equal, over something.
    Complete(String),
    /// `zero(x)`: counted, and nothing found.
    Zero(String),
    /// `known(x)`: there is a value.
    Known(String),
    /// `every(x)`: counts by kind, of which there are some and none is zero.
    Every(String),
}

/// The text is none of the four.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("模板条件“{0}”不存在，只有complete(x)、zero(x)、known(x)、every(x)；no such condition: {0}")]
pub struct UnknownCondition(pub String);

impl Condition {
    /// The indicator that is asked.
    pub fn name(&self) -> &str {
        match self {
            Self::Complete(name) | Self::Zero(name) | Self::Known(name) | Self::Every(name) => name,
        }
    }

    /// Whether it holds.
    pub fn holds(&self, figures: &Figures) -> bool {
        let value = figures.get(self.name()).and_then(FigureValue::known);
        match self {
            Self::Complete(_) => value.is_some_and(Value::is_complete),
            Self::Zero(_) => value.is_some_and(Value::is_zero),
            Self::Known(_) => value.is_some(),
            Self::Every(_) => value.is_some_and(has_every_part),
        }
    }
}

fn has_every_part(value: &Value) -> bool {
    matches!(value, Value::Breakdown(parts) if !parts.is_empty() && parts.values().all(|count| *count > 0))
}

impl FromStr for Condition {
    type Err = UnknownCondition;

    fn from_str(text: &str) -> Result<Self, UnknownCondition> {
        let refused = || UnknownCondition(text.to_owned());
        let (question, rest) = text.split_once('(').ok_or_else(refused)?;
        let name = rest.strip_suffix(')').filter(|name| !name.is_empty()).ok_or_else(refused)?.to_owned();
        match question {
            "complete" => Ok(Self::Complete(name)),
            "zero" => Ok(Self::Zero(name)),
            "known" => Ok(Self::Known(name)),
            "every" => Ok(Self::Every(name)),
            _ => Err(refused()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(condition: &str, value: FigureValue) -> bool {
        condition.parse::<Condition>().unwrap().holds(&Figures::from([("x".to_owned(), value)]))
    }

    #[test]
    fn an_unknown_figure_proves_nothing() {
        for condition in ["complete(x)", "zero(x)", "known(x)", "every(x)"] {
            let unknown =
                FigureValue::Unknown { reason_zh: "没有记录".to_owned(), reason_en: "no record".to_owned() };
            assert!(!holds(condition, unknown));
            assert!(!condition.parse::<Condition>().unwrap().holds(&Figures::new()));
        }
    }

    #[test]
    fn each_condition_asks_one_thing() {
        let all = || FigureValue::Known(Value::Rate { numerator: 18, denominator: 18 });
        let none = || FigureValue::Known(Value::Integer(0));
        assert!(holds("complete(x)", all()) && !holds("zero(x)", all()) && holds("known(x)", all()));
        assert!(!holds("complete(x)", none()) && holds("zero(x)", none()) && holds("known(x)", none()));
    }

    #[test]
    fn every_part_must_be_there() {
        let parts = |counts: &[(&str, i64)]| {
            let parts = counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
            FigureValue::Known(Value::Breakdown(parts))
        };
        assert!(holds("every(x)", parts(&[("禁吸", 36), ("禁制", 5)])));
        assert!(!holds("every(x)", parts(&[("禁吸", 36), ("禁贩", 0)])) && !holds("every(x)", parts(&[])));
        assert!(!holds("every(x)", FigureValue::Known(Value::Integer(3))));
    }

    #[test]
    fn the_set_is_closed() {
        for text in ["positive(x)", "known x", "known()", "x == 1", ""] {
            assert_eq!(text.parse::<Condition>(), Err(UnknownCondition(text.to_owned())));
        }
    }
}
