//! Schemas of the document, with references followed.
use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::document::DOCUMENT;

/// A schema of the document.
#[derive(Clone)]
pub struct Schema(Cow<'static, Value>);

/// A string of `value`, empty when it is none.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

impl Schema {
    /// A schema, or what it refers to.
    pub fn new(value: &Value) -> Self {
        Self(resolve(value))
    }

    /// A keyword.
    pub fn get(&self, keyword: &str) -> &Value {
        &self.0[keyword]
    }

    /// The items of a list.
    pub fn items(&self) -> Self {
        Self::new(self.get("items"))
    }

    /// The types a value may have, `null` among them.
    pub fn types(&self) -> Vec<&str> {
        match self.get("type") {
            Value::Array(types) => types.iter().map(text).collect(),
            other => vec![text(other)],
        }
    }

    /// The type a value has when it is not null.
    pub fn kind(&self) -> &str {
        self.types().into_iter().find(|kind| *kind != "null").unwrap_or_default()
    }

    /// The alternatives of a `oneOf`, `null` left out.
    pub fn alternatives(&self) -> Vec<Self> {
        let all = self.get("oneOf").as_array().into_iter().flatten();
        all.filter(|one| one["type"] != "null").map(Self::new).collect()
    }

    /// Whether null may be sent.
    pub fn may_be_null(&self) -> bool {
        let alternatives = self.get("oneOf").as_array();
        self.types().contains(&"null") || alternatives.is_some_and(|all| all.iter().any(|one| one["type"] == "null"))
    }

    /// The properties of an object.
    pub fn properties(&self) -> Vec<(String, Self)> {
        let properties = self.get("properties").as_object().into_iter().flatten();
        properties.map(|(name, value)| (name.clone(), Self::new(value))).collect()
    }

    /// Names of the properties that must be there.
    pub fn required(&self) -> Vec<&str> {
        self.get("required").as_array().into_iter().flatten().map(text).collect()
    }

    /// Every place in a body of this schema that holds no object and no list, with its JSON pointer.
    pub fn leaves(&self) -> Vec<(String, Self)> {
        if let Some(one) = self.alternatives().into_iter().next() {
            return one.leaves();
        }
        match self.kind() {
            "object" => under(self.properties()),
            "array" => under(vec![("0".into(), self.items())]),
            _ => vec![(String::new(), self.clone())],
        }
    }
}

fn under(parts: Vec<(String, Schema)>) -> Vec<(String, Schema)> {
    let leaves = |(name, part): (String, Schema)| {
        part.leaves().into_iter().map(move |(pointer, leaf)| (format!("/{name}{pointer}"), leaf)).collect::<Vec<_>>()
    };
    parts.into_iter().flat_map(leaves).collect()
}

/// Follows a reference, and makes one object of an `allOf`.
fn resolve(value: &Value) -> Cow<'static, Value> {
    if let Some(reference) = value["$ref"].as_str() {
        let target = DOCUMENT.pointer(reference.trim_start_matches('#'));
        return resolved(target.unwrap_or_else(|| panic!("{reference} points nowhere")));
    }
    match value["allOf"].as_array() {
        Some(parts) => Cow::Owned(joined(parts.iter().map(|part| resolve(part).into_owned()))),
        None => Cow::Owned(value.clone()),
    }
}

/// A part of the document is lent, not copied.
fn resolved(value: &'static Value) -> Cow<'static, Value> {
    if value["$ref"].is_null() && value["allOf"].is_null() { Cow::Borrowed(value) } else { resolve(value) }
}

fn joined(parts: impl Iterator<Item = Value>) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for part in parts {
        properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
        required.extend(part["required"].as_array().cloned().unwrap_or_default());
    }
    json!({ "type": "object", "properties": properties, "required": required })
}
