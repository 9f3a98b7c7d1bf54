//! A record in an answer is its facts and more: the document says so without contradicting itself.
//!
//! `X` is generated as `CreateX` and further fields. `CreateX` refuses unknown fields and leaves out what has a default;
//! an answer has more fields than `CreateX`, and has them all.
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{OpenApi, RefOr};

const FACTS: &str = "#/components/schemas/Create";

/// Puts a copy of the facts that allows further fields, and has them all, into every schema composed of facts.
pub fn describe_answers(document: &mut OpenApi) {
    let Some(components) = document.components.as_mut() else { return };
    let known = components.schemas.clone();
    for schema in components.schemas.values_mut() {
        let RefOr::T(Schema::AllOf(parts)) = schema else { continue };
        for part in &mut parts.items {
            let RefOr::Ref(reference) = &*part else { continue };
            let is_facts = reference.ref_location.starts_with(FACTS);
            let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
            if let Some(RefOr::T(Schema::Object(facts))) = known.get(name).filter(|_| is_facts) {
                let mut facts = facts.clone();
                facts.additional_properties = None;
                facts.required = facts.properties.keys().cloned().collect();
                *part = RefOr::T(Schema::Object(facts));
            }
        }
    }
}
