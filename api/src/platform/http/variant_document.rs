//! What stands in a type without a name gets one in the document, so that a client generated from it has a type for it. Generators make
//! up a name otherwise, some the same one twice, and some leave the type out.
use utoipa::openapi::schema::{ArrayItems, Object, Schema};
use utoipa::openapi::{OpenApi, Ref, RefOr};

type Named = Vec<(String, RefOr<Schema>)>;

/// Names the inline parts of every choice: the `rate` of `Value` becomes `ValueRate`, the `Run` whose `kind` is `figure` becomes
/// `RunFigure`.
pub fn describe_variants(document: &mut OpenApi) {
    let Some(components) = document.components.as_mut() else { return };
    let mut named = Vec::new();
    for (name, schema) in &mut components.schemas {
        if let RefOr::T(Schema::OneOf(choice)) = schema {
            for variant in &mut choice.items {
                match tag(variant) {
                    Some(tag) => give_name(format!("{name}{}", pascal(&tag)), variant, &mut named),
                    None => name_parts(name, variant, &mut named),
                }
            }
        }
    }
    components.schemas.extend(named);
}

/// Pages are of the records by their name: what a list has is what the operation for one record answers.
pub fn describe_pages(document: &mut OpenApi) {
    let Some(components) = document.components.as_mut() else { return };
    let known: Vec<String> = components.schemas.keys().cloned().collect();
    for (name, schema) in &mut components.schemas {
        let record = name.strip_prefix("Page_").filter(|record| known.iter().any(|one| one == record));
        if let (Some(record), RefOr::T(Schema::Object(page))) = (record, schema)
            && let Some(RefOr::T(Schema::Array(items))) = page.properties.get_mut("items")
        {
            items.items = ArrayItems::RefOrSchema(Box::new(RefOr::Ref(Ref::from_schema_name(record))));
        }
    }
}

/// The word that tells this variant from the others, where it is a field beside the facts.
fn tag(variant: &RefOr<Schema>) -> Option<String> {
    let RefOr::T(schema) = variant else { return None };
    match schema {
        Schema::Object(object) => object.properties.values().find_map(only_word),
        Schema::AllOf(parts) => parts.items.iter().find_map(tag),
        _ => None,
    }
}

fn only_word(property: &RefOr<Schema>) -> Option<String> {
    let RefOr::T(Schema::Object(Object { enum_values: Some(words), .. })) = property else { return None };
    match words.as_slice() {
        [word] => word.as_str().map(str::to_owned),
        _ => None,
    }
}

fn name_parts(of: &str, variant: &mut RefOr<Schema>, named: &mut Named) {
    let RefOr::T(Schema::Object(variant)) = variant else { return };
    for (property, schema) in &mut variant.properties {
        if is_inline_object(schema) {
            give_name(format!("{of}{}", pascal(property)), schema, named);
        }
    }
}

fn give_name(name: String, schema: &mut RefOr<Schema>, named: &mut Named) {
    let part = std::mem::replace(schema, RefOr::Ref(Ref::from_schema_name(&name)));
    named.push((name, part));
}

fn is_inline_object(schema: &RefOr<Schema>) -> bool {
    let RefOr::T(Schema::Object(object)) = schema else { return false };
    !object.properties.is_empty() || object.additional_properties.is_some()
}

fn pascal(snake: &str) -> String {
    let words = snake.split('_').filter(|word| !word.is_empty());
    words
        .flat_map(|word| {
            let mut letters = word.chars();
            let first = letters.next();
            first.into_iter().flat_map(char::to_uppercase).chain(letters)
        })
        .collect()
}
