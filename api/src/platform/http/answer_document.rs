//! A record in an answer is its facts and more: the document says so without contradicting itself.
//!
//! `X` is generated as `CreateX` and further fields. `CreateX` refuses unknown fields and leaves out what has a default;
//! an answer has more fields than `CreateX`, and has them all.
use utoipa::openapi::schema::{ArrayItems, Schema};
use utoipa::openapi::{OpenApi, RefOr};

type Schemas = std::collections::BTreeMap<String, RefOr<Schema>>;

const FACTS: &str = "#/components/schemas/Create";

/// Puts a copy of the facts that allows further fields, and has them all, wherever a schema is composed of facts.
pub fn describe_answers(document: &mut OpenApi) {
    let Some(components) = document.components.as_mut() else { return };
    let known = components.schemas.clone();
    components.schemas.values_mut().for_each(|schema| complete(schema, &known));
}

/// Says in a sentence what each answer is, where the operation does not: a document without that is not valid.
pub fn describe_statuses(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for (status, response) in operations.into_iter().flatten().flat_map(|one| &mut one.responses.responses) {
            if let RefOr::T(response) = response
                && response.description.is_empty()
            {
                meaning(status).clone_into(&mut response.description);
            }
        }
    }
}

fn meaning(status: &str) -> &'static str {
    match status {
        "200" => "What was asked for.",
        "201" => "It is on record; this is the record.",
        "202" => "It was taken in, and is worked on.",
        "204" => "It was done; there is nothing to tell.",
        "207" => "Some of it was done; the answer says what became of each.",
        "304" => "Nothing changed since.",
        _ => "A problem document.",
    }
}

/// Pages hold their records in place, so that a composition may lie within an object and an array.
fn complete(schema: &mut RefOr<Schema>, known: &Schemas) {
    let RefOr::T(schema) = schema else { return };
    match schema {
        Schema::Object(object) => object.properties.values_mut().for_each(|property| complete(property, known)),
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                complete(items, known);
            }
        }
        Schema::AllOf(parts) => parts.items.iter_mut().for_each(|part| replace_facts(part, known)),
        _ => {}
    }
}

fn replace_facts(part: &mut RefOr<Schema>, known: &Schemas) {
    let RefOr::Ref(reference) = &*part else { return };
    let is_facts = reference.ref_location.starts_with(FACTS);
    let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
    if let Some(RefOr::T(Schema::Object(facts))) = known.get(name).filter(|_| is_facts) {
        let mut facts = facts.clone();
        facts.additional_properties = None;
        facts.required = facts.properties.keys().cloned().collect();
        *part = RefOr::T(Schema::Object(facts));
    }
}
