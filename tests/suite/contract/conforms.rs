//! Whether a value is what its schema says: everything required, nothing undocumented.
use jindu::platform::id::Id;
use serde_json::Value;

use super::schema::Schema;

/// Says where `value` is not what `schema` documents.
pub fn differences(schema: &Schema, value: &Value, at: &str) -> Vec<String> {
    let alternatives = schema.alternatives();
    if value.is_null() && schema.may_be_null() {
        return Vec::new();
    }
    if !alternatives.is_empty() {
        let fits = |one: &Schema| differences(one, value, at).is_empty();
        return if alternatives.iter().any(fits) { Vec::new() } else { vec![format!("{at} fits no alternative")] };
    }
    match (schema.kind(), value) {
        ("object", Value::Object(_)) => in_object(schema, value, at),
        ("array", Value::Array(items)) => {
            let inner = schema.items();
            items
                .iter()
                .enumerate()
                .flat_map(|(index, item)| differences(&inner, item, &format!("{at}/{index}")))
                .collect()
        }
        ("string", Value::String(text)) => in_text(schema, value, text, at),
        ("integer", Value::Number(number)) if number.is_i64() => Vec::new(),
        ("number", Value::Number(_)) | ("boolean", Value::Bool(_)) => Vec::new(),
        (kind, value) => vec![format!("{at} is {value}, not {kind:?}")],
    }
}

fn in_object(schema: &Schema, value: &Value, at: &str) -> Vec<String> {
    let fields = value.as_object().expect("an object");
    let properties = schema.properties();
    let mut found: Vec<String> = schema
        .required()
        .into_iter()
        .filter(|name| !fields.contains_key(*name))
        .map(|name| format!("{at}/{name} is missing"))
        .collect();
    for (name, field) in fields {
        match properties.iter().find(|(known, _)| known == name) {
            Some((_, inner)) => found.extend(differences(inner, field, &format!("{at}/{name}"))),
            None if schema.get("additionalProperties").is_object() => {}
            None => found.push(format!("{at}/{name} is not documented")),
        }
    }
    found
}

fn in_text(schema: &Schema, value: &Value, text: &str, at: &str) -> Vec<String> {
    let is_of_format = match schema.get("format").as_str() {
        Some("uuid") => text.parse::<Id>().is_ok(),
        Some("date") => text.parse::<chrono::NaiveDate>().is_ok(),
        Some("date-time") => chrono::DateTime::parse_from_rfc3339(text).is_ok(),
        _ => true,
    };
    let is_listed = schema.get("enum").as_array().is_none_or(|values| values.contains(value));
    if is_of_format && is_listed { Vec::new() } else { vec![format!("{at} is {text:?}")] }
}
