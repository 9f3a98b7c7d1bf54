//! The page of operations, grouped by subject, and of the shapes they take and give.
use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use super::html::{self, escaped};
use crate::app;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The page, made from the API document.
pub fn page() -> String {
    let document = serde_json::to_value(app::document()).unwrap_or_default();
    let mut body = format!("<p>{}</p>\n", text(&document, "/info/description"));
    for (tag, operations) in by_tag(&document) {
        let _ = write!(body, "<h2>{}</h2>\n{}", escaped(tag), operations.concat());
    }
    body += "<h2>数据结构 Shapes</h2>\n";
    for (name, schema) in fields_of(&document, "/components/schemas") {
        body += &shape(name, schema);
    }
    html::page("禁毒通 Jindu API", &body)
}

fn by_tag(document: &Value) -> BTreeMap<&str, Vec<String>> {
    let mut tags: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (path, item) in fields_of(document, "/paths") {
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let tag = operation.pointer("/tags/0").and_then(Value::as_str).unwrap_or("other");
            tags.entry(tag).or_default().push(described(path, method, operation));
        }
    }
    tags
}

fn described(path: &str, method: &str, operation: &Value) -> String {
    let capability = operation.pointer("/security/0/bearer/0").and_then(Value::as_str);
    let needs = match capability {
        Some(capability) => format!("需要权限 needs <code>{}</code>", escaped(capability)),
        None => "无需登录 needs no sign-in".to_owned(),
    };
    format!(
        "<details><summary><code><span class=\"method\">{}</span> {}</code> {}</summary>\n<p>{needs}</p>\n{}{}{}</details>\n",
        method.to_uppercase(),
        escaped(path),
        text(operation, "/summary"),
        parameters(operation),
        carried("内容 Body", operation.pointer("/requestBody/content")),
        answers(operation),
    )
}

fn parameters(operation: &Value) -> String {
    let rows: String =
        operation.get("parameters").and_then(Value::as_array).into_iter().flatten().map(parameter).collect();
    if rows.is_empty() {
        rows
    } else {
        format!("<table><tr><th>参数 Parameter<th>位置 In<th>说明 Meaning</tr>{rows}</table>\n")
    }
}

fn parameter(parameter: &Value) -> String {
    let is_required = parameter.get("required").and_then(Value::as_bool).unwrap_or_default();
    let mark = if is_required { " *" } else { "" };
    let (name, place) = (text(parameter, "/name"), text(parameter, "/in"));
    format!("<tr><td><code>{name}</code>{mark}<td>{place}<td>{}</tr>", text(parameter, "/description"))
}

fn answers(operation: &Value) -> String {
    let of_status = |(status, answer): (&str, &Value)| {
        carried(&format!("{} {}", escaped(status), text(answer, "/description")), answer.get("content"))
    };
    fields_of(operation, "/responses").map(of_status).collect()
}

/// The shape that a body or an answer carries; `what` is HTML.
fn carried(what: &str, content: Option<&Value>) -> String {
    let Some(content) = content.and_then(Value::as_object) else { return String::new() };
    let one = |(media, content): (&String, &Value)| {
        let shape = content.get("schema").map(kind).unwrap_or_default();
        format!("<p>{what}: {shape} <code>{}</code></p>\n", escaped(media))
    };
    content.iter().map(one).collect()
}

fn shape(name: &str, schema: &Value) -> String {
    let parts = schema.get("allOf").and_then(Value::as_array);
    let inherited = parts.into_iter().flatten().filter(|part| part.get("$ref").is_some()).map(kind);
    let own = parts.into_iter().flatten().chain([schema]);
    let rows: String =
        own.flat_map(|part| fields_of(part, "/properties")).map(|(name, field)| row(name, field)).collect();
    let values = if schema.get("enum").is_some() { kind(schema) } else { inherited.collect::<Vec<_>>().join(" + ") };
    let name = escaped(name);
    format!(
        "<details id=\"{name}\"><summary><code>{name}</code> {}</summary>\n<p>{values}</p><table>{rows}</table></details>\n",
        text(schema, "/description")
    )
}

fn row(name: &str, field: &Value) -> String {
    format!("<tr><td><code>{}</code><td>{}<td>{}</tr>", escaped(name), kind(field), text(field, "/description"))
}

/// What a value is, as HTML: a link to a shape, a list of codes, or the name of a type.
fn kind(schema: &Value) -> String {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        let name = escaped(target.rsplit('/').next().unwrap_or_default());
        return format!("<a href=\"#{name}\">{name}</a>");
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        let codes = values.iter().filter_map(Value::as_str).map(|code| format!("<code>{}</code>", escaped(code)));
        return codes.collect::<Vec<_>>().join(" · ");
    }
    if let Some(items) = schema.get("items") {
        return format!("[{}]", kind(items));
    }
    let choices = ["oneOf", "anyOf"].into_iter().find_map(|name| schema.get(name)).and_then(Value::as_array);
    if let Some(choices) = choices {
        return choices.iter().map(kind).collect::<Vec<_>>().join(" | ");
    }
    match schema.get("type") {
        Some(Value::String(name)) => escaped(name),
        Some(Value::Array(names)) => escaped(&names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | ")),
        _ => String::new(),
    }
}

fn fields_of<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
    value.pointer(pointer).and_then(Value::as_object).into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn text(value: &Value, pointer: &str) -> String {
    escaped(value.pointer(pointer).and_then(Value::as_str).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_on_the_page_with_its_capability() {
        let (page, document) = (page(), serde_json::to_value(app::document()).unwrap());
        for (path, item) in fields_of(&document, "/paths") {
            assert!(page.contains(&escaped(path)), "{path}");
            for capability in
                METHODS.iter().filter_map(|method| item.pointer(&format!("/{method}/security/0/bearer/0")))
            {
                assert!(page.contains(capability.as_str().unwrap()), "{capability}");
            }
        }
        assert!(!page.contains("<script"));
    }

    #[test]
    fn what_the_document_says_is_text() {
        let field = serde_json::json!({"description": "<b>", "enum": ["<i>"]});
        assert_eq!(row("<u>", &field), "<tr><td><code>&lt;u&gt;</code><td><code>&lt;i&gt;</code><td>&lt;b&gt;</tr>");
    }
}
