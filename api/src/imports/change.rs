//! A field that a row changes, with what stood there and what would: kept sealed, told by what the caller may see.
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::ledger::Registry;
use crate::codes::mask;
use crate::platform::auth::{FieldClass, FieldClasses};
use crate::platform::error::{ApiError, ApiResult};

/// A field that a row changes, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Its name; a field within a field as `counts/leaflets`.
    pub field: String,
    /// What is on record.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub from: Value,
    /// What the row says.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub to: Value,
}

/// A field that a row changes.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FieldChange {
    /// Its name; a field within a field as `counts/leaflets`.
    #[schema(example = "status")]
    pub field: String,
    /// What is on record; masked or `null` where the caller may not see it.
    pub from: Value,
    /// What the row says; masked or `null` where the caller may not see it.
    pub to: Value,
    /// Whether the values are hidden from the caller.
    pub masked: bool,
}

impl Change {
    /// The change as a caller gets it who sees these classes of fields.
    pub fn shown(self, resource: &str, registry: &Registry, sees: FieldClasses) -> FieldChange {
        let Self { field, from, to } = self;
        let class = registry.class_of(resource, &field);
        let masked = class.is_some_and(|class| !sees.has(class));
        let told = |value: Value| if masked { veiled(&field, value, class) } else { value };
        let (from, to) = (told(from), told(to));
        FieldChange { field, from, to, masked }
    }
}

/// What a mask leaves of a value: of names and numbers what it leaves everywhere, of all else nothing.
fn veiled(field: &str, value: Value, class: Option<FieldClass>) -> Value {
    let (Value::String(full), Some(class)) = (value, class) else { return Value::Null };
    match (class, field) {
        (FieldClass::Name, _) => mask::name(&full).into(),
        (FieldClass::IdentityNumber, _) => mask::id_number(&full).into(),
        (_, "phone") => mask::phone(&full).into(),
        _ => Value::Null,
    }
}

/// The fields in which two records differ, with the values of both.
///
/// # Errors
/// 500 when they cannot be serialised.
pub fn changes<T: Serialize>(before: &T, after: &T) -> ApiResult<Vec<Change>> {
    let object = |facts: &T| match serde_json::to_value(facts) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(ApiError::Internal("facts are an object".into())),
        Err(error) => Err(ApiError::Internal(error.into())),
    };
    let mut found = Vec::new();
    collect(&mut found, "", object(before)?, object(after)?);
    Ok(found)
}

fn collect(found: &mut Vec<Change>, within: &str, mut before: Map<String, Value>, after: Map<String, Value>) {
    for (name, to) in after {
        let from = before.remove(&name).unwrap_or_default();
        let field = format!("{within}{name}");
        match (from, to) {
            (from, to) if from == to => {}
            (Value::Object(from), Value::Object(to)) => collect(found, &format!("{field}/"), from, to),
            (from, to) => found.push(Change { field, from, to }),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_within_fields_are_told_apart() {
        let before = json!({ "title": "a", "counts": { "leaflets": 1, "posters": null }, "notes": null });
        let after = json!({ "title": "a", "counts": { "leaflets": 2, "posters": null }, "notes": "x" });
        let change = |field: &str, from: Value, to: Value| Change { field: field.to_owned(), from, to };
        assert_eq!(
            changes(&before, &after).expect("objects"),
            [change("counts/leaflets", json!(1), json!(2)), change("notes", Value::Null, json!("x"))]
        );
    }
}
