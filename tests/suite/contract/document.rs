//! The published document as a list of operations.
use std::sync::LazyLock;

use actix_web::http::Method;
use serde_json::Value;
use uuid::Uuid;

use super::schema::{Schema, text};

/// Methods an address may answer.
const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// The document as it is served.
pub static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(jindu::app::document()).expect("the document is JSON"));

/// One operation of the document.
#[derive(Clone)]
pub struct Operation {
    /// Its method.
    pub method: Method,
    /// Its address with `{names}` for what varies.
    pub path: String,
    value: &'static Value,
}

/// Every operation.
pub fn operations() -> Vec<Operation> {
    let paths = DOCUMENT["paths"].as_object().expect("paths");
    let mut operations = Vec::new();
    for (path, item) in paths {
        for method in METHODS {
            let Some(value) = item.get(method.as_str().to_ascii_lowercase()) else { continue };
            operations.push(Operation { method, path: path.clone(), value });
        }
    }
    assert!(operations.len() > 10, "the document is not empty");
    operations
}

/// A parameter of an operation.
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// `path`, `query` or `header`.
    pub place: String,
    /// Whether it must be sent.
    pub is_required: bool,
    /// Its values.
    pub schema: Schema,
}

impl Operation {
    /// What a failing test calls it.
    pub fn title(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The name the document gives it.
    pub fn id(&self) -> &str {
        text(&self.value["operationId"])
    }

    /// A member of the operation.
    pub fn member(&self, name: &str) -> &Value {
        &self.value[name]
    }

    /// The capability it demands; none for those open to anyone.
    pub fn capability(&self) -> Option<&str> {
        self.value["security"][0]["bearer"][0].as_str()
    }

    /// Its parameters.
    pub fn parameters(&self) -> Vec<Parameter> {
        let parameters = self.value["parameters"].as_array();
        let read = |value: &Value| Parameter {
            name: text(&value["name"]).to_owned(),
            place: text(&value["in"]).to_owned(),
            is_required: value["required"] == true,
            schema: Schema::new(&value["schema"]),
        };
        parameters.into_iter().flatten().map(read).collect()
    }

    /// Whether it takes this parameter.
    pub fn takes(&self, name: &str) -> bool {
        self.parameters().iter().any(|parameter| parameter.name == name)
    }

    /// Its JSON body, if it takes one.
    pub fn body(&self) -> Option<Schema> {
        let content = self.value["requestBody"]["content"].as_object()?;
        let (_, body) = content.iter().find(|(media, _)| media.ends_with("json"))?;
        Some(Schema::new(&body["schema"]))
    }

    /// The status it answers when all is well.
    pub fn success(&self) -> u16 {
        self.success_response().0.parse().expect("a number")
    }

    /// The media type and the schema of what it answers when all is well.
    pub fn answers(&self) -> Option<(&str, Schema)> {
        let (media, body) = self.success_response().1["content"].as_object()?.iter().next()?;
        Some((media, Schema::new(&body["schema"])))
    }

    fn success_response(&self) -> (&str, &Value) {
        let responses = self.value["responses"].as_object().into_iter().flatten();
        let mut good = responses.filter(|(status, _)| status.starts_with('2'));
        let (status, response) = good.next().unwrap_or_else(|| panic!("{} documents no success", self.title()));
        (status, response)
    }

    /// Whether its address names a record.
    pub fn names_a_record(&self) -> bool {
        self.path.contains("{id}") || self.path.contains("{code}")
    }

    /// Whether its body is a file as it is.
    pub fn takes_a_file(&self) -> bool {
        !self.value["requestBody"]["content"]["application/octet-stream"].is_null()
    }

    /// Its address with a name that no record has.
    pub fn absent(&self) -> String {
        fill(&self.path, |name| if name == "year" { "2025".into() } else { Uuid::new_v4().to_string() })
    }
}

/// `path` with every `{name}` replaced.
pub fn fill(path: &str, mut value: impl FnMut(&str) -> String) -> String {
    let segments = path.split('/').map(|segment| {
        let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        name.map_or_else(|| segment.to_owned(), &mut value)
    });
    segments.collect::<Vec<_>>().join("/")
}
