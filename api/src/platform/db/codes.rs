//! Code lists in columns: a list of codes is stored as JSON text, in the list's own order.
use crate::platform::coded::Coded;
use crate::platform::error::{ApiError, ApiResult};

/// The codes of these values, for `eq_any`.
pub fn of<C: Coded>(values: &[C]) -> Vec<&'static str> {
    values.iter().map(|value| value.code()).collect()
}

/// The text to store for a list of values.
///
/// # Errors
/// 500 when it cannot be serialised.
pub fn text<C: Coded>(values: &[C]) -> ApiResult<String> {
    serde_json::to_string(&of(values)).map_err(|error| ApiError::Internal(error.into()))
}

/// The values of a stored list.
///
/// # Errors
/// 500 when the column holds something else.
pub fn parse<C: Coded>(text: &str) -> ApiResult<Vec<C>> {
    let codes: Vec<String> = serde_json::from_str(text).map_err(|error| ApiError::Internal(error.into()))?;
    codes.iter().map(|code| C::stored(code)).collect()
}
